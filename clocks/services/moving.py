"""Giving open clocks another time: each keeps its old one, and who is told, in its events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from clocks.models import Clock, ClockEvent, EventKind, Milestone, ScheduleChange
from clocks.recipients import Recipients
from clocks.registry import path_of
from clocks.rules.calendar import Calendar
from clocks.rules.deadlines import Due, PlannedMilestone, due_at, milestones_of, next_day_overdue, told_when_overdue
from clocks.rules.local_time import local_day
from clocks.rules.replanning import Kept, Mark, replanned
from clocks.rules.timescale import MilestoneKind, TimescaleRule, Unit, rule_from_data, rule_to_data
from clocks.writing import events_write, milestones_write
from notices.services import Draft, notices_write

CHUNK = 1_000
LOCKS = 5_204_000
"""Advisory locks from here on, one an authority: shared by who starts a clock, held alone by who changes the calendar."""


def calendar_read_lock(authority_id: int) -> None:
    """Let no calendar change commit between reading the calendar and storing what follows from it. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [LOCKS + authority_id])


def calendar_write_lock(authority_id: int) -> None:
    """Wait for those who are starting clocks by the old calendar, and hold up those who come after. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCKS + authority_id])


@dataclass
class Moved:
    """How many clocks were looked at, and how many have another time now."""

    looked_at: int = 0
    moved: int = 0


class _Rules:
    """Rules as they were kept with clocks: few, for many clocks."""

    def __init__(self) -> None:
        self._read: list[tuple[dict[str, Any], TimescaleRule]] = []

    def of(self, clock: Clock) -> TimescaleRule:
        kept = clock.rule_snapshot
        rule = next((rule for data, rule in self._read if data == kept), None)
        if rule is None:
            rule = rule_from_data(kept)
            self._read.append((kept, rule))
        return rule


class _Dues:
    """Due times by what they depend on: in working days that is the local day of the start and the amount, for many clocks."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.rules = _Rules()
        self._days: dict[tuple[int, date], Due] = {}

    def of(self, rule: TimescaleRule, start: datetime) -> Due:
        if rule.unit is not Unit.WORKING_DAYS:
            return due_at(rule, start, self.calendar)
        key = rule.amount, local_day(start)
        if key not in self._days:
            self._days[key] = due_at(rule, start, self.calendar)
        return self._days[key]


@transaction.atomic
def clocks_move(change: ScheduleChange, calendar: Calendar, now: datetime, *, rule: TimescaleRule | None = None) -> Moved:
    """Work out again what the open clocks of an authority are due, as `change` has it, and move those that differ.

    Without `rule` those that count in working days, under the rule that each keeps; with it those of that rule, which keep
    the new one from now on. Runs as the sweep, a chunk of 1,000 rows at a time, in the caller's transaction.
    """
    found = Clock.objects.open().filter(authority_id=change.authority_id)
    found = found.filter(rule=rule.code) if rule else found.filter(rule_snapshot__unit=Unit.WORKING_DAYS)
    done, dues = Moved(), _Dues(calendar)
    for clocks in _chunks(found):
        done.looked_at += len(clocks)
        done.moved += _move_chunk(clocks, change, dues, now, rule)
    return done


def _chunks(found: Any) -> Iterator[list[Clock]]:
    """Rows by key, locked as they are read; those that were stopped meanwhile are left out."""
    last = None
    while True:
        some = found.order_by("pk") if last is None else found.filter(pk__gt=last).order_by("pk")
        clocks = list(some.select_for_update(no_key=True, of=("self",))[:CHUNK])
        if not clocks:
            return
        yield clocks
        last = clocks[-1].pk


def _move_chunk(clocks: list[Clock], change: ScheduleChange, dues: _Dues, now: datetime, rule: TimescaleRule | None) -> int:
    moves = []
    for clock in clocks:
        due = dues.of(rule or dues.rules.of(clock), clock.started_at)
        if due.due != clock.due_at or due.why != clock.why or (rule and rule_to_data(rule) != clock.rule_snapshot):
            moves.append((clock, clock.due_at, due))
    if not moves:
        return 0
    _store(moves, rule)
    milestones_replan([clock for clock, _, _ in moves], dues.calendar, now)
    events_write(
        ClockEvent(
            clock=clock, kind=EventKind.MOVED, at=change.asked_at, recorded_at=now, by_id=change.asked_by_id,
            detail={"from": before.isoformat(), "to": due.due.isoformat(), "change": str(change.pk), "kind": change.kind},
        )
        for clock, before, due in moves
    )  # fmt: skip
    _tell([(clock, before) for clock, before, due in moves if before != due.due], change, now)
    return len(moves)


