"""Who hears of what waits while leads are away: somebody always does, and each once."""

import pytest

from consent.rules.standing_in import OnTheList, told_of

HERE, AWAY = OnTheList(1), OnTheList(2, deputy=3)


@pytest.mark.parametrize(
    ("leads", "may", "told"),
    [
        ([HERE, AWAY], {1, 2, 3}, [1, 3]),
        ([HERE, OnTheList(2, deputy=1)], {1, 2}, [1]),
        ([AWAY], {2}, [2]),
        ([OnTheList(1, deputy=2), OnTheList(2, deputy=1)], {1, 2}, [2, 1]),
        ([], set(), []),
    ],
    ids=["the deputy outside", "the deputy once", "a deputy who may not answer it", "away for each other", "nobody"],
)
def test_who_is_told(leads: list[OnTheList], may: set[int], told: list[int]) -> None:
    assert told_of(leads, may=may) == told
