"""Which outcome governs a contact whose children were decided separately."""

import pytest

from referrals.models import Decision
from referrals.rules.outcomes import highest, what_follows


@pytest.mark.parametrize(
    ("outcomes", "governs"),
    [
        (("nfa", "s47"), "s47"),
        (("s17", "s31", "s20"), "s31"),
        (("early-help", "targeted", "transfer"), "targeted"),
        (("nfa", "transfer"), "transfer"),
        (("nfa",), "nfa"),
    ],
)
def test_the_highest_outcome_of_the_children_governs(outcomes: tuple[str, ...], governs: str) -> None:
    assert highest(outcomes) == highest(reversed(outcomes)) == governs


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_no_outcome_that_starts_an_assessment_gives_way_to_one_that_starts_none(outcome: str) -> None:
    started = what_follows(highest([outcome, "s17"]))
    assert started.is_referral
    assert started.harm_likely == what_follows(outcome).harm_likely
