"""Working days: which days count, and which weekdays were left out.

Source: DESIGN.md, Timescales: working days leave out weekends, England's bank holidays and the authority's
closures. The Plymouth guidance of 2016 (4B.5) says "working days" without saying which days those are; statutory
guidance counts Monday to Friday without bank holidays.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

FIRST_YEAR = 1990
LAST_YEAR = 2100
SATURDAY = 5
FRIDAY = 4
WEEK = 5


class OutsideCalendar(ValueError):
    """A date lies beyond the years whose bank holidays are known: an answer would be a guess."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} lies outside the years {FIRST_YEAR} to {LAST_YEAR} that the calendar knows")


@dataclass(frozen=True)
class Counted:
    """The day that a count of working days ends on, and the named weekdays that were left out on the way."""

    day: date
    skipped: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday, less the bank holidays and an authority's own closures; each maps a date to its name."""

    holidays: Mapping[date, str]
    closures: Mapping[date, str] = field(default_factory=dict)
    _closed: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for day in self.closures:
            check_year(day)
        closed = {day for day in (*self.holidays, *self.closures) if day.weekday() < SATURDAY}
        object.__setattr__(self, "_closed", tuple(sorted(closed)))

    def is_working(self, day: date) -> bool:
        """Whether offices are open on this day: a weekday that is neither a bank holiday nor a closure."""
        check_year(day)
        return day.weekday() < SATURDAY and day not in self.holidays and day not in self.closures

    def name_of(self, day: date) -> str:
        """What a closed weekday is called; a bank holiday's name goes before a closure's."""
        return self.holidays.get(day) or self.closures[day]

    def add(self, start: date, amount: int) -> Counted:
        """The working day that is `amount` working days after `start`, which is day 0 whether it is one or not.

        Counts whole weeks, then goes on by as many weekdays as were closed in the stretch just gained, until a
        stretch gains none. `amount` is 0 or more; 0 from a weekend or holiday is the last working day before.
        """
        if amount < 0:
            raise ValueError("a number of working days is 0 or more")
        check_year(start)
        if amount == 0:
            return Counted(self._back_to_working(start), ())
        end = _weekdays_after(start, amount)
        passed = bisect_right(self._closed, start)
        while (gained := bisect_right(self._closed, end)) > passed:
            end = _weekdays_after(end, gained - passed)
            passed = gained
        check_year(end)
        skipped = self._closed[bisect_right(self._closed, start) : passed]
        return Counted(end, tuple((day, self.name_of(day)) for day in skipped))

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 if `end` is not later."""
        if end <= start:
            return 0
        closed = bisect_right(self._closed, end) - bisect_right(self._closed, start)
        return _weekday_number(end) - _weekday_number(start) - closed

    def take_away(self, start: date, amount: int) -> date:
        """The working day that is `amount` working days before `start`."""
        day = start
        for _ in range(amount):
            day = self._back_to_working(day - timedelta(days=1))
        return day

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add(day, 1).day

    def _back_to_working(self, day: date) -> date:
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day


def check_year(day: date) -> None:
    """Refuse a date whose bank holidays are not known, rather than count as if it had none."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideCalendar(day)


def _weekday_number(day: date) -> int:
    """The number of weekdays before this one since the beginning of time; a weekend has its Friday's."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * WEEK + min(weekday, FRIDAY)


def _weekdays_after(start: date, amount: int) -> date:
    """Monday-to-Friday arithmetic alone; a Saturday or Sunday counts from the Friday before it."""
    weeks, weekday = divmod(_weekday_number(start) + amount, WEEK)
    return date.fromordinal(weeks * 7 + weekday + 1)


@lru_cache(maxsize=1)
def england_holidays() -> Mapping[date, str]:
    """England's bank holidays with their substitute days, named, FIRST_YEAR to LAST_YEAR.

    Source: the `holidays` package, which follows the Banking and Financial Dealings Act 1971 and proclamations.
    """
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return MappingProxyType({day: name.replace("(observed)", "(substitute day)") for day, name in found.items()})


def england(closures: Mapping[date, str] | None = None) -> Calendar:
    """England's calendar with an authority's closures, date to name."""
    return Calendar(england_holidays(), MappingProxyType(dict(closures or {})))
