"""What the morning's digest says: how many of one's deadlines are late, due today, or due by the next working day.

Product decision throughout: it counts and names nothing, and somebody with nothing to count is sent none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from clocks.rules.local_time import LONDON, local_day


class Standing(StrEnum):
    """Where a deadline stands on a morning, in the order in which it is told."""

    OVERDUE = "overdue"
    TODAY = "due today"
    NEXT = "due by the next working day"


@dataclass(frozen=True)
class Digest:
    """How many deadlines stand where."""

    counts: tuple[tuple[Standing, int], ...]

    @property
    def words(self) -> str:
        """“2 overdue, 1 due today”: numbers alone."""
        return ", ".join(f"{count} {standing.value}" for standing, count in self.counts)


def standing_of(due: datetime, now: datetime, next_working: date) -> Standing | None:
    """Where a deadline stands at `now`; None where it is later than the end of the next working day."""
    if due <= now:
        return Standing.OVERDUE
    day = local_day(due)
    if day == local_day(now):
        return Standing.TODAY
    return Standing.NEXT if day <= next_working else None


def digest_of(standings: Iterable[Standing]) -> Digest:
    """Count them; what there is none of is not said."""
    listed = list(standings)
    return Digest(tuple((standing, listed.count(standing)) for standing in Standing if standing in listed))


def moment_on(day: date, at: time) -> datetime:
    """The instant of a time of the local day; one that the clocks skip is the instant that they go to."""
    return datetime.combine(day, at, LONDON)
