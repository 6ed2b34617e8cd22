"""How a list names a family: ages as chips, agreement as a ring, how long ago, and the key of a page."""

import datetime
import uuid

import pytest

from referrals.models import ContactChild
from referrals.presenters.families import age_chips, ago_words, agreement_mark, ordinal
from referrals.selectors.inbox import Key, key_read

DAY = datetime.date(2026, 3, 10)
NOW = datetime.datetime(2026, 3, 10, 14, 20, tzinfo=datetime.UTC)
OWN = "sent on their own judgement"
MOTHER = {"name": "Kelly Marsh", "relation": "Mother", "answer_words": "Asked, and agreed"}


def born(year: int, month: int, day: int) -> ContactChild:
    return ContactChild(date_of_birth=datetime.date(year, month, day))


def test_ages_are_years_months_under_two_unborn_as_stated_or_a_question() -> None:
    children = [born(2021, 10, 22), born(2025, 8, 4), born(2024, 3, 11), born(2024, 3, 10), ContactChild(unborn=True)]
    children += [ContactChild(age_stated=15), ContactChild()]
    assert [chip.short for chip in age_chips(children, DAY)] == ["4", "7m", "23m", "2", "unborn", "15", "?"]


def test_children_of_one_date_of_birth_are_joined_as_twins() -> None:
    chips = age_chips([born(2021, 10, 22), born(2025, 8, 4), born(2025, 8, 4), ContactChild(unborn=True)], DAY)
    assert [chip.twin for chip in chips] == [False, True, True, False]


@pytest.mark.parametrize(
    ("way", "people", "mark"),
    [
        ("agreement", [MOTHER], ("agreed", "Agreed", "mother")),
        ("approval", [MOTHER | {"answer_words": "Asked, and said no"}], ("refused", "Refused", "sharing approved")),
        ("approval", [MOTHER | {"answer_words": "Not asked"}], ("refused", "Not asked", "sharing approved")),
        ("professional-judgement", [MOTHER | {"answer_words": "Not asked"}], ("refused", "Not asked", OWN)),
        ("urgent", [MOTHER | {"answer_words": "Not asked"}], ("urgent", "Urgent send", "to be reviewed today")),
        ("urgent", [MOTHER], ("urgent", "Urgent send", "to be reviewed today")),
    ],
)  # fmt: skip
def test_the_ring_of_agreement_says_how_it_was_sent(way: str, people: list, mark: tuple[str, str, str]) -> None:
    found = agreement_mark(way, people)
    assert (found.state, found.words, found.under) == mark


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day ago"), (6, "6 days ago"), (7, "1 week ago"), (21, "3 weeks ago"), (60, "8 weeks ago"),
     (61, "2 months ago"), (364, "12 months ago"), (365, "1 year ago"), (800, "2 years ago")],
)  # fmt: skip
def test_how_long_ago_is_said_in_the_largest_whole_unit(days: int, words: str) -> None:
    assert ago_words(NOW - datetime.timedelta(days=days), NOW) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words


@pytest.mark.parametrize("microsecond", [0, 1, 333333, 999999])
def test_the_key_of_a_page_comes_back_to_the_microsecond(microsecond: int) -> None:
    key = Key(True, NOW.replace(microsecond=microsecond), uuid.uuid4())
    assert key_read(str(key)) == key


@pytest.mark.parametrize("text", ["", "u", "u_x_y", "n_1_not-an-id", "u_inf_" + "0" * 32, "n_1e300_" + "0" * 32])
def test_what_is_no_key_begins_at_the_beginning(text: str) -> None:
    assert key_read(text) is None
