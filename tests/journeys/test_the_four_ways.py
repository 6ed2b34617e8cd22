"""A contact leaves by one of four ways and no other, whatever the order of requests; the database refuses it too."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from clocks.models import Clock
from consent.models import LeadReview, SharingProposal
from consent.rules.ways import Way
from consent.selectors.proposals import waiting_for
from consent.services.agreements import agreement_record
from consent.services.proposals import proposal_ask, proposal_prepare
from consent.services.reviews import late_review_record, review_decide
from notices.models import Notice
from partnerships.models import Role
from referrals.models import Contact, ParentTold
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, mother, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused, concern_about_lead, conversation_record
from thresholds.services.families import AdultEntry, adult_save
from thresholds.services.judgements import check_close, child_views_save
from workflow.errors import IllegalTransition, NotAllowed

HIT = "BP-CP-RI-01"


@pytest.fixture
def check(blackpool: World):
    return judged_check(blackpool, code=HIT, level="child-protection", basis="s47", route=_contact_route(blackpool))


def _contact_route(world: World) -> str:
    return next(
        route["code"]
        for route in world.authority.content["routes"]
        if route["kind"] == "contact" and "child-protection" in route["levels"]
    )


def _refusal_with_ground(check):
    rule = next(
        rule for rule in check.framework_version.framework_document().consent_rules if "child-protection" in rule.levels
    )
    ground = next(ground for ground in rule.grounds if "refused" in ground.applies_to)
    return replace(MOTHER_NO, ground=ground.code, ground_note="Robin is afraid to go home.")


def _send(world: World, proposal: SharingProposal, way: Way, reasons: str = "", at: datetime.datetime = NOW) -> Contact:
    with acting_as(world.practitioner.pk):
        return contact_send(
            proposal=proposal, way=way, reasons=reasons, recipient_id=world.door.pk, by=world.practitioner, at=at
        )


def _ask(world: World, proposal: SharingProposal, at: datetime.datetime = NOW) -> SharingProposal:
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why="Mother said no. I want to send it.", by=world.practitioner, at=at)


def _decide(world: World, proposal: SharingProposal, decision: str, *, by=None, at: datetime.datetime = NOW) -> LeadReview:
    by = by or world.lead
    with acting_as(by.pk):
        return review_decide(
            proposal=proposal, decision=decision, reasons="I read it all.", read_hash=proposal.content_hash, by=by, at=at
        )


def test_contact_with_agreement_reaches_the_front_door_with_its_clocks(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    contact = _send(blackpool, prepared(check, blackpool.practitioner), Way.AGREEMENT)
    with acting_as(blackpool.worker.pk):
        seen = Contact.objects.get()
        assert seen == contact
        assert [child.name for child in seen.children.all()] == ["Robin Ashdown", "Unborn child"]
        assert set(Clock.objects.on("contact", contact.pk).values_list("rule", flat=True)) == {"decision", "acknowledgement"}
        assert Clock.objects.get(rule="decision").due_at == seen.decide_by == NOW + datetime.timedelta(hours=24)
        assert Notice.objects.filter(kind="contact-received").count() == 1
        assert not ParentTold.objects.exists()


def test_contact_without_consent_or_approval_is_refused(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    for way in (Way.AGREEMENT, Way.APPROVAL, Way.PROFESSIONAL_JUDGEMENT):
        with pytest.raises(CheckRefused):
            _send(blackpool, proposal, way, "Because")
    with as_factory():
        assert not Contact.objects.exists()


def test_approval_of_this_content_by_somebody_else_lets_it_leave(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    _decide(blackpool, proposal, "approve")
    contact = _send(blackpool, proposal, Way.APPROVAL)
    with acting_as(blackpool.practitioner.pk):
        assert ParentTold.objects.get().contact == contact
        content = contact.document.content
    assert content["agreement"]["way"]["lead"] == "Lee Lead"
    assert content["reference"] == contact.reference


def test_a_change_after_the_approval_voids_it(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    _decide(blackpool, proposal, "approve")
    with acting_as(blackpool.practitioner.pk):
        child_views_save(child=check.children.first(), words="I want it to stop.", by=blackpool.practitioner, at=NOW)
        again = proposal_prepare(check=check, by=blackpool.practitioner, at=NOW)
    assert again != proposal
    for stale in (proposal, again):
        with pytest.raises((CheckRefused, IllegalTransition)):
            _send(blackpool, stale, Way.APPROVAL)
    with acting_as(blackpool.lead.pk):
        assert Notice.objects.filter(kind="approval-void").exists()


def test_nobody_approves_what_they_wrote(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    for person in (blackpool.practitioner, blackpool.colleague, blackpool.stranger, blackpool.worker, blackpool.admin):
        with pytest.raises(NotAllowed):
            _decide(blackpool, proposal, "approve", by=person)


def test_second_lead_is_told_that_it_is_decided(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    _decide(blackpool, proposal, "decline")
    with pytest.raises(IllegalTransition):
        _decide(blackpool, proposal, "approve", by=blackpool.second_lead)


def test_after_a_decline_the_practitioner_sends_on_their_own_judgement_and_the_review_runs(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    _decide(blackpool, proposal, "decline")
    contact = _send(blackpool, proposal, Way.PROFESSIONAL_JUDGEMENT, "Robin is not safe tonight.")
    assert contact.document.content["agreement"]["way"]["marked"] is True
    with acting_as(blackpool.second_lead.pk):
        assert Clock.objects.open().get(rule="retrospective-review").subject_id == proposal.pk
        late_review_record(proposal=proposal, outcome="supported", reasons="Right call.", by=blackpool.second_lead, at=NOW)
        assert not Clock.objects.open().filter(rule="retrospective-review").exists()


def test_professional_judgement_opens_when_the_lead_has_not_answered_in_time(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner), at=NOW - datetime.timedelta(hours=1, minutes=59))
    with pytest.raises(CheckRefused, match="still has time"):
        _send(blackpool, proposal, Way.PROFESSIONAL_JUDGEMENT, "No answer.")
    later = NOW - datetime.timedelta(hours=1, minutes=59) + datetime.timedelta(hours=2)
    assert _send(blackpool, proposal, Way.PROFESSIONAL_JUDGEMENT, "No answer.", at=later)


def test_urgent_way_is_open_at_once_and_needs_its_reason(blackpool: World, check) -> None:
    ask_mother(check, replace(MOTHER_NO), blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    with pytest.raises(CheckRefused, match="Say why"):
        _send(blackpool, proposal, Way.URGENT)
    assert _send(blackpool, proposal, Way.URGENT, "He is at home alone with Robin now.")


def test_a_contact_is_sent_once(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    _send(blackpool, proposal, Way.AGREEMENT)
    with pytest.raises(IllegalTransition):
        _send(blackpool, proposal, Way.AGREEMENT)


def test_somebody_without_an_answer_on_record_closes_every_way(blackpool: World, check) -> None:
    proposal = prepared(check, blackpool.practitioner)
    for way in Way:
        with pytest.raises(CheckRefused, match="no answer on record"):
            _send(blackpool, proposal, way, "Because")


@pytest.mark.parametrize("way", list(Way))
def test_database_refuses_a_proposal_that_leaves_by_a_way_that_is_not_open(blackpool: World, check, way: Way) -> None:
    ask_mother(check, MOTHER_NO, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    reasons = "" if way == Way.URGENT else "Because"
    said = "not agreed|exactly this|waiting is unsafe|neither declined"
    with acting_as(blackpool.practitioner.pk), pytest.raises(DatabaseError, match=said), transaction.atomic():
        SharingProposal.objects.filter(pk=proposal.pk).update(
            state="left", way=way, way_reasons=reasons, left_at=NOW, left_by=blackpool.practitioner
        )


def test_database_refuses_a_contact_whose_proposal_has_not_left(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    contact = _send(blackpool, prepared(check, blackpool.practitioner), Way.AGREEMENT)
    second = judged_check(blackpool, code=HIT, level="child-protection", basis="s47", route=_contact_route(blackpool))
    ask_mother(second, MOTHER_YES, blackpool.practitioner)
    unsent = prepared(second, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        forged = Contact.objects.get(pk=contact.pk)
        forged.id, forged.reference, forged.proposal = unsent.pk, "FORGED", unsent
        with pytest.raises(DatabaseError, match="has left"), transaction.atomic():
            forged.save(force_insert=True)


def test_database_refuses_a_review_by_the_author_even_as_a_lead(blackpool: World, check) -> None:
    with as_factory():
        MembershipFactory(user=blackpool.practitioner, role=Role.SAFEGUARDING_LEAD, organisation=blackpool.school)
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    with pytest.raises(NotAllowed):
        _decide(blackpool, proposal, "approve", by=blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk), pytest.raises(DatabaseError, match="their own"), transaction.atomic():
        LeadReview.objects.create(
            proposal=proposal, content_hash=proposal.content_hash, decision="approve", reasons="Mine",
            decided_by=blackpool.practitioner, decided_at=NOW,
        )  # fmt: skip


def test_database_refuses_a_review_of_anything_but_what_waits(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    unasked = prepared(check, blackpool.practitioner)
    forged = {"decision": "approve", "reasons": "Another text", "decided_by": blackpool.lead, "decided_at": NOW}
    with acting_as(blackpool.lead.pk), pytest.raises(DatabaseError, match="what waits"), transaction.atomic():
        LeadReview.objects.create(proposal=unasked, content_hash=unasked.content_hash, **forged)
    proposal = _ask(blackpool, unasked)
    with acting_as(blackpool.lead.pk), pytest.raises(DatabaseError, match="what waits"), transaction.atomic():
        LeadReview.objects.create(proposal=proposal, content_hash="0" * 64, **forged)
    with acting_as(blackpool.practitioner.pk), pytest.raises(DatabaseError, match="exactly this"), transaction.atomic():
        SharingProposal.objects.filter(pk=proposal.pk).update(
            state="left", way="approval", left_at=NOW, left_by=blackpool.practitioner
        )


@pytest.mark.parametrize(
    ("person", "assignment", "said"),
    [
        ("practitioner", "state = 'approved'", "decided so"),
        ("lead", "state = 'approved'", "decided so"),
        ("practitioner", "state = 'prepared'", "no such step"),
        ("practitioner", "review_due_at = now() - interval '1 day'", "by when, stands"),
        ("lead", "state = 'left', way = 'urgent', way_reasons = 'x', left_at = now()", "whoever wrote it"),
    ],
)
def test_database_refuses_a_step_that_nobody_took(blackpool: World, check, person: str, assignment: str, said: str) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    _ask(blackpool, prepared(check, blackpool.practitioner))
    with (
        acting_as(getattr(blackpool, person).pk), connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=said), transaction.atomic(),
    ):  # fmt: skip
        cursor.execute(f"update consent_sharingproposal set {assignment}")


def test_an_answer_given_after_the_approval_voids_it_before_anything_leaves(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = _ask(blackpool, prepared(check, blackpool.practitioner))
    _decide(blackpool, proposal, "approve")
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    for way in (Way.APPROVAL, Way.AGREEMENT, Way.URGENT):
        with pytest.raises(IllegalTransition):  # voided in the moment in which it changed
            _send(blackpool, proposal, way, "He is not safe.")
    assert _send(blackpool, prepared(check, blackpool.practitioner), Way.AGREEMENT)


def test_what_has_left_cannot_be_changed_or_deleted(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    contact = _send(blackpool, proposal, Way.AGREEMENT)
    for person, statement in (
        (blackpool.practitioner, "update consent_sharingproposal set way_reasons = 'x'"),
        (blackpool.practitioner, "delete from consent_sharingproposal"),
        (blackpool.worker, "update referrals_contact set summary = 'x'"),
        (blackpool.worker, "delete from referrals_contact"),
    ):
        with acting_as(person.pk), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)
    with acting_as(blackpool.worker.pk):
        assert Contact.objects.get().summary == contact.summary


def test_a_practice_contact_goes_the_whole_way_marked_and_starts_no_clock(blackpool: World) -> None:
    check = judged_check(
        blackpool, code=HIT, level="child-protection", basis="s47", route=_contact_route(blackpool), kind="practice"
    )
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    contact = _send(blackpool, prepared(check, blackpool.practitioner), Way.AGREEMENT)
    assert contact.is_practice
    assert contact.document.content["practice"] is True
    with as_factory():
        assert not Clock.objects.exists()


def test_a_second_answer_supersedes_the_first_and_both_are_kept(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_NO, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        agreement_record(check=check, person=mother(check), asking=MOTHER_YES, by=blackpool.practitioner, at=NOW)
        assert [(a.answer, a.superseded_at is None) for a in check.agreements.order_by("superseded_at")] == [
            ("refused", False),
            ("agreed", True),
        ]


def test_a_refusal_does_not_vanish_when_responsibility_is_changed_afterwards(blackpool: World, check) -> None:
    ask_mother(check, MOTHER_NO, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        member = check.household.members.get(person=mother(check))
        changed = AdultEntry(
            id=member.pk, given_name="Kerry", family_name="Ashdown", relation="mother", parental_responsibility="no"
        )
        adult_save(check=check, entry=changed, by=blackpool.practitioner, at=NOW)
        father = AdultEntry(given_name="Lee", family_name="Ashdown", relation="father", parental_responsibility="yes")
        father_person = adult_save(check=check, entry=father, by=blackpool.practitioner, at=NOW).person
        agreement_record(check=check, person=father_person, asking=MOTHER_YES, by=blackpool.practitioner, at=NOW)
    with pytest.raises(CheckRefused, match="not agreed"):
        _send(blackpool, prepared(check, blackpool.practitioner), Way.AGREEMENT)


def test_closing_a_check_another_way_leaves_nothing_running(blackpool: World, check) -> None:
    with acting_as(blackpool.practitioner.pk):
        conversation_record(check=check, kind="urgent-call", with_whom="Duty", held_at=NOW, by=blackpool.practitioner, at=NOW)
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    _ask(blackpool, prepared(check, blackpool.practitioner))
    with acting_as(blackpool.practitioner.pk):
        assert Clock.objects.open().count() == 2
        check_close(check=check, by=blackpool.practitioner, at=NOW, why="early-help")
        assert not Clock.objects.open().exists()
    with acting_as(blackpool.lead.pk):
        assert not waiting_for(blackpool.lead).exists()


def test_a_lead_outside_sees_what_is_put_to_leads_and_nothing_before(blackpool: World, check) -> None:
    with as_factory():
        outside = OrganisationFactory(authority=blackpool.authority)
        blackpool.school.approver = outside
        blackpool.school.save()
        cover = MembershipFactory(role=Role.SAFEGUARDING_LEAD, organisation=outside).user
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    with acting_as(cover.pk):
        assert not SharingProposal.objects.exists()
    _ask(blackpool, proposal)
    with acting_as(cover.pk):
        assert SharingProposal.objects.get() == proposal
    _decide(blackpool, proposal, "approve", by=cover)
    assert _send(blackpool, proposal, Way.APPROVAL)
    with acting_as(cover.pk):
        assert not Clock.objects.open().filter(rule="lead-review").exists()


def test_an_approval_by_the_lead_whom_the_worry_is_about_does_not_stand(blackpool: World, check) -> None:
    ask_mother(check, _refusal_with_ground(check), blackpool.practitioner)
    _decide(blackpool, _ask(blackpool, prepared(check, blackpool.practitioner)), "approve")
    with acting_as(blackpool.practitioner.pk):
        concern_about_lead(check=check, lead=blackpool.lead, by=blackpool.practitioner, at=NOW)
    with pytest.raises(CheckRefused, match="exactly this"):
        _send(blackpool, prepared(check, blackpool.practitioner), Way.APPROVAL)
