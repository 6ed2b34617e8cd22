"""Those who meet a family in more than one place say once that they know it; and nobody is taken out of those named unread."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from partnerships.models import Organisation, Role, User
from people.models import ConflictOfInterest, RestrictionMember
from referrals.models import Contact
from rowsecurity.session import acting_as
from tests.factories.need_to_know import RestrictionFactory, RestrictionMemberFactory
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.roles import as_factory
from tests.security.town import Town
from thresholds.models import Check

pytestmark = pytest.mark.usefixtures("nothing_is_printed")


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def approver(town: Town) -> User:
    """A lead of the agency that approves for the school from outside."""
    with as_factory():
        outside = Organisation.objects.get(memberships__user=town.people["elsewhere_lead"])
        Organisation.objects.filter(pk=town.world.school.pk).update(approver=outside)
    return town.people["elsewhere_lead"]


def test_an_approver_outside_says_that_they_know_the_family_and_reads_of_it_no_more(town: Town, approver: User) -> None:
    client = client_of(approver)
    review = reverse("consent:review", args=[town.waiting.proposal.pk])
    know = reverse("people:know_check", args=[town.waiting.check.pk])
    if client.get(review).status_code == 403:
        given = {"opening-asked": "get", "opening-reason": "oversight", "opening-words": "I approve from outside."}
        assert client.post(review, given).status_code == 302
    assert know in client.get(review).content.decode()
    shown = client.get(know).content.decode()
    assert town.waiting.check.reference in shown
    assert "zqxcanarygivenname" not in shown
    assert client.post(know, {"kind": "neighbour", "reason": ""}).status_code == 302
    assert client.get(review).status_code == 404
    assert client.get(know).status_code == 404
    assert town.waiting.check.reference not in client.get(reverse("consent:desk")).content.decode()


def test_an_approver_outside_is_asked_why_and_led_to_say_that_they_know_the_family(town: Town, approver: User) -> None:
    with as_factory():
        newcomer = UserFactory(name="Nel Newcomer")
        MembershipFactory(user=newcomer, role=Role.SAFEGUARDING_LEAD, organisation=approver.memberships.get().organisation)
    client, know = client_of(newcomer), reverse("people:know_check", args=[town.waiting.check.pk])
    asked = client.get(reverse("consent:review", args=[town.waiting.proposal.pk]))
    assert asked.status_code == 403
    assert know in asked.content.decode()
    assert client.get(know).status_code == 200


def test_what_an_approver_outside_says_is_of_themselves_alone_and_changes_nobody_else(town: Town, approver: User) -> None:
    client = client_of(approver)
    know = reverse("people:know_check", args=[town.waiting.check.pk])
    assert client.post(know, {"kind": "friend", "reason": "", "who": str(town.world.lead.pk)}).status_code == 302
    with as_factory():
        said = ConflictOfInterest.objects.filter(subject_id=town.waiting.check.pk)
        assert set(said.values_list("user_id", flat=True)) == {approver.pk}
    for page in ("who_check", "lift_check"):
        assert client.get(reverse(f"people:{page}", args=[town.sent.check.pk])).status_code == 404


def test_a_lead_of_another_agency_that_approves_for_nobody_meets_nothing(town: Town) -> None:
    client = client_of(town.people["elsewhere_lead"])
    for case in (town.waiting, town.sent):
        assert client.get(reverse("people:know_check", args=[case.check.pk])).status_code == 404


def test_a_lead_who_works_at_the_front_door_too_says_it_once_for_both_sides(town: Town) -> None:
    contact = town.sent.contact
    assert contact is not None
    with as_factory():
        MembershipFactory(user=town.world.lead, role=Role.FRONT_DOOR, front_door=town.world.door, organisation=None)
    client = client_of(town.world.lead)
    know = reverse("people:know_contact", args=[contact.pk])
    assert client.post(know, {"kind": "family", "reason": ""}).status_code == 302
    with acting_as(town.world.lead.pk):
        assert not Contact.objects.filter(pk=contact.pk).exists()
        assert not Check.objects.filter(pk=town.sent.check.pk).exists()
        for table in ("consent_sharingproposal", "documents_document"):
            assert rows(table, "id", {town.sent.proposal.pk, contact.document_id}) == 0, table
    with acting_as(town.world.second_lead.pk):
        assert Check.objects.filter(pk=town.sent.check.pk).exists()


def rows(table: str, column: str, ids: set) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} where {column} = any(%s)", [list(ids)])
        return cursor.fetchone()[0]


def test_two_who_change_at_once_who_is_named_take_out_nobody_whom_the_other_has_named(town: Town) -> None:
    world, contact = town.world, town.sent.contact
    assert contact is not None
    with as_factory():
        other, ann, bea = (UserFactory(name=name) for name in ("Max Manager", "Ann First", "Bea Second"))
        MembershipFactory(user=other, role=Role.FRONT_DOOR_MANAGER, front_door=world.door)
        for person in (ann, bea):
            MembershipFactory(user=person, role=Role.FRONT_DOOR, front_door=world.door)
        restriction = RestrictionFactory(
            subject_type="contact", subject_id=contact.pk, reference=contact.reference, front_door=world.door,
            restricted_by=world.manager,
        )  # fmt: skip
        for person in (world.manager, other, world.worker):
            RestrictionMemberFactory(restriction=restriction, user=person)
    who = reverse("people:who_contact", args=[contact.pk])
    shown = client_of(other).get(who).content.decode()
    found = re.search(r'name="was" value="([^"]*)"', shown)
    assert found
    was = found[1]
    assert set(was.split()) == {str(person.pk) for person in (world.manager, other, world.worker)}
    first = {"was": was, "named": [other.pk, world.worker.pk, ann.pk]}
    second = {"was": was, "named": [world.manager.pk, bea.pk]}
    assert client_of(world.manager).post(who, first).status_code == 302
    assert client_of(other).post(who, second).status_code == 302
    with as_factory():
        now = RestrictionMember.objects.filter(restriction=restriction, removed_at__isnull=True)
        assert set(now.values_list("user_id", flat=True)) == {world.manager.pk, other.pk, ann.pk, bea.pk}
