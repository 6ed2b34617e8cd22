"""The ways on from here: what each is, whom it reaches, when they answer, and what comes first."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from clocks.selectors import calendar_for
from thresholds.models import Check, CheckChild
from thresholds.presenters.levels import LevelWords, level_of
from thresholds.presenters.steps import is_contact
from thresholds.rules.authority import Authority, OpeningHours, Route, hours_of
from thresholds.rules.framework import Framework, Level, ListItem
from thresholds.selectors.authorities import document_of, document_under, routes_of

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
BY_PHONE = ("urgent", "emergency")
"""Kinds that are calls to make: a way on only when it is urgent and a document follows."""

KINDS = {
    "advice": "Advice", "early-help": "Early help", "contact": "Written contact",
    "allocated-worker": "The child’s own worker", "urgent": "By phone, today", "emergency": "Emergency",
}  # fmt: skip


@dataclass(frozen=True)
class RouteShown:
    """One way on with everything that is known of it."""

    route: Route
    kind: str
    front_door: str
    number: str
    document: str
    hours: str
    open_now: bool | None
    contact: bool


def level_for_routes(children: Sequence[CheckChild], framework: Framework) -> Level | None:
    """The highest level that was judged for any of the children: the family goes one way together (a product decision)."""
    judged = [framework.level(child.level) for child in children if child.level]
    return max(judged, key=lambda level: level.order, default=None)


def routes_if(check: Check, *, level: Level | None, worker: str, need: str, at: datetime.datetime) -> tuple[Route, ...]:
    """The routes that would apply, were this answered: nothing is saved. The basis, chosen beside them, leaves none out."""
    asked = copy.copy(check)
    asked.allocated_worker = worker if worker in Check.Worker.values else Check.Worker.UNKNOWN
    asked.need, asked.basis = need, ""
    routes = routes_of(asked, level=level.code if level else "", at=at)
    return tuple(
        route
        for route in routes
        if route.kind not in BY_PHONE or (check.urgency != Check.Urgency.NEITHER and is_contact(route))
    )


def needs_of(check: Check) -> list[str]:
    """The needs that have a route of their own here."""
    return sorted({need for route in document_under(check.authority, check.framework_version).routes for need in route.needs})


def bases_for(children: Sequence[CheckChild], framework: Framework) -> list[str]:
    """The bases that the rules on agreement know for the levels that were judged, in the order in which they are printed."""
    judged = {child.level for child in children if child.level}
    rules = [rule for rule in framework.consent_rules if judged & set(rule.levels)]
    return list(dict.fromkeys(base for rule in rules for base in rule.bases))


def shown_route(check: Check, route: Route, at: datetime.datetime) -> RouteShown:
    """A route with its front door, document and hours in words."""
    authority = document_of(check.authority)
    door = authority.front_door(route.front_door) if route.front_door else None
    state = hours_of(authority, calendar_for(check.authority))(door.code, at) if door else None
    number = route.number or (door.numbers[0] if door and door.numbers else "")
    return RouteShown(
        route=route, kind=KINDS.get(route.kind, route.kind), front_door=door.name if door else "", number=number,
        document=authority.document(route.document).title if route.document else "",
        hours=hours_words(authority, door.code) if door else "", open_now=state, contact=is_contact(route),
    )  # fmt: skip


def hours_words(authority: Authority, door: str) -> str:
    """When a front door answers, as people say it; it says so where nobody knows."""
    rows = [row for row in authority.opening_hours if row.front_door == door]
    if not rows:
        return "Not published"
    return "; ".join(f"{_days(row)}, {_time(row.from_)} to {_time(row.to)}" for row in rows)


def _days(row: OpeningHours) -> str:
    order = list(DAYS)
    places = [order.index(day) for day in row.days]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{DAYS[row.days[0]]} to {DAYS[row.days[-1]]}"
    return ", ".join(DAYS[day] for day in row.days)


def _time(at: datetime.time) -> str:
    return at.strftime("%H:%M")


def services_for(framework: Framework, children: Sequence[CheckChild]) -> tuple[ListItem, ...]:
    """The services that the framework names at the levels that were judged."""
    judged = {child.level for child in children if child.level}
    return tuple(service for service in framework.services if service.level in judged)


def levels_judged(framework: Framework, children: Sequence[CheckChild]) -> list[tuple[CheckChild, LevelWords | None]]:
    """Each child with the level that was judged."""
    return [(child, level_of(framework, child.level)) for child in children]
