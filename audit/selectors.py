"""Reading the marks back: who has opened a record, and whether the chain is whole. Both by functions of the database."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Access:
    """One reading: when, by whom (a user's id), what they did, and their reason where one was asked for."""

    at: datetime.datetime
    actor_id: int
    action: str
    reason: str


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with the chain: what, which row (table and id) and its place."""

    what: str
    sealed: str
    place: int | None

    def __str__(self) -> str:
        where = " at ".join(part for part in (self.sealed, f"place {self.place}" if self.place else "") if part)
        return f"{where}: {self.what}"


@dataclass(frozen=True)
class Link:
    place: int
    link: str


def access_of(*, subject_type: str, subject_id: uuid.UUID, limit: int = 200) -> list[Access]:
    """Who has looked at this record, newest first. Empty for somebody who may not be told: the database decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select at, actor_id, action, reason from rls.access_of(%s, %s) order by at desc, action limit %s",
            [subject_type, subject_id, limit],
        )
        return [Access(*row) for row in cursor.fetchall()]


def access_is_shown(*, subject_type: str, subject_id: uuid.UUID) -> bool:
    """Whether whoever is asking may be told who has looked at this record."""
    with connection.cursor() as cursor:
        cursor.execute("select rls.access_is_shown(%s, %s)", [subject_type, subject_id])
        return cursor.fetchone()[0]


def chain_faults() -> list[Fault]:
    """Every change, removal and insertion since each row was sealed, in order of place. As the owner only."""
    with connection.cursor() as cursor:
        cursor.execute("select fault, sealed, seq from rls.audit_faults() order by seq nulls last, sealed")
        return [Fault(*row) for row in cursor.fetchall()]


def chain_link(place: int | None = None) -> Link | None:
    """The link at a place (the last one if none is named), or None where there is none. As the owner only."""
    with connection.cursor() as cursor:
        cursor.execute("select seq, link from rls.audit_link(%s::bigint)", [place])
        found = cursor.fetchone()
        return None if found is None else Link(*found)
