"""An authority's services and numbers as a page shows them: who answers now, and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from clocks.rules.local_time import local_day
from clocks.selectors import calendar_for
from partnerships.models import LocalAuthority, User
from partnerships.permissions import current_memberships
from thresholds.rules.authority import Authority, Contact, Route, hours_of
from thresholds.rules.authority.entries import WEEKDAYS, FrontDoor
from thresholds.selectors.authorities import document_on
from thresholds.selectors.frameworks import framework_in_force

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Hours:
    """When a front door answers, in words ("Monday to Thursday, 08:30 to 17:00"), and who says so."""

    words: str
    source: str


@dataclass(frozen=True)
class ShownDoor:
    """A front door; `is_open` is None where its hours are not known."""

    door: FrontDoor
    is_open: bool | None
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class ContactGroup:
    name: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class RouteGroup:
    """The routes for one level; `order` draws its mark, 0 for those of every level."""

    name: str
    order: int
    routes: tuple[Route, ...]


def home_authority(user: User) -> LocalAuthority | None:
    """The authority of the place where somebody works, the first where there are several."""
    for membership in current_memberships(user):
        place = membership.organisation or membership.front_door
        return membership.authority or (place.authority if place is not None else None)
    return None


def doors_of(authority: LocalAuthority, at: datetime.datetime) -> tuple[ShownDoor, ...]:
    """The front doors in use with their hours, and whether each answers at an instant."""
    document = document_on(authority, local_day(at))
    is_open = hours_of(document, calendar_for(authority))
    return tuple(ShownDoor(door, is_open(door.code, at), _hours(document, door.code)) for door in document.front_doors)


def doors_in_use(authority: LocalAuthority, on: datetime.date) -> tuple[FrontDoor, ...]:
    """The front doors that receive on a day; one of a former framework is not among them."""
    return document_on(authority, on).front_doors


def contact_groups(document: Authority) -> tuple[ContactGroup, ...]:
    """The numbers that hold now, by their group; what has been superseded is not among them."""
    groups: dict[str, list[Contact]] = {}
    for contact in document.live_contacts():
        groups.setdefault(contact.group or "Other", []).append(contact)
    return tuple(ContactGroup(name, tuple(contacts)) for name, contacts in groups.items())


def superseded_contacts(document: Authority) -> tuple[Contact, ...]:
    """What is in the document and no longer holds."""
    return tuple(contact for contact in document.contacts if contact.superseded)


def route_groups(authority: LocalAuthority, on: datetime.date) -> tuple[RouteGroup, ...]:
    """The ways on by level of the framework in force, then those that hold at every level."""
    document = document_on(authority, on)
    version = framework_in_force(authority.slug, on)
    groups = []
    for level in version.framework_document().levels if version else ():
        routes = tuple(route for route in document.routes if level.code in route.levels)
        if routes:
            groups.append(RouteGroup(level.name, level.order + 1, routes))
    always = tuple(route for route in document.routes if not route.levels)
    if always:
        groups.append(RouteGroup("At every level", 0, always))
    return tuple(groups)


def days_in_words(days: tuple[str, ...]) -> str:
    """Weekdays as people say them: a run of three or more is "Monday to Friday"."""
    places = sorted(WEEKDAYS.index(day) for day in days)
    names = [DAY_NAMES[place] for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return f"{names[0]} to {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _hours(document: Authority, front_door: str) -> tuple[Hours, ...]:
    return tuple(
        Hours(f"{days_in_words(row.days)}, {row.from_:%H:%M} to {row.to:%H:%M}", row.source)
        for row in document.opening_hours
        if row.front_door == front_door
    )
