"""Who is told who has opened a contact, and that what they are told is what happened."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from audit.selectors import access_is_shown, access_of
from audit.services import record_access
from partnerships.models import Role
from rowsecurity.session import acting_as
from tests.factories.openings import OpeningFactory
from tests.marks import leaves
from tests.roles import as_factory
from tests.security.town import Town

APPS = {"assessment": "referrals", "disagreement": "referrals", "document": "documents"}
TOLD = {"practitioner", "lead", "second_lead", "manager"}


def client_of(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name])
    return client


@pytest.fixture(autouse=True)
def the_manager_has_said_why(town: Town) -> None:
    """They have no part in the case that was sent: they gave their reason this morning."""
    assert town.sent.contact is not None
    contact = town.sent.contact
    with as_factory():
        OpeningFactory(
            user=town.people["manager"], role=Role.FRONT_DOOR_MANAGER, subject_id=contact.pk, reference=contact.reference,
            front_door=contact.front_door,
        )  # fmt: skip


def address(town: Town) -> str:
    assert town.sent.contact is not None
    return reverse("referrals:access", args=[town.sent.contact.pk])


def test_author_leads_and_the_manager_of_the_door_are_told_and_nobody_else(town: Town) -> None:
    assert town.sent.contact is not None
    told = set()
    for name, person in town.people.items():
        with acting_as(person.pk):
            if access_is_shown(subject_type="contact", subject_id=town.sent.contact.pk):
                told.add(name)
            else:
                assert access_of(subject_type="contact", subject_id=town.sent.contact.pk) == []
    assert told == TOLD


def test_a_lead_whom_the_worry_is_about_is_not_told(town: Town) -> None:
    case = town.passed_by
    assert case.contact is not None
    with acting_as(town.people["second_lead"].pk):
        assert not access_is_shown(subject_type="contact", subject_id=case.contact.pk)
        assert not access_is_shown(subject_type="check", subject_id=case.check.pk)


def test_a_check_is_told_to_its_author_and_leads(town: Town) -> None:
    told = set()
    for name, person in town.people.items():
        with acting_as(person.pk):
            if access_is_shown(subject_type="check", subject_id=town.waiting.check.pk):
                told.add(name)
    assert told == {"practitioner", "lead", "second_lead"}


def test_with_nobody_asking_nobody_is_told(town: Town) -> None:
    assert town.sent.contact is not None
    with acting_as(None):
        assert not access_is_shown(subject_type="contact", subject_id=town.sent.contact.pk)


def test_the_page_says_who_opened_it_as_what_and_when(town: Town) -> None:
    assert town.sent.contact is not None
    worker, manager = town.people["worker"], town.people["manager"]
    with leaves(worker.pk, ("contact-read", "contact", town.sent.contact.pk)):
        client_of(town, "worker").get(reverse("referrals:contact", args=[town.sent.contact.pk]))
    with leaves(manager.pk, ("access-read", "contact", town.sent.contact.pk)):
        shown = client_of(town, "manager").get(address(town)).content.decode()
    assert worker.name in shown
    assert "Front-door staff" in shown
    assert "Opened it" in shown


def test_somebody_who_was_refused_is_on_the_list(town: Town) -> None:
    assert town.sent.contact is not None
    stranger = town.people["stranger"]
    with leaves(stranger.pk, ("refused", "contact", town.sent.contact.pk)):
        assert client_of(town, "stranger").get(address(town)).status_code == 404
    shown = client_of(town, "practitioner").get(address(town)).content.decode()
    assert stranger.name in shown
    assert "Was refused" in shown


@pytest.mark.parametrize("name", ["worker", "colleague", "admin", "other_worker"])
def test_who_is_not_entitled_finds_no_page(town: Town, name: str) -> None:
    assert client_of(town, name).get(address(town)).status_code == 404
    nothing = reverse("referrals:access", args=[uuid.uuid4()])
    assert client_of(town, name).get(nothing).status_code == 404


@pytest.mark.parametrize(("name", "page"), [("practitioner", "sent"), ("lead", "sent"), ("manager", "contact")])
def test_the_entitled_find_a_link_to_it(town: Town, name: str, page: str) -> None:
    assert town.sent.contact is not None
    shown = client_of(town, name).get(reverse(f"referrals:{page}", args=[town.sent.contact.pk])).content.decode()
    assert f'href="{address(town)}"' in shown


def test_the_list_holds_what_was_opened_of_a_contact_by_any_of_its_names(town: Town) -> None:
    assert town.sent.contact is not None
    assert town.sent.assessment is not None
    assert town.sent.disagreement is not None
    lead, worker, stranger = town.people["lead"], town.people["worker"], town.people["stranger"]
    client_of(town, "worker").get(reverse("referrals:assessment", args=[town.sent.assessment.pk]))
    with acting_as(lead.pk):
        record_access(user=lead, action="document-opened", subject_type="proposal", subject_id=town.sent.proposal.pk)
    for name, pk in (
        ("assessment", town.sent.assessment.pk), ("disagreement", town.sent.disagreement.pk),
        ("document", town.sent.contact.document_id),
    ):  # fmt: skip
        with leaves(stranger.pk, ("refused", name, pk)):
            assert client_of(town, "stranger").get(reverse(f"{APPS[name]}:{name}", args=[pk])).status_code == 404
    with acting_as(town.people["manager"].pk):
        found = access_of(subject_type="contact", subject_id=town.sent.contact.pk)
    told = [(access.actor_id, access.action) for access in found]
    assert {(worker.pk, "assessment-read"), (lead.pk, "document-opened")} <= set(told)
    assert told.count((stranger.pk, "refused")) == 3


def test_the_author_and_leads_of_a_check_read_who_has_opened_it(town: Town) -> None:
    check = town.waiting.check
    here = reverse("thresholds:access", args=[check.pk])
    for _ in range(3):
        client_of(town, "practitioner").get(reverse("thresholds:check", args=[check.pk]))
    client_of(town, "stranger").get(reverse("thresholds:check", args=[check.pk]))
    with leaves(town.people["lead"].pk, ("proposal-read", "check", check.pk)):
        client_of(town, "lead").get(reverse("consent:review", args=[town.waiting.proposal.pk]))
    for name in ("practitioner", "lead", "second_lead"):
        with leaves(town.people[name].pk, ("access-read", "check", check.pk)):
            shown = client_of(town, name).get(here).content.decode()
        assert "Opened it, 3 times" in shown
        assert "Read it as a safeguarding lead" in shown
        assert town.people["stranger"].name in shown
    whole = client_of(town, "lead").get(reverse("thresholds:check", args=[check.pk])).content.decode()
    assert f'href="{here}"' in whole


def test_staff_who_do_not_manage_the_door_find_no_link(town: Town) -> None:
    assert town.sent.contact is not None
    shown = client_of(town, "worker").get(reverse("referrals:contact", args=[town.sent.contact.pk])).content.decode()
    assert address(town) not in shown
