"""After sending: who reads what, what the referrer does, the assessment, and seeing it differently."""

import datetime

import pytest

from clocks.models import Clock
from referrals.models import Assessment, Contact, ContactNote, ParentTold
from referrals.services.decisions import contact_decide
from rowsecurity.session import acting_as
from tests.journeys.front_door import ANSWERS, S47, SignIn, decided, page, sent
from tests.journeys.world import NOW, World

pytestmark = pytest.mark.usefixtures("at_half_past_seven")


def test_outside_their_reach_a_contact_is_not_there(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        child = contact.children.first()
    inside = f"/front-door/contacts/{contact.pk}/"
    paths = [inside, f"{inside}note/", f"{inside}hand-over/", f"{inside}children/{child.pk}/match/"]
    for person in (blackpool.other_worker, blackpool.practitioner, blackpool.lead, blackpool.admin, blackpool.stranger):
        client = sign_in(person)
        for path in paths:
            page(client, path, 404)
        assert client.post(f"{inside}take/").status_code == 404
        assert client.post(inside, ANSWERS).status_code == 404
    for person in (blackpool.colleague, blackpool.stranger, blackpool.worker, blackpool.other_worker, blackpool.admin):
        page(sign_in(person), f"/contacts/{contact.pk}/", 404)
    with acting_as(blackpool.worker.pk):
        assert Contact.objects.get().state == Contact.State.RECEIVED


def test_the_front_doors_own_notes_stay_with_it_on_pages_and_in_the_database(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    note = f"/front-door/contacts/{contact.pk}/note/"
    client = sign_in(blackpool.worker)
    client.post(note, {"kind": "note", "words": "Father is known to us."})
    client.post(note, {"kind": "agency-check", "agency": "Police", "words": "A caution in 2021."})
    client.post(note, {"kind": "talk-referrer", "words": "Pat brings the chart.", "for_referrer": "on"})
    inside = page(client, f"/front-door/contacts/{contact.pk}/")
    outside = page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")
    for words in ("Father is known to us.", "Police: A caution in 2021."):
        assert words in inside
        assert words not in outside
    assert "Pat brings the chart." in outside
    for person in (blackpool.practitioner, blackpool.lead):
        with acting_as(person.pk):
            assert [found.words for found in ContactNote.objects.all()] == ["Pat brings the chart."]


def test_the_referrer_adds_tells_the_parent_and_reads_and_their_lead_adds_nothing(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool, urgent=True)
    home = f"/contacts/{contact.pk}/"
    client, lead = sign_in(blackpool.practitioner), sign_in(blackpool.lead)
    with acting_as(blackpool.practitioner.pk):
        telling = f"/contacts/to-tell/{ParentTold.objects.get(name='Kerry Ashdown').pk}/"
    assert "Tell Kerry Ashdown, mother that you have shared this" in page(client, home)
    assert telling in page(client, "/")
    assert "Robin" in page(lead, home)
    page(lead, f"{home}add/", 404)
    client.post(f"{home}add/", {"words": "He is back at home."})
    assert client.post(telling, {"answer": "told", "how": "phone", "words": "She was calm."}).status_code == 422
    day = {"day_day": "18", "day_month": "11", "day_year": "2026", "time": "10:30"}
    assert client.post(telling, {"answer": "told", "how": "phone", "words": "She was calm."} | day).status_code == 302
    assert client.post(telling, {"answer": "unsafe", "why_unsafe": "No."}).status_code == 409
    assert "He is back at home." in page(sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/")
    with acting_as(blackpool.worker.pk):
        assert ParentTold.objects.get().answer == "told"
        contact_decide(contact=contact, deciding=S47, by=blackpool.worker, at=NOW + datetime.timedelta(hours=1))
    assert "I have read this decision" in page(client, home)
    client.post(f"{home}read/")
    assert "I have read this decision" not in page(client, home)


def test_a_decision_that_nobody_has_read_is_plain_to_the_front_door_until_it_is(blackpool: World, sign_in: SignIn) -> None:
    fresh, old = decided(blackpool), decided(blackpool, at=NOW - datetime.timedelta(days=2))
    door, inbox, waits = sign_in(blackpool.worker), "/front-door/?view=decided", "has not said that they have read this"
    assert page(door, inbox).count("Not read for 3 working days") == page(door, inbox).count("Not read for") == 1
    assert waits in page(door, f"/front-door/contacts/{old.pk}/")
    assert waits not in page(door, f"/front-door/contacts/{fresh.pk}/")
    sign_in(blackpool.practitioner).post(f"/contacts/{old.pk}/read/")
    assert waits not in page(door, f"/front-door/contacts/{old.pk}/")
    assert "Not read for" not in page(door, inbox)


def test_an_assessment_needs_its_quorum_and_the_child_seen_before_it_ends(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        assessment = Assessment.objects.get(contact=contact)
    home, client = f"/front-door/assessments/{assessment.pk}/", sign_in(blackpool.worker)
    assert contact.heading in page(client, "/front-door/assessments/")
    when = {"day_day": "18", "day_month": "11", "day_year": "2026", "time": "15:00"}
    seats = {
        "kind": "held",
        "social_work_manager": "Jo T",
        "police": "DS Malik",
        "health": "",
        "enquiry": "yes",
        "led": "joint",
        "words": "Section 47, led by us.",
    }
    without = client.post(f"{home}strategy/", when | seats)
    assert without.status_code == 422
    assert "Say who took part for health" in without.content.decode()
    assert client.post(f"{home}complete/", {"outcome": "A plan."}).status_code == 422
    assert client.post(f"{home}strategy/", when | seats | {"health": "Nurse Ede"}).status_code == 302
    with acting_as(blackpool.worker.pk):
        children = [str(child.pk) for child in contact.children.all()]
    seen = when | {"where": "At school", "alone": "yes", "children": children}
    assert client.post(f"{home}seen/", seen).status_code == 302
    assert client.post(f"{home}checkpoints/checkpoint-10/", {"done": "Seen.", "decided": "Go on."}).status_code == 302
    shown = page(client, home)
    for words in ("Nurse Ede", "At school", "Section 47, led by us.", "Go on."):
        assert words in shown
    assert client.post(f"{home}complete/", {"outcome": "A child protection plan."}).status_code == 302
    assert client.post(f"{home}seen/", seen | {"where": "Home", "alone": "no"}).status_code == 409
    with acting_as(blackpool.worker.pk):
        assert not Clock.objects.open().on("assessment", assessment.pk).exists()
    for person in (blackpool.other_worker, blackpool.practitioner, blackpool.lead):
        page(sign_in(person), home, 404)


def test_a_disagreement_goes_through_its_stages_and_both_sides_read_it(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    referrer, door = sign_in(blackpool.practitioner), sign_in(blackpool.worker)
    raised = referrer.post(f"/contacts/{contact.pk}/disagree/", {"about": "Not enough.", "wanted": "A visit today."})
    path = raised["Location"]
    assert "1 day left" in page(referrer, path)
    assert referrer.get(f"/contacts/{contact.pk}/disagree/")["Location"] == path
    assert door.post(path, {"kind": "answered", "words": "Let us talk at four."}).status_code == 302
    assert referrer.post(path, {"kind": "escalated", "words": "We did not agree."}).status_code == 302
    shown = page(door, path)
    for words in ("Not enough.", "A visit today.", "Let us talk at four.", "We did not agree.", "2 days left"):
        assert words in shown
    assert "Read how the disagreement stands" in page(referrer, f"/contacts/{contact.pk}/")
    assert referrer.post(path, {"kind": "resolved", "words": "A visit was made."}).status_code == 302
    assert door.post(path, {"kind": "answered", "words": "Late."}).status_code == 409
    for person in (blackpool.colleague, blackpool.stranger, blackpool.other_worker, blackpool.admin):
        page(sign_in(person), path, 404)