def _store(moves: Sequence[tuple[Clock, datetime, Due]], rule: TimescaleRule | None) -> None:
    """A statement for each new due time: few, for many clocks that began on the same days."""
    snapshot = {"rule_snapshot": rule_to_data(rule), "rule": rule.code} if rule else {}
    by_due = sorted(moves, key=lambda move: (move[2].due, move[2].why))
    for due, group in groupby(by_due, key=lambda move: move[2]):
        clocks = [clock for clock, _, _ in group]
        Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(due_at=due.due, why=due.why, **snapshot)
        for clock in clocks:
            clock.due_at, clock.why = due.due, due.why
            clock.rule_snapshot = snapshot.get("rule_snapshot", clock.rule_snapshot)


def milestones_replan(clocks: Sequence[Clock], calendar: Calendar, now: datetime) -> None:
    """Bring the milestones of open clocks in line with their due times and rules; what was told stays told."""
    has: dict[Any, list[Kept[Any]]] = {clock.pk: [] for clock in clocks}
    rows = list(Milestone.objects.filter(clock__in=clocks))
    for milestone in rows:
        mark = Mark.RECORDED if milestone.recorded_at else Mark.CANCELLED if milestone.cancelled_at else Mark.WAITING
        has[milestone.clock_id].append(Kept(milestone.pk, milestone.kind, milestone.at, mark))
    tells: dict[Any, list[str]] = {}
    rules = _Rules()
    create: list[Milestone] = []
    revive: list[Any] = []
    cancel: list[Any] = []
    for clock in clocks:
        planned = _planned(clock, rules.of(clock), calendar, now)
        tells |= {(clock.pk, each.kind.value, each.at): list(each.tell) for each in planned}
        plan = replanned(planned, has[clock.pk], now)
        revive += plan.revive
        cancel += plan.cancel
        create += [milestone_planned(clock, each) for each in plan.create]
        create += [milestone_planned(clock, each, recorded_at=now) for each in plan.quietly]
    Milestone.objects.filter(pk__in=cancel).update(cancelled_at=now)
    Milestone.objects.filter(pk__in=revive).update(cancelled_at=None)
    milestones_write(create)
    others = [row for row in rows if not row.recorded_at and tells.get((row.clock_id, row.kind, row.at), row.tell) != row.tell]
    for row in others:
        row.tell = tells[row.clock_id, row.kind, row.at]
    Milestone.objects.bulk_update(others, ["tell"])


def _planned(clock: Clock, rule: TimescaleRule, calendar: Calendar, now: datetime) -> tuple[PlannedMilestone, ...]:
    """What the rule plans; for a clock that is overdue already, the next morning on which that is told again as well."""
    planned = milestones_of(rule, clock.started_at, clock.due_at, calendar)
    late = next((plan for plan in planned if plan.kind is MilestoneKind.OVERDUE), None)
    if late is None or late.at > now:
        return planned
    morning = next_day_overdue(rule, late.at, now, calendar)[-1]
    tell = told_when_overdue(rule, clock.started_at, clock.due_at, morning, calendar)
    return (*planned, PlannedMilestone(MilestoneKind.OVERDUE_DAY, morning, tell))


def milestone_planned(clock: Clock, plan: Any, *, recorded_at: datetime | None = None) -> Milestone:
    """A milestone as planned: told when its time comes, or recorded already without telling."""
    return Milestone(
        clock=clock, kind=plan.kind.value, at=plan.at, next_try_at=plan.at, tell=list(plan.tell),
        quiet=recorded_at is not None, recorded_at=recorded_at,
    )  # fmt: skip


def _tell(moves: Iterable[tuple[Clock, datetime]], change: ScheduleChange, now: datetime) -> None:
    """The owner of each clock that moved, or the team where nobody owns it."""
    listed = list(moves)
    people = Recipients([clock for clock, _ in listed], local_day(now))
    notices_write(
        Draft(
            recipient_id=person, kind="clock-moved", reference=clock.reference, path=path_of(clock),
            key=f"moved:{change.pk}:{clock.pk}", meant_at=now, created_at=now, about=clock.name, due_at=clock.due_at,
        )
        for clock, _ in listed
        for person in people.told(clock, ["owner"])
    )  # fmt: skip
