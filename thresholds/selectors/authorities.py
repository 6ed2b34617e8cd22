"""Authorities as frozen values, and who answers at this hour."""

import datetime

from clocks.rules.local_time import local_day
from clocks.selectors import calendar_for
from partnerships.models import FrontDoor, LocalAuthority
from thresholds.models import Check, FrameworkVersion
from thresholds.rules.authority import Authority, Item, Route, calls_now, hours_of, parse_authority, routes_for
from thresholds.rules.framework import Framework, PracticeModel
from thresholds.rules.suggestion import Call
from thresholds.selectors.frameworks import framework_in_force

_parsed: dict[tuple[int, str], Authority] = {}


def document_of(authority: LocalAuthority) -> Authority:
    """The authority's document as a frozen value, parsed once in a process."""
    key = (authority.pk, authority.content_hash)
    if key not in _parsed:
        _parsed[key] = parse_authority(authority.content)
    return _parsed[key]


def practice_model_of(authority: LocalAuthority | None, framework: Framework) -> PracticeModel | None:
    """How people work with families here: the authority's own way, else the framework's."""
    own = document_of(authority).practice_model if authority is not None else None
    return own or framework.practice_model


def document_under(authority: LocalAuthority, version: FrameworkVersion) -> Authority:
    """The authority's document without what belongs to another of its frameworks."""
    return document_of(authority).under(version.framework.slug)


def document_on(authority: LocalAuthority, day: datetime.date) -> Authority:
    """The authority's document as it answers on a day: without what belongs to another framework than the one in force."""
    document, version = document_of(authority), framework_in_force(authority.slug, day)
    return document.on(day) if version is None else document.under(version.framework.slug)


def calls_at(authority: LocalAuthority, *, danger: bool, at: datetime.datetime) -> tuple[Call, ...]:
    """Whom to ring at this hour, as the framework in force on that day has it."""
    document = document_on(authority, local_day(at))
    return calls_now(document, danger=danger, at=at, is_open=hours_of(document, calendar_for(authority)))


def routes_of(check: Check, *, level: str, at: datetime.datetime) -> tuple[Route, ...]:
    """The routes that apply to a check at a level, under its own framework, as what is known of it stands."""
    document = document_under(check.authority, check.framework_version)
    known = {Check.Worker.YES: True, Check.Worker.NO: False}
    return routes_for(
        document, level=level, at=at, is_open=hours_of(document, calendar_for(check.authority)),
        basis=check.basis or None, need=check.need or None, allocated_worker=known.get(Check.Worker(check.allocated_worker)),
    )  # fmt: skip


def reasons_for(check: Check, route: str) -> tuple[Item, ...]:
    """The reasons for contacting a route's front door; without a written contact only those that name that front door."""
    document = document_of(check.authority)
    found = next((each for each in document.routes if each.code == route), None)
    if found is None or found.front_door is None:
        return ()
    return tuple(reason for reason in document.reasons_at(found.front_door) if found.document or reason.front_doors)


def front_door_of(check: Check) -> FrontDoor | None:
    """The front door of the chosen route: it follows from where the child lives, and nobody types it."""
    if not check.route_code:
        return None
    route = document_of(check.authority).route(check.route_code)
    if route.front_door is None:
        return None
    return FrontDoor.objects.select_related("authority").get(authority=check.authority, code=route.front_door)
