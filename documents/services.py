"""Every write of documents: freezing what is sent, and printing it once."""

import datetime
import hashlib
import io
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pikepdf
from django.db import transaction

from audit.services import record_access, record_change
from documents import rendering, selectors
from documents.kinds import kind_of
from documents.models import Document
from documents.permissions import is_within_reach
from documents.rules.reading import ContentRefused
from documents.rules.seal import code_made, content_hash
from partnerships.models import FrontDoor, Organisation, User
from partnerships.permissions import Action
from workflow.errors import NotAllowed


@transaction.atomic
def document_freeze(
    *,
    subject_type: str,
    subject_id: uuid.UUID,
    reference: str,
    kind: str,
    content: Mapping[str, Any],
    by: User,
    organisation: Organisation | None,
    front_door: FrontDoor | None = None,
    at: datetime.datetime,
) -> Document:
    """Freeze `content` as the document of a subject, not yet printed; `at` is when it is sent.

    The kind says how content is read. Raises ContentRefused for content that the kind does not declare or that carries
    another reference, NotAllowed unless `by` belongs to the organisation (or, without one, to the front door).
    """
    read = kind_of(kind).read(content)
    if read.reference not in ("", reference):
        raise ContentRefused("content.reference", "is that of another document")
    plain = replace(read, reference=reference, sent_at=read.sent_at or at.isoformat()).to_plain()
    document = Document(
        reference=reference,
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        title=read.title[:200],
        marking=read.marking[:60],
        content=plain,
        content_hash=content_hash(plain),
        verification_code=code_made(secrets.choice),
        created_at=at,
        created_by=by,
        organisation=organisation,
        front_door=front_door,
    )
    if not is_within_reach(by, document):
        raise NotAllowed(Action.CONTACT_SEND, "a document is frozen by somebody of the organisation that sends it")
    document.save(force_insert=True)
    record_change(
        by=by, event="document-frozen", subject_type=subject_type, subject_id=subject_id, at=at,
        detail={"document": str(document.pk), "kind": kind},
    )  # fmt: skip
    return document


@transaction.atomic
def document_render(*, document_id: uuid.UUID, by: User) -> Document:
    """Print a frozen document and keep its bytes, exactly once: with bytes already there it returns them as they are.

    Raises NotAllowed when `by` cannot reach it, PressFailed when no PDF came (nothing is kept; it can be asked for again).
    """
    document = selectors.documents_for(by).defer(None).select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise NotAllowed(Action.DOCUMENT_READ)
    if document.pdf is not None:
        return document
    content = kind_of(document.kind).read(document.content)
    pdf = rendering.pdf_of(kind=document.kind, content=content, verification_code=document.verification_code)
    document.pdf, document.pdf_sha256, document.pages = pdf, hashlib.sha256(pdf).hexdigest(), _page_count(pdf)
    document.save(update_fields=["pdf", "pdf_sha256", "pages"])
    return document


def document_open(*, document_id: uuid.UUID, by: User) -> Document:
    """Return a document with its bytes to somebody who reads it, printing it first if that was not yet done.

    Leaves an access event. Raises as `document_render`.
    """
    document = document_render(document_id=document_id, by=by)
    record_access(
        user=by, action="document-opened", subject_type=document.subject_type, subject_id=document.subject_id
    )  # fmt: skip
    return document


def preview_pdf(content: Mapping[str, Any], *, kind: str = "contact") -> bytes:
    """Return the pages that `content` would be sent as, stamped as a preview, without keeping anything.

    Raises ContentRefused and PressFailed.
    """
    return rendering.pdf_of(kind=kind, content=kind_of(kind).read(content))


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
