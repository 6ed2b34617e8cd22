"""What migrations cannot keep: run after each, idempotent, in one transaction. A reinstalled trigger is put right again."""

import hashlib

import pghistory.trigger
import pgtrigger
from django.db import connection, models, transaction

from audit.models import Seal
from audit.policies import sealed_models

SEALED = "audit_sealed"
SEARCH_PATH = "search_path=public, pg_temp"


def install(**_signal: object) -> None:
    """History by security definer, so that web needs no right to write it, and a seal on every table of `sealed_models`."""
    with transaction.atomic(), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if Seal._meta.db_table not in present:
            return
        _let_history_write(cursor)
        for model in sealed_models():
            if model._meta.db_table in present:
                _seal(cursor, model)
        _defer(cursor, "audit_chained", Seal._meta.db_table, "rls.audit_chain", [])


def history_functions() -> list[str]:
    """The trigger functions that write history: pghistory's own, by their names in the database."""
    return sorted(
        trigger.get_pgid(model) for model, trigger in pgtrigger.registered() if isinstance(trigger, pghistory.trigger.Event)
    )


def _let_history_write(cursor) -> None:
    cursor.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and proname = any(%s) "
        "and (not prosecdef or proconfig is distinct from array[%s])",
        [history_functions(), SEARCH_PATH],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'alter function public."{name}"() security definer set search_path = public, pg_temp')


def _seal(cursor, model: type[models.Model]) -> None:
    table = model._meta.db_table
    cursor.execute(
        "select attname::text from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by 1",
        [f'public."{table}"'],
    )
    columns = sorted(name for (name,) in cursor.fetchall())
    code = hashlib.md5(",".join(columns).encode(), usedforsecurity=False).hexdigest()
    cursor.execute("insert into audit_sealshape (code, columns) values (%s, %s) on conflict do nothing", [code, columns])
    _defer(cursor, SEALED, table, "rls.audit_digest", [str(model._meta.pk.column), code, str(len(columns))])


def _defer(cursor, name: str, table: str, function: str, arguments: list[str]) -> None:
    """Have a function run for each new row when its transaction ends."""
    cursor.execute("select tgargs from pg_trigger where tgname = %s and tgrelid = %s::regclass", [name, f'public."{table}"'])
    found = cursor.fetchone()
    if found is not None and bytes(found[0]) == b"".join(argument.encode() + b"\0" for argument in arguments):
        return
    said = ", ".join(f"'{argument}'" for argument in arguments)
    cursor.execute(f'drop trigger if exists {name} on public."{table}"')
    cursor.execute(
        f'create constraint trigger {name} after insert on public."{table}" deferrable initially deferred '
        f"for each row execute function {function}({said})"
    )
