"""By raw SQL as the web role: front doors, hours, timescales and frameworks are written by the admin of their own authority."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from tests.roles import as_system
from tests.security.town import Town

DIRECTORY = sorted(name for name, table in registry.tables.items() if table.policies and not table.personal)
OF_AUTHORITY = {
    "partnerships_localauthority": "id",
    "partnerships_authorityframework": "authority_id",
    "partnerships_timescalerule": "authority_id",
    "partnerships_closure": "authority_id",
    "partnerships_frontdoor": "authority_id",
    "partnerships_openinghours": "(select d.authority_id from partnerships_frontdoor d where d.id = front_door_id)",
}
_COLUMNS = (
    "select string_agg(quote_ident(column_name), ', ') from information_schema.columns "
    "where table_schema = 'public' and table_name = %s and is_identity = 'NO' and is_generated = 'NEVER'"
)


ARRANGED_BY_LEADS = "partnerships_organisation"
"""Of an agency its leads set two columns, and nobody else anything."""


def done(sql: str, *values: object) -> int:
    """How many rows a statement wrote; none where it was refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    except ProgrammingError as refusal:
        if re.search("permission denied|row-level security", str(refusal)) is None:
            raise
        return 0


def one(sql: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def test_the_directory_is_what_these_tests_ask_about() -> None:
    assert sorted([*OF_AUTHORITY, ARRANGED_BY_LEADS, "thresholds_framework", "thresholds_frameworkversion"]) == DIRECTORY


@pytest.mark.parametrize("table", DIRECTORY)
def test_nobody_but_an_admin_changes_the_directory(town: Town, table: str) -> None:
    for name in (*town.people, ""):
        if name != "admin":
            with acting_as(town.people[name].pk if name else None):
                assert one(f"select count(*) from {table}") or table == "partnerships_closure", table
                assert done(f"update {table} set id = id") == 0, name
                assert done(f"delete from {table}") == 0, name
                columns = one(_COLUMNS, table)
                assert done(f"insert into {table} ({columns}) select {columns} from {table} limit 1") == 0, name


@pytest.mark.parametrize("table", sorted(OF_AUTHORITY))
def test_an_admin_changes_their_own_authority_s_rows_and_no_other(town: Town, table: str) -> None:
    ours = f"{OF_AUTHORITY[table]} = {town.world.authority.pk}"
    with acting_as(town.world.admin.pk):
        mine, theirs = (one(f"select count(*) from {table} where {which} ({ours})") for which in ("", "not"))
        assert theirs or table == "partnerships_closure"
        assert done(f"update {table} set id = id") == mine
        assert done(f"update {table} set id = id where not ({ours})") == 0
        columns = one(_COLUMNS, table)
        copied = f"insert into {table} ({columns}) select {columns} from {table} where not ({ours}) limit 1"
        assert done(copied) == 0
        assert done(f"delete from {table} where not ({ours})") == 0


def test_who_approves_outside_is_named_by_the_leads_of_that_agency_alone(town: Town) -> None:
    for name, person in town.people.items():
        with acting_as(person.pk):
            led = one("select cardinality(rls.my_led())")
            assert done(f"update {ARRANGED_BY_LEADS} set answers_within = 3") == led, name
            assert bool(led) == (name in {"lead", "second_lead", "elsewhere_lead", "far"}), name
            assert done(f"update {ARRANGED_BY_LEADS} set name = 'x'") == 0, name


def test_an_admin_writes_no_version_of_a_framework_that_their_authority_does_not_use(town: Town) -> None:
    with acting_as(town.world.admin.pk):
        used = (
            "framework_id in (select f.id from thresholds_framework f join partnerships_authorityframework a "
            f"on a.framework_slug = f.slug where a.authority_id = {town.world.authority.pk})"
        )
        unused = (
            "framework_id in (select f.id from thresholds_framework f join partnerships_authorityframework a "
            f"on a.framework_slug = f.slug) and not ({used})"
        )
        assert one(f"select count(*) from thresholds_frameworkversion where {unused}")
        assert done(f"update thresholds_frameworkversion set id = id where {used}") > 0
        assert done(f"update thresholds_frameworkversion set id = id where {unused}") == 0


def test_the_sweep_sets_and_takes_out_days_off_and_changes_nothing_else_of_the_directory(town: Town) -> None:
    columns = str(one(_COLUMNS, "partnerships_closure"))
    values = columns.replace("authority_id", str(town.world.authority.pk)).replace("date", "date '2031-03-13'")
    for column in ("name", "kind", "source"):
        values = values.replace(column, "'closure'")
    with as_system():
        assert done(f"insert into partnerships_closure ({columns}) values ({values.replace('set_by_id', 'null')})") == 1
        assert done("delete from partnerships_closure where date = '2031-03-13'") == 1
        for table in DIRECTORY:
            assert done(f"update {table} set id = id") == 0, table
            if table != "partnerships_closure":
                assert done(f"delete from {table}") == 0, table


def test_a_change_of_the_calendar_is_read_by_the_admin_of_its_authority_alone(town: Town) -> None:
    for name, person in town.people.items():
        with acting_as(person.pk):
            assert one("select count(*) from clocks_schedulechange") == (1 if name == "admin" else 0), name


def test_an_admin_asks_for_no_change_of_the_calendar_in_another_s_name_and_says_of_none_that_it_is_done(town: Town) -> None:
    asked = (
        "insert into clocks_schedulechange (id, authority_id, kind, date, name, day_kind, rule, days, why, asked_by_id, "
        "asked_at, applied_at, moved, looked_at, failures, next_try_at) "
        "values (gen_random_uuid(), %s, 'day-added', '2031-03-13', 'x', 'closure', '', '[]', '', %s, "
        "now(), {}, 0, 0, 0, now())"
    )
    ours, admin = town.world.authority.pk, town.world.admin.pk
    with acting_as(admin):
        assert done(asked.format("null"), ours, town.world.manager.pk) == 0
        assert done(asked.format("now()"), ours, admin) == 0
        assert done(asked.format("null"), ours, None) == 0
        assert done(asked.format("null"), ours, admin) == 1
