"""Whether a decision has reached whoever referred the child: since when nobody has said that they read it.

Plymouth 2016, part 4B, 3: the referrer is told by word of mouth where a worry is not taken on to assessment. That the front
door is asked to ring, and after how long, where nobody has said that they read a decision, is a product decision.
"""

from datetime import date

from clocks.rules.calendar import Calendar

RING_AFTER = 2
"""Working days."""


def days_unread(*, decided_on: date, read_on: date | None, today: date, calendar: Calendar) -> int:
    """How many working days the last decision has not been read; 0 where it was, or where they still have time."""
    if read_on is not None:
        return 0
    passed = calendar.between(decided_on, today)
    return passed if passed >= RING_AFTER else 0
