"""Six mistakes of another service's clocks, each put into ours: each is caught by the test that stands beside it.

They were found in a public casework service: an exception swallowed so that the retry never fires; a request for the list of
bank holidays without a time-out; a comparison of the day of the month; `or` for `and` in a working-day range; hours from
`end.day - start.day`; and a counter of days that loses one for each run that is missed.
"""

import socket
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
import time_machine

from clocks import registry
from clocks import sweep as sweeping
from clocks.rules import calendar as calendars
from clocks.rules import countdown as countdowns
from clocks.rules.calendar import Calendar, Counted
from clocks.rules.countdown import TimeState
from clocks.rules.local_time import morning_of
from tests.unit.clocks import test_boundaries, test_calendar, test_deadlines, test_handlers, test_sweep


def is_caught_by(test: Callable[..., None]) -> bool:
    """Whether a test fails for any line of its table."""
    return any(fails(lambda case=case: test(*case)) for case in lines_of(test))


def lines_of(test: Callable[..., None]) -> Iterator[tuple[Any, ...]]:
    tables = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if not tables:
        yield ()
    for table in tables:
        for line in table.args[1]:
            yield getattr(line, "values", line)


def fails(work: Callable[[], Any]) -> bool:
    try:
        work()
    except (AssertionError, OSError, pytest.fail.Exception):
        return True
    return False


def counted_by(is_working: Callable[[Calendar, date], bool]) -> Callable[[Calendar, date, int], Counted]:
    """A count of working days that asks this of each day."""

    def add(self: Calendar, start: date, amount: int) -> Counted:
        day, left = start, amount
        while left:
            day += timedelta(days=1)
            left -= is_working(self, day)
        return Counted(day, ())

    return add


def by_day_of_the_month(calendar: Calendar, day: date) -> bool:
    return day.weekday() < 5 and day.day not in {closed.day for closed in calendar.holidays if closed.year == day.year}


def with_or_for_and(calendar: Calendar, day: date) -> bool:
    return day.weekday() < 5 or day not in calendar.holidays


@pytest.mark.parametrize("is_working", [by_day_of_the_month, with_or_for_and], ids=["the day of the month", "or for and"])
@pytest.mark.parametrize(
    "test",
    [
        test_calendar.test_working_days_leave_out_weekends_and_bank_holidays,
        test_calendar.test_every_day_of_seventeen_years_agrees_with_a_walk_day_by_day,
        test_deadlines.test_a_deadline_falls_at_its_own_second,
        test_boundaries.test_a_second_before_a_boundary_and_a_second_after,
    ],
    ids=lambda test: test.__name__,
)
def test_a_wrong_question_about_a_day_is_caught(test, is_working, monkeypatch):
    monkeypatch.setattr(Calendar, "add", counted_by(is_working))
    assert is_caught_by(test)


def test_hours_from_days_of_the_month_are_caught(monkeypatch):
    test = test_boundaries.test_hours_left_over_the_end_of_a_month_are_hours_and_not_days_of_the_month

    def left(due_at: datetime, now: datetime, *_: Any) -> tuple[TimeState, str]:
        return TimeState.MORE, f"{(due_at.day - now.day) * 24 + due_at.hour - now.hour} h 00 m left"

    monkeypatch.setattr(countdowns, "_left", left)
    assert is_caught_by(test)


def test_the_list_of_bank_holidays_is_asked_of_nobody(monkeypatch):
    def refused(*_: Any) -> None:
        raise ConnectionError("the calendar asks somebody")

    calendars.england_holidays.cache_clear()
    with monkeypatch.context() as alone:
        for way in ("connect", "connect_ex", "sendto"):
            alone.setattr(socket.socket, way, refused)
        assert calendars.england().add(date(2026, 12, 24), 1).day == date(2026, 12, 29)


def test_a_request_for_the_bank_holidays_is_caught(monkeypatch):
    @lru_cache(maxsize=1)
    def requested() -> Mapping[date, str]:
        with socket.create_connection(("127.0.0.1", 9)):
            return {}

    monkeypatch.setattr(calendars, "england_holidays", requested)
    assert fails(lambda: test_the_list_of_bank_holidays_is_asked_of_nobody(monkeypatch))


def test_an_exception_that_a_handler_swallows_is_caught(place, monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})
    calls = test_handlers.Calls()
    registry.on_milestone("decision", "half", calls)
    clock = started_and_swept(place, test_handlers.HALF)
    named = registry.handler_named

    def swallowing(*names: str) -> Callable[[Any], None]:
        def run(reached: Any) -> None:
            try:
                named(*names)(reached)
            except RuntimeError:
                return

        return run

    monkeypatch.setattr(registry, "handler_named", swallowing)
    test = test_handlers.test_a_run_that_raises_is_not_done_and_is_tried_again
    assert fails(lambda: test(clock, calls))


def test_an_exception_that_the_sweep_swallows_is_caught(place, monkeypatch):
    settle = sweeping._settle_next

    def swallowing(*arguments: Any) -> int:
        try:
            return settle(*arguments)
        except ValueError:
            return 0

    clock = started(place)
    monkeypatch.setattr(sweeping, "_settle_next", swallowing)
    assert fails(lambda: test_sweep.test_a_poisoned_row_is_put_off_and_does_not_hold_up_the_rest(place, clock))


def test_a_counter_that_loses_a_day_for_each_run_that_is_missed_is_caught(place, monkeypatch):
    def counted(_rule: Any, _last: datetime, now: datetime, _calendar: Calendar) -> list[datetime]:
        return [morning_of(now.date() + timedelta(days=1))]

    clock = started(place)
    monkeypatch.setattr(sweeping, "next_day_overdue", counted)
    test = test_sweep.test_after_three_days_down_all_is_caught_up_and_each_notice_says_how_late_it_is
    assert fails(lambda: test(place, clock))


def started(place):
    with time_machine.travel(test_sweep.TUESDAY, tick=False):
        return place.start(test_sweep.TUESDAY)


def started_and_swept(place, moment: datetime):
    clock = started(place)
    test_sweep.swept_at(moment)
    return clock
