"""Content to PDF: template, pictures, press. Free text is escaped by the templates; only our own drawings are markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from documents.kinds import kind_of
from documents.press import press
from documents.registry import Drawing, picture_drawn
from documents.rules.content import SECTIONS, Child, ContactDocument
from documents.rules.marks import DOORWAY, level_mark
from documents.rules.printable import printable
from documents.rules.seal import code_printed


@dataclass(frozen=True)
class PrintedChild:
    """A child with their picture and the name by which the page asks for it, if one was drawn."""

    content: Child
    picture_name: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Pages:
    """The HTML of a document and its pictures by name, as the press takes them."""

    html: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def pages_of(*, kind: str, content: ContactDocument, verification_code: str = "") -> Pages:
    """Return the pages of `content`; without a verification code they are a preview, and say so."""
    content = printable(content)
    pictures = {"doorway": DOORWAY} | _marks(content)
    children = []
    for number, child in enumerate(content.children):
        drawing = picture_drawn(child.picture)
        name = f"child-{number}" if drawing else ""
        if drawing:
            pictures[name] = drawing.svg
        children.append(PrintedChild(child, name, drawing))
    context = {
        "content": content,
        "children": children,
        "order": content.sections or SECTIONS,
        "preview": not verification_code,
        "stamps": _stamps(content, preview=not verification_code),
        "code": code_printed(verification_code),
        "verify_url": f"{settings.BASE_URL}{reverse('documents:verify')}",
    }
    return Pages(html=render_to_string(kind_of(kind).template, context), pictures=pictures)


def pdf_of(*, kind: str, content: ContactDocument, verification_code: str = "") -> bytes:
    """Return the tagged PDF of `content`; raises PressFailed when none came."""
    pages = pages_of(kind=kind, content=content, verification_code=verification_code)
    return press().pdf(pages.html, pages.pictures)


def _stamps(content: ContactDocument, *, preview: bool) -> list[str]:
    """Return what every page must be stamped with (DESIGN, Frameworks: superseded ones are marked so on every document)."""
    stamps = {
        "PREVIEW: NOT SENT": preview,
        "PRACTICE: NOT A REAL CONTACT": content.practice,
        "SUPERSEDED FRAMEWORK": content.framework.superseded,
    }
    return [stamp for stamp, applies in stamps.items() if applies]


def _marks(content: ContactDocument) -> dict[str, str]:
    count = len(content.framework.levels)
    return {f"level-{rank}": level_mark(rank, count) for rank in range(1, count + 1)}
