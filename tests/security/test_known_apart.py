"""A child whom only a closed contact knows: who decides is told nothing, and whoever may open both is told to look."""

import pytest
from django.db import connection
from django.urls import reverse

from notices.models import Notice
from partnerships.models import Role, User
from referrals.models import ContactChild, ContactMatch
from referrals.selectors.matching import candidates_for
from referrals.services.triage import child_is_new, child_unmatch
from rowsecurity.session import acting_as
from tests.factories.need_to_know import ConflictOfInterestFactory, RestrictionFactory, RestrictionMemberFactory
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.roles import as_factory
from tests.security.town import Town


@pytest.fixture
def named(town: Town) -> User:
    """Alone among those named for the contact that was sent first."""
    with as_factory():
        user = UserFactory(name="Nia Named")
        MembershipFactory(user=user, role=Role.FRONT_DOOR, front_door=town.world.door)
        restriction = RestrictionFactory(**of_sent(town), restricted_by=town.world.manager)
        RestrictionMemberFactory(restriction=restriction, user=user)
    return user


def of_sent(town: Town) -> dict:
    contact = town.sent.contact
    assert contact is not None
    return {
        "subject_type": "contact", "subject_id": contact.pk, "reference": contact.reference, "front_door": town.world.door
    }  # fmt: skip


def later_child(town: Town) -> ContactChild:
    """The same child, as another contact names them."""
    assert town.passed_by.contact is not None
    with as_factory():
        return town.passed_by.contact.children.select_related("contact").get()


def said_new(town: Town, by: User, child: ContactChild | None = None) -> None:
    with acting_as(by.pk):
        child_is_new(child=child or later_child(town), by=by, at=town.at)


def told(town: Town) -> set[int]:
    with as_factory():
        return set(Notice.objects.filter(kind="child-known-apart").values_list("recipient_id", flat=True))


def test_those_named_are_told_of_a_child_who_is_recorded_anew_by_somebody_who_is_not(town: Town, named: User) -> None:
    child, worker = later_child(town), town.world.worker
    with acting_as(worker.pk):
        assert candidates_for(child, worker) == []
    said_new(town, worker)
    assert told(town) == {named.pk}
    with as_factory():
        notice = Notice.objects.get(kind="child-known-apart")
        facts = (child.given_name, child.family_name, town.sent.contact.reference)
    assert notice.reference == child.contact.reference
    assert notice.path == reverse("referrals:match", args=[child.contact_id, child.pk])
    assert not [fact for fact in facts if fact in notice.text]
    with acting_as(named.pk):
        compared = {link.contact_id for one in candidates_for(child, named) for link in one.earlier}
    assert compared == {town.sent.contact.pk}


def test_said_again_after_it_was_undone_they_are_told_once(town: Town, named: User) -> None:
    worker = town.world.worker
    for _ in range(2):
        said_new(town, worker)
        with acting_as(worker.pk):
            child_unmatch(child=later_child(town), by=worker, at=town.at)
    with as_factory():
        assert Notice.objects.filter(kind="child-known-apart").count() == 1
    assert told(town) == {named.pk}


def test_where_nobody_is_named_any_more_the_managers_are_told(town: Town, named: User) -> None:
    with as_factory():
        ConflictOfInterestFactory(**of_sent(town), user=named)
    said_new(town, town.world.worker)
    assert told(town) == {town.world.manager.pk}


def test_a_child_whose_family_somebody_knows_is_told_to_the_managers(town: Town) -> None:
    with as_factory():
        ConflictOfInterestFactory(**of_sent(town), user=town.world.worker)
    said_new(town, town.world.worker)
    assert told(town) == {town.world.manager.pk}


def test_nobody_is_told_by_somebody_who_was_offered_the_child(town: Town, named: User) -> None:
    said_new(town, named)
    assert told(town) == set()


def test_nobody_is_told_where_everybody_may_open_both(town: Town) -> None:
    said_new(town, town.world.worker)
    assert told(town) == set()


def test_nobody_is_told_of_another_child(town: Town, named: User) -> None:
    child = later_child(town)
    with as_factory():
        fields = {
            "given_name": "Zora", "family_name": "Zest", "position": 9, "level": child.level, "contact": child.contact,
        }  # fmt: skip
        other = ContactChild.objects.create(**fields, date_of_birth=child.date_of_birth)
    said_new(town, town.world.worker, other)
    assert told(town) == set()


def test_a_child_known_by_both_already_is_told_to_nobody(town: Town, named: User) -> None:
    with as_factory():
        known = ContactMatch.objects.get(child__contact=town.sent.contact)
        ContactMatch.objects.create(child=later_child(town), kind="linked", person=known.person, why="", by=named, at=town.at)
    assert asked(town.world.worker, later_child(town)) == []


@pytest.mark.parametrize("who", ["practitioner", "lead", "other_worker", "stranger", "admin", "named", "nobody"])
def test_the_database_tells_only_who_works_on_that_contact(town: Town, named: User, who: str) -> None:
    child = later_child(town)
    assert asked(town.world.worker, child) == [named.pk]
    person = {"named": named, "nobody": None}.get(who, town.people.get(who))
    assert asked(person, child) == []


def asked(user: User | None, child: ContactChild) -> list[int]:
    with acting_as(user.pk if user else None), connection.cursor() as cursor:
        cursor.execute("select rls.told_of_child_known_apart(%s)", [child.pk])
        return list(cursor.fetchone()[0])
