"""Bringing the milestones of open clocks in line with their due times and rules, many at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from clocks.models import Clock, Milestone
from clocks.rules.calendar import Calendar
from clocks.rules.deadlines import PlannedMilestone, milestones_of, next_day_overdue, told_when_overdue
from clocks.rules.replanning import Kept, Mark, replanned
from clocks.rules.timescale import MilestoneKind, TimescaleRule
from clocks.writing import milestone_row, milestones_change, milestones_write


def milestones_replan(clocks: Iterable[tuple[Clock, TimescaleRule]], calendar: Calendar, now: datetime) -> None:
    """Compare what each clock has with what its rule plans for its due time now; what was told stays told."""
    listed = list(clocks)
    has, told_of = _kept([clock.pk for clock, _ in listed])
    create: list[dict[str, Any]] = []
    revive: list[UUID] = []
    cancel: list[UUID] = []
    tell: dict[UUID, list[str]] = {}
    for clock, rule in listed:
        planned = _planned(clock, rule, calendar, now)
        plan = replanned(planned, has[clock.pk], now)
        revive += plan.revive
        cancel += plan.cancel
        create += [milestone_row(clock.pk, each) for each in plan.create]
        create += [milestone_row(clock.pk, each, recorded_at=now) for each in plan.quietly]
        wanted = {(each.kind.value, each.at): list(each.tell) for each in planned}
        for kept in has[clock.pk]:
            people = wanted.get((kept.kind, kept.at))
            if people is not None and kept.mark is not Mark.RECORDED and people != told_of[kept.key]:
                tell[kept.key] = people
    milestones_change(cancel=cancel, revive=revive, tell=tell, now=now)
    milestones_write(create)


def _kept(clocks: list[UUID]) -> tuple[dict[UUID, list[Kept[UUID]]], dict[UUID, list[str]]]:
    """The milestones of these clocks, and who is told of each."""
    has: dict[UUID, list[Kept[UUID]]] = defaultdict(list)
    told_of: dict[UUID, list[str]] = {}
    rows = Milestone.objects.filter(clock_id__in=clocks).values_list(
        "pk", "clock_id", "kind", "at", "recorded_at", "cancelled_at", "tell"
    )
    for pk, clock, kind, at, recorded_at, cancelled_at, tell in rows:
        mark = Mark.RECORDED if recorded_at else Mark.CANCELLED if cancelled_at else Mark.WAITING
        has[clock].append(Kept(pk, kind, at, mark))
        told_of[pk] = tell
    return has, told_of


def _planned(clock: Clock, rule: TimescaleRule, calendar: Calendar, now: datetime) -> tuple[PlannedMilestone, ...]:
    """What the rule plans; for a clock that is overdue already, the next morning on which that is told again as well."""
    planned = milestones_of(rule, clock.started_at, clock.due_at, calendar)
    late = next((plan for plan in planned if plan.kind is MilestoneKind.OVERDUE), None)
    if late is None or late.at > now:
        return planned
    morning = next_day_overdue(rule, late.at, now, calendar)[-1]
    tell = told_when_overdue(rule, clock.started_at, clock.due_at, morning, calendar)
    return (*planned, PlannedMilestone(MilestoneKind.OVERDUE_DAY, morning, tell))
