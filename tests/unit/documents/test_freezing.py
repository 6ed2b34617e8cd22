"""A frozen document: what it keeps, who sees it, what the database refuses. As the web role, under row-level security."""

import hashlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from documents import rendering, selectors, services, tasks
from documents.models import Document
from documents.press import PressFailed
from documents.rules.reading import ContentRefused
from documents.rules.seal import content_hash
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_owner
from tests.unit.documents.places import Place, freeze, place_made

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return place_made()


@pytest.fixture
def frozen(place: Place) -> Iterator[Document]:
    with acting_as(place.writer.pk):
        yield freeze(place)


def test_frozen_content_hashes_to_what_is_stored(frozen: Document) -> None:
    frozen.refresh_from_db()
    assert frozen.content["children"][0]["name"] == "Wren Ashdown"
    assert content_hash(frozen.content) == frozen.content_hash
    assert frozen.pdf is None


def test_content_of_another_reference_is_refused(place: Place) -> None:
    with acting_as(place.writer.pk), pytest.raises(ContentRefused, match="another document"):
        freeze(place, reference="RH-OTHER")


def test_somebody_of_another_agency_cannot_freeze(place: Place) -> None:
    with acting_as(place.stranger.pk), pytest.raises(services.NotAllowed):
        freeze(place, by=place.stranger)


def test_second_document_of_the_same_kind_for_a_subject_is_refused(place: Place, frozen: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        freeze(place, subject_id=frozen.subject_id)


def test_document_is_printed_once_and_the_stored_bytes_are_served(place: Place, frozen: Document) -> None:
    first = services.document_render(document_id=frozen.pk, by=place.writer)
    again = services.document_render(document_id=frozen.pk, by=place.writer)
    assert bytes(first.pdf).startswith(b"%PDF-")
    assert bytes(again.pdf) == bytes(first.pdf)
    assert first.pdf_sha256 == hashlib.sha256(bytes(first.pdf)).hexdigest()
    assert first.pages >= 4


def test_failed_print_keeps_the_document_and_can_be_asked_for_again(
    place: Place, frozen: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def jam(**_: object) -> bytes:
        raise PressFailed("jam")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "pdf_of", jam)
        with pytest.raises(PressFailed):
            services.document_render(document_id=frozen.pk, by=place.writer)
    assert services.document_render(document_id=frozen.pk, by=place.writer).pdf


def test_task_prints_for_the_one_who_sent_it(place: Place, frozen: Document) -> None:
    tasks.render(place.writer.pk, str(frozen.pk))
    frozen.refresh_from_db()
    assert frozen.pages


def test_agency_and_front_door_see_it_and_nobody_else(place: Place, frozen: Document) -> None:
    for user, seen in ((place.writer, True), (place.receiver, True), (place.stranger, False)):
        with acting_as(user.pk):
            assert selectors.documents_for(user).filter(pk=frozen.pk).exists() is seen
            assert Document.objects.filter(pk=frozen.pk).exists() is seen, "row-level security alone"
    with acting_as(None):
        assert not Document.objects.exists()


@pytest.mark.parametrize("field", ["reference", "content_hash", "title", "verification_code"])
def test_database_refuses_to_change_what_is_frozen(frozen: Document, field: str) -> None:
    with as_factory(), pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=frozen.pk).update(**{field: "changed"})


def test_database_refuses_to_change_the_content(frozen: Document) -> None:
    with as_factory(), pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Document.objects.filter(pk=frozen.pk).update(content={"title": "changed"})


def test_database_refuses_to_print_twice(place: Place, frozen: Document) -> None:
    services.document_render(document_id=frozen.pk, by=place.writer)
    with as_factory(), pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Document.objects.filter(pk=frozen.pk).update(pdf=b"other")


def test_database_refuses_to_delete_a_document(frozen: Document) -> None:
    with as_factory(), pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Document.objects.filter(pk=frozen.pk).delete()


def test_web_may_not_write_a_frozen_column_at_all(frozen: Document) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Document.objects.filter(pk=frozen.pk).update(title=frozen.title)


def test_genuine_document_is_verified_without_sign_in(place: Place, frozen: Document) -> None:
    services.document_render(document_id=frozen.pk, by=place.writer)
    with acting_as(None):
        sealed = selectors.document_sealed(reference=" rh-7q2m ", code="-".join(frozen.verification_code).lower())
    assert sealed is not None
    assert sealed.unaltered
    assert sealed.pages >= 4


@pytest.mark.parametrize(("reference", "code"), [("RH-7Q2M", "0" * 16), ("RH-OTHER", None), ("", ""), ("RH-7Q2M", "")])
def test_wrong_reference_or_code_verifies_nothing(frozen: Document, reference: str, code: str | None) -> None:
    assert selectors.document_sealed(reference=reference, code=frozen.verification_code if code is None else code) is None


@pytest.mark.parametrize("change", ["content = jsonb_set(content, '{harm}', '\"none\"')", "pdf = '\\x25'::bytea"])
def test_document_altered_behind_the_triggers_is_told(place: Place, frozen: Document, change: str) -> None:
    services.document_render(document_id=frozen.pk, by=place.writer)
    with as_factory(), connection.cursor() as cursor:
        with as_owner():
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table documents_document disable trigger user")
        cursor.execute(f"update documents_document set {change} where id = %s", [frozen.pk])
    sealed = selectors.document_sealed(reference=frozen.reference, code=frozen.verification_code)
    assert sealed is not None
    assert not sealed.unaltered
