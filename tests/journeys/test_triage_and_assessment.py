"""The front door takes a contact in, recognises the child, decides once, and the assessment's clocks run."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from consent.rules.ways import Way
from notices.models import Notice
from partnerships.models import Role
from people.models import Person
from referrals.models import Assessment, Contact, ContactNote, Decision, Disagreement
from referrals.services.assessments import (
    assessment_allocate,
    assessment_complete,
    checkpoint_hold,
    child_seen,
)
from referrals.services.decisions import Deciding, contact_decide, contact_decide_again
from referrals.services.disagreements import disagreement_raise, disagreement_step
from referrals.services.sending import contact_send
from referrals.services.strategies import Strategy, strategy_hold
from referrals.services.triage import child_is_new, child_link, child_unmatch, contact_take, note_add
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

S47 = Deciding(
    outcome="s47", level="child-protection", reasons="Robin says that he is hit.", next_steps="A social worker will see Robin."
)
ADVICE = Deciding(
    outcome="early-help", level="early-help", level_differs_why="Seen with the school nurse: an old graze.",
    reasons="No harm is likely.", advice="Start an Early Help Assessment.", what_would_change="A new injury.",
)  # fmt: skip


def sent(world: World, at: datetime.datetime = NOW) -> Contact:
    route = next(
        r["code"] for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"]
    )
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route, at=at)
    ask_mother(check, MOTHER_YES, world.practitioner, at)
    with acting_as(world.practitioner.pk):
        return contact_send(
            proposal=prepared(check, world.practitioner, at), way=Way.AGREEMENT, reasons="", recipient_id=world.door.pk,
            by=world.practitioner, at=at,
        )  # fmt: skip


def decided(world: World, deciding: Deciding = S47, at: datetime.datetime = NOW) -> Contact:
    contact = sent(world, at)
    with acting_as(world.worker.pk):
        contact_decide(contact=contact, deciding=deciding, by=world.worker, at=at)
    return contact


def test_taking_a_contact_acknowledges_it_and_tells_the_referrer(blackpool: World) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        taken = contact_take(contact=contact, by=blackpool.worker, at=NOW)
        assert taken.owner == blackpool.worker
        assert not Clock.objects.open().filter(rule="acknowledgement").exists()
        assert Clock.objects.open().get(rule="decision").owner == blackpool.worker
    with acting_as(blackpool.practitioner.pk):
        assert Notice.objects.filter(kind="contact-acknowledged").count() == 1


def test_accepting_makes_it_a_referral_and_starts_the_clocks_of_likely_harm(blackpool: World) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        assessment = Assessment.objects.get(contact=contact)
        running = Clock.objects.open().on("assessment", assessment.pk)
        assert set(running.values_list("rule", flat=True)) == {
            "child-seen-urgent", "strategy-discussion", "checkpoint-10", "checkpoint-20", "checkpoint-35", "assessment-limit",
        }  # fmt: skip
        assert running.get(rule="strategy-discussion").due_at == NOW + datetime.timedelta(hours=24)
        assert not Clock.objects.open().on("contact", contact.pk).exists()


def test_the_second_to_decide_is_refused_and_nothing_changes(blackpool: World) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.manager.pk):
        with pytest.raises(IllegalTransition):
            contact_decide(contact=contact, deciding=ADVICE, by=blackpool.manager, at=NOW)
        assert Decision.objects.get(contact=contact).outcome == "s47"


def test_the_database_keeps_one_first_decision_and_never_changes_it(blackpool: World) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        with pytest.raises(DatabaseError, match="one_first_decision"), transaction.atomic():
            Decision.objects.create(
                contact=contact, outcome="nfa", level="universal", reasons="x", decided_by=blackpool.worker, decided_at=NOW
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(contact=contact).update(outcome="nfa")


def test_a_later_decision_supersedes_and_keeps_the_first(blackpool: World) -> None:
    contact = decided(blackpool, ADVICE)
    with acting_as(blackpool.manager.pk):
        former = Decision.objects.get(contact=contact)
        again = contact_decide_again(contact=contact, former=former, deciding=S47, by=blackpool.manager, at=NOW)
        assert again.supersedes == former
        assert Assessment.objects.filter(contact=contact).exists()
        with pytest.raises(StaleVersion):
            contact_decide_again(contact=contact, former=former, deciding=ADVICE, by=blackpool.manager, at=NOW)


@pytest.mark.parametrize(
    ("field", "deciding"),
    [
        ("reasons", Deciding(outcome="s47", level="child-protection", reasons=" ")),
        ("level", Deciding(outcome="s47", level="9", reasons="x")),
        ("outcome", Deciding(outcome="??", level="child-protection", reasons="x")),
        ("level_differs_why", Deciding(outcome="s17", level="child-in-need", reasons="x")),
        ("advice", Deciding(outcome="nfa", level="child-protection", reasons="x")),
        ("what_would_change", Deciding(outcome="nfa", level="child-protection", reasons="x", advice="y")),
    ],
)
def test_a_decision_that_misses_something_is_refused_at_its_field(blackpool: World, field: str, deciding: Deciding) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk), pytest.raises(CheckRefused) as refused:
        contact_decide(contact=contact, deciding=deciding, by=blackpool.worker, at=NOW)
    assert refused.value.field == field


def test_others_cannot_triage_or_decide(blackpool: World) -> None:
    contact = sent(blackpool)
    for person in (blackpool.practitioner, blackpool.lead, blackpool.stranger, blackpool.other_worker, blackpool.admin):
        with acting_as(person.pk):
            with pytest.raises(NotAllowed):
                contact_take(contact=contact, by=person, at=NOW)
            with pytest.raises(NotAllowed):
                contact_decide(contact=contact, deciding=S47, by=person, at=NOW)


def test_the_child_of_three_weeks_ago_is_linked_and_it_can_be_undone(blackpool: World) -> None:
    first = sent(blackpool, NOW - datetime.timedelta(days=21))
    second = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        known = child_is_new(child=first.children.first(), by=blackpool.worker, at=NOW).person
        linked = child_link(
            child=second.children.first(), person=known, why="Same name and birth", by=blackpool.worker, at=NOW
        ).child
        came = known.contact_matches.values_list("child__contact__reference", flat=True)
        assert set(came) == {first.reference, second.reference}
        with pytest.raises(IllegalTransition):
            child_is_new(child=linked, by=blackpool.worker, at=NOW)
        child_unmatch(child=linked, by=blackpool.worker, at=NOW)
        assert list(came.all()) == [first.reference]
        assert Person.objects.filter(front_door=blackpool.door).count() == 1


def test_a_note_of_the_front_door_stays_there_unless_it_is_for_the_referrer(blackpool: World) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        note_add(contact=contact, kind="note", words="Police hold a record", by=blackpool.worker, at=NOW)
        note_add(contact=contact, kind="talk-referrer", words="We spoke", by=blackpool.worker, at=NOW, for_referrer=True)
    with acting_as(blackpool.practitioner.pk):
        assert list(ContactNote.objects.values_list("words", flat=True)) == ["We spoke"]
        note_add(contact=contact, kind="addition", words="His birthday is in May", by=blackpool.practitioner, at=NOW)
    with acting_as(blackpool.worker.pk):
        assert ContactNote.objects.count() == 3


def test_an_assessment_is_seen_discussed_checked_and_completed(blackpool: World) -> None:
    contact = decided(blackpool)
    later = NOW + datetime.timedelta(hours=3)
    with acting_as(blackpool.worker.pk):
        assessment = Assessment.objects.get(contact=contact)
        with pytest.raises(CheckRefused, match="seen"):
            assessment_complete(assessment=assessment, outcome="x", by=blackpool.worker, at=later)
        with pytest.raises(CheckRefused, match="police"):
            strategy_hold(
                assessment=assessment, by=blackpool.worker, at=later,
                strategy=Strategy(held_at=later, social_work_manager="Mo", police=" ", health="Nurse", words="s47"),
            )  # fmt: skip
        strategy_hold(
            assessment=assessment, by=blackpool.worker, at=later,
            strategy=Strategy(held_at=later, social_work_manager="Mo", police="DS One", health="Nurse", words="s47, joint"),
        )  # fmt: skip
        child_seen(assessment=assessment, seen_at=later, where="At school", alone=True, by=blackpool.worker, at=later)
        checkpoint_hold(
            assessment=assessment, rule="checkpoint-10", done="Seen twice", decided="Go on", by=blackpool.worker, at=later
        )
        with pytest.raises(CheckRefused, match="has been held"):
            checkpoint_hold(assessment=assessment, rule="checkpoint-10", done="x", decided="y", by=blackpool.worker, at=later)
        assessment_complete(assessment=assessment, outcome="Child in need plan", by=blackpool.worker, at=later)
        assert not Clock.objects.open().on("assessment", assessment.pk).exists()


def test_a_child_is_not_seen_in_the_future(blackpool: World) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk), pytest.raises(CheckRefused, match="future"):
        child_seen(
            assessment=Assessment.objects.get(contact=contact), seen_at=NOW + datetime.timedelta(days=1), where="Home",
            alone=True, by=blackpool.worker, at=NOW,
        )  # fmt: skip


def test_the_referrer_disagrees_and_it_goes_through_the_partnerships_stages(blackpool: World) -> None:
    contact = decided(blackpool, ADVICE)
    with acting_as(blackpool.practitioner.pk):
        raised = disagreement_raise(
            contact=contact, about="He is not safe.", wanted="A social worker sees him.", by=blackpool.practitioner, at=NOW
        )
        assert Clock.objects.open().on("disagreement", raised.pk).count() == 1
        with pytest.raises(IllegalTransition):
            disagreement_raise(contact=contact, about="Again", wanted="x", by=blackpool.practitioner, at=NOW)
    with acting_as(blackpool.worker.pk):
        disagreement_step(disagreement=raised, kind="answered", words="We will ring.", by=blackpool.worker, at=NOW)
    stages = blackpool.authority.content["disagreement"]["stages"]
    with acting_as(blackpool.practitioner.pk):
        for _ in stages[1:]:
            disagreement_step(disagreement=raised, kind="escalated", words="Not settled.", by=blackpool.practitioner, at=NOW)
        with pytest.raises(IllegalTransition):
            disagreement_step(disagreement=raised, kind="escalated", words="x", by=blackpool.practitioner, at=NOW)
        disagreement_step(disagreement=raised, kind="resolved", words="Seen together.", by=blackpool.practitioner, at=NOW)
        assert Disagreement.objects.get().state == "resolved"
        assert not Clock.objects.open().on("disagreement", raised.pk).exists()


def test_telling_the_parent_is_not_owed_where_they_agreed(blackpool: World) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.practitioner.pk):
        assert not contact.to_tell.exists()


def test_nobody_takes_or_is_given_what_they_sent_from_their_own_agency(blackpool: World) -> None:
    with as_factory():
        MembershipFactory(user=blackpool.practitioner, role=Role.FRONT_DOOR, front_door=blackpool.door)
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        with pytest.raises(CheckRefused, match="somebody else looks"):
            contact_take(contact=contact, owner=blackpool.practitioner, by=blackpool.worker, at=NOW)
        contact_decide(contact=contact, deciding=S47, by=blackpool.worker, at=NOW)
        with pytest.raises(CheckRefused, match="somebody else assesses"):
            assessment_allocate(
                assessment=Assessment.objects.get(contact=contact), worker=blackpool.practitioner, by=blackpool.worker, at=NOW
            )
    with acting_as(blackpool.practitioner.pk), pytest.raises(NotAllowed):
        child_seen(
            assessment=Assessment.objects.get(contact=contact), seen_at=NOW, where="School", alone=True,
            by=blackpool.practitioner, at=NOW,
        )  # fmt: skip
