"""Where a check is and what is next: its own words, and those of the apps above."""

import pytest

from consent.services.proposals import proposal_ask
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from thresholds.models import Check
from thresholds.progress import standings_of
from thresholds.selectors.checks import checks_for
from thresholds.services.checks import check_begin


@pytest.fixture
def world(blackpool: World) -> World:
    """On the real clock."""
    return blackpool


def standing(world: World, check: Check):
    with acting_as(world.practitioner.pk):
        checks = checks_for(world.practitioner).prefetch_related("children__person", "children__observations")
        return standings_of(checks)[check.pk]


def test_a_check_without_a_child_asks_for_the_family_next(world):
    with acting_as(world.practitioner.pk):
        check = check_begin(by=world.practitioner, urgency="neither", at=NOW)

    assert standing(world, check).next == "Describe the child and family"


def test_a_check_with_its_route_goes_on_with_agreement(world):
    check = judged_check(world, code="BP-CP-RI-05", level="child-protection", basis="s47", route="BP-RT-CP-01")

    found = standing(world, check)

    assert found.where == "The way on is chosen"
    assert not found.is_waiting


def test_a_check_that_a_lead_has_is_waiting_and_says_until_when(world):
    check = judged_check(world, code="BP-CP-RI-05", level="child-protection", basis="s47", route="BP-RT-CP-01")
    ask_mother(check, MOTHER_NO, world.practitioner)
    proposal = prepared(check, world.practitioner)
    with acting_as(world.practitioner.pk):
        proposal_ask(proposal=proposal, why="She said no.", by=world.practitioner, at=NOW)

    found = standing(world, check)

    assert found.where == "With your agency safeguarding lead"
    assert found.is_waiting
    assert "12:00" in found.next
