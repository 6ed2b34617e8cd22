"""The consent record about a child: across checks, for one reader or the whole, on a page and on paper, each reading marked."""

import datetime
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from audit.models import AccessEvent
from consent.rules.chronology import CHILD_NOTE, FAMILY_NOTE
from consent.rules.ways import Way
from consent.selectors.chronology import chronology_of
from consent.services.agreements import agreement_record
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.front_door import SignIn
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from tests.unit.documents.reading_back import words_of
from thresholds.services.families import AdultEntry, ChildEntry, adult_save, child_save
from thresholds.services.judgements import check_close

FATHER_NO = replace(MOTHER_NO, their_words="Ask me another day.", why_declined="He wants to talk first.")
HIT = {"code": "BP-CP-RI-01", "level": "child-protection", "basis": "s47", "route": "BP-RT-CP-01"}


@pytest.fixture
def check(blackpool: World):
    """A mother who said no, a lead who declined, and a contact on professional judgement; and an earlier check about Robin."""
    by = blackpool.practitioner
    earlier = judged_check(blackpool, **HIT)
    ask_mother(earlier, MOTHER_YES, by)
    with acting_as(by.pk):
        check_close(check=earlier, by=by, at=NOW, why="early-help")
    found = judged_check(blackpool, **HIT)
    ask_mother(found, MOTHER_NO, by)
    with acting_as(by.pk):
        father = AdultEntry(given_name="Lee", family_name="Ashdown", relation="father", parental_responsibility="yes")
        person = adult_save(check=found, entry=father, by=by, at=NOW).person
        agreement_record(check=found, person=person, asking=FATHER_NO, by=by, at=NOW)
    proposal = prepared(found, by)
    with acting_as(by.pk):
        proposal = proposal_ask(proposal=proposal, why="She said no, and he is afraid.", by=by, at=NOW)
    with acting_as(blackpool.lead.pk):
        review_decide(
            proposal=proposal, decision="decline", reasons="Talk to her again.", read_hash=proposal.content_hash,
            by=blackpool.lead, at=NOW,
        )  # fmt: skip
    with acting_as(by.pk):
        contact_send(
            proposal=proposal, way=Way.PROFESSIONAL_JUDGEMENT, reasons="He is not safe tonight.",
            recipient_id=blackpool.door.pk, by=by, at=NOW,
        )  # fmt: skip
    return found


def test_the_record_holds_each_answer_decision_and_way_over_every_check_about_the_child(
    blackpool: World, check, sign_in: SignIn
) -> None:
    page = sign_in(blackpool.practitioner).get(f"/checks/{check.pk}/consent-record/").content.decode()
    in_order = [
        "Asked, and said no",
        "She said no, and he is afraid.",
        "decline",
        "Talk to her again.",
        "He is not safe tonight.",
    ]
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)
    for words in ("If it helps Robin, yes.", "Leave us be.", "Marked.", "SHA-256 begins", "version", "Lee Lead"):
        assert words in page
    with as_factory():
        assert (
            AccessEvent.objects.filter(action="consent-record-read", subject_id=check.pk, reason__startswith="whole").count()
            == 1
        )


def test_every_decision_names_who_made_it_on_which_rule_of_which_framework_version(blackpool: World, check) -> None:
    with acting_as(blackpool.practitioner.pk):
        title = check.framework_version.framework_document().title
        held = {entry.what.partition(":")[0]: entry for entry in chronology_of([check], blackpool.practitioner)}
    steps = [entry for what, entry in held.items() if what.endswith(" decided") or what.startswith("Shared with")]
    assert [entry.by for entry in steps] == ["Lee Lead", blackpool.practitioner.name]
    for entry in steps:
        rule = next(fact.words for fact in entry.facts if fact.label == "Rule")
        assert f"{title}, version {check.framework_version.version}. Basis: " in rule
        assert "Information sharing" in rule


def test_a_copy_on_paper_is_tagged_numbered_and_kept_by_its_hash(blackpool: World, check, sign_in: SignIn) -> None:
    answer = sign_in(blackpool.practitioner).get(f"/checks/{check.pk}/consent-record/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    with as_factory():
        mark = AccessEvent.objects.get(action="consent-record-exported", subject_id=check.pk)
    assert "SHA-256" in mark.reason
    assert "Ashdown" not in mark.reason


def test_a_copy_for_the_father_leaves_the_mothers_words_out_and_hers_holds_them_from_both_checks(
    blackpool: World, check, sign_in: SignIn
) -> None:
    browser, address = sign_in(blackpool.practitioner), f"/checks/{check.pk}/consent-record/"
    with as_factory():
        members = {member.relation: member.person for member in check.household.members.select_related("person")}
    page = browser.get(address).content.decode()
    assert page.count("Kerry Ashdown: what is theirs and what they were told") == 1
    readers = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    copies = {
        name: browser.get(f"{address}?for={pk}").content.decode() for name, pk in zip(("one", "other"), readers, strict=True)
    }
    hers = next(copy for copy in copies.values() if "Leave us be." in copy)
    his = next(copy for copy in copies.values() if copy != hers)
    assert "If it helps Robin, yes." in hers
    assert FAMILY_NOTE in his
    for words in (
        "Leave us be.",
        "Afraid of losing the children.",
        "If it helps Robin",
        "She said no",
        "Kerry Ashdown, mother",
        "Talk to her again.",
    ):
        assert words not in his
    assert browser.get(f"{address}?for={members['child'].pk}").status_code == 404


def test_nobody_else_reads_it(blackpool: World, check, sign_in: SignIn) -> None:
    for person in (blackpool.colleague, blackpool.stranger, blackpool.worker, blackpool.admin):
        assert sign_in(person).get(f"/checks/{check.pk}/consent-record/").status_code == 404


def test_a_copy_about_one_child_alone_holds_nothing_of_what_a_sister_was_asked_or_said(
    blackpool: World, sign_in: SignIn
) -> None:
    by, check = blackpool.practitioner, judged_check(blackpool, **HIT)
    ask_mother(check, MOTHER_YES, by)
    with acting_as(by.pk):
        robin = check.children.get(person__given_name="Robin").person
        entry = ChildEntry(given_name="Wren", family_name="Ashdown", date_of_birth=datetime.date(2009, 1, 5))
        wren = child_save(check=check, entry=entry, by=by, at=NOW).person
        asking = replace(MOTHER_YES, their_words="I want to live with Gran.")
        agreement_record(check=check, person=wren, asking=asking, by=by, at=NOW)
    browser, record = sign_in(by), f"/checks/{check.pk}/consent-record/"
    about_robin, about_wren = (words_of(browser.get(f"{record}pdf/?for=child-{child.pk}").content) for child in (robin, wren))
    for words in ("I want to live with Gran.", "Wren"):
        assert words in about_wren
        assert words not in about_robin
    for copy in (about_robin, about_wren):
        assert MOTHER_YES.their_words in copy
    shown = browser.get(f"{record}?for=child-{robin.pk}").content.decode()
    assert CHILD_NOTE in shown
    assert "I want to live with Gran." not in shown
    assert browser.get(f"{record}?for=child-{check.pk}").status_code == 404
