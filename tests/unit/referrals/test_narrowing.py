"""How the inbox is narrowed: what counts as a value of a filter, which ages a span holds, and how long somebody reads."""

import datetime

import pytest

from referrals.rules.narrowing import SPANS, Age, Filters, born_between, filters_read, years_before
from referrals.rules.presence import READS_FOR, since_when

DAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("level", "Robin's family"), ("level", "x" * 41), ("level", "../4"), ("agreement", "maybe"), ("age", "7"),
        ("agency", "1 or 1=1"), ("agency", "٣"), ("agency", "9" * 16), ("repeat", "true"), ("owner", "somebody"),
        ("owner", "-1"), ("waiting", "\x00"), ("colour", "red"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_a_filter_narrows_nothing(name: str, value: str) -> None:
    assert filters_read({name: value}) == Filters()


def test_a_filter_over_a_view_keeps_what_the_view_asks() -> None:
    both = filters_read({"level": "4"}).over(Filters(owner="me"))
    assert both.given == {"level": "4", "owner": "me"}
    assert filters_read({"owner": "nobody"}).over(Filters(owner="me")).owner == "nobody"


@pytest.mark.parametrize(
    ("age", "born", "is_of_it"),
    [
        (Age.UNBORN_AND_UNDER_1, datetime.date(2025, 11, 24), True), (Age.UNBORN_AND_UNDER_1, datetime.date(2025, 11, 23), False),
        (Age.UNDER_5, DAY, True), (Age.UNDER_5, datetime.date(2021, 11, 23), False),
        (Age.FIVE_TO_10, datetime.date(2021, 11, 23), True), (Age.FIVE_TO_10, datetime.date(2015, 11, 24), True),
        (Age.FIVE_TO_10, datetime.date(2015, 11, 23), False), (Age.SIXTEEN_UP, datetime.date(2010, 11, 23), True),
    ],
)  # fmt: skip
def test_an_age_begins_on_the_birthday(age: Age, born: datetime.date, is_of_it: bool) -> None:
    after, until = born_between(SPANS[age], DAY)
    assert (after < born <= until) is is_of_it


def test_a_year_before_29_february_is_the_28th() -> None:
    assert years_before(datetime.date(2028, 2, 29), 1) == datetime.date(2027, 2, 28)


def test_reading_goes_on_while_it_is_said_in_time_and_begins_again_after() -> None:
    assert since_when(since=NOW, until=NOW + READS_FOR, now=NOW + READS_FOR / 2) == NOW
    late = NOW + READS_FOR
    assert since_when(since=NOW, until=NOW + READS_FOR, now=late) == late
    assert since_when(since=None, until=None, now=NOW) == NOW
