"""Twenty people do one thing at the same moment: one does it, nineteen are told who did and when, and keep what they wrote.

`python -m bench.twenty_deciders` does the first of these a thousand times.
"""

import re
from collections import Counter
from html import escape
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from clocks.models import Clock, ClockEvent, EventKind
from consent.models import LeadReview, SharingProposal
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from notices.models import Notice
from partnerships.models import Role, User
from people.models import Restriction
from referrals.models import Assessment, Contact, ContactMatch, Decision
from referrals.services.decisions import Deciding
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.front_door import ANSWERS, decided, known_family, sent
from tests.journeys.steps import MOTHER_NO, ask_mother, judged_check, prepared
from tests.journeys.world import World, world_of
from tests.reliability.at_once import TWENTY, Press, browsers_of, decide_by_service, post_at_once, press_at_once, twenty_at
from tests.roles import as_factory
from thresholds.services.checks import account_save
from thresholds.services.judgements import check_close
from workflow.errors import IllegalTransition, WorkflowError

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_of("blackpool", "duty-and-assessment", "plymouth")


def deciding(words: str) -> Deciding:
    return Deciding(outcome="s47", level="child-protection", reasons=words, next_steps="Seen today.")


def assert_decided_once(contact: Contact) -> Decision:
    """One decision by one person, one clock of each kind, one assessment, one notice, and nothing that nobody decided."""
    with as_factory():
        [decision] = Decision.objects.select_related("decided_by").filter(contact=contact)
        [assessment] = Assessment.objects.filter(contact=contact)
        clocks = Clock.objects.filter(subject_id__in=[contact.pk, assessment.pk])
        assert set(Counter(clocks.values_list("subject_type", "rule")).values()) == {1}
        assert not clocks.filter(subject_type="contact", stopped_at=None).exists()
        assert clocks.filter(subject_type="assessment", stopped_at=None).count() >= 3
        kinds = Counter(ClockEvent.objects.filter(clock__in=clocks).values_list("clock", "kind"))
        assert {count for (_, kind), count in kinds.items() if kind in {EventKind.STARTED, EventKind.STOPPED}} == {1}
        assert Notice.objects.filter(kind="contact-decided", reference=contact.reference).count() == 1
    return decision


def assert_told(presses: list[Press], winner: User, at: Any, *, keeps_words: bool = True) -> None:
    """Everybody but the winner reads who was first and when, and finds their own words."""
    others = [press for press in presses if press.who != winner]
    assert len(others) == TWENTY - 1
    for press in others:
        assert press.met.status_code == 409, press.page[:2000]
        assert winner.name in press.page
        assert f"{localtime(at):%H:%M}" in press.page
        assert not keeps_words or escape(press.words) in press.page


def test_twenty_decide_by_the_service_and_one_has_decided(world: World) -> None:
    people = twenty_at(world)
    for _ in range(ROUNDS):
        contact = sent(world, timezone.now())
        presses = decide_by_service(contact, people, deciding, timezone.now())
        decision = assert_decided_once(contact)
        met = {press.who: press.met for press in presses}
        assert met.pop(decision.decided_by) == decision
        assert {type(refusal) for refusal in met.values()} == {IllegalTransition}
        assert decision.reasons.startswith(f"Reason of {decision.decided_by.name}")


def test_twenty_decide_on_the_page_and_nineteen_read_who_did_and_have_their_words(world: World) -> None:
    people = twenty_at(world)
    browsers = browsers_of(people)
    for _ in range(3):
        contact = sent(world, timezone.now())
        path = f"/front-door/contacts/{contact.pk}/"
        presses = post_at_once(browsers, people, path, lambda _, words: ANSWERS | {"reasons": words})
        decision = assert_decided_once(contact)
        assert_told(presses, decision.decided_by, decision.decided_at)
        assert [press.met.status_code for press in presses].count(302) == 1


def opened_at(page: str, before: str) -> str:
    """The mark of what the page showed, in the form that holds these words."""
    [form] = [part for part in re.findall(r"<form.*?</form>", page, re.S) if before in part]
    found = re.search(r'name="opened" value="([^"]+)"', form)
    assert found
    return found[1]


def test_twenty_take_a_contact_and_one_has_it(world: World) -> None:
    people = twenty_at(world)
    browsers = browsers_of(people)
    contact = sent(world, timezone.now())
    path = f"/front-door/contacts/{contact.pk}/"
    opened = opened_at(browsers[0].get(path).content.decode(), "Take it")
    presses = post_at_once(browsers, people, f"{path}take/", lambda *_: {"opened": opened})
    with as_factory():
        owner = Contact.objects.select_related("owner").get(pk=contact.pk).owner
        [event] = ClockEvent.objects.filter(clock__subject_id=contact.pk, clock__rule="decision", kind=EventKind.ASSIGNED)
    assert owner is not None
    assert_told(presses, owner, event.at, keeps_words=False)
    later = next(press for press in presses if press.who != owner)
    again = opened_at(later.page, "Take it over")
    browser = browsers[people.index(later.who)]
    assert browser.post(f"{path}take/", {"opened": again}).status_code == 302
    with as_factory():
        assert Contact.objects.get(pk=contact.pk).owner_id == later.who.pk


