"""Who is asked, how far what they say reaches, when they are asked again, and what a refusal leads to."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from consent.models import Agreement, Competence, HarmQuestion, SharingProposal
from consent.rules.ways import Way
from consent.selectors.proposals import people_to_ask, ways_of
from consent.services import proposals
from consent.services.agreements import Asking, agreement_record
from consent.services.deciding import Judging, competence_record
from consent.services.proposals import proposal_ask, proposal_prepare
from consent.services.refusals import HarmAnswer, harm_question_answer
from consent.services.reviews import review_decide
from people.models import Person
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, mother, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check
from thresholds.services.checks import CheckRefused
from thresholds.services.families import AdultEntry, ChildEntry, adult_save, child_save
from thresholds.services.judgements import check_close, route_choose

DAY = datetime.timedelta(days=1)
JUDGED = Judging(finding="competent", reasons="He said who would read it, and why.", judged_at=NOW - DAY)
CANNOT = replace(JUDGED, finding="not-competent", reasons="He could not say what social care is.")


def _check(world: World, *, level: str = "child-protection", basis: str = "s47", kind: str = "live") -> Check:
    return judged_check(world, code="BP-CP-RI-01", level=level, basis=basis, route=_route(world, level), kind=kind)


def _route(world: World, level: str) -> str:
    found = (r for r in world.authority.content["routes"] if r["kind"] == "contact" and level in r["levels"])
    return next(found)["code"]


@pytest.fixture
def check(blackpool: World) -> Check:
    return _check(blackpool)


def robin(check: Check) -> Person:
    with as_factory():
        return check.children.get(person__given_name="Robin").person


def kerry(check: Check) -> Person:
    with as_factory():
        return mother(check)


def judge(check: Check, judging: Judging = JUDGED) -> Competence:
    by = check.author
    with acting_as(by.pk):
        return competence_record(check=check, person=robin(check), judging=judging, by=by, at=NOW)


def record(check: Check, person: Person, asking: Asking, at: datetime.datetime = NOW) -> Agreement:
    with acting_as(check.author.pk):
        return agreement_record(check=check, person=person, asking=asking, by=check.author, at=at)


def refused(check: Check, person: Person, asking: Asking) -> str:
    with pytest.raises(CheckRefused) as refusal:
        record(check, person, asking)
    return refusal.value.field


def open_ways(check: Check) -> set[Way]:
    proposal = prepared(check, check.author)
    with acting_as(check.author.pk):
        return {way for way, closed in ways_of(proposal, at=NOW).items() if not closed}


def force(check: Check, way: Way, proposal: SharingProposal, match: str) -> None:
    """The database alone: what the services would refuse is refused there too."""
    with acting_as(check.author.pk), pytest.raises(DatabaseError, match=match), transaction.atomic():
        SharingProposal.objects.filter(pk=proposal.pk).update(
            state="left", way=way, way_reasons="Because", left_at=NOW, left_by=check.author
        )


def test_a_yes_counts_for_the_service_it_was_asked_about_and_is_asked_again_for_another(check: Check) -> None:
    ask_mother(check, MOTHER_YES, check.author)
    assert Way.AGREEMENT in open_ways(check)
    other = next(
        r["code"] for r in check.authority.content["routes"] if r["kind"] == "contact" and r["code"] != check.route_code
    )
    with acting_as(check.author.pk):
        check = route_choose(
            check=check, route=other, basis="s47", need="", allocated_worker="no", actions={}, by=check.author, at=NOW
        )
    assert Way.AGREEMENT not in open_ways(check)
    proposal = prepared(check, check.author)
    assert proposal.content["agreement"]["people"][0]["answer_words"] == "Agreed to something else, and not asked about this"
    force(check, Way.AGREEMENT, proposal, "not agreed")
    ask_mother(check, MOTHER_YES, check.author)
    assert Way.AGREEMENT in open_ways(check)


def test_a_yes_that_leaves_something_out_is_no_agreement_and_needs_a_ground(check: Check) -> None:
    part = replace(MOTHER_YES, reach="part", agencies="The school nurse", left_out="Nothing to her father")
    assert refused(check, kerry(check), replace(part, left_out=" ")) == "left_out"
    ask_mother(check, part, check.author)
    assert open_ways(check) == {Way.URGENT}
    proposal = prepared(check, check.author)
    assert "Leaves out: Nothing to her father" in proposal.content["agreement"]["people"][0]["reach"]
    force(check, Way.AGREEMENT, proposal, "not agreed")
    force(check, Way.APPROVAL, proposal, "exactly this")


def test_a_child_who_can_decide_is_asked_and_nothing_leaves_before_their_answer(check: Check) -> None:
    ask_mother(check, MOTHER_YES, check.author)
    proposal = prepared(check, check.author)
    judge(check)
    with acting_as(check.author.pk):
        assert robin(check) in people_to_ask(check)
        assert "no answer on record" in ways_of(proposal, at=NOW)[Way.AGREEMENT]
    force(check, Way.AGREEMENT, proposal, "answer on record")
    record(check, robin(check), MOTHER_YES)
    again = prepared(check, check.author)
    assert again.content["agreement"]["deciding"][0]["reasons"] == JUDGED.reasons
    assert Way.AGREEMENT in open_ways(check)


def test_a_judgement_is_superseded_and_the_no_of_a_child_stays(check: Check) -> None:
    judge(check)
    record(check, robin(check), MOTHER_YES)
    judge(check, CANNOT)
    with acting_as(check.author.pk):
        assert [c.superseded_at is None for c in Competence.objects.order_by("finding")] == [False, True]
        assert robin(check) not in people_to_ask(check)
        assert not Agreement.objects.filter(superseded_at__isnull=True).exists()
    judge(check)
    record(check, robin(check), MOTHER_NO)
    judge(check, CANNOT)
    with acting_as(check.author.pk):
        assert robin(check) in people_to_ask(check)


BAD_JUDGEMENTS = (
    ("reasons", replace(JUDGED, reasons=" ")), ("reasons", replace(CANNOT, reasons="")),
    ("finding", replace(JUDGED, finding="old enough")), ("judged_at", replace(JUDGED, judged_at=NOW + DAY)),
    ("judged_at", replace(JUDGED, judged_at=None)), ("judged_by_job", replace(JUDGED, judged_by_name="Priya Nair")),
    ("judged_by_name", replace(JUDGED, judged_by_job="Nurse")),
)  # fmt: skip


def test_a_judgement_without_what_it_needs_is_refused_at_its_field(check: Check) -> None:
    for field, judging in BAD_JUDGEMENTS:
        with pytest.raises(CheckRefused) as refusal:
            judge(check, judging)
        assert refusal.value.field == field
    with as_factory():
        assert not Competence.objects.exists()


def test_database_keeps_no_judgement_without_reasons_and_lets_nobody_else_judge(blackpool: World, check: Check) -> None:
    kept = judge(check)
    for person in (blackpool.colleague, blackpool.lead, blackpool.worker):
        with acting_as(person.pk), pytest.raises(DatabaseError), transaction.atomic():
            Competence.objects.create(
                case_check=check, person=kerry(check) if person == blackpool.lead else kept.person, finding="competent",
                reasons="Yes", judged_at=NOW, recorded_by=person, recorded_at=NOW,
            )  # fmt: skip
    with acting_as(check.author.pk), pytest.raises(DatabaseError), transaction.atomic():
        Competence.objects.filter(pk=kept.pk).update(reasons="Something else")


def test_the_yes_of_a_young_person_does_not_stand_for_a_parents_in_the_database(check: Check, monkeypatch) -> None:
    kept = proposals._rule_kept
    monkeypatch.setattr(proposals, "_rule_kept", lambda *args: kept(*args) | {"one_parent_suffices": True})
    judge(check)
    record(check, robin(check), MOTHER_YES)
    ask_mother(check, MOTHER_NO, check.author)
    proposal = prepared(check, check.author)
    assert Way.AGREEMENT not in open_ways(check)
    force(check, Way.AGREEMENT, proposal, "not agreed")
    with acting_as(check.author.pk):
        entry = AdultEntry(given_name="Lee", family_name="Ashdown", relation="father", parental_responsibility="yes")
        father = adult_save(check=check, entry=entry, by=check.author, at=NOW).person
    record(check, father, MOTHER_YES)
    assert Way.AGREEMENT in open_ways(check)
    record(check, robin(check), MOTHER_NO)
    assert Way.AGREEMENT not in open_ways(check)
    force(check, Way.AGREEMENT, prepared(check, check.author), "not agreed")


def test_a_ground_that_the_rule_does_not_have_is_none_in_the_database(blackpool: World, check: Check) -> None:
    ground = next(g for r in _rules(check) for g in r.grounds if "refused" in g.applies_to)
    ask_mother(check, replace(MOTHER_NO, ground=ground.code, ground_note="Robin is afraid."), check.author)
    proposal = prepared(check, check.author)
    with acting_as(check.author.pk):
        proposal_ask(proposal=proposal, why="She said no.", by=check.author, at=NOW)
    with acting_as(blackpool.lead.pk):
        given = {"decision": "approve", "reasons": "Yes.", "read_hash": proposal.content_hash}
        review_decide(proposal=proposal, by=blackpool.lead, at=NOW, **given)
    with as_factory():
        Agreement.objects.update(ground="OF-ANOTHER-RULE")
    with acting_as(check.author.pk):
        assert "ground of their own" in ways_of(proposal, at=NOW)[Way.APPROVAL]
    force(check, Way.APPROVAL, proposal, "exactly this")
    with as_factory():
        Agreement.objects.update(ground=ground.code)
    with acting_as(check.author.pk):
        left = {"state": "left", "way": Way.APPROVAL, "left_at": NOW, "left_by": check.author}
        assert SharingProposal.objects.filter(pk=proposal.pk).update(**left) == 1


def _rules(check: Check):
    return check.framework_version.framework_document().consent_rules


def test_what_was_asked_by_a_colleague_is_printed_under_their_name_with_the_rule_kept(check: Check) -> None:
    asked = replace(MOTHER_YES, asked_by_name="Priya Nair", asked_by_job="Health visitor")
    kept = record(check, kerry(check), asked)
    person = prepared(check, check.author).content["agreement"]["people"][0]
    assert "by Priya Nair, Health visitor" in person["asked_words"]
    assert (kept.rule_code, kept.basis, kept.framework_version) == ("BP-CON-CP", "s47", check.framework_version)


BAD_ANSWERS = (
    ("asked_at", replace(MOTHER_YES, asked_at=NOW + DAY)), ("asked_at", replace(MOTHER_YES, asked_at=NOW - 400 * DAY)),
    ("asked_by_job", replace(MOTHER_YES, asked_by_name="Priya Nair")),
    ("asked_by_name", replace(MOTHER_YES, asked_by_job="Nurse")), ("answer", replace(MOTHER_YES, answer="implicit")),
    ("answer", replace(MOTHER_YES, answer="withdrawn")), ("answer", replace(MOTHER_YES, answer="perhaps")),
    ("reach", replace(MOTHER_YES, reach="some")),
)  # fmt: skip


def test_what_cannot_have_been_is_refused_at_its_field(check: Check) -> None:
    for field, asking in BAD_ANSWERS:
        assert refused(check, kerry(check), asking) == field
    with as_factory():
        assert not Agreement.objects.exists()


def test_nobody_is_asked_before_the_children_were_born_nor_twice_over(blackpool: World, check: Check) -> None:
    with acting_as(check.author.pk):
        for name in ("Kerry", " kerry "):
            with pytest.raises(CheckRefused, match="already"):
                adult_save(check=check, entry=AdultEntry(given_name=name, family_name="Ashdown"), by=check.author, at=NOW)
        young = ChildEntry(given_name="Robin", family_name="ASHDOWN", date_of_birth=datetime.date(2019, 5, 29))
        with pytest.raises(CheckRefused, match="already"):
            child_save(check=check, entry=young, by=check.author, at=NOW)
        unborn = check.children.get(person__unborn=True).person
    with as_factory():
        Person.objects.filter(pk=unborn.pk).update(unborn=False, date_of_birth=NOW.date(), due_date=None)
        Person.objects.filter(pk=robin(check).pk).update(date_of_birth=NOW.date())
    assert refused(check, kerry(check), replace(MOTHER_YES, asked_at=NOW - DAY)) == "asked_at"
    asked = kerry(check)
    with as_factory():
        Person.objects.filter(pk=unborn.pk).update(kind="adult", given_name="kerry", family_name="Ashdown", date_of_birth=None)
        check.household.members.filter(person=unborn).update(parental_responsibility="yes")
    assert refused(check, asked, MOTHER_YES) == "person"


def test_the_clock_runs_from_the_earliest_agreement_that_stands(check: Check) -> None:
    def running() -> list[datetime.datetime]:
        return list(Clock.objects.open().filter(rule="consent-review").values_list("started_at", flat=True))

    judge(check)
    ask_mother(check, MOTHER_NO, check.author)
    assert running() == []
    record(check, robin(check), replace(MOTHER_YES, asked_at=NOW - DAY))
    record(check, kerry(check), MOTHER_YES)
    with acting_as(check.author.pk):
        assert running() == [NOW - DAY]
        assert Clock.objects.open().get(rule="consent-review").due_at.date() == datetime.date(2027, 2, 12)
    record(check, robin(check), MOTHER_YES)
    with acting_as(check.author.pk):
        assert running() == [MOTHER_YES.asked_at]
        record(check, robin(check), MOTHER_NO)
        record(check, kerry(check), MOTHER_NO)
        assert running() == []
        record(check, kerry(check), MOTHER_YES)
        check_close(check=check, by=check.author, at=NOW, why="early-help")
        assert running() == []


def test_practice_starts_no_clock(blackpool: World) -> None:
    ask_mother(_check(blackpool, kind="practice"), MOTHER_YES, blackpool.practitioner)
    with as_factory():
        assert not Clock.objects.exists()


YES = HarmAnswer(may_suffer=True, why="He is afraid at night.")
NO = HarmAnswer(may_suffer=False, why="She has her sister.", help_given="Breakfast club.", family_told="That nothing is sent.")


def test_a_refusal_where_the_basis_needs_agreement_asks_of_harm_and_keeps_everything(blackpool: World) -> None:
    check = _check(blackpool, level="child-in-need", basis="s17")
    with acting_as(check.author.pk), pytest.raises(CheckRefused, match="Nothing here waits"):
        harm_question_answer(check=check, answer=YES, by=check.author, at=NOW)
    ask_mother(check, MOTHER_NO, check.author)
    prepared(check, check.author)
    with acting_as(check.author.pk):
        harm_question_answer(check=check, answer=YES, by=check.author, at=NOW)
        check.refresh_from_db()
        assert check.state == Check.State.JUDGED
        assert check.account
        assert check.agreements.get().their_words == MOTHER_NO.their_words
        for empty in (replace(NO, why=" "), replace(NO, help_given=""), replace(NO, family_told="")):
            with pytest.raises(CheckRefused):
                harm_question_answer(check=check, answer=empty, by=check.author, at=NOW)
        kept = harm_question_answer(check=check, answer=NO, by=check.author, at=NOW)
        check.refresh_from_db()
        assert check.state == Check.State.CLOSED
        assert (kept.rule_code, kept.family_told) == ("BP-CON-CIN", NO.family_told)
        assert SharingProposal.objects.get().state == "superseded"
        assert not Clock.objects.open().exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            HarmQuestion.objects.update(why="Something else")


def test_where_a_ground_can_stand_in_for_agreement_nothing_asks_of_harm(check: Check) -> None:
    ask_mother(check, MOTHER_NO, check.author)
    with acting_as(check.author.pk), pytest.raises(CheckRefused, match="Nothing here waits"):
        harm_question_answer(check=check, answer=NO, by=check.author, at=NOW)


def test_the_pages_say_what_to_ask_again_what_a_no_means_and_keep_what_was_typed(blackpool: World, sign_in) -> None:
    check = _check(blackpool, level="child-in-need", basis="s17")
    ask_mother(check, MOTHER_YES, check.author)
    other = _route(blackpool, "child-protection")
    with acting_as(check.author.pk):
        route_choose(check=check, route=other, basis="s17", need="", allocated_worker="no", actions={}, by=check.author, at=NOW)
        proposal_prepare(check=check, by=check.author, at=NOW)
    client, at = sign_in(check.author), f"/checks/{check.pk}/"
    page = client.get(f"{at}agreement/").content.decode()
    assert "You asked Kerry Ashdown about" in page
    assert "BP-CON-CIN" in page
    ask_mother(check, MOTHER_NO, check.author)
    page = client.get(f"{at}refusal/").content.decode()
    assert "the help will be what our own agency can give" in page
    typed = {"may_suffer": "no", "why_no": "<script>alert(1)</script> 🙂", "help_given": "x" * 4001, "family_told": "Told."}
    again = client.post(f"{at}refusal/", typed)
    assert again.status_code == 422
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🙂" in again.content.decode()
    yes = client.post(f"{at}refusal/", {"may_suffer": "yes", "why_yes": "He is afraid at night."})
    assert yes["Location"].endswith("/evidence/")
    page = client.post(f"{at}agreement/children/{robin(check).pk}/", {"finding": "competent", "who_judged": "me"})
    assert "Say why: what you asked them, and what they understood" in page.content.decode()


def test_an_hour_that_the_clocks_leave_out_is_refused_at_its_field_and_one_that_comes_twice_is_the_first(
    check: Check, sign_in
) -> None:
    client = sign_in(check.author)
    path = f"/checks/{check.pk}/agreement/{kerry(check).pk}/"
    typed = {"asked": "yes", "how": "phone", "time": "1:30", "answer": "agreed", "who_asked": "me", "reach": "whole",
             "their_words": "Yes, go on.", "day_year": "2026"}  # fmt: skip
    spring = client.post(path, typed | {"day_day": "29", "day_month": "3"})
    assert spring.status_code == 422
    assert "01:30 on 29 March 2026 does not exist" in spring.content.decode()
    assert "Yes, go on." in spring.content.decode()
    assert client.post(path, typed | {"day_day": "25", "day_month": "10"}).status_code == 302
    with as_factory():
        stands = Agreement.objects.get(case_check=check, person=kerry(check), superseded_at=None)
    assert stands.asked_at == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
