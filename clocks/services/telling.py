"""Telling people of clocks that a change has moved: one notice a person and change, however many of theirs it touched.

Product decision: a day off may move a hundred deadlines of one person. A notice and an e-mail for each would hide the day's
others among them; one that leads to the list, with the old and the new time of each, does not. Each clock keeps both times.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from clocks.models import Clock, ScheduleChange
from clocks.recipients import Recipients
from clocks.registry import DEADLINES_PAGE, path_of
from notices.services import Draft, notices_write
from partnerships.closed import shut_out

REFERENCE = "Deadlines"


@dataclass
class _One:
    """Somebody's first clock that was moved, and how many there are."""

    clock: Clock
    name: str
    count: int = 0


class Told:
    """Who has had how many of their clocks moved: the owner of each, or the team where nobody owns it."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._people: dict[int, _One] = {}

    def add(self, moves: Iterable[tuple[Clock, str]]) -> None:
        """Some more clocks that were moved, each with its name."""
        listed = list(moves)
        people = Recipients([clock for clock, _ in listed], self._today)
        told = [(clock, name, person) for clock, name in listed for person in people.told(clock, ["owner"])]
        out = shut_out({clock.subject_id for clock, _, _ in told}, {person for _, _, person in told})
        for clock, name, person in told:
            if (clock.subject_id, person) not in out:
                self._people.setdefault(person, _One(clock, name)).count += 1

    def write(self, change: ScheduleChange, now: datetime) -> None:
        """One notice each: of the clock, or of how many there are."""
        notices_write(
            Draft(
                recipient_id=person,
                kind="clock-moved" if one.count == 1 else "clocks-moved",
                reference=one.clock.reference if one.count == 1 else REFERENCE,
                path=path_of(one.clock) if one.count == 1 else f"{DEADLINES_PAGE}moved/{change.pk}/",
                key=f"moved:{change.pk}",
                meant_at=now,
                created_at=now,
                about=one.name if one.count == 1 else f"{one.count:,} of your deadlines",
                due_at=one.clock.due_at if one.count == 1 else None,
            )
            for person, one in sorted(self._people.items())
        )
