"""Missing episodes: what cannot be, what is counted, and how long it was."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from people.rules.missing import Away, impossible, in_window, length_words, most_in_any

LONDON = ZoneInfo("Europe/London")


def at(month: int, day: int, hour: int = 20, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=LONDON)


NOW = at(11, 18)


@pytest.mark.parametrize(
    ("away", "field"),
    [
        (Away(at(11, 19)), "missing_from"),
        (Away(at(11, 17), at(11, 17)), "found_at"),
        (Away(at(11, 17), at(11, 16)), "found_at"),
        (Away(at(11, 17), at(11, 19)), "found_at"),
        (Away(at(1, 1, year=1900)), "missing_from"),
        (Away(at(1, 1, year=2018), at(1, 2, year=2018)), "missing_from"),
        (Away(at(11, 10, 21), at(11, 11)), "missing_from"),
        (Away(at(11, 9), at(11, 10, 21)), "missing_from"),
        (Away(at(11, 9)), "missing_from"),
        (Away(at(11, 11, 9), at(11, 11, 12)), ""),
        (Away(at(11, 10, 19), at(11, 10, 20)), ""),
        (Away(at(11, 17)), ""),
    ],
)
def test_what_cannot_be_is_refused_in_its_field(away: Away, field: str) -> None:
    night = Away(at(11, 10), at(11, 11, 9))
    found = impossible(away, now=NOW, others=[night], born=datetime.date(2019, 5, 29))
    assert (found.field if found else "") == field


def test_the_last_day_counts_and_the_ninety_first_before_does_not() -> None:
    last = datetime.date(2026, 11, 18)
    days = [last, last - datetime.timedelta(days=89), last - datetime.timedelta(days=90)]
    assert len(in_window(days, last)) == 2


def test_the_window_with_the_most_is_found_wherever_it_lies() -> None:
    days = [datetime.date(2026, 1, day) for day in (1, 9, 30)] + [datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)]
    assert most_in_any(days) == days[:3]
    assert most_in_any([]) == []


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(10, 24, 22), at(10, 25, 6), "9 hours"),
        (at(3, 28, 22), at(3, 29, 6), "7 hours"),
        (at(11, 1, 22), at(11, 2, 6), "8 hours"),
        (at(11, 1, 22), at(11, 4, 6), "2 days 8 hours"),
    ],
)
def test_the_nights_on_which_the_clocks_change_are_as_long_as_they_are(start, end, words: str) -> None:
    assert length_words(Away(start, end), NOW) == words
