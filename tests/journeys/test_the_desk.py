"""The lead's desk: what each has read, changes that void, handing over, being away, running out of time, one lead alone."""

import datetime
from dataclasses import replace

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clocks.models import Clock
from clocks.sweep import sweep
from consent.forms.desk import GONE
from consent.models import HandOver, ProposalReading, SharingProposal
from consent.presenters import desk_queue, desk_reading
from consent.rules.ways import Way
from consent.selectors.desk import hand_overs_standing
from consent.selectors.proposals import waiting_for, ways_of
from consent.services.desk import absence_say, leads_arrange, proposal_hand_over, proposal_read
from consent.services.proposals import proposal_ask
from consent.services.reviews import late_review_record, review_decide
from consent.views import arranging, desk
from notices.models import Notice
from partnerships.models import Membership, Role
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.journeys.front_door import SignIn
from tests.journeys.steps import MOTHER_NO, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory, as_system
from thresholds.services.checks import CheckRefused, account_save, concern_about_lead
from workflow.errors import IllegalTransition, NotAllowed

HIT, LEVEL = "BP-CP-RI-01", "child-protection"


@pytest.fixture
def waiting(blackpool: World) -> SharingProposal:
    return one_that_waits(blackpool)


def one_that_waits(blackpool: World) -> SharingProposal:
    """A mother said no, with a ground, and the practitioner has asked."""
    route = next(r["code"] for r in blackpool.authority.content["routes"] if r["kind"] == "contact" and LEVEL in r["levels"])
    check = judged_check(blackpool, code=HIT, level=LEVEL, basis="s47", route=route)
    rule = next(rule for rule in check.framework_version.framework_document().consent_rules if LEVEL in rule.levels)
    ground = next(ground for ground in rule.grounds if "refused" in ground.applies_to)
    ask_mother(check, replace(MOTHER_NO, ground=ground.code, ground_note="Robin is afraid."), blackpool.practitioner)
    return asked(blackpool, prepared(check, blackpool.practitioner))


def asked(world: World, proposal: SharingProposal, why: str = "Mother said no. Robin is hurt.") -> SharingProposal:
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why=why, by=world.practitioner, at=NOW)


def decide(proposal: SharingProposal, decision: str, by) -> None:
    with acting_as(by.pk):
        review_decide(proposal=proposal, decision=decision, reasons="Read.", read_hash=proposal.content_hash, by=by, at=NOW)


def change(world: World, proposal: SharingProposal, account: str) -> SharingProposal:
    """The practitioner writes something else; what would be shared now."""
    with acting_as(world.practitioner.pk):
        account_save(check=proposal.case_check, words={"account": account}, by=world.practitioner, at=NOW)
    return prepared(proposal.case_check, world.practitioner)


