"""A timescale rule as a plain value, read from data and written back.

Source: docs/fixtures.md, Authority, timescales.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BadRule(ValueError):
    """The data of a timescale rule cannot be read."""


OWN_HOURS = "own_hours"
"""Marks the rule that a clock keeps where its amount is an agency's own: a change of the authority's rule leaves it."""


class Unit(StrEnum):
    """How an amount of time is counted."""

    ELAPSED_HOURS = "elapsed-hours"
    SAME_DAY = "same-day"
    WORKING_DAYS = "working-days"


class MilestoneKind(StrEnum):
    """The moments of a clock at which somebody is told, in the order of its life."""

    HALF = "half"
    NEAR = "near"
    DUE = "due"
    OVERDUE = "overdue"
    OVERDUE_DAY = "overdue-day"


class Circle(StrEnum):
    """Who is told, up the chain: whose clock it is, those they work with, who answers for it, and who answers for those."""

    OWNER = "owner"
    TEAM = "team"
    MANAGER = "manager"
    SERVICE_MANAGER = "service-manager"


@dataclass(frozen=True)
class MilestoneRule:
    """When, in a clock's life, whom to tell: `at` a fraction of the time, `before` or `after` the due instant."""

    kind: MilestoneKind
    tell: tuple[str, ...]
    at: float | None = None
    before: int | None = None
    after: int | None = None
    unit: Unit = Unit.ELAPSED_HOURS


@dataclass(frozen=True)
class TimescaleRule:
    """How long something may take: amount and unit, the events that start and stop it, its milestones, its source."""

    code: str
    name: str
    amount: int
    unit: Unit
    starts: str = ""
    stops: str = ""
    milestones: tuple[MilestoneRule, ...] = ()
    product_decision: bool = False
    source: str = ""


def rule_from_data(data: Mapping[str, Any]) -> TimescaleRule:
    """Read a rule in the shape of a fixture's `timescales` entry; raises BadRule with the reason."""
    try:
        unit = Unit(data["unit"])
        amount = int(data["amount"])
        rule = TimescaleRule(
            code=str(data["rule"]),
            name=str(data["name"]),
            amount=amount,
            unit=unit,
            starts=str(data.get("starts") or ""),
            stops=str(data.get("stops") or ""),
            milestones=tuple(_milestone_from_data(m) for m in data.get("milestones") or ()),
            product_decision=bool(data.get("product_decision", False)),
            source=str(data.get("source") or ""),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadRule(f"a timescale rule that cannot be read: {wrong}") from wrong
    if unit is not Unit.SAME_DAY and amount < 1:
        raise BadRule(f"{rule.code}: an amount of {amount} {unit} is no time at all")
    return rule


def _milestone_from_data(data: Mapping[str, Any]) -> MilestoneRule:
    kind = MilestoneKind(data["kind"])
    at = None if data.get("at") is None else float(data["at"])
    if at is not None and not 0 < at < 1:
        raise BadRule(f"{kind} at {at}: a fraction of the time lies between 0 and 1")
    before, after = (None if data.get(key) is None else int(data[key]) for key in ("before", "after"))
    if kind in (MilestoneKind.HALF, MilestoneKind.NEAR) and at is None and before is None:
        raise BadRule(f"{kind} says neither at what fraction of the time nor how long before")
    return MilestoneRule(
        kind=kind,
        tell=tuple(Circle(circle) for circle in data.get("tell") or ()),
        at=at,
        before=before,
        after=after,
        unit=Unit(data.get("unit") or Unit.ELAPSED_HOURS),
    )


def rule_to_data(rule: TimescaleRule) -> dict[str, Any]:
    """A rule in the shape that `rule_from_data` reads, for the snapshot that a clock keeps."""
    return {
        "rule": rule.code,
        "name": rule.name,
        "amount": rule.amount,
        "unit": rule.unit.value,
        "starts": rule.starts,
        "stops": rule.stops,
        "milestones": [
            {
                "kind": m.kind.value,
                "at": m.at,
                "before": m.before,
                "after": m.after,
                "unit": m.unit.value,
                "tell": list(m.tell),
            }
            for m in rule.milestones
        ],
        "product_decision": rule.product_decision,
        "source": rule.source,
    }
