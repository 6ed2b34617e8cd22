"""What follows when a yes stops standing: who is told at the front door, the time to ask again, and who stays in the check."""

import datetime

import pytest

from clocks.models import Clock
from consent.models import Competence
from consent.services.deciding import competence_record
from consent.services.withdrawals import Withdrawing, agreement_withdraw
from notices.models import Notice
from partnerships.models import Membership, Role, User
from referrals.models import Assessment, Contact
from referrals.services.assessments import assessment_allocate
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.front_door import SignIn, decided
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, mother, prepared
from tests.journeys.test_agreement import CANNOT, JUDGED, judge, record, robin
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check
from thresholds.services.families import ChildEntry, child_save

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
