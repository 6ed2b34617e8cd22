"""When a front door needs a ground of its own to ask an agency."""

import pytest

from referrals.rules.withdrawn import needs_ground

RESTS_ON_IT = {"is_withdrawn": True, "harm_suspected": False, "is_urgent": False, "outcome": ""}


def test_what_rests_on_a_withdrawn_agreement_needs_a_ground() -> None:
    assert needs_ground(**RESTS_ON_IT)
    assert needs_ground(**(RESTS_ON_IT | {"outcome": "s17"}))


@pytest.mark.parametrize(
    "otherwise",
    [{"is_withdrawn": False}, {"harm_suspected": True}, {"is_urgent": True}, {"outcome": "s47"}, {"outcome": "s31"}],
)
def test_where_harm_is_suspected_or_nobody_withdrew_it_needs_none(otherwise: dict[str, object]) -> None:
    assert not needs_ground(**(RESTS_ON_IT | otherwise))