def kinds_told(person) -> list[str]:
    with acting_as(person.pk):
        return list(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


def read(proposal: SharingProposal, lead) -> None:
    with acting_as(lead.pk):
        proposal_read(proposal=proposal, by=lead, at=NOW)


def reading(proposal: SharingProposal, lead) -> dict:
    with acting_as(lead.pk):
        return desk_reading(proposal, lead, at=NOW)


def queue(lead) -> dict:
    with acting_as(lead.pk):
        return desk_queue(lead, at=NOW)


def test_a_change_voids_what_waits_at_once_and_says_so_to_both(blackpool: World, waiting: SharingProposal) -> None:
    decide(waiting, "approve", blackpool.lead)
    with acting_as(blackpool.practitioner.pk):
        account_save(check=waiting.case_check, words={"account": "He hit him again."}, by=blackpool.practitioner, at=NOW)
        assert SharingProposal.objects.get(pk=waiting.pk).state == "superseded"
        assert not Clock.objects.open().filter(rule="lead-review").exists()
        assert Notice.objects.filter(kind="approval-void", path=f"/checks/{waiting.case_check_id}/agreement/").count() == 1
    for lead in (blackpool.lead, blackpool.second_lead):
        with acting_as(lead.pk):
            assert Notice.objects.filter(kind="approval-void", path=f"/lead/{waiting.pk}/").count() == 1
    again = prepared(waiting.case_check, blackpool.practitioner)
    assert again.supersedes == waiting


def test_what_is_saved_without_a_change_voids_nothing(blackpool: World, waiting: SharingProposal) -> None:
    decide(waiting, "approve", blackpool.lead)
    same = change(blackpool, waiting, waiting.case_check.account)
    assert (same.pk, same.state) == (waiting.pk, "approved")


def test_each_lead_is_shown_what_changed_since_they_last_read_and_not_since_somebody_else_did(
    blackpool: World, waiting: SharingProposal
) -> None:
    read(waiting, blackpool.lead)
    second = asked(blackpool, change(blackpool, waiting, "He hit him twice."))
    read(second, blackpool.second_lead)
    third = asked(blackpool, change(blackpool, second, "He hit him three times."))
    assert reading(third, blackpool.lead)["former"] == waiting
    assert reading(third, blackpool.second_lead)["former"] == second
    assert queue(blackpool.lead)["waiting"][0].changed
    read(third, blackpool.lead)
    assert not queue(blackpool.lead)["waiting"][0].changed
    assert reading(third, blackpool.lead)["changes"], "opening it again before deciding shows the change again"


def test_a_reading_is_kept_once_by_a_lead_and_by_nobody_else(blackpool: World, waiting: SharingProposal) -> None:
    for person in (blackpool.lead, blackpool.lead, blackpool.practitioner, blackpool.stranger):
        read(waiting, person)
    with as_factory():
        assert [one.reader for one in ProposalReading.objects.all()] == [blackpool.lead]


def test_a_row_says_what_is_at_stake(blackpool: World, waiting: SharingProposal) -> None:
    row = queue(blackpool.lead)["waiting"][0]
    assert row.stake.without == ("Kerry Ashdown, mother: asked, and said no",)
    assert row.stake.grounds
    assert row.stake.basis == "significant harm"
    assert row.countdown.due_at == NOW + datetime.timedelta(hours=2)
    assert "2 hours" in row.countdown.why


def test_a_hand_over_tells_the_deputy_leaves_the_time_and_moves_the_row(blackpool: World, waiting: SharingProposal) -> None:
    with acting_as(blackpool.lead.pk):
        proposal_hand_over(proposal=waiting, to=blackpool.second_lead, note="I am in court.", by=blackpool.lead, at=NOW)
        assert Clock.objects.open().get(rule="lead-review").due_at == NOW + datetime.timedelta(hours=2)
    assert "review-handed" in kinds_told(blackpool.second_lead)
    assert "review-with-another" in kinds_told(blackpool.practitioner)
    mine, theirs = queue(blackpool.lead), queue(blackpool.second_lead)
    assert (mine["count"], [row.with_whom for row in mine["elsewhere"]]) == (0, ["Sam Second"])
    assert theirs["count"] == 1
    assert theirs["handed_to_me"][waiting.pk].note == "I am in court."
    decide(waiting, "approve", blackpool.second_lead)


def test_nobody_is_handed_what_they_wrote_what_is_about_them_or_what_is_not_theirs(
    blackpool: World, waiting: SharingProposal
) -> None:
    with as_factory():
        MembershipFactory(user=blackpool.practitioner, role=Role.SAFEGUARDING_LEAD, organisation=blackpool.school)
    with acting_as(blackpool.practitioner.pk):
        concern_about_lead(check=waiting.case_check, lead=blackpool.second_lead, by=blackpool.practitioner, at=NOW)
    prepared(waiting.case_check, blackpool.practitioner)
    for person in (blackpool.practitioner, blackpool.second_lead, blackpool.colleague, blackpool.stranger, blackpool.lead):
        with acting_as(blackpool.lead.pk), pytest.raises(CheckRefused):
            proposal_hand_over(proposal=waiting, to=person, note="x", by=blackpool.lead, at=NOW)
        with acting_as(blackpool.lead.pk), pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.create(proposal=waiting, to=person, note="x", by=blackpool.lead, at=NOW)
    with acting_as(blackpool.practitioner.pk), pytest.raises(NotAllowed):
        proposal_hand_over(proposal=waiting, to=blackpool.lead, note="x", by=blackpool.practitioner, at=NOW)


def test_what_is_asked_while_a_lead_is_away_goes_to_who_answers_for_them(blackpool: World, waiting: SharingProposal) -> None:
    with as_factory():
        outside = OrganisationFactory(authority=blackpool.authority)
        cover = MembershipFactory(role=Role.SAFEGUARDING_LEAD, organisation=outside).user
        blackpool.school.approver = outside
        blackpool.school.save()
    with acting_as(blackpool.lead.pk):
        day = datetime.date(2026, 11, 30)
        for wrong in (datetime.date(2026, 11, 1), datetime.date(2028, 1, 1)):
            with pytest.raises(CheckRefused, match=r"past|half a year"):
                absence_say(organisation=blackpool.school, until=wrong, deputy=cover, by=blackpool.lead, at=NOW)
        with pytest.raises(CheckRefused, match="another lead"):
            absence_say(organisation=blackpool.school, until=day, deputy=blackpool.colleague, by=blackpool.lead, at=NOW)
        absence_say(organisation=blackpool.school, until=day, deputy=cover, by=blackpool.lead, at=NOW)
    again = asked(blackpool, change(blackpool, waiting, "He hit him again."))
    told = [person for person in (blackpool.lead, blackpool.second_lead, cover)
            if kinds_told(person).count("review-asked") > (person != cover)]  # fmt: skip
    assert told == [blackpool.second_lead, cover]
    assert again.state == "asked"


def test_no_answer_in_time_tells_the_practitioner_and_the_leads_once_and_opens_the_way(
    blackpool: World, waiting: SharingProposal
) -> None:
    with as_factory():
        Membership.objects.filter(user=blackpool.colleague).update(role=Role.SAFEGUARDING_LEAD)
    with acting_as(blackpool.practitioner.pk):
        concern_about_lead(check=waiting.case_check, lead=blackpool.second_lead, by=blackpool.practitioner, at=NOW)
    with time_machine.travel(NOW, tick=False):
        again = asked(blackpool, change(blackpool, waiting, "Said while it waits."))
    late = NOW + datetime.timedelta(hours=2, minutes=1)
    with time_machine.travel(late, tick=False):
        for _ in range(2):
            with as_system():
                sweep()
        for person in (blackpool.practitioner, blackpool.lead, blackpool.colleague):
            assert kinds_told(person).count("clock-due-lead-review") == 1, person.name
        assert "clock-due-lead-review" not in kinds_told(blackpool.second_lead)
        with acting_as(blackpool.practitioner.pk):
            assert contact_send(
                proposal=again, way=Way.PROFESSIONAL_JUDGEMENT, reasons="Nobody answered.", recipient_id=blackpool.door.pk,
                by=blackpool.practitioner, at=late,
            )  # fmt: skip


def test_an_agency_with_one_lead_names_who_answers_outside(blackpool: World, waiting: SharingProposal, sign_in: SignIn) -> None:
    ask_them = f"{blackpool.lead.name} is its one safeguarding lead, and it has named nobody outside."

    def partnership() -> str:
        return sign_in(blackpool.admin).get("/partnership/").content.decode()

    assert blackpool.school.name not in partnership()
    with as_factory():
        Membership.objects.filter(user=blackpool.second_lead).delete()
        outside = OrganisationFactory(authority=blackpool.authority, name="Helpful Health (fictional)")
        MembershipFactory(role=Role.SAFEGUARDING_LEAD, organisation=outside)
        empty = OrganisationFactory(authority=blackpool.authority)
    assert "one safeguarding lead" in queue(blackpool.lead)["prompts"][0]
    assert ask_them in partnership()

    def arrange(approver, hours=None, by=blackpool.lead) -> None:
        with acting_as(by.pk):
            leads_arrange(organisation=blackpool.school, approver=approver, answers_within=hours, by=by, at=NOW)

    for wrong in (None, empty, blackpool.school):
        with pytest.raises(CheckRefused):
            arrange(wrong)
    for hours in (0, 25):
        with pytest.raises(CheckRefused, match="1 to 24"):
            arrange(outside, hours)
    for person in (blackpool.practitioner, blackpool.admin, blackpool.stranger):
        with pytest.raises(NotAllowed):
            arrange(outside, by=person)
    arrange(outside, 1)
    blackpool.school.refresh_from_db()
    assert not queue(blackpool.lead)["prompts"]
    assert blackpool.school.name not in partnership()
    again = asked(blackpool, change(blackpool, waiting, "He hit him again."))
    assert again.review_due_at == NOW + datetime.timedelta(hours=1)


def test_a_lead_whose_role_has_ended_since_is_told_so_and_keeps_their_words(
    blackpool: World, waiting: SharingProposal, sign_in: SignIn
) -> None:
    with time_machine.travel(NOW, tick=False):
        client, path = sign_in(blackpool.lead), f"/lead/{waiting.pk}/"
        assert client.get(path).status_code == 200
        with as_factory():
            Membership.objects.filter(user=blackpool.lead).update(role=Role.PRACTITIONER)
        form = {"decision": "approve", "reasons": "He is in danger tonight.", "read_hash": waiting.content_hash}
        answer = client.post(path, form)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "no longer a safeguarding lead" in shown
    assert "He is in danger tonight." in shown
    with as_factory():
        assert SharingProposal.objects.get(pk=waiting.pk).state == "asked"


def test_an_approval_stands_when_the_role_of_who_gave_it_ends_before_the_sending(
    blackpool: World, waiting: SharingProposal
) -> None:
    decide(waiting, "approve", blackpool.lead)
    with as_factory():
        Membership.objects.filter(user=blackpool.lead).delete()
    with acting_as(blackpool.practitioner.pk):
        assert contact_send(
            proposal=waiting, way=Way.APPROVAL, reasons="", recipient_id=blackpool.door.pk, by=blackpool.practitioner, at=NOW
        )


def test_a_late_review_is_handed_over_and_done_once(blackpool: World, waiting: SharingProposal) -> None:
    with acting_as(blackpool.practitioner.pk):
        contact_send(
            proposal=waiting, way=Way.URGENT, reasons="He is there now.", recipient_id=blackpool.door.pk,
            by=blackpool.practitioner, at=NOW,
        )  # fmt: skip
        waiting.refresh_from_db()
    with acting_as(blackpool.lead.pk):
        proposal_hand_over(proposal=waiting, to=blackpool.second_lead, note="You know the school.", by=blackpool.lead, at=NOW)
    assert (queue(blackpool.lead)["count"], queue(blackpool.second_lead)["count"]) == (0, 1)
    with acting_as(blackpool.second_lead.pk):
        late_review_record(proposal=waiting, outcome="learning", reasons="Ring first.", by=blackpool.second_lead, at=NOW)
        for again in (
            lambda: late_review_record(proposal=waiting, outcome="learning", reasons="x", by=blackpool.second_lead, at=NOW),
            lambda: proposal_hand_over(proposal=waiting, to=blackpool.lead, note="x", by=blackpool.second_lead, at=NOW),
        ):
            with pytest.raises(IllegalTransition):
                again()


def test_handing_to_a_lead_whose_role_ends_meanwhile_is_said_at_the_field_and_the_note_stays(
    blackpool: World, waiting: SharingProposal, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = iter([[blackpool.second_lead], []])
    monkeypatch.setattr(desk, "deputies_for", lambda *_: next(reads, []))
    form = {"to": str(blackpool.second_lead.pk), "note": "Kerry trusts you."}
    with time_machine.travel(NOW, tick=False):
        shown = sign_in(blackpool.lead).post(f"/lead/{waiting.pk}/hand-over/", form).content.decode()
    assert (GONE in shown, "Kerry trusts you." in shown) == (True, True)


def test_a_deputy_whose_role_ends_meanwhile_is_said_at_the_field(
    blackpool: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = iter([[blackpool.second_lead], []])
    monkeypatch.setattr(arranging.AwayPage, "deputies", lambda _: next(reads, []))
    day = {"until_day": "20", "until_month": "11", "until_year": "2026"}
    with time_machine.travel(NOW, tick=False):
        answer = sign_in(blackpool.lead).post(reverse("consent:away"), {"deputy": str(blackpool.second_lead.pk), **day})
    assert GONE in answer.content.decode()


def test_who_has_what_costs_as_many_queries_for_three_as_for_one(blackpool: World, waiting: SharingProposal) -> None:
    for proposal in (waiting, one_that_waits(blackpool), one_that_waits(blackpool)):
        with acting_as(blackpool.lead.pk):
            proposal_hand_over(proposal=proposal, to=blackpool.second_lead, note="x", by=blackpool.lead, at=NOW)
    with acting_as(blackpool.lead.pk):
        every = list(waiting_for(blackpool.lead))
        costs = []
        for proposals in (every[:1], every):
            with CaptureQueriesContext(connection) as queries:
                assert len(hand_overs_standing(proposals, NOW.date())) == len(proposals)
            costs.append(len(queries))
    assert (len(every), costs[0]) == (3, costs[1])


def test_a_lead_who_returns_it_again_and_again_does_not_close_the_practitioners_own_way(
    blackpool: World, waiting: SharingProposal
) -> None:
    def is_open(minutes: int) -> bool:
        with acting_as(blackpool.practitioner.pk):
            now = SharingProposal.objects.get(pk=waiting.pk)
            return not ways_of(now, at=NOW + datetime.timedelta(minutes=minutes))[Way.PROFESSIONAL_JUDGEMENT]

    decide(waiting, "return", blackpool.lead)
    assert (is_open(119), is_open(120)) == (False, True)
    asked(blackpool, waiting)
    decide(waiting, "return", blackpool.second_lead)
    assert (is_open(119), is_open(120)) == (False, True)
