"""One made-up story, read as the father whom the mother fears reads his copy of the consent record, and as she reads hers."""

import datetime
from dataclasses import dataclass, replace

import pytest

from consent.models import Agreement
from consent.rules.chronology import FAMILY_NOTE
from consent.rules.ways import Way
from consent.selectors.chronology import chronology_of, person_key
from consent.selectors.proposals import rule_for
from consent.services.agreements import Asking, agreement_record
from consent.services.deciding import Judging, competence_record
from consent.services.proposals import proposal_ask, proposal_take_back
from consent.services.reviews import review_decide
from people.models import Address, HouseholdMember, Person
from referrals.models import ParentTold
from referrals.services.referrer import Told, parent_told
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.front_door import SignIn
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from tests.unit.documents.reading_back import words_of
from thresholds.models import Check
from thresholds.services.families import AdultEntry, adult_save

HIT = {"code": "BP-CP-RI-01", "level": "child-protection", "basis": "s47", "route": "BP-RT-CP-01"}
LATER = NOW + datetime.timedelta(hours=2)
HER_WORDS = "He strangled me and must not hear of this."
WHY_UNSAFE = "She says he will kill her if he hears that she spoke."
NOTED = (
    "Afraid of what her sister would say.", "We talked about a refuge.", WHY_UNSAFE, "He was violent before, we were told.",
    "Robin asked that nobody tells.", "He will find her.", "Agreed: he is dangerous.", "Robin knows what a secret is.",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    check: Check
    mother: Person
    father: Person
    robin: Person


def mother_of(check: Check) -> Person:
    return check.household.members.get(relation="mother").person


def ground_of(check: Check, kind: str) -> str:
    with acting_as(check.author_id):
        rule = rule_for(check)
        return next(ground.code for ground in rule.grounds if kind in ground.applies_to)


@pytest.fixture
def story(blackpool: World) -> Story:
    """She says what he did and says no; he is not asked; Robin is asked in confidence; a lead approves and it is sent."""
    by, check = blackpool.practitioner, judged_check(blackpool, **HIT)
    with acting_as(by.pk):
        robin = check.children.get(person__given_name="Robin").person
    refused, unasked = ground_of(check, "refused"), ground_of(check, "not-asked")
    said = replace(
        MOTHER_NO, their_words=HER_WORDS, why_declined=NOTED[0], explored=NOTED[1], ground=refused, ground_note=NOTED[3]
    )
    ask_mother(check, said, by)
    with acting_as(by.pk):
        entry = AdultEntry(given_name="Lee", family_name="Ashdown", relation="father", parental_responsibility="yes")
        father = adult_save(check=check, entry=entry, by=by, at=NOW).person
        unsafe = Asking(answer="not-asked", ground=unasked, ground_note=WHY_UNSAFE)
        agreement_record(check=check, person=father, asking=unsafe, by=by, at=NOW)
        judging = Judging(finding="competent", reasons=NOTED[7], judged_at=NOW)
        competence_record(check=check, person=robin, judging=judging, by=by, at=NOW)
        agreement_record(check=check, person=robin, asking=replace(MOTHER_YES, their_words=NOTED[4]), by=by, at=NOW)
    proposal = prepared(check, by)
    with acting_as(by.pk):
        proposal = proposal_ask(proposal=proposal, why=NOTED[5], by=by, at=NOW)
    with acting_as(blackpool.lead.pk):
        given = {"decision": "approve", "reasons": NOTED[6], "read_hash": proposal.content_hash}
        review_decide(proposal=proposal, by=blackpool.lead, at=NOW, **given)
    with acting_as(by.pk):
        contact_send(proposal=proposal, way=Way.APPROVAL, reasons="", recipient_id=blackpool.door.pk, by=by, at=NOW)
    with as_factory():
        Address.objects.filter(household=check.household).update(is_sensitive=True)
        kerry = mother_of(check)
    return Story(check, kerry, father, robin)


def _tell(world: World, person: Person, told: Told) -> None:
    by = world.practitioner
    with acting_as(by.pk):
        parent_told(task=ParentTold.objects.get(person=person, answer=""), told=told, by=by, at=LATER)


def _pdf(browser, check: Check, person: Person) -> str:
    answer = browser.get(f"/checks/{check.pk}/consent-record/pdf/?for={person.pk}")
    assert answer["Content-Type"] == "application/pdf"
    return words_of(answer.content)


def test_the_copy_of_the_unsafe_parent_shows_no_trace_that_anybody_spoke_or_that_anything_was_shared(
    blackpool: World, story: Story, sign_in: SignIn
) -> None:
    _tell(blackpool, story.father, Told(answer="unsafe", words=WHY_UNSAFE))
    browser, check = sign_in(blackpool.practitioner), story.check
    his = _pdf(browser, check, story.father)
    for words in (
        *NOTED,
        HER_WORDS,
        "Kerry",
        "Robin",
        "nborn",
        "mother",
        "ot asked",
        "ot safe",
        "lead",
        "elivered",
        check.reference,
    ):
        assert words not in his
    assert "There is no entry in this copy." in his
    page = browser.get(f"/checks/{check.pk}/consent-record/?for={story.father.pk}").content.decode()
    assert "Speak to your safeguarding lead before you hand this copy over." in page
    assert WHY_UNSAFE not in page
    whole = words_of(browser.get(f"/checks/{check.pk}/consent-record/pdf/").content)
    for words in (*NOTED, HER_WORDS, "Lee Ashdown, father: not safe to tell", "still to be told"):
        assert words in whole


def test_the_mothers_copy_holds_her_words_and_what_she_was_told_and_nothing_of_him_or_of_robin(
    blackpool: World, story: Story, sign_in: SignIn
) -> None:
    browser, check = sign_in(blackpool.practitioner), story.check
    before = _pdf(browser, check, story.mother)
    assert HER_WORDS in before
    assert "was delivered" not in before
    told = Told(answer="told", words="At 18 sample st they hear you.", how="phone", told_at=LATER)
    _tell(blackpool, story.mother, told)
    hers = _pdf(browser, check, story.mother)
    for words in (HER_WORDS, "they hear you.", "The contact was delivered", "decided: approve", check.reference, "SHA-256"):
        assert words in hers
    for words in (*NOTED, "Lee Ashdown", "father", "Robin", "18 sample", "ot asked", "ot safe", "again"):
        assert words not in hers
    assert " ".join(FAMILY_NOTE.split()) in hers


def test_robin_who_agreed_reads_that_it_went_and_not_that_somebody_said_no(
    blackpool: World, story: Story, sign_in: SignIn
) -> None:
    his = _pdf(sign_in(blackpool.practitioner), story.check, story.robin)
    for words in (NOTED[4], "Can decide for themselves".lower(), "The contact was delivered"):
        assert words in his
    for words in (NOTED[7], HER_WORDS, "Without agreement", "decided", "Kerry", "Lee Ashdown"):
        assert words not in his


def test_that_an_answer_no_longer_stands_is_shown_only_to_somebody_who_was_asked_again(blackpool: World) -> None:
    by = blackpool.practitioner
    check = judged_check(blackpool, **HIT)
    ask_mother(check, MOTHER_YES, by)
    unasked = ground_of(check, "not-asked")
    ask_mother(check, Asking(answer="not-asked", ground=unasked, ground_note="He sits beside her."), by, at=LATER)
    with acting_as(by.pk):
        facts = [fact for entry in chronology_of([check], by) for fact in entry.facts if fact.label == "Later"]
    assert [fact.of for fact in facts] == ["the agency"]
    with as_factory():
        assert Agreement.objects.filter(case_check=check).count() == 2


def test_what_was_taken_back_and_never_put_together_again_is_void_after_it_was_asked(blackpool: World) -> None:
    by, check = blackpool.practitioner, judged_check(blackpool, **HIT)
    ask_mother(check, MOTHER_NO, by)
    proposal = prepared(check, by)
    with acting_as(by.pk):
        proposal = proposal_ask(proposal=proposal, why="She said no.", by=by, at=NOW + datetime.timedelta(minutes=10))
        proposal_take_back(check=check, by=by, at=LATER)
        happened = {entry.what: entry.at for entry in chronology_of([check], by)}
    void = next(at for what, at in happened.items() if what.startswith("Changed or taken back"))
    assert void == LATER


def test_two_rows_are_one_reader_only_where_names_and_relation_are_known_and_the_same(blackpool: World) -> None:
    by = blackpool.practitioner
    one, other = judged_check(blackpool, **HIT), judged_check(blackpool, **HIT)

    def lee(check: Check, **given: str) -> Person:
        with acting_as(by.pk):
            entry = AdultEntry(given_name="Lee", parental_responsibility="yes", **given)
            return adult_save(check=check, entry=entry, by=by, at=NOW).person

    father, same = lee(one, family_name="Ashdown", relation="father"), lee(other, family_name="ashdown", relation="Father")
    with acting_as(by.pk):
        assert person_key(father) == person_key(same)
        assert person_key(mother_of(one)) == person_key(mother_of(other))
    for changed in ({"relation": "stepfather"}, {"relation": ""}, {"relation": "father", "family_name": ""}):
        with as_factory():
            HouseholdMember.objects.filter(person=same).update(relation=changed["relation"])
            Person.objects.filter(pk=same.pk).update(family_name=changed.get("family_name", "Ashdown"))
        with acting_as(by.pk):
            assert person_key(father) != person_key(Person.objects.get(pk=same.pk))
