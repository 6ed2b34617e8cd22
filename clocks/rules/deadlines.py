"""When something is due, and when somebody is told about it before and after.

Source: DESIGN.md, Timescales; the amounts and who is told come with each rule, as data.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clocks.rules.calendar import Calendar
from clocks.rules.local_time import (
    LONDON,
    clock_change_between,
    day_in_words,
    end_of_day,
    local_day,
    morning_of,
)
from clocks.rules.timescale import Circle, MilestoneKind, MilestoneRule, TimescaleRule, Unit


@dataclass(frozen=True)
class Due:
    """An instant in UTC, and why it is that one, in words."""

    due: datetime
    why: str


@dataclass(frozen=True)
class PlannedMilestone:
    """One moment in a clock's life: what it is, when (UTC), and which circles of people are told."""

    kind: MilestoneKind
    at: datetime
    tell: tuple[str, ...]


def due_at(rule: TimescaleRule, start: datetime, calendar: Calendar) -> Due:
    """When a clock begun at `start` (aware) falls due under `rule`, with the reason in words.

    Elapsed hours run in UTC, through nights, weekends and clock changes. Working days take the local day of the
    start event as day 0. A limit in days ends at 23:59:59 of its local day. Source: DESIGN.md, Timescales.
    """
    if rule.unit is Unit.ELAPSED_HOURS:
        return _elapsed(rule.amount, start)
    day = local_day(start)
    if rule.unit is Unit.SAME_DAY:
        return Due(end_of_day(day), f"the end of the same day, {day_in_words(day)}")
    counted = calendar.add(day, rule.amount)
    days = "1 working day" if rule.amount == 1 else f"{rule.amount} working days"
    why = f"{days} from {day_in_words(day)}{_left_out([name for _, name in counted.skipped])}"
    return Due(end_of_day(counted.day), why)


def _elapsed(hours: int, start: datetime) -> Due:
    due = start.astimezone(UTC) + timedelta(hours=hours)
    local = start.astimezone(LONDON)
    amount = "1 hour" if hours == 1 else f"{hours} hours"
    why = f"{amount} from {local:%H:%M} on {day_in_words(local.date())}"
    if change := clock_change_between(start, due):
        day, direction = change
        why += f"; the clocks go {direction} on {day_in_words(day)}"
    return Due(due, why)


def _left_out(names: list[str]) -> str:
    if not names:
        return ""
    told = [name if times == 1 else f"{name} ({times} days)" for name, times in Counter(names).items()]
    *most, last = told
    return ", not counting " + (f"{', '.join(most)} and {last}" if most else last)


def milestones_of(rule: TimescaleRule, start: datetime, due: datetime, calendar: Calendar) -> tuple[PlannedMilestone, ...]:
    """The milestones of one clock in order of time, the first day overdue included, later ones not.

    Those of a rule that fall before the clock began are left out: a short clock has no half-day warning.
    """
    planned = (PlannedMilestone(m.kind, _moment(m, start, due, calendar), m.tell) for m in rule.milestones)
    begun = start.astimezone(UTC)
    return tuple(sorted((p for p in planned if p.at >= begun), key=lambda p: (p.at, p.kind)))


def _moment(milestone: MilestoneRule, start: datetime, due: datetime, calendar: Calendar) -> datetime:
    """Product decision: a distance in working days is told at nine on the morning of that day, when people are there."""
    if milestone.kind is MilestoneKind.DUE:
        return due
    if milestone.at is not None:
        return (start + (due - start) * milestone.at).astimezone(UTC).replace(microsecond=0)
    if milestone.before is not None:
        if milestone.unit is Unit.WORKING_DAYS:
            return morning_of(calendar.take_away(local_day(due), milestone.before))
        return due - timedelta(hours=milestone.before)
    after = milestone.after or 0
    if milestone.unit is Unit.WORKING_DAYS:
        return morning_of(calendar.add(local_day(due), max(after, 1)).day)
    return due + max(timedelta(hours=after), timedelta(seconds=1))


def told_when_overdue(rule: TimescaleRule, start: datetime, due: datetime, at: datetime, calendar: Calendar) -> tuple[str, ...]:
    """The circles that are told of a day overdue at `at`: all that the rule's overdue steps have reached by then, the first
    at least. Whoever was told that it is late goes on being told until it is done. Product decision.
    """
    steps = [plan for plan in milestones_of(rule, start, due, calendar) if plan.kind is MilestoneKind.OVERDUE]
    reached = [plan for number, plan in enumerate(steps) if number == 0 or plan.at <= at]
    return tuple(circle for circle in Circle if any(circle in plan.tell for plan in reached))


def next_day_overdue(rule: TimescaleRule, last: datetime, now: datetime, calendar: Calendar) -> list[datetime]:
    """The mornings on which an overdue clock is told of again, from the one after `last` to the first after `now`.

    The last one is still to come; those before it were missed, and are for the record. A limit in working days is
    told on working days, one in hours on every day: nothing urgent waits for a working day. Product decision.
    """
    mornings: list[datetime] = []
    day = local_day(last)
    while not mornings or mornings[-1] <= now:
        day = calendar.next_working(day) if rule.unit is Unit.WORKING_DAYS else day + timedelta(days=1)
        mornings.append(morning_of(day))
    return mornings
