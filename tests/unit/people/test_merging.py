"""Two records of one child: what tells them apart, and which records are one."""

import datetime

import pytest

from people.rules.matching import Known
from people.rules.merging import head_of, together, twins_doubt
from people.rules.names import variants_of

BORN = datetime.date(2025, 8, 4)
VARIANTS = variants_of([["Katherine", "Kate"]])


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (Known(nhs_number="1"), Known(nhs_number="2"), "NHS"),
        (Known(upn="1"), Known(upn="2"), "pupil"),
        (Known(given_name="Noah", date_of_birth=BORN), Known(given_name="Theo", date_of_birth=BORN), "twins"),
        (Known(given_name="Kate", date_of_birth=BORN), Known(given_name="Katherine", date_of_birth=BORN), ""),
        (Known(given_name="", date_of_birth=BORN), Known(given_name="Theo", date_of_birth=BORN), ""),
        (Known(given_name="Noah"), Known(given_name="Theo"), ""),
    ],
)
def test_what_might_be_two_children_is_said(one: Known, other: Known, said: str) -> None:
    words = twins_doubt(one, other, VARIANTS)
    assert (said in words) if said else words == ""


def test_records_merged_one_into_the_next_are_one_child() -> None:
    merges = [("b", "a"), ("c", "b"), ("z", "y")]
    assert together(merges)["a"] == together(merges)["c"] == frozenset("abc")
    assert [head_of(one, merges) for one in "abcxyz"] == ["c", "c", "c", "x", "z", "z"]
