"""Plymouth as it is in force: a conversation, no indicators, the lead's advice before every MASH Contact, and the MASH."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clocks.models import Clock
from consent.models import SharingProposal
from consent.rules.ways import Way
from consent.services.proposals import proposal_ask
from consent.services.reviews import late_review_record, review_decide
from referrals.models import Assessment, Contact
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from thresholds.models import Check
from thresholds.selectors.checks import framework_of
from thresholds.services.checks import CheckRefused, conversation_record

HARMED = "P22-Q-WO-06"
CONTACT = "PLY-RT-CO-11"


def _check(world: World, basis: str, **more: object) -> Check:
    return judged_check(world, code=HARMED, level="statutory", basis=basis, route=CONTACT, **more)


def _agreed(world: World, at: datetime.datetime = NOW, basis: str = "s17") -> SharingProposal:
    check = _check(world, basis, at=at)
    ask_mother(check, MOTHER_YES, world.practitioner, at=at)
    return prepared(check, world.practitioner, at=at)


def _asked(world: World, proposal: SharingProposal, at: datetime.datetime = NOW) -> SharingProposal:
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why="Is this for the MASH?", by=world.practitioner, at=at)


def _answers(world: World, proposal: SharingProposal, decision: str, at: datetime.datetime = NOW) -> None:
    with acting_as(world.lead.pk):
        review_decide(
            proposal=proposal, decision=decision, reasons="I have read it.", read_hash=proposal.content_hash, by=world.lead,
            at=at,
        )  # fmt: skip


def _send(world: World, proposal: SharingProposal, way: Way, reasons: str = "", at: datetime.datetime = NOW) -> Contact:
    with acting_as(world.practitioner.pk):
        return contact_send(
            proposal=SharingProposal.objects.get(pk=proposal.pk), way=way, reasons=reasons, recipient_id=world.door.pk,
            by=world.practitioner, at=at,
        )  # fmt: skip


def test_a_live_check_is_begun_on_the_framework_in_force_and_has_no_indicators(plymouth: World) -> None:
    framework = framework_of(_check(plymouth, "s17"))
    assert framework.slug == "plymouth-2022"
    assert framework.is_conversation_led


def test_nothing_leaves_before_the_lead_has_advised_even_where_all_agree(plymouth: World) -> None:
    proposal = _agreed(plymouth)
    for way in Way:
        with pytest.raises(CheckRefused):
            _send(plymouth, proposal, way, "Because")
    with acting_as(plymouth.practitioner.pk), pytest.raises(DatabaseError), transaction.atomic():
        SharingProposal.objects.filter(pk=proposal.pk).update(
            state="left", way="agreement", left_at=NOW, left_by=plymouth.practitioner
        )


def test_with_agreement_and_advice_the_contact_reaches_the_mash_with_the_whole_conversation(plymouth: World) -> None:
    proposal = _asked(plymouth, _agreed(plymouth))
    _answers(plymouth, proposal, "advise")
    contact = _send(plymouth, proposal, Way.AGREEMENT)
    with acting_as(plymouth.practitioner.pk):
        content = contact.document.content
    assert contact.reference.startswith("PLM-")
    assert (content["title"], content["recipient"]["numbers"]) == ("MASH Contact", ["01752 668000"])
    robin = content["children"][0]
    assert [(said["code"], said["answer"], said["words"]) for said in robin["conversation"]] == [
        (HARMED, "Yes", "“He hits us.”")
    ]
    assert [worry["wording"] for worry in robin["worries"]] == ["The child has been harmed, or is likely to be"]
    assert robin["level_suggested"]["code"] == "statutory"
    with acting_as(plymouth.worker.pk):
        contact_decide(
            contact=contact, by=plymouth.worker, at=NOW,
            deciding=Deciding(outcome="s17", level="statutory", reasons="A Single Assessment.", next_steps="Visit."),
        )  # fmt: skip
        due = Clock.objects.open().get(subject_id=Assessment.objects.get().pk, rule="assessment-limit").due_at
    assert due.date() == datetime.date(2027, 1, 25)


@pytest.mark.parametrize("decision", ["decline", ""])
def test_advice_against_it_or_none_in_time_opens_the_way_marked_and_reviewed_the_same_day(
    plymouth: World, decision: str
) -> None:
    now = timezone.now()
    asked_at = now - datetime.timedelta(hours=2, minutes=1)
    proposal = _asked(plymouth, _agreed(plymouth, at=asked_at), at=asked_at)
    if decision:
        _answers(plymouth, proposal, decision, at=now)
    with pytest.raises(CheckRefused, match="advice comes first"):
        _send(plymouth, proposal, Way.AGREEMENT, at=now)
    contact = _send(plymouth, proposal, Way.PROFESSIONAL_JUDGEMENT, "Nobody has answered, and they agree.", at=now)
    with acting_as(plymouth.practitioner.pk):
        assert contact.document.content["agreement"]["way"]["marked"] is True
    with acting_as(plymouth.second_lead.pk):
        late_review_record(
            proposal=SharingProposal.objects.get(pk=proposal.pk), outcome="supported", reasons="Right.",
            by=plymouth.second_lead, at=now,
        )  # fmt: skip
        assert not Clock.objects.open().filter(rule="retrospective-review").exists()


def test_while_the_lead_still_has_time_the_marked_way_is_closed(plymouth: World) -> None:
    proposal = _asked(plymouth, _agreed(plymouth))
    with pytest.raises(CheckRefused, match="still has time"):
        _send(plymouth, proposal, Way.PROFESSIONAL_JUDGEMENT, "I would rather not wait.")


def test_a_refusal_under_section_17_is_not_opened_by_a_lead_who_does_not_answer(plymouth: World) -> None:
    now = timezone.now()
    asked_at = now - datetime.timedelta(hours=2, minutes=1)
    check = _check(plymouth, "s17", at=asked_at)
    ask_mother(check, MOTHER_NO, plymouth.practitioner, at=asked_at)
    proposal = _asked(plymouth, prepared(check, plymouth.practitioner, at=asked_at), at=asked_at)
    for way in Way:
        with pytest.raises(CheckRefused):
            _send(plymouth, proposal, way, "Because", at=now)


def test_an_urgent_call_owes_a_written_contact_the_same_day_which_waits_for_no_advice(plymouth: World) -> None:
    check = _check(plymouth, "s47", urgency="today")
    with acting_as(plymouth.practitioner.pk):
        conversation_record(
            check=check, kind="urgent-call", with_whom="MASH, today, 01752 668000", held_at=NOW, at=NOW,
            by=plymouth.practitioner, said="What Robin said.", advised="Write today.",
        )  # fmt: skip
        due = Clock.objects.open().get(rule="written-follow-up").due_at
    assert due.astimezone(NOW.tzinfo).strftime("%Y-%m-%d %H:%M:%S") == "2026-11-18 23:59:59"
    ask_mother(check, MOTHER_YES, plymouth.practitioner)
    contact = _send(plymouth, prepared(check, plymouth.practitioner), Way.URGENT, "He is going home to it at three.")
    assert contact.way == "urgent"
    with acting_as(plymouth.practitioner.pk):
        assert not Clock.objects.open().filter(rule="written-follow-up").exists()
