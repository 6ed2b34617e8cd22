"""Write the registry to the database: idempotent, in one transaction, after each migration."""

from django.db import connection, transaction

from rowsecurity import roles
from rowsecurity.registry import Function, Policy, Table, registry

_SCHEMA = f"""
create schema if not exists rls;
grant usage on schema rls to {roles.WEB}, {roles.SYSTEM}, {roles.DEFINER};
grant create on schema rls to {roles.DEFINER};
grant usage on schema public to {roles.WEB}, {roles.SYSTEM}, {roles.DEFINER};
create or replace function rls.uid() returns bigint language sql stable
  as $$ select nullif(current_setting('app.user_id', true), '')::bigint $$;
grant execute on function rls.uid() to {roles.WEB}, {roles.SYSTEM}, {roles.DEFINER};
"""

_NEVER_IGNORED = """
create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean
  language sql immutable as $$ select false $$
"""
"""pgtrigger lets whoever sets `pgtrigger.ignore` pass its triggers by; here they hold for everybody."""


WRITING = {"INSERT": "with check", "UPDATE": "using", "DELETE": "using"}
"""Each command that writes, and the clause that says which rows it may reach."""


def apply_registry(**_signal: object) -> None:
    """Bring grants, policies and helper functions into line with what the apps declare.

    Skips a table that a partial migration has not made yet; the suite holds the registry to the catalogue.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(726843)")
        cursor.execute(_SCHEMA)
        present = set(connection.introspection.table_names(cursor))
        for name in registry.definer_reads:
            if name in present:
                cursor.execute(f'grant select on "{name}" to {roles.DEFINER}')
        for function in registry.functions.values():
            _apply_function(cursor, function)
        for table in registry.tables.values():
            if table.name in present:
                _apply_table(cursor, table)
        cursor.execute("select to_regprocedure('public._pgtrigger_should_ignore(name)') is not null")
        if cursor.fetchone()[0]:
            cursor.execute(_NEVER_IGNORED)
        _grant_factory(cursor)


def _apply_function(cursor, function: Function) -> None:
    cursor.execute(f"select to_regprocedure('{function.signature}') is not null")
    if cursor.fetchone()[0]:
        cursor.execute(f"alter function {function.signature} owner to current_user")
    cursor.execute(function.sql)
    cursor.execute(f"revoke all on function {function.signature} from public")
    cursor.execute(f"grant execute on function {function.signature} to {', '.join((*function.roles, roles.DEFINER))}")
    cursor.execute(f"alter function {function.signature} owner to {roles.DEFINER}")


def _apply_table(cursor, table: Table) -> None:
    quoted = f'"{table.name}"'
    cursor.execute(f"revoke all on {quoted} from public, {roles.WEB}, {roles.SYSTEM}")
    for role, privileges in table.grants.items():
        if privileges:
            cursor.execute(f"grant {', '.join(privileges)} on {quoted} to {role}")
    _grant_sequences(cursor, table)
    cursor.execute("select policyname from pg_policies where schemaname = 'public' and tablename = %s", [table.name])
    for (name,) in cursor.fetchall():
        cursor.execute(f'drop policy "{name}" on {quoted}')
    switch = ("enable" if table.policies else "disable", "force" if table.personal else "no force")
    for word in switch:
        cursor.execute(f"alter table {quoted} {word} row level security")
    for number, policy in enumerate(table.policies):
        _create_policy(cursor, quoted, number, policy)
    for number, using in enumerate(registry.restrictions.get(table.name, ())):
        name = f"{roles.WEB}_restricted_{number}"
        cursor.execute(f'create policy "{name}" on {quoted} as restrictive for all to {roles.WEB} using ({using})')
    _open_and_close_further(cursor, quoted, table.name)
    if table.policies and table.name in registry.definer_reads:
        cursor.execute(f'create policy "definer_reads" on {quoted} for select to {roles.DEFINER} using (true)')


def _open_and_close_further(cursor, quoted: str, name: str) -> None:
    """What an app above shows besides, to reading alone, and what may not be written, whatever shows it."""
    for number, using in enumerate(registry.shown.get(name, ())):
        cursor.execute(f'create policy "{roles.WEB}_shown_{number}" on {quoted} for select to {roles.WEB} using ({using})')
    for number, rows in enumerate(registry.unwritten.get(name, ())):
        for command, clause in WRITING.items():
            cursor.execute(
                f'create policy "{roles.WEB}_unwritten_{command.lower()}_{number}" on {quoted} as restrictive '
                f"for {command} to {roles.WEB} {clause} (not ({rows}))"
            )


def _create_policy(cursor, quoted: str, number: int, policy: Policy) -> None:
    using = f" using ({policy.using})" if policy.using is not None else ""
    check = f" with check ({policy.check})" if policy.check is not None else ""
    name = f"{policy.role}_{policy.command.lower()}_{number}"
    cursor.execute(f'create policy "{name}" on {quoted} for {policy.command} to {policy.role}{using}{check}')


def _grant_sequences(cursor, table: Table) -> None:
    writers = [role for role, privileges in table.grants.items() if any(p.startswith("INSERT") for p in privileges)]
    if not writers:
        return
    for sequence in connection.introspection.get_sequences(cursor, table.name):
        cursor.execute(f'grant usage, select on sequence "{sequence["name"]}" to {", ".join(writers)}')


def _grant_factory(cursor) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [roles.FACTORY])
    if cursor.fetchone():
        cursor.execute(f"grant usage on schema public, rls to {roles.FACTORY}")
        cursor.execute(f"grant all on all tables in schema public to {roles.FACTORY}")
        cursor.execute(f"grant all on all sequences in schema public to {roles.FACTORY}")
        cursor.execute(f"grant execute on all functions in schema rls to {roles.FACTORY}")
