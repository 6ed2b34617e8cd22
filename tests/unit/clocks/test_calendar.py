"""Working days, at every edge of the year, and against an independent count."""

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.rules.calendar import Calendar, OutsideCalendar, england

ENGLAND = england()
FIRST, LAST = date(2019, 1, 1), date(2035, 12, 31)


@pytest.mark.parametrize(
    ("start", "amount", "end", "skipped"),
    [
        pytest.param("2026-03-03", 1, "2026-03-04", [], id="midweek"),
        pytest.param("2026-03-06", 1, "2026-03-09", [], id="over a weekend"),
        pytest.param("2026-03-07", 1, "2026-03-09", [], id="from a Saturday"),
        pytest.param("2026-03-08", 1, "2026-03-09", [], id="from a Sunday"),
        pytest.param("2026-04-02", 1, "2026-04-07", ["Good Friday", "Easter Monday"], id="Maundy Thursday"),
        pytest.param("2026-04-03", 1, "2026-04-07", ["Easter Monday"], id="from Good Friday itself"),
        pytest.param(
            "2026-12-24", 1, "2026-12-29", ["Christmas Day", "Boxing Day (substitute day)"], id="Boxing Day on Saturday"
        ),
        pytest.param(
            "2027-12-24",
            1,
            "2027-12-29",
            ["Christmas Day (substitute day)", "Boxing Day (substitute day)"],
            id="Christmas on Saturday",
        ),
        pytest.param("2022-12-23", 2, "2022-12-29", ["Boxing Day", "Christmas Day (substitute day)"], id="Christmas on Sunday"),
        pytest.param("2026-12-31", 1, "2027-01-04", ["New Year's Day"], id="year end"),
        pytest.param("2028-02-28", 1, "2028-02-29", [], id="29 February is a day"),
        pytest.param("2028-02-29", 1, "2028-03-01", [], id="from 29 February"),
        pytest.param("2027-02-26", 1, "2027-03-01", [], id="no 29 February"),
        pytest.param("2022-09-16", 1, "2022-09-20", ["State Funeral of Queen Elizabeth II"], id="a proclaimed day"),
        pytest.param("2020-05-04", 4, "2020-05-11", ["May Day"], id="May Day moved to a Friday in 2020"),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start, amount, end, skipped):
    counted = ENGLAND.add(date.fromisoformat(start), amount)

    assert counted.day == date.fromisoformat(end)
    assert [name for _, name in counted.skipped] == skipped


def test_a_closure_is_left_out_and_named_and_its_removal_counts_the_day_again():
    closed = england({date(2026, 3, 5): "Staff day"})

    assert closed.add(date(2026, 3, 4), 1).day == date(2026, 3, 6)
    assert closed.add(date(2026, 3, 4), 1).skipped == ((date(2026, 3, 5), "Staff day"),)
    assert ENGLAND.add(date(2026, 3, 4), 1).day == date(2026, 3, 5)


def test_a_closure_at_a_weekend_or_on_a_bank_holiday_changes_nothing():
    closed = england({date(2026, 3, 7): "Saturday works", date(2026, 4, 3): "Easter closing"})

    assert closed.add(date(2026, 3, 6), 1) == ENGLAND.add(date(2026, 3, 6), 1)
    assert closed.add(date(2026, 4, 2), 1) == ENGLAND.add(date(2026, 4, 2), 1)


def test_no_days_from_a_closed_day_is_the_working_day_before():
    assert ENGLAND.add(date(2026, 4, 6), 0).day == date(2026, 4, 2)


def test_a_date_whose_holidays_are_not_known_is_refused():
    with pytest.raises(OutsideCalendar):
        ENGLAND.add(date(2100, 12, 30), 5)
    with pytest.raises(OutsideCalendar):
        ENGLAND.add(date(1989, 12, 29), 1)


def test_a_negative_number_of_days_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        ENGLAND.add(date(2026, 3, 3), -1)


def slow_add(calendar: Calendar, start: date, amount: int) -> date:
    """One day at a time, asking of each by its English name whether it counts."""
    day, left = start, amount
    while left:
        day += timedelta(days=1)
        if day.strftime("%A") in {"Saturday", "Sunday"} or day in calendar.holidays or day in calendar.closures:
            continue
        left -= 1
    return day


DAYS = st.dates(FIRST, LAST)
CLOSURES = st.dictionaries(DAYS, st.just("Closed"), max_size=12)


@settings(max_examples=400, deadline=None)
@given(start=DAYS, amount=st.integers(1, 60), closures=CLOSURES)
def test_adding_agrees_with_a_slow_count_day_by_day(start, amount, closures):
    calendar = england(closures)

    counted = calendar.add(start, amount)

    assert counted.day == slow_add(calendar, start, amount)
    assert calendar.between(start, counted.day) == amount
    assert calendar.is_working(counted.day)


@settings(max_examples=200, deadline=None)
@given(start=DAYS, amount=st.integers(1, 45), cluster=st.integers(1, 30))
def test_a_long_run_of_closures_is_stepped_over(start, amount, cluster):
    calendar = england({start + timedelta(days=n): "Closed" for n in range(1, cluster)})

    assert calendar.add(start, amount).day == slow_add(calendar, start, amount)


def test_every_day_of_seventeen_years_agrees_with_a_list_of_all_working_days():
    """104,000 pairs: each day from 2019 to 2035 with 17 amounts, against one list made once."""
    every = [date(2019, 1, 1) + timedelta(days=n) for n in range((date(2036, 12, 31) - FIRST).days)]
    working = [day for day in every if day.isoweekday() not in (6, 7) and day not in ENGLAND.holidays]
    pairs = 0
    for start in every[: (LAST - FIRST).days + 1]:
        position = bisect_right(working, start)
        for amount in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 45, 60):
            pairs += 1
            assert ENGLAND.add(start, amount).day == working[position + amount - 1], (start, amount)
    assert pairs > 100_000


@settings(max_examples=200, deadline=None)
@given(start=DAYS, amount=st.integers(1, 30))
def test_taking_away_undoes_adding_from_a_working_day(start, amount):
    day = ENGLAND.add(start, 1).day

    assert ENGLAND.take_away(ENGLAND.add(day, amount).day, amount) == day


def test_between_counts_nothing_backwards():
    assert ENGLAND.between(date(2026, 3, 5), date(2026, 3, 4)) == 0
