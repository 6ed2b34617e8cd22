"""Milestones and events written many at once: a calendar change may give a hundred thousand clocks three rows each.

One statement for any number, from one JSON document: Django's own way has a parameter for each value, and took most time.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from clocks.models import ClockEvent, Milestone

MILESTONES = """
    insert into clocks_milestone (id, clock_id, kind, at, tell, next_try_at, recorded_at, quiet, failures, last_error)
    select id, clock_id, kind, at, array(select json_array_elements_text(tell)), next_try_at, recorded_at, quiet, 0, ''
    from json_to_recordset(%s::json) as row (id uuid, clock_id uuid, kind text, at timestamptz, tell json,
        next_try_at timestamptz, recorded_at timestamptz, quiet boolean)
    on conflict do nothing"""
EVENTS = """
    insert into clocks_clockevent (id, clock_id, kind, at, recorded_at, by_id, detail)
    select id, clock_id, kind, at, recorded_at, by_id, detail
    from json_to_recordset(%s::json) as row (id uuid, clock_id uuid, kind text, at timestamptz, recorded_at timestamptz,
        by_id bigint, detail jsonb)"""


def milestones_write(milestones: Iterable[Milestone]) -> None:
    """Add these, without those that a clock has already at that kind and time."""
    _write(MILESTONES, [
        {"id": each.pk, "clock_id": each.clock_id, "kind": each.kind, "at": each.at, "tell": each.tell,
         "next_try_at": each.next_try_at, "recorded_at": each.recorded_at, "quiet": each.quiet}
        for each in milestones
    ])  # fmt: skip


def events_write(events: Iterable[ClockEvent]) -> None:
    _write(EVENTS, [
        {"id": each.pk, "clock_id": each.clock_id, "kind": each.kind, "at": each.at, "recorded_at": each.recorded_at,
         "by_id": each.by_id, "detail": each.detail}
        for each in events
    ])  # fmt: skip


def _write(statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(rows, default=_as_text)])


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no row holds a {type(value).__name__}")
