"""Local time in England: reading what was typed, and where a local day ends.

Source: DESIGN.md, the fine print of the commands: local times without an offset are Europe/London; a repeated hour
means the first, a skipped one is bad input; a limit that is a day ends at 23:59:59 of that local day.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST_SECOND = time(23, 59, 59)
MORNING = time(9)


class BadTime(ValueError):
    """What was given is not an instant: unreadable, without a time of day, or in the hour that is skipped."""


def parse_instant(text: str) -> datetime:
    """Read an ISO date and time; without an offset it is London time. Returns an aware time in London.

    In the hour that comes twice each October the first is meant; in the hour that is skipped each March
    there is nothing to mean, and BadTime is raised.
    """
    if len(text.strip()) <= len("2026-12-18"):
        raise BadTime(f"{text!r} needs a date and a time, for example 2026-12-18T16:30")
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as unreadable:
        raise BadTime(f"{text!r} is not a date and time such as 2026-12-18T16:30") from unreadable
    if read.tzinfo is not None:
        return read.astimezone(LONDON)
    return localise(read)


def localise(naive: datetime) -> datetime:
    """Put a wall-clock time in London on the map; the first of two, BadTime if there is none."""
    local = naive.replace(tzinfo=LONDON, fold=0)
    if local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != naive:
        raise BadTime(f"{naive:%H:%M} on {naive:%d %B %Y} does not exist: the clocks went forward over it")
    return local


def local_day(instant: datetime) -> date:
    """The day in London on which an aware instant falls."""
    if instant.tzinfo is None:
        raise BadTime("an instant must say its offset")
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """23:59:59 in London on that day, as UTC."""
    return datetime.combine(day, LAST_SECOND, LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The instant at which this local day begins, as UTC."""
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def morning_of(day: date) -> datetime:
    """Nine in the morning in London on that day, as UTC: when people are told what concerns a whole day."""
    return datetime.combine(day, MORNING, LONDON).astimezone(UTC)


def clock_change_between(start: datetime, end: datetime) -> tuple[date, str] | None:
    """The day on which the clocks change between two instants and whether they go forward or back, if they do."""
    day, last = local_day(start), local_day(end)
    while day <= last:
        before = datetime.combine(day, time(0), LONDON).utcoffset()
        after = datetime.combine(day + timedelta(days=1), time(0), LONDON).utcoffset()
        if before is not None and after is not None and before != after:
            changed = datetime.combine(day, time(1), tzinfo=UTC)
            if start < changed <= end:
                return day, "forward" if after > before else "back"
        day += timedelta(days=1)
    return None


def day_in_words(day: date) -> str:
    """A day as people write it, for example Tue 3 March."""
    return f"{day:%a} {day.day} {day:%B}"
