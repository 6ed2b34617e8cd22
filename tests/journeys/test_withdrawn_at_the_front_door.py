"""Somebody who agreed rings the front door and takes it back: on record there, and told to the agency."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils.html import escape

from audit.models import AccessEvent
from consent.services.reviews import late_review_record
from notices.models import Notice
from partnerships.models import User
from referrals.consent_record import received_record
from referrals.models import Contact
from referrals.services.decisions import contact_decide
from referrals.services.triage import note_add
from referrals.services.withdrawals import Heard, withdrawal_hear
from rowsecurity.session import acting_as
from tests.journeys.front_door import S47, SignIn, page, sent
from tests.journeys.world import NOW, World, world_of
from tests.lasting import check_now, for_a_module
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed

LATER = NOW + datetime.timedelta(hours=1)
RANG = Heard(who="Kerry Ashdown, mother", at=LATER, how="phone", their_words="I want this to stop.")
WRONG = [
    (replace(RANG, who="Robin Ashdown"), "who"),
    (replace(RANG, at=None), "heard_at"),
    (replace(RANG, at=LATER + datetime.timedelta(minutes=1)), "heard_at"),
    (replace(RANG, at=NOW - datetime.timedelta(minutes=1)), "heard_at"),
    (replace(RANG, how=""), "how"),
    (replace(RANG, their_words=" "), "their_words"),
]


@pytest.fixture(scope="module")
def arrived(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, Contact]]:
    with for_a_module(django_db_blocker):
        world = world_of("blackpool", "duty-and-assessment", "plymouth")
        contact = sent(world)
        with as_factory():
            Contact.objects.filter(pk=contact.pk).update(owner=world.worker)
        check_now()
        yield world, contact


def hear(contact: Contact, heard: Heard, by: User) -> None:
    with acting_as(by.pk):
        withdrawal_hear(contact=contact, heard=heard, by=by, at=LATER)


def test_what_the_family_tells_the_front_door_reaches_the_agency_and_stands_on_both_pages(
    arrived: tuple[World, Contact], db: None, sign_in: SignIn, at_half_past_seven: None
) -> None:
    world, contact = arrived
    hear(contact, RANG, world.worker)
    with as_factory():
        told = {notice.recipient for notice in Notice.objects.filter(kind="withdrawal-heard")}
        assert not any("Kerry" in notice.text for notice in Notice.objects.filter(kind="withdrawal-heard"))
    assert told == {world.practitioner, world.lead, world.second_lead}
    for person, path in (
        (world.worker, f"/front-door/contacts/{contact.pk}/"),
        (world.practitioner, f"/contacts/{contact.pk}/"),
        (world.worker, f"/contacts/{contact.pk}/shared/"),
        (world.practitioner, f"/checks/{contact.proposal.case_check_id}/consent-record/"),
    ):
        assert "I want this to stop." in page(sign_in(person), path), path


def test_it_is_recorded_once_and_by_who_works_at_that_front_door(arrived: tuple[World, Contact], db: None) -> None:
    world, contact = arrived
    for person in (world.practitioner, world.lead, world.other_worker, world.stranger):
        with pytest.raises(NotAllowed):
            hear(contact, RANG, person)
    hear(contact, RANG, world.worker)
    with pytest.raises(IllegalTransition):
        hear(contact, RANG, world.manager)


def test_what_is_missing_or_cannot_be_is_said_at_its_field(arrived: tuple[World, Contact], db: None) -> None:
    world, contact = arrived
    for heard, field in WRONG:
        with pytest.raises(CheckRefused) as refused:
            hear(contact, heard, world.worker)
        assert refused.value.field == field


def ask_an_agency(world: World, contact: Contact, ground: str = "") -> str:
    with acting_as(world.worker.pk):
        given = {"contact": contact, "kind": "agency-check", "words": "School: absent.", "by": world.worker, "at": LATER}
        return note_add(**given, ground=ground).words


def test_after_it_an_agency_is_asked_only_on_a_ground_where_sharing_rests_on_agreement(
    arrived: tuple[World, Contact], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, contact = arrived
    hear(contact, RANG, world.worker)
    assert ask_an_agency(world, contact) == "School: absent.", "significant harm was suspected when it was sent"
    monkeypatch.setattr(type(contact.proposal), "harm_suspected", property(lambda _: False, lambda *_: None))
    with pytest.raises(CheckRefused) as refused:
        ask_an_agency(world, contact)
    assert refused.value.field == "ground"
    assert "because: She agreed again today." in ask_an_agency(world, contact, "She agreed again today.")
    with acting_as(world.worker.pk):
        contact_decide(contact=contact, deciding=S47, by=world.worker, at=LATER)
    assert ask_an_agency(world, contact) == "School: absent."


def test_the_front_door_reads_and_prints_its_own_record_of_the_agreement(
    arrived: tuple[World, Contact], db: None, sign_in: SignIn, at_half_past_seven: None
) -> None:
    world, contact = arrived
    hear(contact, RANG, world.worker)
    path, client = f"/front-door/contacts/{contact.pk}/consent-record/", sign_in(world.worker)
    shown = page(client, path)
    rule = contact.document.content["agreement"]["rule"]
    for words in ("Kerry Ashdown, mother: Asked, and agreed", "If it helps Robin, yes.", rule["source"], contact.content_hash,
                  contact.document.content["framework"]["title"], "I want this to stop."):  # fmt: skip
        assert escape(words) in shown, words
    printed = client.get(f"{path}pdf/")
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF")
    with as_factory():
        assert AccessEvent.objects.filter(action="consent-record-exported", subject_id=contact.pk).count() == 1


def test_the_front_doors_record_says_what_was_urgent_what_was_reviewed_and_who_is_still_to_be_told(blackpool: World) -> None:
    contact = sent(blackpool, urgent=True)
    with acting_as(blackpool.lead.pk):
        late_review_record(
            proposal=contact.proposal, outcome="supported", reasons="It could not wait.", by=blackpool.lead, at=LATER
        )
    with acting_as(blackpool.worker.pk):
        held = Contact.objects.select_related("document", "proposal", "front_door", "author", "organisation").get(pk=contact.pk)
        entries = received_record(held, blackpool.worker)
    said = " ".join([entry.what + " ".join(fact.words for fact in entry.facts) for entry in entries])
    assert "Urgent: waiting would itself put a child at risk" in said
    assert "Reviewed afterwards" in said
    assert "Not done yet: Tell Kerry Ashdown, mother" in said
    assert [entry.marked for entry in entries].count(True) == 1
    assert entries == tuple(sorted(entries, key=lambda entry: entry.at))
