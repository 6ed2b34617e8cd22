"""The registry of row-level security is what the database holds: nothing undeclared, nothing half applied, no back door."""

import pytest
from django.db import connection

from audit.installing import history_functions
from rowsecurity import roles
from rowsecurity.registry import ALL, registry

pytestmark = pytest.mark.django_db

PERSONAL = sorted(name for name, table in registry.tables.items() if table.personal)
LOGINS = (roles.WEB, roles.SYSTEM)


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_every_table_in_the_database_is_declared() -> None:
    found = {name for (name,) in rows("select tablename from pg_tables where schemaname = 'public'")}
    assert found == set(registry.tables)


def test_every_table_that_is_narrowed_or_read_by_functions_is_declared() -> None:
    assert set(registry.restrictions) | set(registry.shown) | set(registry.unwritten) <= set(PERSONAL)
    assert set(registry.definer_reads) <= set(registry.tables)


@pytest.mark.parametrize("table", sorted(registry.tables))
def test_a_personal_table_is_enabled_forced_and_has_the_policies_declared(table: str) -> None:
    [(enabled, forced)] = rows("select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", table)
    declared = registry.tables[table]
    assert (enabled, forced) == (bool(declared.policies), declared.personal)
    found = rows("select policyname, cmd, permissive from pg_policies where schemaname = 'public' and tablename = %s", table)
    wanted = {(f"{p.role}_{p.command.lower()}_{n}", p.command, "PERMISSIVE") for n, p in enumerate(declared.policies)}
    narrowed = registry.restrictions.get(table, ())
    wanted |= {(f"{roles.WEB}_restricted_{n}", "ALL", "RESTRICTIVE") for n in range(len(narrowed))}
    wanted |= {(f"{roles.WEB}_shown_{n}", "SELECT", "PERMISSIVE") for n in range(len(registry.shown.get(table, ())))}
    wanted |= {
        (f"{roles.WEB}_unwritten_{command.lower()}_{n}", command, "RESTRICTIVE")
        for n in range(len(registry.unwritten.get(table, ())))
        for command in ("INSERT", "UPDATE", "DELETE")
    }
    if declared.policies and table in registry.definer_reads:
        wanted.add(("definer_reads", "SELECT", "PERMISSIVE"))
    assert set(found) == wanted


@pytest.mark.parametrize("table", PERSONAL)
def test_a_policy_shows_nothing_to_everybody(table: str) -> None:
    """`USING (true)` for web would open UPDATE and DELETE without WHERE to all rows."""
    for policy in registry.tables[table].policies:
        if policy.role == roles.WEB:
            assert "true" not in {policy.using, policy.check}


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("table", sorted(registry.tables))
def test_a_login_may_do_with_a_table_what_is_declared_and_no_more(table: str, login: str) -> None:
    declared = set(registry.tables[table].grants.get(login, ()))
    whole = {privilege for privilege in declared if "(" not in privilege}
    asked = [*ALL, "TRUNCATE", "REFERENCES", "TRIGGER"]
    held = {p for p in asked if rows("select has_table_privilege(%s, %s, %s)", login, table, p) == [(True,)]}
    assert held == whole
    columns = {
        (privilege, column)
        for privilege, column in rows(
            "select privilege_type, column_name from information_schema.column_privileges "
            "where table_schema = 'public' and table_name = %s and grantee = %s",
            table, login,
        )
        if privilege not in whole
    }  # fmt: skip
    named = {tuple(privilege.rstrip(")").split(" (")) for privilege in declared - whole}
    assert columns == {(command, column.strip()) for command, listed in named for column in listed.split(",")}


def test_no_view_reads_with_its_owner_s_eyes() -> None:
    views = rows(
        "select c.relname, c.reloptions from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('v', 'm') and n.nspname in ('public', 'rls') and c.relowner <> 10"
    )
    assert [name for name, options in views if "security_invoker=true" not in (options or [])] == []


@pytest.mark.parametrize("login", [*LOGINS, roles.DEFINER])
def test_no_login_bypasses_the_policies(login: str) -> None:
    attributes = (
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit from pg_roles where rolname = %s"
    )
    assert rows(attributes, login) == [(False,) * 6]


def test_web_is_a_member_of_nothing_and_system_of_web_alone() -> None:
    member = (
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles who on who.oid = m.member "
        "where who.rolname = %s"
    )
    assert rows(member, roles.WEB) == []
    assert rows(member, roles.DEFINER) == []
    assert rows(member, roles.SYSTEM) == [(roles.WEB,)]


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_owns_nothing_and_makes_nothing(login: str) -> None:
    owned = rows(
        "select relname::text from pg_class where relowner = %s::regrole union all "
        "select proname::text from pg_proc where proowner = %s::regrole union all "
        "select nspname::text from pg_namespace where nspowner = %s::regrole",
        login, login, login,
    )  # fmt: skip
    assert owned == []
    for schema in ("public", "rls"):
        assert rows("select has_schema_privilege(%s, %s, 'CREATE')", login, schema) == [(False,)]


def test_the_definer_cannot_sign_in() -> None:
    assert rows("select rolcanlogin from pg_roles where rolname = %s", roles.DEFINER) == [(False,)]


def test_every_helper_function_is_the_definer_s_with_an_empty_search_path() -> None:
    found = rows(
        "select p.oid::regprocedure::text, r.rolname, p.prosecdef, p.proconfig, "
        "exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0) "
        "from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner "
        "where n.nspname = 'rls' and p.proname <> 'uid'"
    )
    assert {name for name, *_ in found} == {signature.replace(", ", ",") for signature in registry.functions}
    for name, owner, definer, configured, for_everybody in found:
        assert (owner, definer, for_everybody) == (roles.DEFINER, True, False), name
        assert set(configured) - {"TimeZone=UTC"} == {'search_path=""'}, name


def test_no_other_function_but_those_that_write_history_runs_with_more_rights_than_its_caller() -> None:
    found = rows(
        "select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where p.prosecdef and n.nspname not in ('rls', 'pg_catalog', 'information_schema')"
    )
    assert sorted(name for (name,) in found) == history_functions()


def test_web_updates_of_a_user_only_when_they_last_signed_in() -> None:
    columns = rows("select attname::text from pg_attribute where attrelid = 'partnerships_user'::regclass and attnum > 0")
    writable = {
        name for (name,) in columns
        if rows("select has_column_privilege(%s, 'partnerships_user', %s, 'UPDATE')", roles.WEB, name) == [(True,)]
    }  # fmt: skip
    assert writable == {"last_login"}


def test_a_trigger_cannot_be_told_to_be_ignored() -> None:
    [(source,)] = rows("select prosrc from pg_proc where proname = '_pgtrigger_should_ignore'")
    assert source.strip() == "select false"