def test_twenty_allocate_an_assessment_and_one_is_allocated(world: World) -> None:
    people = twenty_at(world)
    browsers = browsers_of(people)
    contact = decided(world, at=timezone.now())
    with as_factory():
        assessment = Assessment.objects.get(contact=contact)
    path = f"/front-door/assessments/{assessment.pk}/allocate/"
    opened = opened_at(browsers[0].get(path).content.decode(), "Give it to them")
    presses = post_at_once(browsers, people, path, lambda who, _: {"opened": opened, "worker": who.pk})
    with as_factory():
        worker = Assessment.objects.select_related("worker").get(pk=assessment.pk).worker
        events = ClockEvent.objects.filter(clock__subject_id=assessment.pk, kind=EventKind.ASSIGNED)
        assert set(events.values_list("by", flat=True)) == {worker.pk}
        assert set(Counter(events.values_list("clock", flat=True)).values()) == {1}
    for press in presses:
        if press.who != worker:
            assert press.met.status_code == 409
            assert worker.name in press.page
            assert press.who.name in press.page


def test_twenty_match_a_child_and_it_is_matched_once(world: World) -> None:
    people = twenty_at(world)
    browsers = browsers_of(people)
    known_family(world)
    contact = sent(world, timezone.now())
    with as_factory():
        child = contact.children.get(given_name="Robin")
        before = ContactMatch.objects.count()
    path = f"/front-door/contacts/{contact.pk}/children/{child.pk}/match/"
    presses = post_at_once(browsers, people, path, lambda *_: {"who": "new"})
    with as_factory():
        match = ContactMatch.objects.select_related("by").get(child=child)
        assert ContactMatch.objects.count() == before + 1
        assert match.person.contact_matches.count() == 1
    assert_told(presses, match.by, match.at, keeps_words=False)


def asked(world: World) -> SharingProposal:
    check = judged_check(
        world, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=timezone.now()
    )  # fmt: skip
    ask_mother(check, MOTHER_NO, world.practitioner, timezone.now())
    proposal = prepared(check, world.practitioner, timezone.now())
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why="He is not safe.", by=world.practitioner, at=timezone.now())


def test_twenty_leads_review_a_proposal_and_one_has_reviewed(world: World) -> None:
    with as_factory():
        people = [UserFactory(name=f"Lead {number:02} (fictional)") for number in range(TWENTY)]
        for person in people:
            MembershipFactory(user=person, role=Role.SAFEGUARDING_LEAD, organisation=world.school)
    browsers = browsers_of(people)
    proposal = asked(world)
    presses = post_at_once(
        browsers, people, f"/lead/{proposal.pk}/",
        lambda _, words: {"decision": "approve", "reasons": words, "read_hash": proposal.content_hash},
    )  # fmt: skip
    with as_factory():
        review = LeadReview.objects.select_related("decided_by").get(proposal=proposal)
    assert_told(presses, review.decided_by, review.decided_at)


@pytest.mark.parametrize("named", ["everybody", "nobody else"])
def test_twenty_managers_restrict_a_contact_and_one_has_restricted_it(world: World, named: str) -> None:
    """The others read who was first and keep their reason, if they are named; else it is as if it did not exist."""
    people = twenty_at(world, Role.FRONT_DOOR_MANAGER)
    browsers = browsers_of(people)
    contact = sent(world, timezone.now())
    who = [str(person.pk) for person in people] if named == "everybody" else []

    def answers(person: User, words: str) -> dict[str, Any]:
        return {"reason": words, "named": [one for one in who if one != str(person.pk)], "was": ""}

    presses = post_at_once(browsers, people, f"/need-to-know/contacts/{contact.pk}/who/", answers)
    with as_factory():
        [restriction] = Restriction.objects.select_related("restricted_by").filter(subject_id=contact.pk)
        assert restriction.members.count() == (TWENTY if named == "everybody" else 1)
    for press in presses:
        if press.who == restriction.restricted_by:
            assert press.met.status_code == 302
        elif named == "everybody":
            assert press.met.status_code == 422
            assert f"{restriction.restricted_by.name} has restricted it since" in press.page
            assert escape(press.words) in press.page
        else:
            assert press.met.status_code == 404
    if named == "everybody":
        later = next(press for press in presses if press.who != restriction.restricted_by)
        found = re.search(r'name="was" value="([^"]+)"', later.page)
        assert found
        again = answers(later.who, later.words) | {"was": found[1]}
        assert browsers[people.index(later.who)].post(later.met.request["PATH_INFO"], again).status_code == 302


@pytest.mark.parametrize("withdraws", ["closes the check", "changes what would be shared"])
def test_an_approval_and_a_withdrawal_at_once_leave_no_approval_of_what_was_withdrawn(world: World, withdraws: str) -> None:
    for _ in range(5):
        proposal = asked(world)

        def approve(proposal: SharingProposal = proposal) -> Any:
            with acting_as(world.lead.pk):
                given = {"decision": "approve", "reasons": "Yes.", "read_hash": proposal.content_hash}
                try:
                    return review_decide(proposal=proposal, by=world.lead, at=timezone.now(), **given)
                except WorkflowError as refusal:
                    return refusal

        def withdraw(proposal: SharingProposal = proposal) -> Any:
            by, at = world.practitioner, timezone.now()
            with acting_as(by.pk):
                if withdraws == "closes the check":
                    return check_close(check=proposal.case_check, by=by, at=at, why="chose-advice")
                check = account_save(check=proposal.case_check, words={"account": "It was not so."}, by=by, at=at)
            return prepared(check, by, at)

        answer, _ = press_at_once([approve, withdraw])
        with as_factory():
            proposal.refresh_from_db()
            clock = Clock.objects.get(subject_id=proposal.pk, rule="lead-review")
            approvals = LeadReview.objects.filter(proposal=proposal).count()
            standing = SharingProposal.objects.filter(case_check=proposal.case_check, state="approved").count()
        assert standing == 0
        assert proposal.state in {"superseded", "approved"}
        assert clock.stopped_at is not None
        assert approvals == (0 if isinstance(answer, WorkflowError) else 1)
