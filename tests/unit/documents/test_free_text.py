"""Free text is text: nothing that somebody writes becomes markup, asks for an address, reads a file or stops the print."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from documents.press import press, printing
from documents.press.fonts import font_files
from documents.rendering import pages_of, pdf_of
from documents.rules.content import ContactDocument
from tests.unit.documents.contents import child, contact
from tests.unit.documents.reading_back import streams_of, tags_of, words_of

ROOT = Path(__file__).resolve().parents[3]
CANARY = "canary-9f2c71"

PAYLOADS = [
    "<img src='file://{file}'>",
    '<img src="http://127.0.0.1:9/x.png">',
    "<img src=x onerror=alert(1)>",
    "<img srcset='http://127.0.0.1:9/a 1x'>",
    "<link rel=stylesheet href='file://{file}'>",
    "<link rel=attachment href='file://{file}'>",
    "<a rel=attachment href='file://{file}'>x</a>",
    "<style>@import url('file://{file}');</style>",
    "<style>@import 'http://127.0.0.1:9/x.css';</style>",
    "<style>*{{display:none}}</style>",
    "<style>@font-face{{font-family:x;src:url('file://{file}')}}</style>",
    "<style>@page{{background:url('file://{file}')}}</style>",
    "<p style=\"background:url('file://{file}')\">x</p>",
    "<p style='content:url(file://{file})'>x</p>",
    "<svg><image href='file://{file}'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><use href='file://{file}#a'/></svg>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style>@import 'file://{file}';</style></svg>",
    "<object data='file://{file}'></object>",
    "<embed src='file://{file}'>",
    "<iframe src='file://{file}'></iframe>",
    "<input type=image src='file://{file}'>",
    "<video poster='file://{file}'></video>",
    "<base href='file:///'><img src='{file}'>",
    "<meta http-equiv=refresh content='0;url=file://{file}'>",
    "<script>fetch('http://127.0.0.1:9')</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='file://{file}'>x</a>",
    "<table><tr><td colspan=999999999>x</td></tr></table>",
    "</p></body></html><img src='file://{file}'>",
    "--><img src='file://{file}'><!--",
    "]]><img src='file://{file}'>",
    "\"><img src='file://{file}'>",
    "'><img src='file://{file}'>",
    "&lt;img src='file://{file}'&gt;",
    "&#60;img src='file://{file}'&#62;",
    "＜img src='file://{file}'＞",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{file}'>]>&e;",
    "<?xml-stylesheet href='file://{file}'?>",
    "{{{{ content.reference }}}}{{% include 'documents/verify.html' %}}",
    "{{% load static %}}{{% debug %}}",
    "url(file://{file})",
    "url('rh-font:x') url('rh-picture:doorway')",
    "<img src='rh-picture:doorway'>",
    "data:text/html,<img src='file://{file}'>",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='file://{file}'/></svg>\">",
    "<math><mtext></p><img src='file://{file}'></mtext></math>",
    "<details open ontoggle=alert(1)>",
    "<h1>Another heading</h1><table><tr><th>x</table>",
    "<div>" * 600,
    "expression(alert(1)); -moz-binding:url(file://{file})",
    "\\00003cimg src='file://{file}'\\00003e",
    "%3Cimg%20src='file://{file}'%3E",
]

STRANGE = {
    "no space": "x" * 100_000,
    "wide without space": "漢" * 10_000,
    "right to left": "שלום עולם. مرحبا بالعالم " * 50,
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈👍🏽🇬🇧 " * 100,
    "combining": "a" + "\u0301" * 500,
    "every plane": "".join(chr(plane * 0x10000 + 0x100) for plane in range(17)),
    "controls": "".join(map(chr, range(0x20))) + "\x7f\x80\x9f",
    "nothing visible": "\u200b\u200c\u200d\u2060\ufeff" * 200,
    "line breaks": "\n" * 5_000 + "end",
    "lone surrogate": "a\ud800b",
    "noncharacters": "\ufdd0\ufffe\uffff",
}


def everywhere(text: str) -> dict[str, object]:
    """A contact with the text in a field of every kind: heading, label, list, quotation, definition, running page line."""
    line = text[:900]
    return contact(
        title=line,
        marking=line[:60],
        reference=line[:40],
        harm=text,
        told_family=line,
        recipient={"name": line, "council": line, "numbers": [line]},
        children=[child(name=line, age_words=line, why=line, not_explored=[line], details=[{"label": line, "words": line}])],
        tried=[{"text": line, "source": line}],
        views_child=line,
        chronology=[{"at": line, "words": line}],
    )


@pytest.fixture(scope="module")
def printer() -> printing.Printer:
    return printing.Printer(stylesheet=ROOT / "documents/press/document.css", fonts=font_files())


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_free_text_asks_for_nothing_and_is_printed_as_text(
    payload: str, secret: Path, printer: printing.Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetch = printing.ClosedFetcher.fetch

    def noted(self: printing.ClosedFetcher, url: str, headers: object = None) -> object:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(printing.ClosedFetcher, "fetch", noted)
    written = payload.format(file=secret) if "{" in payload else payload
    pages = pages_of(kind="contact", content=ContactDocument.from_plain(everywhere(written)), verification_code="0" * 16)
    pdf = printer.pdf(pages.html, pages.pictures)

    assert all(url in {f"rh-picture:{name}" for name in pages.pictures} for url in asked), "only our own drawings"
    assert CANARY.encode() not in streams_of(pdf) + pdf
    assert _bare(written[:30]) in _bare(words_of(pdf)), "printed as it was written"
    assert [tag for tag, _ in tags_of(pdf)].count("H1") == 1


def _bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("name", STRANGE)
def test_strange_text_is_printed_in_time(name: str) -> None:
    pdf = pdf_of(kind="contact", content=ContactDocument.from_plain(everywhere(STRANGE[name])))
    assert pdf.startswith(b"%PDF-")


def test_whole_of_a_printable_text_arrives_in_order() -> None:
    text = "Ünïcødé Żółć ćwierć"
    assert unicodedata.normalize("NFC", text) in words_of(
        pdf_of(kind="contact", content=ContactDocument.from_plain({"harm": text}))
    )


def test_very_long_text_says_that_it_goes_on() -> None:
    words = words_of(pdf_of(kind="contact", content=ContactDocument.from_plain({"harm": "word " * 8_000})))
    assert "This text goes on. 19999 more characters are kept" in words


def test_picture_cannot_reach_a_file(tmp_path: Path, printer: printing.Printer) -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20" width="90" height="20">{}</svg>'
    other = tmp_path / "other.svg"
    other.write_text(drawn.format(f'<text y="9" font-size="9">{CANARY}</text>'))
    reaching = drawn.format(f'<image href="file://{other}" width="90" height="20"/>')
    html = "<html lang='en-GB'><title>x</title><p>words <img alt='x' src='rh-picture:a'></p></html>"
    assert CANARY in words_of(printer.pdf(html, {"a": other.read_text()})), "it would be seen if it were reached"
    assert CANARY not in words_of(printer.pdf(html, {"a": reaching}))
    assert CANARY not in words_of(press().pdf(html, {"a": reaching}))
    assert CANARY not in words_of(printer.pdf(html.replace("rh-picture:a", f"file://{other}"), {}))


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_printing_process_can_reach_nothing(attempt: str) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import socket, subprocess, urllib.request\n"
        "from documents.press.walls import Forbidden, raise_walls\n"
        "raise_walls([])\n"
        f"try:\n    {attempt}\nexcept Forbidden:\n    print('forbidden')\n"
    )
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "forbidden", run.stderr
