"""Claiming what is due: found by index, locked with its clock, what another worker holds left to it. One statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from clocks.models import Clock
from clocks.models.milestone import Milestone

CLOCK = (
    "id", "rule", "authority_id", "subject_type", "subject_id", "reference", "started_by_id", "due_at", "owner_id",
    "organisation_id", "front_door_id", "passes_by_id",
)  # fmt: skip
CLAIM = f"""
    select m.id, m.kind, m.tell, greatest(m.at, c.created_at), c.rule_snapshot ->> 'name', c.{", c.".join(CLOCK)}
    from clocks_milestone m join clocks_clock c on c.id = m.clock_id
    where m.recorded_at is null and m.cancelled_at is null and c.stopped_at is null and m.next_try_at <= %s
        and (%s::uuid is null or m.id = %s)
    order by m.next_try_at limit %s
    for no key update of m, c skip locked"""
RECORD = "update clocks_milestone set recorded_at = %s, last_error = '' where id = any(%s::uuid[])"


@dataclass(slots=True)
class Claimed:
    """A milestone whose time has come. Its clock has been read only so far as telling of it needs."""

    pk: UUID
    kind: str
    tell: list[str]
    meant_at: datetime
    name: str
    clock: Clock


def claim(now: datetime, most: int, only: UUID | None = None) -> list[Claimed]:
    """Lock what is due at `now`, earliest first, or only one of it. In a transaction, until whose end it stays locked."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now, only, only, most])
        return [
            Claimed(pk, kind, tell, meant_at, name, Clock.from_db(connection.alias, CLOCK, clock))
            for pk, kind, tell, meant_at, name, *clock in cursor.fetchall()
        ]


def record(claimed: Iterable[Claimed], now: datetime) -> None:
    """Mark what was claimed as recorded."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [now, "{" + ",".join(str(each.pk) for each in claimed) + "}"])


def milestones_of_claimed(claimed: Iterable[Claimed]) -> list[Milestone]:
    """The whole rows, with their clocks, for what needs more than telling."""
    return list(Milestone.objects.filter(pk__in=[each.pk for each in claimed]).select_related("clock"))
