"""What follows when a yes stops standing: who is told at the front door, the time to ask again, and who stays in the check."""

import datetime
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from consent.models import Agreement, Competence
from consent.services.deciding import competence_record
from consent.services.proposals import proposal_ask
from consent.services.withdrawals import Withdrawing, agreement_withdraw
from notices.models import Notice
from partnerships.models import Membership, Role, User
from people.models import Person
from referrals.models import Assessment, Contact
from referrals.services.assessments import assessment_allocate
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.front_door import SignIn, decided, page
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, mother, prepared
from tests.journeys.test_agreement import CANNOT, JUDGED, judge, record, robin
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check
from thresholds.services.families import ChildEntry, child_save
from workflow.errors import IllegalTransition

LEVEL = "child-protection"
LATER = NOW + datetime.timedelta(hours=1)
BACK = Withdrawing(withdrawn_at=LATER, how="phone", their_words="I have changed my mind.")


@pytest.fixture
def check(blackpool: World) -> Check:
    route = next(r["code"] for r in blackpool.authority.content["routes"] if r["kind"] == "contact" and LEVEL in r["levels"])
    return judged_check(blackpool, code="BP-CP-RI-01", level=LEVEL, basis="s47", route=route)


def asks_again(check: Check) -> list[datetime.datetime]:
    with as_factory():
        running = Clock.objects.open().on("check", check.pk).filter(rule="consent-review")
        return list(running.values_list("started_at", flat=True))


def test_the_time_to_ask_again_stops_when_a_child_turns_out_not_to_decide(check: Check) -> None:
    judge(check)
    record(check, robin(check), MOTHER_YES)
    assert asks_again(check) == [MOTHER_YES.asked_at]
    judge(check, CANNOT)
    assert asks_again(check) == []


def test_the_time_to_ask_again_moves_when_somebody_is_asked_no_longer(check: Check) -> None:
    ask_mother(check, MOTHER_YES, check.author)
    with as_factory():
        check.household.members.filter(person=mother(check)).update(parental_responsibility="no")
    prepared(check, check.author)
    assert asks_again(check) == []


def test_a_child_who_was_judged_or_asked_is_not_taken_out_and_the_page_says_why(check: Check, sign_in: SignIn) -> None:
    by, wren = check.author, ChildEntry(given_name="Wren", family_name="Ashdown", date_of_birth=datetime.date(2012, 4, 1))
    with acting_as(by.pk):
        child = child_save(check=check, entry=wren, by=by, at=NOW)
        competence_record(check=check, person=child.person, judging=JUDGED, by=by, at=NOW)
    path, client = f"/checks/{check.pk}/family/children/{child.pk}/remove/", sign_in(by)
    assert "they stay in the check" in client.post(path, follow=True).content.decode()
    record(check, child.person, MOTHER_YES)
    with as_factory():
        Competence.objects.all().delete()
    assert "they stay in the check" in client.post(path, follow=True).content.decode()
    with as_factory():
        assert check.children.filter(pk=child.pk).exists()


@pytest.fixture
def assessed(blackpool: World) -> tuple[Contact, User]:
    """A contact that the worker decided, and whose child a colleague of theirs assesses now."""
    contact = decided(blackpool)
    with as_factory():
        assessor = UserFactory(name="Asha Assessor")
        MembershipFactory(user=assessor, role=Role.FRONT_DOOR, front_door=blackpool.door)
    with acting_as(blackpool.manager.pk):
        assessment = Assessment.objects.get(contact=contact)
        assessment_allocate(assessment=assessment, worker=assessor, by=blackpool.manager, at=NOW)
    return contact, assessor


def withdraw(world: World, contact: Contact) -> set[User]:
    """The mother takes her yes back; who is told of it."""
    by = world.practitioner
    with acting_as(by.pk):
        check = contact.proposal.case_check
        agreement_withdraw(check=check, person=mother(check), withdrawing=BACK, by=by, at=LATER)
    with as_factory():
        return {notice.recipient for notice in Notice.objects.filter(kind="agreement-withdrawn")}


