"""The addresses of documents: who may download, what the verification page says and hides."""

import hashlib
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent
from documents import rendering, throttle
from documents.models import Document
from documents.press import PressFailed
from partnerships.models import User
from rowsecurity.session import acting_as
from tests.journeys.front_door import says_why
from tests.roles import as_factory
from tests.unit.documents.places import Place, freeze, place_made

pytestmark = pytest.mark.django_db
VERIFY = "/verify/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def place() -> Place:
    return place_made()


@pytest.fixture
def document(place: Place) -> Document:
    with acting_as(place.writer.pk):
        return freeze(place)


def address(document: Document) -> str:
    return reverse("documents:document", args=[document.pk])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_download_is_the_stored_pdf_named_without_the_child_and_kept_in_no_cache(place: Place, document: Document) -> None:
    first = signed_in(place.writer).get(address(document))
    receiver = signed_in(place.receiver)
    says_why(receiver, address(document))
    again = receiver.get(address(document))
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'inline; filename="RH-7Q2M.pdf"'
    assert "no-store" in first["Cache-Control"]
    assert first.content.startswith(b"%PDF-")
    assert again.content == first.content


def test_each_download_leaves_an_access_event(place: Place, document: Document) -> None:
    receiver = signed_in(place.receiver)
    says_why(receiver, address(document))
    for _ in range(2):
        receiver.get(address(document))
    with as_factory():
        events = AccessEvent.objects.filter(subject_id=document.subject_id, action="document-opened")
        found = [(event.actor_id, event.subject_type) for event in events]
    assert found == [(place.receiver.pk, "contact")] * 2


def test_another_agency_and_a_partnership_admin_find_nothing(place: Place, document: Document) -> None:
    for user in (place.stranger, place.admin):
        assert signed_in(user).get(address(document)).status_code == 404


def test_signed_out_reader_is_asked_to_sign_in(document: Document) -> None:
    assert Client().get(address(document)).status_code == 302


def test_failed_print_says_that_the_contact_is_safe(place: Place, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def jam(**_: object) -> bytes:
        raise PressFailed("jam")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "pdf_of", jam)
        answer = signed_in(place.writer).get(address(document))
    assert answer.status_code == 503
    assert "It was sent and is safe" in answer.content.decode()
    assert "Wren" not in answer.content.decode()
    assert signed_in(place.writer).get(address(document)).status_code == 200


def test_anybody_with_reference_and_code_learns_that_it_is_genuine_and_nothing_more(document: Document) -> None:
    page = Client().post(VERIFY, {"reference": "rh-7q2m", "code": document.verification_code}).content.decode()
    assert "Genuine and unaltered" in page
    for hidden in ("Ashdown", "Wren", "Sample", "Writer"):
        assert hidden not in page


def test_wrong_code_is_told_as_no_document(document: Document) -> None:
    answer = Client().post(VERIFY, {"reference": "RH-7Q2M", "code": "0000-0000-0000-0000"})
    assert "No document has this reference and code" in answer.content.decode()


def test_a_true_reference_with_a_wrong_code_is_answered_as_one_that_does_not_exist(document: Document) -> None:
    """So nobody learns from this page which references there are."""
    pages = []
    for reference in ("RH-7Q2M", "RH-2222"):
        answer = Client().post(VERIFY, {"reference": reference, "code": "0000-0000-0000-0000"})
        masked = re.sub(
            r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", answer.content.decode()
        )
        pages.append((answer.status_code, masked.replace(reference, "…")))
    assert pages[0] == pages[1]


def test_empty_verification_is_an_error_beside_the_field() -> None:
    answer = Client().post(VERIFY, {})
    assert answer.status_code == 422
    assert "Enter the reference that is printed on the document" in answer.content.decode()


def test_code_in_an_address_is_not_read(document: Document) -> None:
    answer = Client().get(VERIFY, {"reference": "RH-7Q2M", "code": document.verification_code})
    assert "Genuine" not in answer.content.decode()


def test_asking_again_and_again_is_stopped_for_a_while() -> None:
    client = Client()
    for _ in range(throttle.MOST):
        assert client.post(VERIFY, {"reference": "X", "code": "Y"}).status_code == 200
    assert client.post(VERIFY, {"reference": "X", "code": "Y"}).status_code == 429


def test_holder_of_the_file_can_compare_its_hash(place: Place, document: Document) -> None:
    pdf = signed_in(place.writer).get(address(document)).content
    page = Client().post(VERIFY, {"reference": document.reference, "code": document.verification_code}).content.decode()
    assert hashlib.sha256(pdf).hexdigest() in page.replace(" ", "")
