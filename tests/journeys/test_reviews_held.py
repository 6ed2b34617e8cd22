"""Which reviews and approvals count, held by the database for everybody: a late review, and a decision by one passed by."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from consent.models import LateReview, SharingProposal
from consent.rules.ways import Way
from consent.services import proposals
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from partnerships.models import Role, User
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check

HIT, LEVEL = "BP-CP-RI-01", "child-protection"


@pytest.fixture
def check(blackpool: World) -> Check:
    route = next(r["code"] for r in blackpool.authority.content["routes"] if r["kind"] == "contact" and LEVEL in r["levels"])
    return judged_check(blackpool, code=HIT, level=LEVEL, basis="s47", route=route)


def asked(world: World, proposal: SharingProposal) -> SharingProposal:
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why="Robin is hurt.", by=world.practitioner, at=NOW)


def decide(proposal: SharingProposal, decision: str, by: User) -> None:
    with acting_as(by.pk):
        review_decide(proposal=proposal, decision=decision, reasons="Read.", read_hash=proposal.content_hash, by=by, at=NOW)


def refused_late(proposal: SharingProposal, by: User, match: str) -> None:
    """The database alone: a lead of the agency who may see it writes the row."""
    with acting_as(by.pk), pytest.raises(DatabaseError, match=match), transaction.atomic():
        LateReview.objects.create(proposal=proposal, outcome="supported", reasons="Fine.", reviewed_by=by, reviewed_at=NOW)


def test_database_takes_a_late_review_only_of_what_has_left_on_a_marked_way(blackpool: World, check: Check) -> None:
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    refused_late(proposal, blackpool.lead, "way that is marked")
    with acting_as(blackpool.practitioner.pk):
        contact_send(
            proposal=proposal, way=Way.AGREEMENT, reasons="", recipient_id=blackpool.door.pk, by=blackpool.practitioner, at=NOW
        )
    refused_late(proposal, blackpool.lead, "way that is marked")


def test_database_takes_no_late_review_by_who_wrote_it_or_whom_it_is_about(blackpool: World, check: Check) -> None:
    with as_factory():
        MembershipFactory(user=blackpool.practitioner, role=Role.SAFEGUARDING_LEAD, organisation=blackpool.school)
    ask_mother(check, MOTHER_NO, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        contact_send(
            proposal=proposal, way=Way.URGENT, reasons="He is there.", recipient_id=blackpool.door.pk,
            by=blackpool.practitioner, at=NOW,
        )  # fmt: skip
    refused_late(proposal, blackpool.practitioner, "their own")
    with acting_as(blackpool.lead.pk):
        given = {"outcome": "supported", "reasons": "Right.", "reviewed_by": blackpool.lead, "reviewed_at": NOW}
        assert LateReview.objects.create(proposal=proposal, **given)


def passed_by(proposal: SharingProposal, lead: User) -> None:
    with as_factory():
        SharingProposal.objects.filter(pk=proposal.pk).update(concern_about=lead)


def leaves(world: World, proposal: SharingProposal, way: Way) -> bool:
    left = {"state": "left", "way": way, "left_at": NOW, "left_by": world.practitioner}
    with acting_as(world.practitioner.pk), transaction.atomic():
        return SharingProposal.objects.filter(pk=proposal.pk).update(**left) == 1


def test_an_approval_by_the_lead_who_is_now_passed_by_lets_nothing_leave(blackpool: World, check: Check) -> None:
    rule = next(rule for rule in check.framework_version.framework_document().consent_rules if LEVEL in rule.levels)
    ground = next(ground for ground in rule.grounds if "refused" in ground.applies_to)
    ask_mother(check, replace(MOTHER_NO, ground=ground.code, ground_note="Robin is afraid."), blackpool.practitioner)
    proposal = asked(blackpool, prepared(check, blackpool.practitioner))
    decide(proposal, "approve", blackpool.lead)
    passed_by(proposal, blackpool.lead)
    with pytest.raises(DatabaseError, match="exactly this"):
        leaves(blackpool, proposal, Way.APPROVAL)
    passed_by(proposal, blackpool.second_lead)
    assert leaves(blackpool, proposal, Way.APPROVAL)


def test_advice_by_the_lead_who_is_now_passed_by_is_none(
    blackpool: World, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = proposals._rule_kept
    monkeypatch.setattr(proposals, "_rule_kept", lambda *args: kept(*args) | {"advice_before_contact": True})
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    proposal = asked(blackpool, prepared(check, blackpool.practitioner))
    decide(proposal, "advise", blackpool.lead)
    passed_by(proposal, blackpool.lead)
    with pytest.raises(DatabaseError, match="has not advised"):
        leaves(blackpool, proposal, Way.AGREEMENT)
    passed_by(proposal, blackpool.second_lead)
    assert leaves(blackpool, proposal, Way.AGREEMENT)
