"""Moves and milestones written many at once: a calendar change may give a hundred thousand clocks four rows each.

One statement for any number, from one JSON document: Django's own way has a parameter for each value, and took most time.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from clocks.models import ScheduleChange
from clocks.rules.deadlines import PlannedMilestone
from clocks.rules.timescale import TimescaleRule, rule_to_data

MILESTONES = """
    insert into clocks_milestone (id, clock_id, kind, at, tell, next_try_at, recorded_at, quiet, failures, last_error)
    select id, clock_id, kind, at, array(select json_array_elements_text(tell)), at, recorded_at, recorded_at is not null, 0, ''
    from json_to_recordset(%s::json) as row (id uuid, clock_id uuid, kind text, at timestamptz, tell json,
        recorded_at timestamptz)
    on conflict do nothing"""
MOVES = """
    with move as materialized (
        select * from json_to_recordset(%(moves)s::json) as row (id uuid, due_at timestamptz, why text, before text, after text)
    ), moved as (
        update clocks_clock c set due_at = move.due_at, why = move.why,
            rule_snapshot = coalesce(%(snapshot)s::jsonb, c.rule_snapshot)
        from move where c.id = move.id
    )
    insert into clocks_clockevent (id, clock_id, kind, at, recorded_at, by_id, detail)
    select gen_random_uuid(), id, 'moved', %(at)s, %(now)s, %(by)s,
        jsonb_build_object('from', before, 'to', after, 'change', %(change)s::text, 'kind', %(kind)s::text)
    from move"""
"""The new time of each clock and the event that keeps the old one, in one statement."""

CANCEL = "update clocks_milestone set cancelled_at = %s where id = any(%s::uuid[])"
REVIVE = "update clocks_milestone set cancelled_at = null where id = any(%s::uuid[])"
TELL = """
    update clocks_milestone m set tell = array(select json_array_elements_text(row.tell))
    from json_to_recordset(%s::json) as row (id uuid, tell json) where m.id = row.id"""
DEFERRED = """
    select string_agg(distinct format('%%I.%%I', 'public', conname), ', ') from pg_catalog.pg_constraint
    where condeferred and (conname = 'audit_sealed' or contype = 'f' and conrelid = any(%s::regclass[]))"""
CHECKED = ["public.clocks_clock", "public.clocks_clockevent", "public.clocks_milestone", "public.clocks_clockhistory"]


def milestone_row(clock_id: UUID, plan: PlannedMilestone, *, recorded_at: datetime | None = None) -> dict[str, Any]:
    """A milestone as planned: told when its time comes, or recorded already without telling."""
    return {
        "id": str(uuid4()), "clock_id": str(clock_id), "kind": plan.kind.value, "at": plan.at.isoformat(),
        "tell": list(plan.tell), "recorded_at": recorded_at and recorded_at.isoformat(),
    }  # fmt: skip


def milestones_write(rows: list[dict[str, Any]]) -> None:
    """Add these, as `milestone_row` makes them, without those that a clock has already at that kind and time."""
    if rows:
        _run(MILESTONES, [json.dumps(rows)])


def moves_write(
    moves: list[dict[str, Any]], *, change: ScheduleChange, rule: TimescaleRule | None, now: datetime
) -> None:  # fmt: skip
    """Give clocks other times, and another rule if there is one: `id`, `due_at`, `why`, `before` and `after` of each."""
    if moves:
        _run(MOVES, {
            "moves": json.dumps(moves), "snapshot": json.dumps(rule_to_data(rule)) if rule else None, "change": str(change.pk),
            "kind": change.kind, "at": change.asked_at, "by": change.asked_by_id, "now": now,
        })  # fmt: skip


def rule_key(data: dict[str, Any]) -> str:
    """What tells a rule that clocks keep from another: the database's digest of it."""
    with connection.cursor() as cursor:
        cursor.execute("select md5((%s::jsonb)::text)", [json.dumps(data)])
        return cursor.fetchone()[0]


def milestones_change(
    *, cancel: Iterable[UUID], revive: Iterable[UUID], tell: dict[UUID, list[str]], now: datetime
) -> None:  # fmt: skip
    """Call waiting milestones off, bring cancelled ones back, and let others be told of some."""
    if cancelled := list(cancel):
        _run(CANCEL, [now, cancelled])
    if revived := list(revive):
        _run(REVIVE, [revived])
    if tell:
        _run(TELL, [json.dumps([{"id": str(pk), "tell": people} for pk, people in tell.items()])])


def checks_run_now() -> None:
    """Do now what would be done when the transaction ends: check what rows point to, and take the digests of the audit.

    For a hundred thousand clocks that takes seconds, which nobody should have to wait for. The links of the audit's chain
    stay for the end: they hold a lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(DEFERRED, [CHECKED])
        (names,) = cursor.fetchone()
        if names:
            cursor.execute(f"set constraints {names} immediate")
            cursor.execute(f"set constraints {names} deferred")


def _run(statement: str, values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
