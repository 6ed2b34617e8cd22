"""The same path on Plymouth 2016: four levels, three domains, the Hub, and its own rule on agreement."""

import datetime

import pytest

from clocks.models import Clock
from consent.rules.ways import Way
from consent.selectors.proposals import rule_for
from referrals.models import Assessment
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from thresholds.services.checks import CheckRefused

ABUSED = "P16-4-REL-02"


def _check(world: World, basis: str):
    route = next(
        r["code"]
        for r in world.authority.content["routes"]
        if r["kind"] == "contact" and r["front_door"] == "hub" and "4" in r["levels"]
    )
    return judged_check(world, code=ABUSED, level="4", basis=basis, route=route)


def test_a_contact_at_level_4_reaches_the_hub_and_becomes_a_referral(plymouth: World) -> None:
    check = _check(plymouth, "s47")
    ask_mother(check, MOTHER_YES, plymouth.practitioner)
    with acting_as(plymouth.practitioner.pk):
        contact = contact_send(
            proposal=prepared(check, plymouth.practitioner), way=Way.AGREEMENT, reasons="", recipient_id=plymouth.door.pk,
            by=plymouth.practitioner, at=NOW,
        )  # fmt: skip
        content = contact.document.content
    assert contact.reference.startswith("PLY-")
    assert content["framework"]["title"].startswith("The Plymouth Assessment Framework")
    assert {worry["code"] for child in content["children"] for worry in child["worries"]} == {ABUSED}
    with acting_as(plymouth.worker.pk):
        contact_decide(
            contact=contact, by=plymouth.worker, at=NOW,
            deciding=Deciding(outcome="s17", level="4", reasons="Needs a social work assessment.", next_steps="Visit."),
        )  # fmt: skip
        assessment = Assessment.objects.get()
        due = Clock.objects.open().get(subject_id=assessment.pk, rule="assessment-limit").due_at
    assert due.date() == datetime.date(2027, 1, 25)


def test_a_child_in_need_is_not_shared_against_a_refusal(plymouth: World) -> None:
    check = _check(plymouth, "s17")
    ask_mother(check, MOTHER_NO, plymouth.practitioner)
    proposal = prepared(check, plymouth.practitioner)
    with acting_as(plymouth.practitioner.pk):
        assert rule_for(check).agreement == "required"
    for way in Way:
        with acting_as(plymouth.practitioner.pk), pytest.raises(CheckRefused):
            contact_send(
                proposal=proposal, way=way, reasons="Because", recipient_id=plymouth.door.pk, by=plymouth.practitioner, at=NOW
            )
