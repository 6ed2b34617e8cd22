"""The pages of the front door and of partnership admins, looked at as those of agencies are in test_axe."""

from collections.abc import Callable

import pytest

from tests.browser.people import Person
from tests.browser.test_axe import FRONT_DOOR, all_looked_at
from tests.security.town import town_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_and_nothing_runs_off_the_side_for_the_front_door(arrives: Callable[..., Person], settings):
    settings.DEMO = True
    wrong, _ = all_looked_at(town_of(), FRONT_DOOR, arrives)
    assert wrong == []
