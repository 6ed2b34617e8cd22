"""By raw SQL as the web role: how a front door recognised a child is its own affair, and nobody else writes it."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from partnerships.models import Role
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory
from tests.roles import as_factory
from tests.security.town import Town

ALL = "select count(*) from referrals_contactmatch"
JOINED = (
    "select count(*) from referrals_contactchild k join referrals_contactmatch m on m.child_id = k.id "
    "join people_person p on p.id = m.person_id where k.contact_id = %s"
)
LINK = (
    "insert into referrals_contactmatch (id, child_id, kind, person_id, why, by_id, at) "
    "values (gen_random_uuid(), %s, 'linked', %s, '', %s, now())"
)


def asked(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def refused(sql: str, *values: object) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_sender_and_their_leads_read_nothing_of_a_match(town: Town) -> None:
    contact = town.sent.contact
    assert contact is not None
    for name, person in town.people.items():
        with acting_as(person.pk):
            expected = 1 if name in {"worker", "manager", "service_manager", "double"} else 0
            assert asked(ALL) == [(expected,)], name
            assert asked(JOINED, contact.pk) == [(expected,)], name


def test_what_was_sent_has_no_column_of_the_front_door_s(town: Town) -> None:
    columns = asked("select column_name from information_schema.columns where table_name = 'referrals_contactchild'")
    assert columns
    assert not {name for (name,) in columns} & {"match", "person_id", "matched_by_id", "matched_at", "match_why"}


def test_who_works_at_the_front_door_reads_no_match_of_what_they_sent_themselves(town: Town) -> None:
    with as_factory():
        MembershipFactory(user=town.world.practitioner, role=Role.FRONT_DOOR, front_door=town.world.door, organisation=None)
    with acting_as(town.world.practitioner.pk):
        assert asked("select count(*) from referrals_contact") != [(0,)]
        assert asked(ALL) == [(0,)]


def test_a_child_is_linked_by_oneself_to_a_child_whom_the_same_front_door_knows(town: Town) -> None:
    with as_factory():
        [(child,)] = asked("select id from referrals_contactchild where contact_id = %s", town.passed_by.contact.pk)
        [(known,)] = asked("select person_id from referrals_contactmatch")
    world, agencys = town.world, town.sent.mother.person_id
    for who, person, by in (
        (world.practitioner, known, world.practitioner),
        (world.other_worker, known, world.other_worker),
        (world.worker, known, world.manager),
        (world.worker, agencys, world.worker),
    ):
        with acting_as(who.pk):
            refused(LINK, child, person, by.pk)
    with acting_as(world.worker.pk), connection.cursor() as cursor:
        cursor.execute(LINK, [child, known, world.worker.pk])
        assert cursor.rowcount == 1


def test_a_match_is_undone_and_never_rewritten(town: Town) -> None:
    with acting_as(town.world.worker.pk):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update referrals_contactmatch set why = 'because'")
        with connection.cursor() as cursor:
            cursor.execute("delete from referrals_contactmatch")
            assert cursor.rowcount == 1
    with as_factory():
        said = asked("select pgh_label, by_id from referrals_contactmatchhistory order by pgh_id")
    assert said == [("insert", town.world.worker.pk), ("delete", town.world.worker.pk)]
