"""What was opened in an emergency stands in no list of work, and the search behind it keeps to its indexes."""

import datetime

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clocks.selectors import deadlines_for
from notices.selectors import notices_for
from notices.services import notice_send
from partnerships.models import User
from people.models import EmergencyAccess, EmergencyEnd
from people.services.emergencies import Wanted, emergency_open
from referrals.selectors.assessments import assessments_open
from referrals.selectors.contacts import contacts_at
from rowsecurity.session import acting_as
from tests.factories.need_to_know import RestrictionFactory, RestrictionMemberFactory
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.roles import as_factory, as_owner
from tests.security.test_emergency_access import WHY, client_of, opened, page, sent
from tests.security.town import Town

MANY = """
insert into referrals_contactchild (id, contact_id, position, given_name, family_name, date_of_birth, unborn, nhs_number, upn,
  postcode, level, suggested)
select gen_random_uuid(), %s, 100, 'Child' || n, 'Family' || (n %% 400), date '2008-01-01' + (n %% 6000), false, '', '', '',
  'x', '' from generate_series(1, 20000) n
"""


def restricted(town: Town) -> None:
    """The contact is for the worker alone, and its manager was told of it before."""
    with as_factory():
        contact = sent(town)
        of = {
            "subject_type": "contact", "subject_id": contact.pk, "reference": contact.reference, "front_door": town.world.door
        }  # fmt: skip
        restriction = RestrictionFactory(**of, restricted_by=town.world.worker)
        RestrictionMemberFactory(restriction=restriction, user=town.world.worker)
    with acting_as(town.world.practitioner.pk):
        notice_send(
            recipients=[town.world.manager], kind="contact-added-to", reference=contact.reference,
            url=f"/front-door/contacts/{contact.pk}/", key="before", at=town.at,
        )  # fmt: skip


def listed(town: Town) -> dict[str, bool]:
    """In which of the manager's lists it stands."""
    contact, manager, case = sent(town), town.world.manager, town.sent
    assert case.assessment is not None
    with acting_as(manager.pk):
        due = deadlines_for(manager, timezone.now())
        clocks = {one.clock.subject_id for one in (*due.mine, *due.team)}
        return {
            "inbox": contacts_at(manager).filter(pk=contact.pk).exists(),
            "board": case.assessment.pk in {one.pk for one in assessments_open(manager)},
            "deadlines": bool(clocks & {contact.pk, case.assessment.pk}),
            "notices": notices_for(manager).filter(path__contains=str(contact.pk)).exists(),
        }


def test_a_restricted_contact_opened_at_ones_own_door_is_read_on_its_page_and_listed_nowhere(town: Town) -> None:
    before = listed(town)
    assert before["inbox"]
    assert before["board"]
    restricted(town)
    nowhere = dict.fromkeys(before, False)
    assert listed(town) == nowhere
    [access] = opened(town, town.world.manager)
    assert listed(town) == nowhere
    client = client_of(town.world.manager)
    assert client.get(page(town)).status_code == 200
    inbox = client.get(reverse("referrals:inbox")).content.decode()
    assert reverse("referrals:contact", args=[sent(town).pk]) not in inbox
    assert f"Read {access.reference}" in client.get(reverse("people:emergency")).content.decode()


def test_while_it_is_open_in_an_emergency_the_rest_of_the_inbox_stays(town: Town) -> None:
    restricted(town)
    with acting_as(town.world.manager.pk):
        before = set(contacts_at(town.world.manager).values_list("pk", flat=True))
    opened(town, town.world.manager)
    with acting_as(town.world.manager.pk):
        assert set(contacts_at(town.world.manager).values_list("pk", flat=True)) == before
    assert before


def test_ended_it_is_closed_again_and_still_in_no_list(town: Town) -> None:
    restricted(town)
    [access] = opened(town, town.world.manager)
    with as_factory():
        EmergencyEnd.objects.create(access=access, at=timezone.now())
    assert client_of(town.world.manager).get(page(town)).status_code == 404
    assert not any(listed(town).values())


def test_by_the_page_s_own_question_too_it_is_over_to_the_instant(town: Town) -> None:
    """The database closes it as well: this is the other wall, asked past its policies."""
    [access] = opened(town, manager_elsewhere(town))
    with as_factory():
        of = EmergencyAccess.objects.filter(pk=access.pk)
        for moment, runs in ((access.until - datetime.timedelta(seconds=1), True), (access.until, False)):
            assert of.running(access.user, moment).exists() is runs
        assert not of.running(town.world.manager, access.at).exists()


def manager_elsewhere(town: Town) -> User:
    with as_factory():
        user = UserFactory(name="Frankie Far")
        MembershipFactory(user=user, role="front-door-manager", front_door=town.world.other_worker.memberships.get().front_door)
    return user


def test_the_search_by_name_and_date_of_birth_uses_an_index_under_its_function(town: Town) -> None:
    """Of what the function really did: the scans that this transaction counted, among 20,000 children."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")  # 20,000 keys and histories are not what is asked here
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(MANY, [sent(town).pk])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = origin")
    user = manager_elsewhere(town)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("analyze referrals_contactchild")
    before = scans()
    with acting_as(user.pk):
        wanted = Wanted(family_name="FAMILY7", born=datetime.date(2008, 1, 8))
        found = emergency_open(wanted=wanted, **WHY, by=user, at=timezone.now())
    assert [access.subject_id for access in found] == [sent(town).pk]
    after = scans()
    assert after["index"] > before["index"]
    assert after["whole"] == before["whole"]


def scans() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_stat_get_xact_numscans('sent_by_birth_and_family'::regclass), "
            "pg_stat_get_xact_numscans('referrals_contactchild'::regclass)"
        )
        index, whole = cursor.fetchone()
    return {"index": index, "whole": whole}
