"""Hostile free text, in every field of a case, is text on every page that shows it and in the PDF."""

import io
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.services import document_render
from rowsecurity.session import acting_as
from tests.security.addresses import ADDRESSES
from tests.security.conftest import town_built
from tests.security.town import Town

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=hit()>{{7*7}}{% load x %}\u202etxet\u202c\U0001f469\u200d\U0001f467&amp;"
)
RAW = ("<script>alert", "<img src=x", "onerror=hit()>")
"""What must not be in the markup as such: a `<` of theirs would be one of ours."""


def hostile(name: str) -> str:
    return HOSTILE


@pytest.fixture(scope="module")
def hostile_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with town_built(django_db_blocker, hostile) as built:
        yield built


@pytest.fixture
def town(hostile_town: Town, db: None) -> Town:
    return hostile_town


READERS = {"practitioner", "lead", "worker", "admin"}


def opened(town: Town, name: str, case: str = "") -> list[str]:
    """The page as each kind of its people sees it."""
    address = ADDRESSES[name]
    bodies = []
    for who in sorted(address.people & READERS):
        client = Client(raise_request_exception=False)
        client.force_login(town.people[who])
        response: Any = client.get(reverse(name, kwargs=address.ids_in(town, case)))
        assert response.status_code in {200, 302, 405, 409}, who
        if response.headers.get("Content-Type", "").startswith("text/html"):
            bodies.append(response.content.decode())
    return bodies


PAGES = sorted(name for name in ADDRESSES if not name.startswith(("documents:document", "clocks:health", "referrals:preview")))


@pytest.mark.parametrize("name", PAGES)
def test_what_people_wrote_is_escaped_on_the_page(town: Town, name: str) -> None:
    for body in opened(town, name):
        for raw in RAW:
            assert raw not in body
        assert "49" not in re.findall(r"(?<=hit\(\)&gt;)\d+", body)


@pytest.mark.parametrize(
    "name",
    [
        "thresholds:check",
        "thresholds:account",
        "consent:review",
        "referrals:contact",
        "referrals:sent",
        "referrals:disagreement",
    ],
)
def test_what_people_wrote_is_there_to_be_read(town: Town, name: str) -> None:
    """Escaped, not taken away: the whole of it, line for line."""
    for body in opened(town, name):
        assert HOSTILE in unescape(body) or HOSTILE.replace("&amp;", "&") in unescape(body)


def test_the_pdf_prints_it_as_text(town: Town, tmp_path: Path) -> None:
    assert town.sent.contact is not None
    with acting_as(town.world.practitioner.pk):
        document = document_render(document_id=town.sent.contact.document_id, by=town.world.practitioner)
    path = tmp_path / "contact.pdf"
    path.write_bytes(bytes(document.pdf or b""))
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    text = re.sub(r"\s+", "", done.stdout.decode())
    for written in ("<script>alert(1)</script>", "<imgsrc=xonerror=hit()>", "{{7*7}}", "{%loadx%}"):
        assert written in text
    assert io.BytesIO(path.read_bytes()).read(5) == b"%PDF-"


def test_a_notice_holds_no_free_text(town: Town) -> None:
    client = Client()
    client.force_login(town.world.worker)
    body = client.get(reverse("notices:list")).content.decode()
    assert "alert(1)" not in body
