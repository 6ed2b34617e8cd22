"""What a page says about the time left.

Source: the front-door mocks' notes, "Time and urgency": over, 4 hours or less (soon), more; shape and words before
colour. A limit in working days is counted in working days, and is soon on its last day and the day before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clocks.rules.calendar import Calendar
from clocks.rules.local_time import LONDON, day_in_words, local_day
from clocks.rules.timescale import Unit

SOON = timedelta(hours=4)


class TimeState(StrEnum):
    """How pressing a clock is."""

    OVER = "over"
    SOON = "soon"
    MORE = "more"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Countdown:
    """A clock as a page shows it: state, words, when it is or was due, how much of the time has gone, and why then."""

    state: TimeState
    words: str
    due_words: str
    fraction: float
    why: str
    started_at: datetime
    due_at: datetime
    name: str = ""
    reference: str = ""

    @property
    def percent(self) -> int:
        """How much of the time has gone, 0 to 100, for a bar."""
        return round(self.fraction * 100)

    @property
    def is_over(self) -> bool:
        return self.state is TimeState.OVER

    @property
    def is_soon(self) -> bool:
        return self.state is TimeState.SOON


def countdown(
    *,
    started_at: datetime,
    due_at: datetime,
    now: datetime,
    unit: Unit,
    calendar: Calendar,
    why: str,
    stopped_at: datetime | None = None,
    name: str = "",
    reference: str = "",
) -> Countdown:
    """The time left, or over, at `now`; a clock that stopped says whether that was in time."""
    seen = stopped_at or now
    span = (due_at - started_at).total_seconds()
    gone = (seen - started_at).total_seconds()
    fraction = 1.0 if span <= 0 else min(1.0, max(0.0, gone / span))
    if stopped_at is not None:
        late = stopped_at > due_at
        state, words = TimeState.STOPPED, f"{_length(stopped_at - due_at)} late" if late else "in time"
    elif now > due_at:
        state, words = TimeState.OVER, _over(due_at, now, unit, calendar)
    else:
        state, words = _left(due_at, now, unit, calendar)
    return Countdown(state, words, _due_words(due_at, seen), fraction, why, started_at, due_at, name, reference)


def _left(due_at: datetime, now: datetime, unit: Unit, calendar: Calendar) -> tuple[TimeState, str]:
    if unit is Unit.ELAPSED_HOURS:
        soon = due_at - now <= SOON
        return TimeState.SOON if soon else TimeState.MORE, f"{_length(due_at - now)} left"
    if local_day(due_at) == local_day(now):
        return TimeState.SOON, "today"
    days = calendar.between(local_day(now), local_day(due_at))
    return TimeState.SOON if days == 1 else TimeState.MORE, f"{_days(days)} left"


def _over(due_at: datetime, now: datetime, unit: Unit, calendar: Calendar) -> str:
    if unit is Unit.ELAPSED_HOURS:
        return f"{_length(now - due_at)} over"
    return f"{_days(max(1, calendar.between(local_day(due_at), local_day(now))))} over"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _length(span: timedelta) -> str:
    """Hours and minutes up to two days, then days; never rounded up to time that is not there."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _days(hours // 24)
    return f"{hours} h {rest:02d} m" if hours else f"{rest} m"


def _due_words(due_at: datetime, now: datetime) -> str:
    local = due_at.astimezone(LONDON)
    said = "was due" if now > due_at else "due"
    days = (local.date() - local_day(now)).days
    if days in (-1, 0, 1):
        day = {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    else:
        day = day_in_words(local.date()) + (f" {local.year}" if local.year != local_day(now).year else "")
    return f"{said} {day} {local:%H:%M}"
