"""Working days, at every edge of the year, and against an independent count."""

import random
from datetime import date, timedelta
from functools import lru_cache

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


def test_every_day_of_seventeen_years_agrees_with_a_walk_day_by_day():
    """372,540 pairs: each day from 2019 to 2035, with each amount to 40, and with forty closures each to 20."""
    chance = random.Random(5)
    closures = {FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)): "Closed" for _ in range(40)}
    assert walked(ENGLAND, 40) + walked(england(closures), 20) > 100_000


def walked(calendar: Calendar, most: int) -> int:
    """Walk on from each day, one day at a time, and compare at every working day; how many pairs."""
    pairs, start = 0, FIRST
    off = own_bank_holidays() | set(calendar.closures)
    while start <= LAST:
        day, count = start, 0
        while count < most:
            day += timedelta(days=1)
            if day.isoweekday() < 6 and day not in off:
                count += 1
                assert calendar.add(start, count).day == day, (start, count)
        pairs += count
        start += timedelta(days=1)
    return pairs


def test_the_bank_holidays_of_the_library_are_those_of_the_act():
    theirs = {day for day in ENGLAND.holidays if FIRST <= day <= date(2036, 12, 31) and day.weekday() < 5}
    assert theirs == {day for day in own_bank_holidays() if day <= date(2036, 12, 31) and day.weekday() < 5}


@lru_cache(maxsize=1)
def own_bank_holidays() -> frozenset[date]:
    """England's, 2019 to 2036, worked out here: the Act of 1971, its substitute days, and what was proclaimed."""
    found = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    for year in range(2019, 2037):
        easter = easter_of(year)
        found |= {easter - timedelta(days=2), easter + timedelta(days=1), last_monday(year, 8)}
        found.add(date(2020, 5, 8) if year == 2020 else last_monday(year, 5, before=8))
        found.add(date(2022, 6, 2) if year == 2022 else last_monday(year, 5))
        for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
            while day.isoweekday() > 5 or day in found:
                day += timedelta(days=1)
            found.add(day)
    return frozenset(found)


def last_monday(year: int, month: int, before: int = 32) -> date:
    """The last Monday of a month before a day of it."""
    days = (date(year, month, 1) + timedelta(days=n) for n in range(31))
    return max(day for day in days if day.month == month and day.isoweekday() == 1 and day.day < before)


def easter_of(year: int) -> date:
    """Meeus, Jones and Butcher's rule."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return date(year, month, day + 1)


@settings(max_examples=200, deadline=None)
@given(start=DAYS, amount=st.integers(1, 30))
def test_taking_away_undoes_adding_from_a_working_day(start, amount):
    day = ENGLAND.add(start, 1).day

    assert ENGLAND.take_away(ENGLAND.add(day, amount).day, amount) == day


def test_between_counts_nothing_backwards():
    assert ENGLAND.between(date(2026, 3, 5), date(2026, 3, 4)) == 0
