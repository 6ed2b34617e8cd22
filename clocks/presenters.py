"""The calendar, its changes and the rules as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from clocks.models import ChangeKind, ScheduleChange
from clocks.rules.calendar import england_holidays
from clocks.rules.timescale import Circle, MilestoneKind, MilestoneRule, TimescaleRule, Unit
from clocks.selectors import timescale_of
from partnerships.models import Closure, LocalAuthority

SHOWN_BACK = timedelta(days=31)
SHOWN_AHEAD = timedelta(days=550)
KINDS = {
    MilestoneKind.HALF: "at half time",
    MilestoneKind.NEAR: "when nearly due",
    MilestoneKind.DUE: "when due",
    MilestoneKind.OVERDUE: "when overdue",
}
CIRCLES = {
    Circle.OWNER: "whoever has it",
    Circle.TEAM: "their team",
    Circle.MANAGER: "the team manager",
    Circle.SERVICE_MANAGER: "the service manager",
}


@dataclass(frozen=True)
class DayOff:
    """A weekday on which nobody works here: `source` says who decided it, `removable` whether it is this authority's own."""

    date: date
    name: str
    kind: str
    source: str
    removable: bool
    is_past: bool


@dataclass(frozen=True)
class ChangeRow:
    """What was asked for, and what came of it."""

    change: ScheduleChange
    what: str
    came: str


@dataclass(frozen=True)
class RuleRow:
    """A rule in force and, where one is set, the one that follows it."""

    code: str
    name: str
    amount: str
    told: tuple[str, ...]
    source: str
    product_decision: bool
    set_by: str
    next_amount: str = ""
    next_from: date | None = None


def calendar_rows(authority: LocalAuthority, today: date) -> list[DayOff]:
    """The days off from a month back to a year and a half ahead, by date."""
    first, last = today - SHOWN_BACK, today + SHOWN_AHEAD
    days = [
        DayOff(day, name, "Bank holiday", "", False, day < today)
        for day, name in england_holidays().items()
        if first <= day <= last and day.weekday() < 5
    ]
    for closure in authority.closures.filter(date__gte=first, date__lte=last).select_related("set_by"):
        kind = "Extra bank holiday" if closure.kind == Closure.Kind.BANK_HOLIDAY else "Closure"
        days.append(DayOff(closure.date, closure.name, kind, closure.source, True, closure.date < today))
    return sorted(days, key=lambda day: (day.date, day.name))


def change_rows(changes: Iterable[ScheduleChange], today: date) -> list[ChangeRow]:
    """What was changed, newest first, with how many clocks moved."""
    return [ChangeRow(change, _what(change), _came(change, today)) for change in changes]


def _what(change: ScheduleChange) -> str:
    if change.kind == ChangeKind.DAY_ADDED:
        return f"{change.name} added"
    if change.kind == ChangeKind.DAY_REMOVED:
        return f"{change.name} taken out"
    if change.kind == ChangeKind.RULE:
        return f"The rule “{change.rule}” changed"
    return "The authority’s document was loaded"


def _came(change: ScheduleChange, today: date) -> str:
    if change.applied_at is None:
        if change.failures:
            return "Could not be carried out yet. It is being tried again."
        waits = change.date and change.kind == ChangeKind.RULE and change.date > today
        return "Waits for its day" if waits else "Being carried out"
    if not change.moved:
        return "No open clock moved"
    return "1 open clock moved" if change.moved == 1 else f"{change.moved:,} open clocks moved"


def clocks_touched(authority: LocalAuthority, day: date) -> int:
    """How many open clocks count a day: a number and nothing else, for an admin who can open no record."""
    with connection.cursor() as cursor:
        cursor.execute("select rls.clocks_touched(%s, %s)", [authority.pk, day])
        return cursor.fetchone()[0]


def rule_rows(authority: LocalAuthority, today: date) -> list[RuleRow]:
    """The rules in force today, in the order of the authority's document, each with the next change if one is set."""
    current: dict[str, TimescaleRule] = {}
    by: dict[str, str] = {}
    coming: dict[str, tuple[str, date]] = {}
    for row in authority.timescales.select_related("set_by").order_by("from_date", "pk"):
        if row.from_date <= today:
            current[row.rule] = timescale_of(row)
            by[row.rule] = row.set_by.name if row.set_by else ""
        elif row.rule not in coming:
            coming[row.rule] = (amount_words(timescale_of(row)), row.from_date)
    return [
        RuleRow(
            code, rule.name, amount_words(rule), _told(rule), rule.source, rule.product_decision, by[code],
            *coming.get(code, ("", None)),
        )
        for code, rule in sorted(current.items(), key=lambda item: item[1].name)
    ]  # fmt: skip


def amount_words(rule: TimescaleRule) -> str:
    """How long it may take, in words."""
    if rule.unit is Unit.SAME_DAY:
        return "the same day"
    unit = "working day" if rule.unit is Unit.WORKING_DAYS else "hour"
    return f"{rule.amount} {unit}{'' if rule.amount == 1 else 's'}"


def _told(rule: TimescaleRule) -> tuple[str, ...]:
    return tuple(f"{step_words(m)}: {_listed([CIRCLES[Circle(c)] for c in m.tell])}" for m in rule.milestones if m.tell)


def step_words(step: MilestoneRule) -> str:
    """When, in a clock's life, this step comes: “When 4 hours overdue”."""
    words = KINDS.get(step.kind, step.kind.value)
    if step.kind is MilestoneKind.OVERDUE and (step.after or 0) > 0:
        unit = "working day" if step.unit is Unit.WORKING_DAYS else "hour"
        words = f"when {step.after} {unit}{'' if step.after == 1 else 's'} overdue"
    return words[0].upper() + words[1:]


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
