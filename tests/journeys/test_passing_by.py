"""A worry about a lead that is said while they have it: they hear nothing of it, the others do, and somebody always has it."""

import datetime

import pytest
import time_machine

from clocks.models import Clock, ClockEvent
from clocks.sweep import sweep
from consent.models import SharingProposal
from consent.panels import mine_of
from consent.presenters import desk_queue
from consent.services.asking_again import consent_review_keep
from consent.services.asking_lead import lead_ask
from consent.services.desk import absence_say, proposal_hand_over
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from notices.models import Notice
from partnerships.models import Membership, Role, User
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.journeys.front_door import SignIn
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory, as_system
from thresholds.services.checks import CheckRefused, concern_about_lead, conversation_record

LATER = NOW + datetime.timedelta(minutes=5)


@pytest.fixture
def waiting(blackpool: World) -> SharingProposal:
    route = next(
        r["code"] for r in blackpool.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"]
    )
    check = judged_check(blackpool, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route)
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    proposal = prepared(check, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk), time_machine.travel(NOW, tick=False):
        return proposal_ask(proposal=proposal, why="He is hurt.", by=blackpool.practitioner, at=NOW)


def notices_of(person: User) -> list[str]:
    """What was written to somebody, whether or not they may still read it."""
    with as_factory():
        return list(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


def ask_about(world: World, proposal: SharingProposal, lead: User | None) -> SharingProposal:
    with acting_as(world.practitioner.pk), time_machine.travel(LATER, tick=False):
        return lead_ask(check=proposal.case_check, why="Again.", about=lead, by=world.practitioner, at=LATER)


def hand(world: World, proposal: SharingProposal, to: User) -> None:
    with acting_as(world.lead.pk):
        proposal_hand_over(proposal=proposal, to=to, note="I am in court.", by=world.lead, at=NOW)


@pytest.fixture
def cover(blackpool: World) -> User:
    """A lead of the agency that approves from outside."""
    with as_factory():
        outside = OrganisationFactory(authority=blackpool.authority)
        blackpool.school.approver = outside
        blackpool.school.save()
        return MembershipFactory(role=Role.SAFEGUARDING_LEAD, organisation=outside).user


def test_a_lead_who_approved_is_not_told_that_the_worry_is_now_about_them(blackpool: World, waiting: SharingProposal) -> None:
    with acting_as(blackpool.second_lead.pk):
        review_decide(
            proposal=waiting,
            decision="approve",
            reasons="Read.",
            read_hash=waiting.content_hash,
            by=blackpool.second_lead,
            at=NOW,
        )
    before = notices_of(blackpool.second_lead)
    again = ask_about(blackpool, waiting, blackpool.second_lead)
    assert again.pk != waiting.pk
    assert notices_of(blackpool.second_lead) == before
    assert {"approval-void", "review-asked"} <= set(notices_of(blackpool.lead))


def test_a_lead_who_returned_it_and_is_named_while_it_is_asked_again_leaves_nothing_that_they_decided_on(
    blackpool: World, waiting: SharingProposal
) -> None:
    with acting_as(blackpool.second_lead.pk):
        review_decide(
            proposal=waiting, decision="return", reasons="Say when.", read_hash=waiting.content_hash,
            by=blackpool.second_lead, at=NOW,
        )  # fmt: skip
    ask_about(blackpool, waiting, None)
    before = notices_of(blackpool.second_lead)
    with acting_as(blackpool.practitioner.pk):
        waiting.refresh_from_db()
        assert waiting.state == "asked"
        concern_about_lead(check=waiting.case_check, lead=blackpool.second_lead, by=blackpool.practitioner, at=LATER)
        waiting.refresh_from_db()
        assert waiting.state == "superseded"
    assert notices_of(blackpool.second_lead) == before
    assert "approval-void" in notices_of(blackpool.lead)


def test_naming_the_lead_while_they_have_it_asks_the_others_again_and_lets_none_of_it_reach_them(
    blackpool: World, waiting: SharingProposal
) -> None:
    before = notices_of(blackpool.second_lead)
    again = ask_about(blackpool, waiting, blackpool.second_lead)
    with as_factory():
        waiting.refresh_from_db()
        assert (waiting.state, again.state, again.supersedes) == ("superseded", "asked", waiting)
        assert {clock.passes_by for clock in Clock.objects.open()} == {blackpool.second_lead}
        assert notices_of(blackpool.lead).count("review-asked") == 2
    with time_machine.travel(NOW + datetime.timedelta(hours=4), tick=False), as_system():
        sweep()
    assert notices_of(blackpool.second_lead) == before
    assert "clock-due-lead-review" in notices_of(blackpool.lead)


def test_what_was_written_before_the_worry_was_said_is_not_shown_to_them(blackpool: World, waiting: SharingProposal) -> None:
    with acting_as(blackpool.second_lead.pk):
        assert Notice.objects.filter(kind="review-asked").exists()
        assert Clock.objects.on("check", waiting.case_check_id).exists()
    with acting_as(blackpool.practitioner.pk):
        concern_about_lead(check=waiting.case_check, lead=blackpool.second_lead, by=blackpool.practitioner, at=NOW)
    with as_factory():
        Clock.objects.update(passes_by=None)
    with acting_as(blackpool.second_lead.pk):
        assert not Notice.objects.exists()
        assert not Clock.objects.exists()
    with acting_as(blackpool.lead.pk):
        assert Notice.objects.exists()


def test_the_clocks_of_a_check_pass_by_whom_the_worry_is_about_whenever_that_is_said(
    blackpool: World, waiting: SharingProposal
) -> None:
    check, by = waiting.case_check, blackpool.practitioner
    with acting_as(by.pk):
        concern_about_lead(check=check, lead=blackpool.second_lead, by=by, at=NOW)
        check.refresh_from_db()
        conversation_record(check=check, kind="urgent-call", with_whom="Hub", held_at=NOW, by=by, at=NOW)
        consent_review_keep(check, by, LATER)
        found = {clock.rule: clock.passes_by for clock in Clock.objects.open()}
        assert found == dict.fromkeys(("consent-review", "written-follow-up"), blackpool.second_lead)
        concern_about_lead(check=check, lead=None, by=by, at=NOW)
        assert {clock.passes_by for clock in Clock.objects.open()} == {None}
        events = ClockEvent.objects.filter(clock__rule="consent-review", kind="passes-by").order_by("recorded_at")
        assert [event.detail for event in events] == [{"set": True}, {"set": False}]


def test_a_refused_asking_leaves_what_waits_as_it_was_and_the_page_keeps_the_worry(
    blackpool: World, waiting: SharingProposal, sign_in: SignIn
) -> None:
    with as_factory():
        Membership.objects.filter(user=blackpool.lead).delete()
    with pytest.raises(CheckRefused, match="Nobody is left"):
        ask_about(blackpool, waiting, blackpool.second_lead)
    with as_factory():
        waiting.refresh_from_db()
        assert (waiting.state, waiting.concern_about, waiting.case_check.concern_about) == ("asked", None, None)
    form = {"why": "Again.", "concern": "yes", "lead": str(blackpool.second_lead.pk)}
    with time_machine.travel(LATER, tick=False):
        answer = sign_in(blackpool.practitioner).post(f"/checks/{waiting.case_check_id}/lead/", form)
    assert "Nobody is left to ask" in answer.content.decode()
    with as_factory():
        waiting.refresh_from_db()
        assert (waiting.state, waiting.concern_about) == ("asked", blackpool.second_lead)


def test_a_deputy_outside_whose_role_has_ended_or_whom_it_is_about_is_told_nothing_more(
    blackpool: World, waiting: SharingProposal, cover: User
) -> None:
    hand(blackpool, waiting, cover)
    with as_factory():
        Membership.objects.filter(user=cover).delete()
    before = notices_of(cover)
    with time_machine.travel(NOW + datetime.timedelta(hours=2, minutes=1), tick=False), as_system():
        sweep()
    ask_about(blackpool, waiting, cover)
    assert notices_of(cover) == before


@pytest.mark.parametrize("why", ["about-them", "role-ended", "away"])
def test_what_was_handed_to_somebody_who_cannot_answer_is_everybodys_again(
    blackpool: World, waiting: SharingProposal, why: str
) -> None:
    hand(blackpool, waiting, blackpool.second_lead)
    with acting_as(blackpool.lead.pk):
        assert desk_queue(blackpool.lead, at=NOW)["count"] == 0
    if why == "role-ended":
        with as_factory():
            Membership.objects.filter(user=blackpool.second_lead).delete()
    elif why == "away":
        with acting_as(blackpool.second_lead.pk):
            absence_say(
                organisation=blackpool.school, until=NOW.date(), deputy=blackpool.lead, by=blackpool.second_lead, at=NOW
            )
    else:
        with acting_as(blackpool.practitioner.pk):
            concern_about_lead(check=waiting.case_check, lead=blackpool.second_lead, by=blackpool.practitioner, at=NOW)
    with acting_as(blackpool.lead.pk):
        assert desk_queue(blackpool.lead, at=NOW)["count"] == 1
        assert [proposal.pk for proposal in mine_of(blackpool.lead, NOW.date())[0]] == [waiting.pk]
