"""Every read of documents, each beginning from what this person may see."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from documents.models import Document
from documents.rules.seal import code_read, content_hash
from partnerships.models import User


def documents_for(user: User) -> QuerySet[Document]:
    """What this person may see, without content and bytes."""
    return Document.objects.visible_to(user).defer("content", "pdf")


def documents_about(user: User, *, subject_type: str, subject_id: uuid.UUID) -> QuerySet[Document]:
    """The documents about one subject that this person may see, newest first."""
    return documents_for(user).filter(subject_type=subject_type, subject_id=subject_id)


@dataclass(frozen=True)
class Sealed:
    """What is told about a document to whoever holds its reference and code; nothing about a child."""

    reference: str
    unaltered: bool
    superseded: bool
    pages: int | None
    created_at: datetime.datetime
    pdf_sha256: str

    @property
    def pdf_sha256_in_eights(self) -> str:
        """The SHA-256 of the printed bytes, parted so that it can be compared by eye."""
        return " ".join(self.pdf_sha256[start : start + 8] for start in range(0, len(self.pdf_sha256), 8))


def document_sealed(*, reference: str, code: str) -> Sealed | None:
    """Return whether the document with this reference and code is as it was made; None if there is none.

    Needs no sign-in: the code is the key. The content is hashed again here and the bytes in the database.
    """
    reference = reference.strip().upper()
    with connection.cursor() as cursor:
        cursor.execute("select * from rls.document_genuine(%s, %s)", [reference, code_read(code)])
        row = cursor.fetchone()
    if row is None:
        return None
    content, hashed, printed, printed_unaltered, pages, created_at, superseded, pdf_sha256 = row
    content = json.loads(content) if isinstance(content, str) else content
    unaltered = content_hash(content) == hashed and (printed_unaltered or not printed)
    return Sealed(
        reference=reference,
        unaltered=unaltered,
        superseded=superseded,
        pages=pages,
        created_at=created_at,
        pdf_sha256=pdf_sha256,
    )
