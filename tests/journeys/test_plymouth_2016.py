"""A practice check under Plymouth 2016, which is superseded: it goes the whole way to the Hub, marked so, and never live."""

import pytest

from consent.rules.ways import Way
from consent.selectors.proposals import rule_for
from referrals.models import Decision
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from thresholds.selectors.authorities import calls_at
from thresholds.selectors.frameworks import version_for
from thresholds.services.checks import CheckRefused, check_begin

ABUSED = "P16-4-REL-02"
FORMER = "plymouth-2016"


def _check(world: World, basis: str, **more: str):
    route = next(
        r["code"]
        for r in world.authority.content["routes"]
        if r["kind"] == "contact" and r["front_door"] == "hub" and "4" in r["levels"]
    )
    return judged_check(world, code=ABUSED, level="4", basis=basis, route=route, kind="practice", framework=FORMER, **more)


def test_a_practice_contact_under_the_superseded_framework_reaches_the_hub_marked_so(plymouth_hub: World) -> None:
    world = plymouth_hub
    check = _check(world, "s47")
    ask_mother(check, MOTHER_YES, world.practitioner)
    with acting_as(world.practitioner.pk):
        contact = contact_send(
            proposal=prepared(check, world.practitioner), way=Way.AGREEMENT, reasons="", recipient_id=world.door.pk,
            by=world.practitioner, at=NOW,
        )  # fmt: skip
        content = contact.document.content
    assert contact.reference.startswith("PLY-")
    assert content["framework"]["title"].startswith("The Plymouth Assessment Framework")
    assert (content["framework"]["superseded"], content["practice"]) == (True, True)
    assert {worry["code"] for child in content["children"] for worry in child["worries"]} == {ABUSED}
    with acting_as(world.worker.pk):
        contact_decide(
            contact=contact, by=world.worker, at=NOW,
            deciding=Deciding(outcome="s17", level="4", reasons="Needs a social work assessment.", next_steps="Visit."),
        )  # fmt: skip
        assert Decision.objects.get(contact=contact).level == "4"


def test_a_live_check_under_the_superseded_framework_is_refused(plymouth_hub: World) -> None:
    by = plymouth_hub.practitioner
    with acting_as(by.pk), pytest.raises(CheckRefused, match="not in force"):
        check_begin(by=by, urgency="neither", at=NOW, version=version_for(FORMER, NOW))


def test_whom_to_ring_is_told_as_of_now_also_in_a_check_under_the_superseded_framework(plymouth_hub: World) -> None:
    check = _check(plymouth_hub, "s47", urgency="today")
    numbers = [call.number for call in calls_at(check.authority, danger=False, at=NOW)]
    assert numbers == ["01752 668000", "01752 346984"]


def test_a_child_in_need_is_not_shared_against_a_refusal(plymouth_hub: World) -> None:
    world = plymouth_hub
    check = _check(world, "s17")
    ask_mother(check, MOTHER_NO, world.practitioner)
    proposal = prepared(check, world.practitioner)
    with acting_as(world.practitioner.pk):
        assert rule_for(check).agreement == "required"
    for way in Way:
        with acting_as(world.practitioner.pk), pytest.raises(CheckRefused):
            contact_send(
                proposal=proposal, way=way, reasons="Because", recipient_id=world.door.pk, by=world.practitioner, at=NOW
            )
