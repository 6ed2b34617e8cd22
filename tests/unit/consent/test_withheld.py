"""An address that must not be known is found however it is written, and words that are no address are left."""

import pytest

from consent.rules.withheld import ADDRESS, pattern_of, without_address

HIDDEN = pattern_of(["Flat 2, 14 Rose Street\nHull\nPL1 2AB", "7\nThe Old Avenue"])


@pytest.mark.parametrize(
    "written",
    [
        "PL12AB", "pl1 2ab", "PL1  2AB", "P L1 2AB", "PL1-2AB", "14 rose st", "14 Rose St.", "14, Rose Street",
        "14 Rose", "14A Rose Street", "Rose Street", "Rose\nStreet", "Rose St", "flat 2", "hull", "7 The Old Avenue",
        "7 the old ave", "The Old Avenue",
    ],
)  # fmt: skip
def test_each_way_of_writing_it_is_taken_out(written: str) -> None:
    assert (
        without_address(f"She is at {written} he says", HIDDEN).replace(f"{ADDRESS}.", ADDRESS)
        == f"She is at {ADDRESS} he says"
    )


@pytest.mark.parametrize(
    "said", ["Rose is 14.", "He is 7 the day after.", "Hullabaloo at 17.", "7 and 14", "Aged 14. Rose said so.", "Old ways"]
)
def test_what_is_no_address_is_left(said: str) -> None:
    assert without_address(said, HIDDEN) == said


@pytest.mark.parametrize("nothing", [[], [""], [" \n "], ["7"], ["12"], ["Lea"]])
def test_a_line_that_is_no_address_by_itself_hides_nothing(nothing: list[str]) -> None:
    assert without_address("7 of 12 at Lea", pattern_of(nothing)) == "7 of 12 at Lea"
