"""Telling people: a notice each, and an e-mail that says where to look."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from notices import catalogue
from notices.models import Notice
from notices.subjects import id_in
from partnerships.closed import shut_out

NOTICE_NAMESPACE = uuid.UUID("6f1c1a57-8f0d-5c0f-9a3e-1f0b5f3f7c11")

WRITE = """
    with draft as materialized (
        select * from json_to_recordset(%(drafts)s::json) as row (id uuid, recipient_id bigint, kind text, about text,
            reference text, path text, key text, due_at timestamptz, meant_at timestamptz, created_at timestamptz,
            by_email boolean)
    ), told as (
        insert into notices_notice (id, recipient_id, kind, about, reference, path, key, due_at, meant_at, created_at)
        select id, recipient_id, kind, about, reference, path, key, due_at, meant_at, created_at from draft
        on conflict do nothing
    )
    insert into notices_outboxemail (notice_id, created_at, next_try_at, attempts, last_error)
    select id, %(now)s, %(now)s, 0, '' from draft where by_email on conflict do nothing"""
"""Any number of notices with their e-mails in one statement: the sweep may have ten thousand to write."""


@dataclass(frozen=True)
class Draft:
    """A notice for one person: a catalogue kind, a reference and a page, the key that makes it one, with an e-mail or without.

    It says how late it is where it is written (`created_at`) after it was meant to be (`meant_at`).
    """

    recipient_id: int
    kind: str
    reference: str
    path: str
    key: str
    meant_at: datetime
    created_at: datetime
    about: str = ""
    due_at: datetime | None = None
    by_email: bool = True


def notice_id(recipient_id: int, key: str) -> uuid.UUID:
    """The id of the one notice that a person gets for a key; it is also what the e-mail's Message-ID is made of."""
    return uuid.uuid5(NOTICE_NAMESPACE, f"{recipient_id}:{key}")


def notice_send(
    *,
    recipients: Iterable,
    kind: str,
    reference: str,
    url: str,
    key: str,
    at: datetime,
    about: str = "",
    due_at: datetime | None = None,
) -> None:
    """Tell each recipient (users) once for this key, on their page and by e-mail; raises UnknownNotice for an unknown kind.

    `url` is a path of ours without a query; `reference`, `about` and `due_at` fill the catalogue's sentence; `at` is when
    it happened. Sending the same key again changes nothing. Runs in the caller's transaction: what is rolled back was
    never said.
    """
    notices_write(
        Draft(
            recipient_id=pk,
            kind=kind,
            reference=reference,
            path=url,
            key=key,
            meant_at=at,
            created_at=at,
            about=about,
            due_at=due_at,
        )
        for pk in sorted({user.pk for user in recipients})
    )


@transaction.atomic
def notices_write(drafts: Iterable[Draft]) -> None:
    """Write many notices with their e-mails, leaving out those that are there already, and people who may not be told."""
    rows = []
    for draft in _to_those_let_in(list(drafts)):
        catalogue.kind_of(draft.kind)
        rows.append({
            "id": str(notice_id(draft.recipient_id, draft.key)),
            "recipient_id": draft.recipient_id,
            "kind": draft.kind,
            "about": draft.about,
            "reference": draft.reference,
            "path": draft.path,
            "key": draft.key,
            "due_at": draft.due_at and draft.due_at.isoformat(),
            "meant_at": draft.meant_at.isoformat(),
            "created_at": draft.created_at.isoformat(),
            "by_email": draft.by_email,
        })  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, {"drafts": json.dumps(rows), "now": timezone.now()})


def _to_those_let_in(drafts: list[Draft]) -> list[Draft]:
    """Without what is closed to its recipient: one question of the database for all."""
    about = [id_in(draft.path) for draft in drafts]
    out = shut_out((subject for subject in about if subject), (draft.recipient_id for draft in drafts))
    return [
        draft
        for draft, subject in zip(drafts, about, strict=True)
        if subject is None or (subject, draft.recipient_id) not in out
    ]


def notice_mark_read(*, notice: Notice, by, at: datetime) -> None:
    """Mark one's own notice as read; reading it again keeps the first time."""
    Notice.objects.visible_to(by).filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def notices_mark_all_read(*, by, at: datetime) -> int:
    """Mark all of one's own notices as read and say how many were not."""
    return Notice.objects.visible_to(by).filter(read_at__isnull=True).update(read_at=at)
