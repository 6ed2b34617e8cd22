"""After sending: each person is told or it is said why not, a yes is taken back, and what was shared is on a page."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from consent.models import Agreement
from consent.rules.ways import Way
from consent.selectors.proposals import open_proposal, ways_of
from consent.services.desk import proposal_hand_over
from consent.services.reviews import late_review_record
from consent.services.withdrawals import Withdrawing, agreement_withdraw
from notices.models import Notice
from partnerships.models import Membership, Role
from referrals.models import Contact, ParentTold
from referrals.presenters.shared import read_outside
from referrals.services.referrer import Told, parent_told
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.journeys.front_door import SignIn, page, sent
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, mother, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed

LATER = NOW + datetime.timedelta(hours=1)
TOLD = Told(answer="told", words="She cried, and thanked me.", how="phone", told_at=NOW + datetime.timedelta(minutes=30))
UNSAFE = Told(answer="unsafe", words="He reads her phone.")
BACK = Withdrawing(withdrawn_at=LATER, how="phone", their_words="I have changed my mind.")


def the_task(world: World) -> ParentTold:
    with acting_as(world.practitioner.pk):
        return ParentTold.objects.get(answer="")


def tell(world: World, told: Told, by=None) -> ParentTold:
    by = by or world.practitioner
    with acting_as(by.pk):
        return parent_told(task=the_task(world), told=told, by=by, at=LATER)


def open_clock(world: World, rule: str) -> Clock | None:
    with acting_as(world.practitioner.pk):
        return Clock.objects.open().filter(rule=rule).first()


def test_whoever_did_not_agree_is_told_on_a_clock_and_what_they_said_is_kept(blackpool: World) -> None:
    sent(blackpool, urgent=True)
    task = the_task(blackpool)
    assert (task.who, task.said_no) == ("Kerry Ashdown, mother", True)
    clock = open_clock(blackpool, "tell-parent")
    assert clock is not None
    assert (clock.owner, clock.subject_id, clock.due_at.date()) == (
        blackpool.practitioner,
        task.pk,
        datetime.date(2026, 11, 19),
    )
    tell(blackpool, TOLD)
    assert open_clock(blackpool, "tell-parent") is None
    with acting_as(blackpool.worker.pk):
        assert ParentTold.objects.get().words == "She cried, and thanked me."


def test_what_is_not_safe_to_tell_is_asked_again_until_they_have_been_told(blackpool: World) -> None:
    sent(blackpool, urgent=True)
    first = tell(blackpool, UNSAFE)
    again = the_task(blackpool)
    assert again.asks_again_id == first.pk
    assert open_clock(blackpool, "tell-parent") is None
    clock = open_clock(blackpool, "tell-parent-again")
    assert clock is not None
    assert clock.due_at.date() == datetime.date(2026, 12, 2)
    tell(blackpool, UNSAFE)
    tell(blackpool, TOLD)
    assert open_clock(blackpool, "tell-parent-again") is None
    with acting_as(blackpool.practitioner.pk):
        assert sorted(ParentTold.objects.values_list("answer", flat=True)) == ["told", "unsafe", "unsafe"]


WRONG_TELLINGS = [
    (replace(TOLD, told_at=None), "told_at"),
    (replace(TOLD, told_at=LATER + datetime.timedelta(days=1)), "told_at"),
    (replace(TOLD, told_at=NOW - datetime.timedelta(days=1)), "told_at"),
    (replace(TOLD, how=""), "how"),
    (replace(TOLD, words=" "), "words"),
    (replace(UNSAFE, words=" "), "why_unsafe"),
    (replace(UNSAFE, answer="later"), "answer"),
]


def test_what_is_missing_or_cannot_be_is_said_at_its_field(blackpool: World) -> None:
    sent(blackpool, urgent=True)
    for told, field in WRONG_TELLINGS:
        with pytest.raises(CheckRefused) as refused:
            tell(blackpool, told)
        assert refused.value.field == field
        assert the_task(blackpool)


def test_a_lead_of_the_agency_says_it_where_who_wrote_it_has_left(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool, urgent=True)
    with as_factory():
        Membership.objects.filter(user=blackpool.practitioner).delete()
    with acting_as(blackpool.lead.pk):
        first = ParentTold.objects.get(answer="")
        parent_told(task=first, told=UNSAFE, by=blackpool.lead, at=LATER)
        again = ParentTold.objects.get(answer="")
        parent_told(task=again, told=TOLD, by=blackpool.lead, at=LATER)
        again.refresh_from_db()
        assert (again.answered_by, again.words) == (blackpool.lead, TOLD.words)
        with pytest.raises(IllegalTransition):
            parent_told(task=again, told=UNSAFE, by=blackpool.lead, at=LATER)
    assert open_clock(blackpool, "tell-parent-again") is None
    assert "Kerry Ashdown, mother: told" in page(sign_in(blackpool.lead), f"/contacts/{contact.pk}/")


def test_a_leads_own_sql_answers_a_telling_under_their_own_name_alone(blackpool: World) -> None:
    sent(blackpool, urgent=True)
    task = the_task(blackpool)
    answered = {"answer": "unsafe", "words": "Forged.", "answered_at": LATER}
    for by, name in ((blackpool.lead, blackpool.practitioner), (blackpool.worker, blackpool.worker)):
        with acting_as(by.pk):
            try:
                with transaction.atomic():
                    assert not ParentTold.objects.filter(pk=task.pk).update(**answered, answered_by=name)
            except DatabaseError:
                pass
        assert the_task(blackpool) == task


def test_nobody_else_says_that_they_were_told_and_nobody_says_it_twice(blackpool: World) -> None:
    sent(blackpool, urgent=True)
    task = the_task(blackpool)
    for person in (blackpool.colleague, blackpool.worker, blackpool.stranger):
        with acting_as(person.pk), pytest.raises(NotAllowed):
            parent_told(task=task, told=TOLD, by=person, at=LATER)
    tell(blackpool, TOLD)
    with acting_as(blackpool.practitioner.pk), pytest.raises(IllegalTransition):
        parent_told(task=task, told=UNSAFE, by=blackpool.practitioner, at=LATER)


def withdraw(world: World, contact: Contact, withdrawing: Withdrawing = BACK, by=None) -> Agreement:
    by = by or world.practitioner
    with acting_as(world.practitioner.pk):
        check = contact.proposal.case_check
        person = mother(check)
    with acting_as(by.pk):
        return agreement_withdraw(check=check, person=person, withdrawing=withdrawing, by=by, at=LATER)


def test_a_yes_is_taken_back_after_sending_and_the_front_door_is_told_without_a_word_of_it(
    blackpool: World, sign_in: SignIn, at_half_past_seven: None
) -> None:
    contact = sent(blackpool)
    withdraw(blackpool, contact)
    with acting_as(blackpool.practitioner.pk):
        answers = Agreement.objects.order_by("recorded_at").values_list("answer", "superseded_at")
        assert [(answer, superseded is None) for answer, superseded in answers] == [("agreed", False), ("withdrawn", True)]
    with acting_as(blackpool.worker.pk):
        notice = Notice.objects.get(kind="agreement-withdrawn")
        assert "Kerry" not in notice.text
    shown = page(sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/")
    assert "Agreement withdrawn" in shown
    assert "I have changed my mind." in shown
    assert "where the law allows it without one" in shown
    assert "Agreement withdrawn" in page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")
    with pytest.raises(IllegalTransition):
        withdraw(blackpool, contact)


def test_a_withdrawal_before_sending_voids_what_waits_and_closes_the_way_of_agreement(blackpool: World) -> None:
    route = next(
        r["code"] for r in blackpool.authority.content["routes"]
        if r["kind"] == "contact" and "child-protection" in r["levels"]
    )  # fmt: skip
    check = judged_check(blackpool, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route)
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    former = prepared(check, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        agreement_withdraw(check=check, person=mother(check), withdrawing=BACK, by=blackpool.practitioner, at=LATER)
        assert open_proposal(check) is None
    again = prepared(check, blackpool.practitioner, at=LATER)
    assert again.supersedes == former
    with acting_as(blackpool.practitioner.pk):
        assert "withdrawn" in ways_of(again, at=LATER)[Way.AGREEMENT]


WRONG_WITHDRAWALS = [
    (replace(BACK, withdrawn_at=None), "withdrawn_at"),
    (replace(BACK, withdrawn_at=LATER + datetime.timedelta(minutes=1)), "withdrawn_at"),
    (replace(BACK, withdrawn_at=NOW - datetime.timedelta(days=2)), "withdrawn_at"),
    (replace(BACK, how=""), "how"),
    (replace(BACK, their_words=""), "their_words"),
]


def test_a_withdrawal_says_when_how_and_in_what_words_and_is_the_agencys_to_record(blackpool: World) -> None:
    contact = sent(blackpool)
    for wrong, field in WRONG_WITHDRAWALS:
        with pytest.raises(CheckRefused) as refused:
            withdraw(blackpool, contact, wrong)
        assert refused.value.field == field
    for person in (blackpool.colleague, blackpool.worker, blackpool.stranger):
        with pytest.raises(NotAllowed):
            withdraw(blackpool, contact, by=person)


def test_what_was_shared_is_read_by_both_sides_with_rule_version_and_hash(
    blackpool: World, sign_in: SignIn, at_half_past_seven: None
) -> None:
    contact = sent(blackpool, urgent=True)
    tell(blackpool, TOLD)
    for person in (blackpool.practitioner, blackpool.worker):
        shown = page(sign_in(person), f"/contacts/{contact.pk}/shared/")
        assert contact.content_hash in shown
        assert "Urgent: waiting would itself put a child at risk" in shown
        assert "Kerry Ashdown, mother" in shown


def test_a_lead_outside_who_read_it_is_in_the_register_also_once_another_agency_is_named(
    blackpool: World, sign_in: SignIn, at_half_past_seven: None
) -> None:
    with as_factory():
        outside = OrganisationFactory(authority=blackpool.authority, name="Helpful Health (fictional)")
        blackpool.school.approver = outside
        blackpool.school.save()
        cover = MembershipFactory(role=Role.SAFEGUARDING_LEAD, organisation=outside).user
    contact = sent(blackpool, urgent=True)
    for lead in (cover, blackpool.lead):
        with acting_as(blackpool.second_lead.pk):
            proposal_hand_over(proposal=contact.proposal, to=lead, note="I am away.", by=blackpool.second_lead, at=NOW)
    with acting_as(cover.pk):
        late_review_record(proposal=contact.proposal, outcome="supported", reasons="Right.", by=cover, at=LATER)
    with as_factory():
        blackpool.school.approver = None
        blackpool.school.save()
        Membership.objects.filter(user=cover).update(until_date=LATER.date())
    with acting_as(blackpool.practitioner.pk):
        read = [(one.to, one.how) for one in read_outside(Contact.objects.get())]
    assert read == [(f"{cover.name}, {outside.name}", how) for how in ("Handed over", "Late review")]
    assert f"{cover.name}, {outside.name}" in page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/shared/")
