"""Ways to tamper with the audit behind its back, as somebody with every right and every trigger off."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from audit.policies import sealed_models
from tests.roles import as_factory, as_owner

CHANGED = {
    "boolean": "not coalesce({c}, false)",
    "uuid": "gen_random_uuid()",
    "jsonb": """coalesce({c}, '{{}}') || '{{"forged": 1}}'""",
    "bytea": "sha256(coalesce({c}, ''))",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 microsecond'",
    "date": "coalesce({c}, current_date) + 1",
    "bigint": "coalesce({c}, 0) + 1000000",
    "integer": "coalesce({c}, 0) + 1",
    "smallint": "coalesce({c}, 0) + 1",
    "text": "coalesce({c}, '') || 'x'",
    "character varying": "case {c} when 'a' then 'b' else 'a' end",
    "ARRAY": "array_append({c}, 'x')",
}


def sealed_tables() -> list[str]:
    return [model._meta.db_table for model in sealed_models()]


def run(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def seal_now() -> None:
    """As at the end of the transaction, in a test that rolls back."""
    run("set constraints all immediate")
    run("set constraints all deferred")


@contextmanager
def with_every_right() -> Iterator[None]:
    """No trigger runs and no policy holds; what is done is undone afterwards."""
    with transaction.atomic():
        with as_owner():
            run("set local session_replication_role = replica")
            with as_factory():
                yield
        transaction.set_rollback(True)


def columns(table: str) -> dict[str, str]:
    found = run(
        "select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = %s", table
    )
    return dict(found)


class Tamperer:
    """Does one random thing to the audit, and says what."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.ways: list[Callable[[], str]] = [
            self.change_row, self.change_row, self.remove_row, self.insert_row, self.change_seal, self.remove_seal,
            self.insert_seal, self.remove_row_and_seal, self.change_row_and_digest, self.change_head, self.swap_seals,
        ]  # fmt: skip

    def tamper(self) -> str:
        return self.chance.choice(self.ways)()

    def a_row(self) -> tuple[str, str]:
        """A sealed row: its table and the condition that finds it."""
        rows = run("select sealed from audit_seal order by sealed")
        table, _, key = self.chance.choice(rows)[0].partition(":")
        return table, f"{self.key_of(table)} = '{key}'"

    @staticmethod
    def key_of(table: str) -> str:
        return "id" if table.startswith("audit_") else "pgh_id"

    def a_seal(self) -> str:
        return self.chance.choice(run("select sealed from audit_seal order by sealed"))[0]

    def change(self, table: str, where: str) -> str:
        column, kind = self.chance.choice(sorted(columns(table).items()))
        run(f'update {table} set "{column}" = {CHANGED[kind].format(c=f"{chr(34)}{column}{chr(34)}")} where {where}')
        return f"{table}.{column} where {where}"

    def change_row(self) -> str:
        return f"changed {self.change(*self.a_row())}"

    def remove_row(self) -> str:
        table, where = self.a_row()
        run(f"delete from {table} where {where}")
        return f"removed {table} where {where}"

    def insert_row(self) -> str:
        table, where = self.a_row()
        key = self.key_of(table)
        others = ", ".join(f'"{name}"' for name in columns(table) if name != key)
        made = "gen_random_uuid()" if key == "id" else "1000000 + pgh_id"
        run(f"insert into {table} ({key}, {others}) select {made}, {others} from {table} where {where}")
        return f"inserted into {table}"

    def change_seal(self) -> str:
        return f"changed {self.change('audit_seal', f'sealed = {chr(39)}{self.a_seal()}{chr(39)}')}"

    def remove_seal(self) -> str:
        seal = self.a_seal()
        run("delete from audit_seal where sealed = %s", seal)
        return f"removed the seal of {seal}"

    def insert_seal(self) -> str:
        seal = self.a_seal()
        run(
            "insert into audit_seal (sealed, shape, digest, seq, at, link) select sealed || '0', shape, digest, "
            "(select max(seq) + 1 from audit_seal), at, link from audit_seal where sealed = %s",
            seal,
        )
        return f"put in a seal like that of {seal}"

    def remove_row_and_seal(self) -> str:
        table, where = self.a_row()
        [(key,)] = run(f"select {self.key_of(table)}::text from {table} where {where}")
        run(f"delete from {table} where {where}")
        run("delete from audit_seal where sealed = %s", f"{table}:{key}")
        return f"removed {table}:{key} with its seal"

    def change_row_and_digest(self) -> str:
        table, where = self.a_row()
        said = self.change(table, where)
        run(
            "update audit_seal set digest = "
            f"sha256(convert_to((select to_jsonb(t)::text from {table} t where {where}), 'UTF8')) "
            f"where sealed = (select '{table}:' || {self.key_of(table)} from {table} where {where})"
        )
        return f"changed {said}, and its digest"

    def change_head(self) -> str:
        return f"changed {self.change('audit_sealhead', 'id = 1')}"

    def swap_seals(self) -> str:
        one, other = self.chance.sample(run("select sealed, digest from audit_seal order by sealed"), 2)
        for (sealed, _), (_, digest) in ((one, other), (other, one)):
            run("update audit_seal set digest = %s where sealed = %s", bytes(digest), sealed)
        return f"swapped the digests of {one[0]} and {other[0]}"