def test_a_lead_records_a_withdrawal_when_the_author_has_left_and_what_waits_is_void(
    blackpool: World, check: Check, sign_in: SignIn
) -> None:
    ask_mother(check, MOTHER_YES, check.author)
    person = their_mother(check)
    waits = prepared(check, check.author)
    with acting_as(check.author.pk):
        proposal_ask(proposal=waits, why="Is this enough?", by=check.author, at=NOW)
    with as_factory():
        Membership.objects.filter(user=check.author).delete()
    path = f"/checks/{check.pk}/agreement/{person.pk}/withdrawn/"
    assert path in page(sign_in(blackpool.second_lead), f"/checks/{check.pk}/consent-record/")
    assert "under your own name" in page(sign_in(blackpool.lead), path)
    with acting_as(blackpool.lead.pk):
        taken = agreement_withdraw(check=check, person=person, withdrawing=BACK, by=blackpool.lead, at=LATER)
        waits.refresh_from_db()
    assert (taken.answer, taken.recorded_by, waits.state) == ("withdrawn", blackpool.lead, "superseded")
    assert asks_again(check) == []
    with as_factory():
        assert not Notice.objects.filter(kind="withdrawal-recorded").exists(), "the author has left"


def test_the_author_hears_what_a_lead_recorded_and_the_front_door_that_holds_it_does(blackpool: World) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.lead.pk):
        check = contact.proposal.case_check
        agreement_withdraw(check=check, person=mother(check), withdrawing=BACK, by=blackpool.lead, at=LATER)
        with pytest.raises(IllegalTransition):
            agreement_withdraw(check=check, person=mother(check), withdrawing=BACK, by=blackpool.second_lead, at=LATER)
    with as_factory():
        told = {(notice.kind, notice.recipient) for notice in Notice.objects.filter(kind__contains="withdraw")}
        assert contact.notes.get(kind="withdrawn").by == blackpool.lead
    assert told >= {("withdrawal-recorded", blackpool.practitioner), ("agreement-withdrawn", blackpool.worker)}


def test_a_leads_own_sql_takes_back_a_yes_and_writes_no_other_answer(blackpool: World, check: Check) -> None:
    record(check, robin_judged(check), MOTHER_YES)
    ask_mother(check, MOTHER_NO, check.author)
    person = their_mother(check)
    asked = {"case_check": check, "how": "phone", "asked_at": NOW, "recorded_at": LATER}

    def refused(by: User, write: Callable[[], object]) -> bool:
        with acting_as(by.pk):
            try:
                with transaction.atomic():
                    return write() == 0
            except DatabaseError:
                return True

    stands = Agreement.objects.filter(superseded_at__isnull=True)
    for by in (blackpool.lead, blackpool.stranger, blackpool.worker):
        said = asked | {"recorded_by": by, "person": person}
        no = stands.filter(answer="refused")
        assert refused(by, lambda no=no: no.update(superseded_at=LATER)), "a no is nobody else's to take away"
        for answer in ("agreed", "withdrawn"):
            assert refused(by, lambda said=said, answer=answer: Agreement.objects.create(answer=answer, **said))
    unasked = asked | {"recorded_by": blackpool.lead, "person": unborn(check), "answer": "withdrawn"}
    assert refused(blackpool.lead, lambda: Agreement.objects.create(**unasked)), "where there was no yes, none is withdrawn"
    assert refused(blackpool.stranger, lambda: stands.filter(answer="agreed").update(superseded_at=LATER))


def their_mother(check: Check) -> Person:
    with as_factory():
        return mother(check)


def robin_judged(check: Check) -> Person:
    judge(check)
    return robin(check)


def unborn(check: Check) -> Person:
    with as_factory():
        return check.children.get(person__unborn=True).person


def test_a_withdrawal_reaches_whoever_assesses_the_child_now(blackpool: World, assessed: tuple[Contact, User]) -> None:
    contact, assessor = assessed
    assert withdraw(blackpool, contact) == {blackpool.worker, assessor, blackpool.manager}


def test_a_withdrawal_reaches_the_whole_front_door_where_whoever_had_it_has_left(
    blackpool: World, assessed: tuple[Contact, User]
) -> None:
    contact, assessor = assessed
    with as_factory():
        other = UserFactory(name="Noor Next")
        MembershipFactory(user=other, role=Role.FRONT_DOOR, front_door=blackpool.door)
        User.objects.filter(pk=assessor.pk).update(is_active=False)
        Membership.objects.filter(user=blackpool.worker).delete()
    assert withdraw(blackpool, contact) == {other, blackpool.manager}
