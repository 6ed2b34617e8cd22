"""Who has opened a record, in words: a row for each person and day, with what they did, how often, when and why."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from audit.reading import REFUSED, SEARCHED
from audit.selectors import Access
from partnerships.models import Membership, User
from partnerships.selectors import people_named

DONE = {
    "access-read": "Looked at this list",
    "assessment-read": "Opened the assessment",
    "check-read": "Opened it",
    "contact-read": "Opened it",
    "disagreement-read": "Opened the disagreement",
    "document-opened": "Opened the document (PDF)",
    "emergency-contact-read": "Read it by emergency access",
    "emergency-opened": "Opened it by emergency access",
    "emergency-read": "Looked at an emergency access to it",
    "preview-opened": "Opened the document before it was sent (PDF)",
    "proposal-read": "Read it as a safeguarding lead",
    "reason-asked": "Was asked why, and shown nothing yet",
    "reason-given": "Said why they open it",
    REFUSED: "Was refused",
    SEARCHED: "Searched for who the child is",
}


@dataclass(frozen=True)
class Done:
    """One thing that somebody did that day, and at what times, earliest first."""

    words: str
    times: tuple[datetime.datetime, ...]
    was_refused: bool = False


@dataclass(frozen=True)
class Opened:
    """One row: a person on one day. The reasons are those that they gave, each once."""

    day: datetime.date
    name: str
    role: str
    done: tuple[Done, ...]
    reasons: tuple[str, ...]

    @property
    def times(self) -> int:
        return sum(len(done.times) for done in self.done)


def opened_by(found: Sequence[Access]) -> list[Opened]:
    """The rows, newest day first and within it who came last; with the role that each had on that day."""
    people = people_named({access.actor_id for access in found})
    grouped: dict[tuple[datetime.date, int], list[Access]] = defaultdict(list)
    for access in sorted(found, key=lambda access: access.at, reverse=True):
        grouped[localtime(access.at).date(), access.actor_id].append(access)
    return [_row(day, people.get(actor_id), marks) for (day, actor_id), marks in grouped.items()]


def _row(day: datetime.date, person: User | None, marks: Sequence[Access]) -> Opened:
    by_action: dict[str, list[datetime.datetime]] = defaultdict(list)
    for mark in reversed(marks):
        by_action[mark.action].append(mark.at)
    done = (Done(_words(action), tuple(times), action == REFUSED) for action, times in by_action.items())
    return Opened(
        day=day,
        name=person.name if person else "Somebody who has left",
        role=_role(person.memberships.all(), day) if person else "",
        done=tuple(done),
        reasons=tuple(dict.fromkeys(mark.reason for mark in marks if mark.reason)),
    )


def _words(action: str) -> str:
    return DONE.get(action, action.replace("-", " ").capitalize())


def _role(memberships: Iterable[Membership], day: datetime.date) -> str:
    held = [m for m in memberships if m.from_date <= day and (m.until_date is None or m.until_date >= day)]
    return "; ".join(f"{m.get_role_display()}, {m.place}" for m in held)
