"""The printed contact: read back as words, tags and fonts."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from documents import registry
from documents.press import Press, PressFailed, press
from documents.registry import Drawing, register_picture_renderer
from documents.rendering import pdf_of
from documents.rules.content import ContactDocument
from documents.services import preview_pdf
from tests.unit.documents.contents import FRAMEWORK, child, contact
from tests.unit.documents.reading_back import tags_of, text_of, words_of

ROOT = Path(__file__).resolve().parents[3]
CODE = "7Q2M9XD4ABCDEFGH"


def printed(**changes: object) -> bytes:
    return pdf_of(kind="contact", content=ContactDocument.from_plain(contact(**changes)), verification_code=CODE)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return printed()


@pytest.fixture
def drawn() -> Iterator[None]:
    before = list(registry._picture_renderers)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="100" height="50" fill="#eee"/></svg>'
    register_picture_renderer(lambda picture: Drawing(svg=svg, description=f"Two worries for {picture['of']}", caption="Drawn"))
    yield
    registry._picture_renderers[:] = before


def test_every_page_has_marking_reference_and_number(whole: bytes) -> None:
    pages = [page for page in text_of(whole).split("\f") if page.strip()]
    for number, page in enumerate(pages, start=1):
        assert page.count("OFFICIAL-SENSITIVE") >= 2, number
        assert page.count("RH-7Q2M") >= 2, number
        assert f"Page {number} of {len(pages)}" in page


def test_recipient_stands_before_the_children_and_they_before_the_agreement(whole: bytes) -> None:
    words = words_of(whole)
    order = ["Safeguarding Referral Team", "Wren Ashdown", "The harm that is feared", "Agreement, and the basis", "Chronology"]
    places = [words.index(one) for one in order]
    assert places == sorted(places)


def test_all_that_was_written_is_printed(whole: bytes) -> None:
    words = words_of(whole)
    for written in (
        "Failure to thrive / faltering growth with no identified medical cause",
        "“He just isn’t bothered with his bottles,” Kerry said.",
        "Fact: seen, heard or measured",
        "TF-4-HEA-01",
        "You’ll get them taken off me.",
        "approved by the safeguarding lead",
        "Helen Osei, Tuesday 3 March 2026 at 14:52",
        "7Q2M-9XD4-ABCD-EFGH",
        "/verify/",
        "A Framework for Testing",
    ):
        assert written in words, written


def test_what_is_missing_is_said_and_never_reads_as_no_concern() -> None:
    words = words_of(pdf_of(kind="contact", content=ContactDocument.from_plain({"children": [{"name": "Ash"}]})))
    assert "No worry was recorded for this child. That does not mean that there is none." in words
    assert "It was not recorded which areas were looked at." in words
    assert "This does not mean that no harm is feared." in words
    assert "It was not recorded that anybody in the family was asked." in words
    assert "no concern" not in words.lower()


def test_areas_not_explored_are_named() -> None:
    words = words_of(printed(children=[child(not_explored=["Identity", "Housing"])]))
    assert "Identity; Housing. These areas were not looked at" in words


def test_withheld_address_says_so_and_prints_nowhere() -> None:
    words = words_of(printed(address={"lines": ["1 Hidden Lane"], "withheld": True, "reason": "A safe place"}))
    assert "Withheld. A safe place." in words
    assert "Hidden" not in words


@pytest.mark.parametrize(
    ("changes", "stamp"),
    [
        ({"practice": True}, "PRACTICE: NOT A REAL CONTACT"),
        ({"framework": FRAMEWORK | {"superseded": True}}, "SUPERSEDED FRAMEWORK"),
        (
            {"framework": FRAMEWORK | {"superseded": True}, "practice": True},
            "PRACTICE: NOT A REAL CONTACT · SUPERSEDED FRAMEWORK",
        ),
    ],
)
def test_practice_and_superseded_framework_are_stamped_on_every_page(changes: dict[str, object], stamp: str) -> None:
    pages = [page for page in text_of(printed(**changes)).split("\f") if page.strip()]
    assert all(stamp in page for page in pages)


def test_preview_is_stamped_and_has_no_code() -> None:
    pages = [page for page in text_of(preview_pdf(contact(practice=True))).split("\f") if page.strip()]
    assert all("PREVIEW: NOT SENT" in page for page in pages)
    assert "PRACTICE" in pages[0]
    assert "Is this copy genuine?" not in " ".join(pages)


def test_share_without_agreement_or_approval_is_marked() -> None:
    way = {"code": "urgent", "words": "Sent urgently, before anybody approved it", "marked": True}
    assert "Marked: how this came to be shared" in words_of(printed(agreement={"way": way}))


def test_document_is_tagged_pdf_ua_with_title_language_and_bookmarks(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo["/Title"]) == "Multi-Agency Referral Form, reference RH-7Q2M"
        with pdf.open_outline() as outline:
            chapters = [chapter.title for chapter in outline.root[0].children]
    assert "Wren Ashdown, 9 months" in chapters
    assert "Agreement, and the basis on which this is shared" in chapters


def test_headings_lists_quotations_and_table_headers_are_real(whole: bytes) -> None:
    tags = [tag for tag, _ in tags_of(whole)]
    assert tags.count("H1") == 1
    assert {"H2", "H3", "H4", "P", "L", "LI", "LBody", "BlockQuote", "Table", "TR", "TD"} <= set(tags)
    assert tags.count("TH") == 3 + 3, "a header for each column and each child"
    assert tags.count("Table") == 1, "no table crosses a page"


def test_no_level_of_heading_is_skipped(whole: bytes) -> None:
    levels = [int(tag[1]) for tag, _ in tags_of(whole) if tag[0] == "H" and tag[1:].isdigit()]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_picture_of_need_has_words_that_stand_for_it(drawn: None) -> None:
    pdf = printed(children=[child(picture={"of": "Wren"})])
    assert ("Figure", "Two worries for Wren") in tags_of(pdf)
    assert "Drawn" in words_of(pdf)


def test_every_font_is_embedded(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        descriptors = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)


def test_title_and_file_name_no_child(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes() + b"".join(str(value).encode() for value in pdf.docinfo.values())
    assert b"Ashdown" not in metadata


def test_slow_print_is_ended_and_the_next_one_works() -> None:
    slow = Press(fonts=press().fonts, most_seconds=0.2)
    long = "<p>words</p>" * 20_000  # many seconds of printing, so that it is late on any machine
    with pytest.raises(PressFailed):
        slow.pdf(f"<html lang='en-GB'><title>x</title>{long}</html>", {})
    slow.most_seconds = 20
    try:
        assert slow.pdf("<html lang='en-GB'><title>x</title><p>x</p></html>", {}).startswith(b"%PDF-")
    finally:
        slow.end()


def test_error_while_printing_says_its_kind_and_nothing_of_the_text() -> None:
    nested = "<div>" * 3_000 + "secret words"
    with pytest.raises(PressFailed) as failed:
        press().pdf(f"<html lang='en-GB'><title>x</title>{nested}</html>", {})
    assert "secret" not in str(failed.value)
    assert printed().startswith(b"%PDF-")


def test_process_is_replaced_after_its_jobs() -> None:
    pair = Press(fonts=[], most_jobs=1, most_seconds=20)
    try:
        pair.pdf("<html lang='en-GB'><title>x</title><p>x</p></html>", {})
        first = pair._child.pid
        pair.pdf("<html lang='en-GB'><title>x</title><p>x</p></html>", {})
        assert pair._child.pid != first
    finally:
        pair.end()


def test_prints_at_once_each_hold_their_own_words() -> None:
    names = [f"Child Number{number}" for number in range(8)]
    with ThreadPoolExecutor(len(names)) as pool:
        pdfs = list(pool.map(lambda name: printed(children=[child(name=name)]), names))
    for name, pdf in zip(names, pdfs, strict=True):
        found = set(re.findall(r"Child Number\d", words_of(pdf)))
        assert found == {name}


def test_forked_worker_prints_with_a_process_of_its_own() -> None:
    script = (
        "import os\n"
        "from documents.press import press\n"
        "html = \"<html lang='en-GB'><title>x</title><p>x</p></html>\"\n"
        "press().pdf(html, {})\n"
        "ours = press()._child.pid\n"
        "if os.fork() == 0:\n"
        "    printed = press().pdf(html, {})\n"
        "    same = press()._child.pid == ours\n"
        "    press().end()\n"
        "    os._exit(0 if printed.startswith(b'%PDF-') and not same else 1)\n"
        "status = os.waitstatus_to_exitcode(os.wait()[1])\n"
        "press().pdf(html, {})\n"
        "print(status, press()._child.pid == ours)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["0", "True"], run.stderr
