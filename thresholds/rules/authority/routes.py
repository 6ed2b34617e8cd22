"""Who answers at this hour, and which ways on there are from a level of need.

Source: DESIGN.md, "Routes", "The main job" (1) and "Fine print" ("every route").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeAlias

from clocks.rules.calendar import Calendar
from clocks.rules.local_time import LONDON
from thresholds.rules.authority.entries import WEEKDAYS, Authority, Route
from thresholds.rules.suggestion import Call

IsOpen: TypeAlias = Callable[[str, datetime], bool | None]
"""Whether a front door, by its code, answers at an instant; None where its hours are not known."""

EMERGENCY_CALL: Final = Call(name="Emergency services", number="999")
POLICE_CALL: Final = Call(name="Police, where it is not an emergency", number="101")
NATIONAL: Final = (EMERGENCY_CALL.number, POLICE_CALL.number)


def hours_of(authority: Authority, calendar: Calendar) -> IsOpen:
    """Opening by the authority's hours and a calendar of bank holidays and closures.

    A weekday without a row is closed; a front door without any row is not known.
    """

    def is_open(front_door: str, at: datetime) -> bool | None:
        rows = [hours for hours in authority.opening_hours if hours.front_door == front_door]
        if not rows:
            return None
        local = at.astimezone(LONDON)
        day = WEEKDAYS[local.weekday()]
        answers = any(day in row.days and row.from_ <= local.time() < row.to for row in rows)
        weekend = local.weekday() >= WEEKDAYS.index("sat")
        return answers and (weekend or calendar.is_working(local.date()))

    return is_open


def routes_for(
    authority: Authority,
    *,
    level: str | None,
    at: datetime,
    is_open: IsOpen,
    basis: str | None = None,
    need: str | None = None,
    allocated_worker: bool | None = None,
) -> tuple[Route, ...]:
    """The routes that apply here, in the document's order.

    A basis or an allocated worker that is not known (None) leaves no route out: what is not known never
    closes a way. `need` None is no special need; `level` None shows the routes that are for every level.
    """
    return tuple(
        route
        for route in authority.routes
        if (not route.levels or level in route.levels)
        and (not route.bases or basis is None or basis in route.bases)
        and (not route.needs or need in route.needs)
        and _fits_worker(route, allocated_worker)
        and _answers(authority, route, at, is_open)
    )


def calls_now(authority: Authority, *, danger: bool, at: datetime, is_open: IsOpen) -> tuple[Call, ...]:
    """Whom to ring at this hour: 999 first in danger, then the urgent routes, else the front doors themselves.

    A line that only advises is no answer here. No number is invented: without a confirmed out-of-hours route, and
    unless a front door is known to be open, 999 and 101 are shown (DESIGN.md, Routes).
    """
    urgent = [(route, route.number) for route in authority.routes if route.kind == "urgent" and route.number]
    calls = [Call(name=route.name, number=number) for route, number in urgent if _answers(authority, route, at, is_open)]
    opening = {door.code: is_open(door.code, at) for door in authority.receiving_doors}
    if not calls:
        calls = [
            Call(name=door.name, number=number)
            for door in authority.receiving_doors
            if opening[door.code] is not False
            for number in door.numbers
        ]
    out_of_hours = any(route.hours == "closed" and number not in NATIONAL for route, number in urgent)
    uncertain = not out_of_hours and True not in opening.values()
    if danger or uncertain:
        calls.insert(0, EMERGENCY_CALL)
    if uncertain:
        calls.append(POLICE_CALL)
    return _once(calls)


def every_call(authorities: Iterable[Authority]) -> tuple[Call, ...]:
    """999 and each front door of each authority, with its urgent numbers: where nobody knows where the child lives."""
    calls = [EMERGENCY_CALL]
    for authority in authorities:
        doors = [(door.name, number) for door in authority.receiving_doors for number in door.numbers]
        taken = {*NATIONAL, *(number for _, number in doors)}
        urgent = [(route.name, route.number) for route in authority.routes if route.kind == "urgent" and route.number]
        for name, number in (*doors, *(call for call in urgent if call[1] not in taken)):
            place = "" if authority.name in name else f", {authority.name}"
            calls.append(Call(name=f"{name}{place}", number=number))
    return tuple(dict.fromkeys(calls))


def _fits_worker(route: Route, allocated: bool | None) -> bool:
    return route.allocated_worker == "any" or allocated is None or (route.allocated_worker == "yes") is allocated


def _answers(authority: Authority, route: Route, at: datetime, is_open: IsOpen) -> bool:
    """Whether a route holds at this hour: that of its front door, or where it names none of all of them together."""
    if route.hours == "any":
        return True
    doors = [route.front_door] if route.front_door else [door.code for door in authority.front_doors]
    states = [is_open(door, at) for door in doors]
    if route.hours == "open":
        return any(state is not False for state in states)
    return not any(state is True for state in states)


def _once(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Each number once, by the first name that it has."""
    found: dict[str, Call] = {}
    for call in calls:
        found.setdefault(call.number, call)
    return tuple(found.values())
