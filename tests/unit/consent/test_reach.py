"""As what an answer counts for what would be shared now."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from consent.rules.reach import AGREED, IMPLICIT, NOT_ASKED, PART, REFUSED, WHOLE, YES, Given, Service, counts_as, is_overtaken

HUB, MASH = Service(1, "EH"), Service(2, "CP")
NOS = (REFUSED, "withdrawn", NOT_ASKED)


@pytest.mark.parametrize("answer", sorted(YES))
def test_a_whole_yes_counts_for_what_it_was_asked_about_and_nothing_else(answer: str) -> None:
    yes = Given(answer, WHOLE, HUB)
    assert counts_as(yes, now=HUB) == answer
    for other in (MASH, replace(HUB, route="CP"), replace(HUB, recipient=2), Service()):
        assert counts_as(yes, now=other) == NOT_ASKED


@pytest.mark.parametrize("answer", sorted(YES))
def test_a_yes_with_something_left_out_is_a_no_to_the_rest(answer: str) -> None:
    assert counts_as(Given(answer, PART, HUB), now=HUB) == REFUSED


def test_a_yes_before_it_was_known_who_receives_it_counts_for_nobody() -> None:
    assert counts_as(Given(AGREED), now=Service()) == NOT_ASKED
    assert counts_as(Given(AGREED), now=HUB) == NOT_ASKED


@pytest.mark.parametrize(("answer", "reach", "about", "now"), list(product(NOS, (WHOLE, PART), (HUB, Service()), (HUB, MASH))))
def test_whoever_has_not_agreed_has_not_agreed_whatever_changes(answer: str, reach: str, about: Service, now: Service) -> None:
    assert counts_as(Given(answer, reach, about), now=now) == answer


@pytest.mark.parametrize("answer", [AGREED, IMPLICIT, REFUSED, "withdrawn"])
def test_somebody_asked_about_another_service_is_to_be_asked_again(answer: str) -> None:
    assert is_overtaken(Given(answer, WHOLE, HUB), now=MASH)
    assert not is_overtaken(Given(answer, WHOLE, HUB), now=HUB)
    assert not is_overtaken(Given(answer, WHOLE, HUB), now=Service())


def test_somebody_who_was_not_asked_is_not_asked_again() -> None:
    assert not is_overtaken(Given(NOT_ASKED, WHOLE, Service()), now=MASH)
