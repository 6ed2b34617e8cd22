"""The marks that people leave: one for a reading, one for a refusal, none forged, and nothing done without its mark."""

import uuid

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.test import Client

from audit.models import AccessEvent, ChangeEvent
from audit.reading import mark_read
from audit.selectors import access_is_shown, access_of
from documents.models import Document
from documents.services import document_open
from people.models import Person
from rowsecurity.session import acting_as
from tests.marks import leaves, marks_of
from tests.roles import as_factory, as_owner
from tests.unit.audit.tampering import run
from tests.unit.documents.places import AT, Place, freeze, place_made

pytestmark = pytest.mark.django_db

MARKS = ("audit_accessevent", "audit_changeevent")
CHAIN = ("audit_seal", "audit_sealhead", "audit_sealshape")


@pytest.fixture
def place() -> Place:
    return place_made()


@pytest.fixture
def document(place: Place) -> Document:
    with acting_as(place.writer.pk):
        return freeze(place)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("table", [*MARKS, *CHAIN])
def test_web_can_neither_read_change_remove_nor_empty_the_audit(place: Place, document: Document, table: str) -> None:
    with acting_as(place.writer.pk):
        for statement in (
            f"select * from {table}", f"update {table} set {'at = now()' if table in MARKS else 'seq = 1'}",
            f"delete from {table}", f"truncate {table}",
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match=r"permission denied|does not exist"), transaction.atomic():
                run(statement)


@pytest.mark.parametrize("table", CHAIN)
def test_web_can_put_nothing_into_the_chain(place: Place, table: str) -> None:
    with acting_as(place.writer.pk), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run(f"insert into {table} default values")


@pytest.mark.parametrize("model", [AccessEvent, ChangeEvent])
def test_nobody_leaves_a_mark_in_another_s_name(place: Place, model: type) -> None:
    for asking in (place.writer.pk, None):
        with acting_as(asking), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.create(actor_id=place.stranger.pk, subject_type="contact", subject_id=uuid.uuid4())


@pytest.mark.parametrize("table", MARKS)
def test_the_owner_too_can_neither_change_nor_remove_a_mark(document: Document, place: Place, table: str) -> None:
    with acting_as(place.writer.pk):
        document_open(document_id=document.pk, by=place.writer)
    for statement in (f"delete from {table}", f"update {table} set actor_id = 0"):
        with as_factory(), pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            run(statement)


@pytest.mark.parametrize("place_of_failure", ["audit_changeevent", "history", "chain"])
def test_what_cannot_be_recorded_is_not_done(place: Place, place_of_failure: str) -> None:
    broken = {
        "audit_changeevent": "revoke insert on audit_changeevent from righthelp_web",
        "history": "drop table documents_documenthistory",
        "chain": "revoke insert on audit_seal from righthelp_definer",
    }
    with as_owner():
        run("set constraints all immediate")
        run(broken[place_of_failure])
    with (
        acting_as(place.writer.pk),
        pytest.raises(DatabaseError, match=r"permission denied|does not exist"),
        transaction.atomic(),
    ):
        freeze(place)
    with as_factory():
        assert Document.objects.count() == 0


def test_what_cannot_be_marked_as_read_is_not_shown(place: Place, document: Document) -> None:
    with as_owner():
        run("revoke insert on audit_accessevent from righthelp_web")
    client = signed_in(place.writer)
    client.raise_request_exception = False
    answer = client.get(f"/documents/{document.pk}/")
    assert answer.status_code == 500
    assert not answer.getvalue().startswith(b"%PDF")


def test_a_reading_leaves_one_mark(place: Place, document: Document) -> None:
    with leaves(place.writer.pk, ("document-opened", "contact", document.subject_id)):
        assert signed_in(place.writer).get(f"/documents/{document.pk}/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_leaves_one_mark_and_the_same_for_what_does_not_exist(place: Place, document: Document, method: str) -> None:
    for pk in (document.pk, uuid.uuid4()):
        with leaves(place.stranger.pk, ("refused", "document", pk)):
            assert getattr(signed_in(place.stranger), method)(f"/documents/{pk}/").status_code == 404


def test_somebody_who_is_not_signed_in_leaves_no_mark(document: Document) -> None:
    assert Client().get(f"/documents/{document.pk}/").status_code == 302
    with as_factory():
        assert not AccessEvent.objects.exists()


def test_a_request_marks_the_same_reading_once(place: Place, rf) -> None:
    subject = uuid.uuid4()
    request = rf.get("/")
    request.user = place.writer
    with acting_as(place.writer.pk), leaves(place.writer.pk, ("read", "check", subject), ("printed", "check", subject)):
        for action in ("read", "printed", "read"):
            mark_read(request, action=action, subject_type="check", subject_id=subject)


def test_a_type_that_says_nothing_about_who_is_told_is_told_to_nobody(place: Place, document: Document) -> None:
    with acting_as(place.writer.pk):
        document_open(document_id=document.pk, by=place.writer)
        for subject_type in ("document", "nothing", "contact(uuid); drop table people_person; --"):
            assert not access_is_shown(subject_type=subject_type, subject_id=document.pk)
            assert access_of(subject_type=subject_type, subject_id=document.pk) == []
    assert marks_of(place.writer.pk)


def test_a_backdated_row_still_has_the_time_at_which_it_was_sealed(place: Place) -> None:
    with acting_as(place.writer.pk):
        Person.objects.create(kind="child", organisation=place.school, recorded_by=place.writer)
        AccessEvent.objects.create(actor_id=place.writer.pk, action="read", subject_type="check", at=AT)
    run("set constraints all immediate")
    with as_factory():
        assert run("select bool_and(now() - at < interval '1 hour') from audit_seal") == [(True,)]
