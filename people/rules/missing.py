"""Missing episodes: what cannot be, and how many there were in a window.

`WINDOW` is that of the published thresholds which count episodes: "three or more incidents in 90 days" (SS-4-GUI-04 in the
published frameworks). What is done with the number is a framework's to say. The rest are product decisions.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WINDOW = 90
"""Days, the last of which is the day on which it is counted."""
EARLIEST = datetime.timedelta(days=366 * 19)
"""Nobody has been a child for longer."""


@dataclass(frozen=True)
class Away:
    """From when until when; without an end the child is still missing."""

    start: datetime.datetime
    end: datetime.datetime | None = None


@dataclass(frozen=True)
class Impossible:
    """What cannot be, and in which field."""

    field: str
    words: str


def impossible(
    away: Away, *, now: datetime.datetime, others: Iterable[Away] = (), born: datetime.date | None = None
) -> Impossible | None:
    """Why an episode cannot have been as it is said; None where it can."""
    if away.start > now:
        return Impossible("missing_from", "The child cannot have gone missing in the future.")
    if away.start < now - EARLIEST or (born is not None and away.start.date() < born):
        return Impossible("missing_from", "This is before the child was born, or too long ago to be right. Look at the year.")
    if away.end is not None and away.end <= away.start:
        return Impossible("found_at", "The child cannot have been found before they went missing.")
    if away.end is not None and away.end > now:
        return Impossible("found_at", "The child cannot have been found in the future.")
    clash = next((other for other in others if overlaps(away, other, now)), None)
    if clash is not None:
        since = f"{clash.start:%-d %B %Y, %H:%M}"
        until = f"{clash.end:%-d %B %Y, %H:%M}" if clash.end else "now"
        return Impossible("missing_from", f"This overlaps an episode from {since} until {until}. Put that one right instead.")
    return None


def overlaps(one: Away, other: Away, now: datetime.datetime) -> bool:
    """Whether a child would be missing twice at once. One that ends when the next begins does not."""
    later = now + datetime.timedelta(seconds=1)
    return one.start < (other.end or later) and other.start < (one.end or later)


def in_window(starts: Iterable[datetime.date], last: datetime.date, days: int = WINDOW) -> list[datetime.date]:
    """The days on which the child went missing within so many days, the last included; local days, so no clock moves them."""
    first = last - datetime.timedelta(days=days - 1)
    return sorted(day for day in starts if first <= day <= last)


def most_in_any(starts: Sequence[datetime.date], days: int = WINDOW) -> list[datetime.date]:
    """The days of the window with the most episodes; the latest of those where several have as many."""
    windows = [in_window(starts, day, days) for day in sorted(set(starts))]
    return max(reversed(windows), key=len, default=[])


def length_words(away: Away, now: datetime.datetime) -> str:
    """How long it was, in hours that passed: the night on which the clocks change is 23 or 25 hours long."""
    end = (away.end or now).astimezone(datetime.UTC)
    minutes = int((end - away.start.astimezone(datetime.UTC)).total_seconds() // 60)
    hours, left = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days {hours % 24} hours" if hours % 24 else f"{hours // 24} days"
    if not hours:
        return f"{left} minutes"
    return f"{hours} hour{'' if hours == 1 else 's'}" + (f" {left} minutes" if left else "")
