"""A reference is not guessed: drawn anew each time, every letter as likely as every other, in no order."""

import itertools
import random
from collections import Counter

from workflow import references
from workflow.references import ALPHABET, reference_new

DRAWN = 20_000


def drawn() -> list[str]:
    return [reference_new("BPL") for _ in range(DRAWN)]


def test_a_reference_is_its_prefix_and_twice_four_of_thirty_letters_that_are_not_misread() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert set(ALPHABET).isdisjoint("01OILU")
    for reference in drawn()[:200]:
        prefix, first, second = reference.split("-")
        assert (prefix, len(first), len(second)) == ("BPL", 4, 4)
        assert set(first + second) <= set(ALPHABET)


def test_at_every_place_every_letter_is_as_likely_as_every_other() -> None:
    """Chi-square with 29 degrees of freedom: above 80 comes once in a million; eight places, so once in a hundred thousand."""
    letters = [reference.removeprefix("BPL-").replace("-", "") for reference in drawn()]
    expected = DRAWN / len(ALPHABET)
    for place in range(8):
        counted = Counter(reference[place] for reference in letters)
        assert sum((counted[letter] - expected) ** 2 / expected for letter in ALPHABET) < 80


def test_one_reference_says_nothing_of_the_next() -> None:
    """Neither in order nor alike: of 30^8, as many go up as down, and neighbours share a letter in a place as chance has it.

    One pair alike comes once in 3,300 runs, and the database refuses it. Three come less than once in a thousand million.
    """
    found = drawn()
    assert len(set(found)) > DRAWN - 3
    up = sum(one < other for one, other in itertools.pairwise(found))
    assert abs(up - DRAWN / 2) < DRAWN * 0.03
    shared = sum(a == b for one, other in itertools.pairwise(found) for a, b in zip(one[4:], other[4:], strict=True))
    places = 8 * (DRAWN - 1)
    assert abs((shared - (DRAWN - 1)) / places - 1 / 30) < 0.005


def test_the_chance_is_the_operating_system_s_and_no_seed_repeats_it() -> None:
    random.seed(1)
    once = [reference_new("BPL") for _ in range(5)]
    random.seed(1)
    assert [reference_new("BPL") for _ in range(5)] != once
    assert references.secrets.choice.__self__.__class__ is random.SystemRandom
