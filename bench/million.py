"""A million contacts, made from two of the tests' town by copying their rows in the database: see `bench.rowsecurity`.

Each copy has ids of its own, made from those of the row it was copied from and its number, so that what belonged together still
does. Front doors, agencies, authors, names, days and references differ from one copy to the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

DOORS, AGENCIES, AUTHORS, STAFF = 20, 200, 4000, 200
CLOSED, OPEN = 990_000, 10_000
RESTRICTED, CONFLICTS, OPENED = 3_000, 2_000, 10_000

_OF_CONTACT = "(select id from referrals_contactchild where contact_id = %(contact)s)"
_MEMBERS = "(select person_id from people_householdmember where household_id = %(household)s)"
_KNOWN = f"(select person_id from referrals_contactmatch where child_id in {_OF_CONTACT})"
ROWS = {
    "people_household": "id = %(household)s",
    "people_person": f"id in {_MEMBERS} or id in {_KNOWN}",
    "people_householdmember": "household_id = %(household)s",
    "thresholds_check": "id = %(check)s",
    "thresholds_checkchild": "case_check_id = %(check)s",
    "consent_sharingproposal": "id = %(proposal)s",
    "documents_document": "id = %(document)s",
    "referrals_contact": "id = %(contact)s",
    "referrals_contactchild": "contact_id = %(contact)s",
    "referrals_contactmatch": f"child_id in {_OF_CONTACT}",
    "referrals_decision": "contact_id = %(contact)s",
    "referrals_assessment": "contact_id = %(contact)s and {n} %% 25 = 0",
    "clocks_clock": "subject_id in (%(contact)s, %(proposal)s)",
    "clocks_milestone": "clock_id in (select id from clocks_clock where subject_id = %(contact)s) "
    "and recorded_at is null and cancelled_at is null",
}
"""table → which of its rows belong to a case that is copied."""

BROTHER = ("people_person", "referrals_contactchild", "referrals_contactmatch")
"""What every other case has once more: a second child, as sent and as the front door knows them."""
SALTED = {"id", "child_id", "person_id"}

_AGENCY = f"(%(agencies)s::bigint[])[1 + n %% {AGENCIES}]"
_AUTHOR = f"(%(authors)s::bigint[])[1 + n %% {AUTHORS}]"
_DOOR = f"(%(doors)s::bigint[])[1 + n %% {DOORS}]"
_STAFF = f"(%(staff)s::bigint[])[1 + n %% {STAFF}]"
VALUES = {
    "reference": "'BEN-' || n || '-' || left(t.id::text, 4)",
    "organisation_id": f"case when t.organisation_id is not null then {_AGENCY} end",
    "front_door_id": f"case when t.front_door_id is not null then {_DOOR} end",
    "recipient_id": f"case when t.recipient_id is not null then {_DOOR} end",
    "author_id": _AUTHOR,
    "owner_id": f"case when n %% 3 > 0 then {_STAFF} end",
    "recorded_by_id": f"case when t.organisation_id is not null then {_AUTHOR} else {_STAFF} end",
    "concern_about_id": "null",
    "passes_by_id": "null",
    "verification_code": "left(md5(t.id::text || n), 16)",
    "given_name": "'Given' || n * 7 %% 900",
    "family_name": "'Family' || n * 13 %% 40000",
    "heading": "'Family' || n * 13 %% 40000",
    "date_of_birth": "case when t.date_of_birth is not null then date '2008-01-01' + (n * 7919 %% 6500)::int end",
    "nhs_number": "case when t.nhs_number <> '' then lpad((n * 8191 %% 9999999967)::text, 10, '1') else '' end",
    "upn": "case when t.upn <> '' then 'Z' || lpad(n::text, 12, '0') else '' end",
    "urgency": "case when n %% 20 = 0 then 'today' else 'neither' end",
}
"""column → what a copy has in it instead. `n` is its number, `t` the row it is copied from."""

HEAVY = {"documents_document": {"content": "'{}'", "pdf": "'x'::bytea"}, "consent_sharingproposal": {"content": "'{}'"}}
"""What a case that was decided long ago is spared, as nothing that is measured reads it."""


@dataclass(frozen=True)
class Template:
    """A case of the town, and the numbers of its copies, the time between them, and whether they carry their documents."""

    ids: dict[str, Any]
    first: int
    last: int
    apart: str
    slim: bool


@contextmanager
def without_indexes(superuser: psycopg.Connection) -> Iterator[None]:
    """Plain indexes of the tables that are filled are made again afterwards; no trigger or foreign key is asked meanwhile."""
    made = superuser.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i "
        "where i.indrelid = any(%s::regclass[]) and not i.indisunique", [list(ROWS)],
    ).fetchall()  # fmt: skip
    for name, _ in made:
        superuser.execute(f"drop index {name}")
    superuser.execute("set session_replication_role = replica")
    yield
    superuser.execute("set session_replication_role = origin")
    superuser.execute("set maintenance_work_mem = '512MB'")
    for _, definition in made:
        superuser.execute(definition)


def copy(superuser: psycopg.Connection, template: Template, places: dict[str, list[int]]) -> None:
    """Every row of the case, once for each number; a second child for every other."""
    for table in ROWS:
        _copy(superuser, template, places, table, salt="")
        if table in BROTHER:
            _copy(superuser, template, places, table, salt="brother")


def _copy(superuser: psycopg.Connection, template: Template, places: dict[str, list[int]], table: str, *, salt: str) -> None:
    columns = superuser.execute(
        "select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = %s "
        "and is_generated = 'NEVER' and is_identity = 'NO'", [table],
    ).fetchall()  # fmt: skip
    which = ROWS[table].replace("{n}", "n")
    if salt:
        which = f"({which}) and n %% 2 = 0" + (
            " and kind = 'child' and front_door_id is not null" if table == BROTHER[0] else ""
        )
    spared = HEAVY.get(table, {}) if template.slim else {}
    values = [spared.get(name) or _value(name, kind, salt, template) for name, kind in columns]
    superuser.execute(
        f"insert into {table} ({', '.join(name for name, _ in columns)}) select {', '.join(values)} "
        f"from {table} t, generate_series({template.first}::bigint, {template.last}) n where {which}",
        template.ids | places,
    )


def _value(name: str, kind: str, salt: str, template: Template) -> str:
    if kind == "uuid" and name != "framework_version_id":  # the one thing that all of them share
        return f"md5(t.{name}::text || n || '{salt if name in SALTED else ''}')::uuid"
    if name == "given_name" and salt:
        return "'Other' || n * 7 %% 900"
    if kind == "timestamp with time zone":
        return f"t.{name} - (n - {template.first}) * interval '{template.apart}'"
    return VALUES.get(name, f"t.{name}")


def narrow(superuser: psycopg.Connection, places: dict[str, list[int]], fewer: int) -> None:
    """Thousands of restrictions, each naming somebody of its front door, of conflicts of interest and of openings."""
    restricted, conflicts, opened = RESTRICTED // fewer, CONFLICTS // fewer, OPENED // fewer
    numbered = (
        "select c.*, row_number() over (order by c.id) as n from referrals_contact c where c.reference like 'BEN-%%' "
        "order by c.id limit {}"
    )
    door = "array_position(%(doors)s::bigint[], k.front_door_id)"
    staff = f"(%(staff)s::bigint[])[1 + mod({door} - 1 + {DOORS} * (k.n %% 10), {STAFF})]"
    superuser.execute(
        "insert into people_restriction (id, subject_type, subject_id, reference, front_door_id, reason, restricted_by_id, "
        "restricted_at, asked_on_sending, lifted_why) select md5('r' || k.id)::uuid, 'contact', k.id, k.reference, "
        f"k.front_door_id, 'Known in the office', {staff}, now(), false, '' from ({numbered.format(restricted)}) k", places,
    )  # fmt: skip
    superuser.execute(
        "insert into people_restrictionmember (id, restriction_id, user_id, added_by_id, added_at) "
        "select md5('m' || r.id)::uuid, r.id, r.restricted_by_id, r.restricted_by_id, now() from people_restriction r "
        "where r.reason = 'Known in the office'"
    )
    superuser.execute(
        "insert into people_conflictofinterest (id, subject_type, subject_id, reference, front_door_id, user_id, kind, reason, "
        "declared_by_id, declared_at, ended_why) select md5('c' || k.id)::uuid, 'contact', k.id, k.reference, k.front_door_id, "
        f"{staff}, 'neighbour', '', {staff}, now(), '' from ({numbered.format(restricted + conflicts)}) k "
        f"where k.n > {restricted}", places,
    )  # fmt: skip
    superuser.execute(
        "insert into people_opening (id, user_id, role, subject_type, subject_id, reference, front_door_id, reason, words, "
        "at, day) "
        f"select md5('o' || k.id)::uuid, {staff}, 'front-door', 'contact', k.id, k.reference, k.front_door_id, 'cover', "
        f"'For a colleague', now(), current_date from ({numbered.format(opened)}) k", places,
    )  # fmt: skip
