"""Every change of a record is kept, with who, from where and why, in the transaction that made it."""

import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from audit.history import history_models, history_of
from audit.installing import history_functions
from audit.models import ChangeEvent
from audit.policies import sealed_models
from audit.services import record_change
from config.celery import app
from partnerships.models import Membership, Role, User
from people.models import Person
from rowsecurity.origin import Origin, coming_from
from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from rowsecurity.tasks import ActorTask
from tests.roles import as_factory
from tests.unit.audit.tampering import columns, run
from tests.unit.documents.places import AT, Place, freeze, place_made

pytestmark = pytest.mark.django_db

UNTRACKED = {
    "audit.AccessEvent": "a mark itself",
    "audit.ChangeEvent": "a mark itself",
    "clocks.CalendarFeed": "made and revoked, each a change event; the rest counts its readings",
    "clocks.ClockEvent": "added and never changed; the clock it is about is tracked",
    "clocks.HandlerRun": "work of the sweep; what its handler does is tracked where it is done",
    "clocks.Milestone": "follows from the clock and the calendar; the sweep's own record",
    "clocks.ScheduleChange": "added and never changed but by the sweep that carries it out",
    "consent.ProposalReading": "added and never changed; the reading leaves its mark as well",
    "notices.Notice": "a pointer for one person, with no words of its own",
    "notices.OutboxEmail": "whether an e-mail went out",
    "referrals.ContactReading": "who has a contact open now; each opening leaves its mark as well",
}
"""What holds anything about a person and keeps no history, and why."""


@pytest.fixture
def place() -> Place:
    return place_made()


def person_by(user: User, place: Place, **fields: object) -> Person:
    return Person.objects.create(kind="child", organisation=place.school, recorded_by=user, given_name="Sam", **fields)


def history(model: type) -> list[dict]:
    kept = history_of(model)
    assert kept is not None
    with as_factory():
        return list(kept.objects.order_by("pgh_id").values())


def test_every_model_about_a_person_is_tracked_or_says_why_not() -> None:
    ours = {model for model in apps.get_models() if model._meta.app_label in settings.OUR_APPS}
    personal = {model for model in ours if registry.tables[model._meta.db_table].personal} - set(history_models())
    untracked = {model._meta.label for model in personal if history_of(model) is None}
    assert untracked == set(UNTRACKED)


@pytest.mark.parametrize("model", [User, Membership])
def test_who_may_do_what_is_tracked_and_a_password_is_not(model: type) -> None:
    kept = history_of(model)
    assert kept is not None
    assert not {"password", "last_login"} & {field.name for field in kept._meta.fields}


def test_a_record_s_insertion_change_and_deletion_are_kept_with_who_and_where_from(place: Place) -> None:
    origin = Origin(uuid.uuid4(), {"method": "POST", "page": "people:example"})
    with coming_from(origin), acting_as(place.writer.pk):
        person = person_by(place.writer, place)
        person.given_name = "Alex"
        person.save(update_fields=["given_name"])
        person.delete()
    found = history(Person)
    assert [(row["pgh_label"], row["given_name"]) for row in found] == [
        ("insert", "Sam"), ("update", "Alex"), ("delete", "Alex"),
    ]  # fmt: skip
    assert {row["pgh_actor_id"] for row in found} == {place.writer.pk}
    assert {row["pgh_context_id"] for row in found} == {origin.id}
    assert found[0]["pgh_context"] == {"method": "POST", "page": "people:example"}
    assert {row["organisation"] for row in found} == {place.school.pk}


def test_saving_what_did_not_change_adds_nothing(place: Place) -> None:
    with acting_as(place.writer.pk):
        person_by(place.writer, place).save()
    assert len(history(Person)) == 1


def test_a_change_that_is_rolled_back_leaves_no_history(place: Place) -> None:
    with acting_as(place.writer.pk), transaction.atomic():
        person_by(place.writer, place)
        transaction.set_rollback(True)
    assert history(Person) == []


def test_why_is_the_event_of_the_same_request(place: Place) -> None:
    origin = Origin(uuid.uuid4())
    with coming_from(origin), acting_as(place.writer.pk):
        person = person_by(place.writer, place)
        record_change(by=place.writer, event="child-added", subject_type="check", subject_id=person.pk, at=AT)
    with as_factory():
        why = ChangeEvent.objects.get(request_id=history(Person)[0]["pgh_context_id"])
    assert why.event == "child-added"


