"""Who has opened a contact, in words: when, who, what they are, what they did and why."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.reading import REFUSED
from audit.selectors import Access
from partnerships.models import Membership
from partnerships.selectors import people_named

DONE = {
    "contact-read": "Opened it",
    "document-opened": "Opened the document (PDF)",
    "access-read": "Looked at this list",
    REFUSED: "Was refused",
}


@dataclass(frozen=True)
class Opened:
    """One line of the list."""

    at: datetime.datetime
    name: str
    role: str
    done: str
    reason: str


def opened_by(found: Sequence[Access]) -> list[Opened]:
    """A line for each reading, with the role that its reader had on that day."""
    people = people_named({access.actor_id for access in found})
    return [
        Opened(
            at=access.at,
            name=people[access.actor_id].name if access.actor_id in people else "Somebody who has left",
            role=_role(people[access.actor_id].memberships.all(), access.at.date()) if access.actor_id in people else "",
            done=DONE.get(access.action, access.action.replace("-", " ").capitalize()),
            reason=access.reason,
        )
        for access in found
    ]


def _role(memberships: Iterable[Membership], day: datetime.date) -> str:
    held = [m for m in memberships if m.from_date <= day and (m.until_date is None or m.until_date >= day)]
    return "; ".join(f"{m.get_role_display()}, {m.place}" for m in held)