def test_a_task_is_named_and_acts_for_its_person(place: Place) -> None:
    @app.task(base=ActorTask, name="people.example")
    def adding(actor_id: int) -> None:
        person_by(User.objects.get(pk=actor_id), place)

    adding.delay(place.writer.pk)
    [row] = history(Person)
    assert (row["pgh_actor_id"], row["pgh_context"]) == (place.writer.pk, {"task": "people.example"})


def test_a_request_is_named_by_its_page_and_not_by_its_address(place: Place) -> None:
    with acting_as(place.writer.pk):
        document = freeze(place)
    client = Client()
    client.force_login(place.writer)
    assert client.get(f"/documents/{document.pk}/?secret=1").status_code == 200
    printed = history(type(document))[-1]
    assert printed["pgh_context"] == {"method": "GET", "page": "documents:document"}
    assert "pdf" not in printed
    assert "content" not in printed


def test_with_nobody_asking_history_says_nobody() -> None:
    with as_factory():
        User.objects.create(email="nobody-asks@example.org", name="Fictional")
    assert [row["pgh_actor_id"] for row in history(User)] == [None]


def test_web_silences_no_history_by_the_setting_that_silences_triggers(place: Place) -> None:
    with acting_as(place.writer.pk):
        run(f"set local pgtrigger.ignore = '{{{','.join(history_functions())}}}'")
        person_by(place.writer, place)
    assert len(history(Person)) == 1


@pytest.mark.parametrize(
    "trick", ["set local session_replication_role = replica", "alter table people_person disable trigger all"]
)
def test_web_turns_no_trigger_off(place: Place, trick: str) -> None:
    with acting_as(place.writer.pk):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            run(trick)
        person_by(place.writer, place)
    assert len(history(Person)) == 1


@pytest.mark.parametrize("table", sorted(model._meta.db_table for model in history_models()))
def test_web_can_do_nothing_with_history(table: str) -> None:
    with acting_as(1):
        for statement in (
            f"select * from {table}", f"insert into {table} (pgh_label) values ('insert')", f"delete from {table}",
            f"update {table} set pgh_label = 'x'", f"truncate {table}",
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                run(statement)


class TestCatalogue:
    def test_every_function_that_writes_history_is_a_definer_with_a_fixed_search_path(self) -> None:
        found = {
            name: (definer, configured, owner)
            for name, definer, configured, owner in run(
                "select proname::text, prosecdef, proconfig, proowner::regrole::text from pg_proc where proname = any(%s)",
                history_functions(),
            )
        }
        assert sorted(found) == history_functions()
        assert set(map(str, found.values())) == {str((True, ["search_path=public, pg_temp"], "righthelp_owner"))}

    def test_a_trigger_that_is_installed_again_is_put_right(self) -> None:
        from audit.installing import install
        from tests.roles import as_owner

        name = history_functions()[0]
        with as_owner():
            run(f'alter function public."{name}"() security invoker')
            install()
        assert run("select prosecdef from pg_proc where proname = %s", name) == [(True,)]

    def test_every_table_of_the_chain_has_its_seal_and_no_trigger_is_off(self) -> None:
        sealed = {table for (table,) in run("select tgrelid::regclass::text from pg_trigger where tgname = 'audit_sealed'")}
        assert sealed == {model._meta.db_table for model in sealed_models()}
        off = run("select tgrelid::regclass::text, tgname from pg_trigger where tgenabled <> 'O' and not tgisinternal")
        assert off == []

    def test_a_seal_waits_for_the_end_of_the_transaction(self) -> None:
        deferred = run(
            "select bool_and(tgdeferrable and tginitdeferred) from pg_trigger where tgname in ('audit_sealed', 'audit_chained')"
        )
        assert deferred == [(True,)]

    def test_what_a_history_holds_is_what_its_model_holds(self) -> None:
        """A field added to a model without its migration of history would be lost from then on."""
        for kept in history_models():
            with as_factory():
                held = columns(kept._meta.db_table)
            assert set(held) == {field.column for field in kept._meta.local_fields}


def test_the_role_of_a_membership_is_kept(place: Place) -> None:
    assert Role.PRACTITIONER in {row["role"] for row in history(Membership)}
