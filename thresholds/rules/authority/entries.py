"""What an authority is made of, as frozen values. The shape is that of `docs/fixtures.md`, Authority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, TypeVar

from thresholds.rules.framework.practice import PracticeModel

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True, slots=True)
class UsedFramework:
    """A framework that the authority uses, from a day to a day, which is the last."""

    slug: str
    from_: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontDoor:
    code: str
    name: str
    short: str
    source: str
    organisation: str | None = None
    numbers: tuple[str, ...] = ()
    document: str | None = None
    reference_prefix: str
    framework: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A service's number in the directory. A superseded one never appears in a live check."""

    code: str
    name: str
    source: str
    group: str | None = None
    numbers: tuple[str, ...] = ()
    text: str | None = None
    superseded: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningHours:
    """When a front door answers, in local time, on the days named; bank holidays and closures are left out."""

    front_door: str
    days: tuple[str, ...]
    from_: time
    to: time
    source: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Closure:
    date: date
    name: str
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A way on from here. Empty `levels`, `bases` and `needs` mean any; so does `any`."""

    code: str
    kind: str
    name: str
    text: str
    source: str
    levels: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    allocated_worker: str = "any"
    hours: str = "any"
    front_door: str | None = None
    number: str | None = None
    document: str | None = None
    speaks_first: bool = False
    framework: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """When somebody is told of a clock: at a fraction of its time, before it is due, when it is, or after."""

    kind: str
    tell: tuple[str, ...]
    at: float | None = None
    before: int | None = None
    after: int | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timescale:
    rule: str
    name: str
    amount: int
    unit: str
    starts: str
    stops: str
    source: str
    from_: date | None = None
    milestones: tuple[Milestone, ...] = ()
    product_decision: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactDocument:
    code: str
    title: str
    template: str
    source: str
    marking: str | None = None
    sections: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A reason for contact, or an agency check; of the front doors named, or where none is, of every one."""

    code: str
    text: str
    source: str
    front_doors: tuple[str, ...] = ()
    framework: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseOption:
    code: str
    name: str
    outcome: str
    source: str
    level: str | None = None
    text: str | None = None
    front_doors: tuple[str, ...] = ()
    framework: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    code: str
    name: str
    who: str
    text: str
    source: str
    amount: int | None = None
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    stages: tuple[Stage, ...] = ()
    source: str
    note: str | None = None


Coded = TypeVar("Coded", FrontDoor, ContactDocument, Route, ResponseOption)
OfDoor = TypeVar("OfDoor", Item, ResponseOption)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who answers where: one authority's document. Lookups by code raise KeyError for one it does not have."""

    slug: str
    name: str
    council: str
    frameworks: tuple[UsedFramework, ...]
    safeguarding_partnership: str | None = None
    practice_model: PracticeModel | None = None
    live: bool = False
    live_note: str | None = None
    front_doors: tuple[FrontDoor, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    closures: tuple[Closure, ...] = ()
    routes: tuple[Route, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    documents: tuple[ContactDocument, ...] = ()
    asked_of_callers: tuple[Item, ...] = ()
    contact_reasons: tuple[Item, ...] = ()
    response_options: tuple[ResponseOption, ...] = ()
    agency_checks: tuple[Item, ...] = ()
    disagreement: Disagreement | None = None

    def front_door(self, code: str) -> FrontDoor:
        return _found(self.front_doors, code)

    def document(self, code: str) -> ContactDocument:
        return _found(self.documents, code)

    def route(self, code: str) -> Route:
        return _found(self.routes, code)

    def response_option(self, code: str) -> ResponseOption:
        return _found(self.response_options, code)

    @property
    def receiving_doors(self) -> tuple[FrontDoor, ...]:
        """The front doors without those that only advise: a line to which nothing but routes of advice leads."""
        kinds: dict[str | None, set[str]] = {}
        for route in self.routes:
            kinds.setdefault(route.front_door, set()).add(route.kind)
        return tuple(door for door in self.front_doors if kinds.get(door.code) != {"advice"})

    def reasons_at(self, door: str) -> tuple[Item, ...]:
        """The reasons for which people contact a front door, as the source lists them."""
        return _at_door(self.contact_reasons, door)

    def responses_at(self, door: str) -> tuple[ResponseOption, ...]:
        """What a front door may decide, in its own names."""
        return _at_door(self.response_options, door)

    def checks_at(self, door: str) -> tuple[Item, ...]:
        """Whom and what a front door asks before it decides."""
        return _at_door(self.agency_checks, door)

    def framework_on(self, day: date) -> str | None:
        """The slug of the framework used on a day, the latest begun where several are."""
        used = [framework for framework in self.frameworks if framework.covers(day)]
        return max(used, key=lambda framework: framework.from_).slug if used else None

    def under(self, framework: str | None) -> Authority:
        """This authority without what belongs to another of its frameworks: its front doors, routes, reasons and responses.

        What names no framework belongs to all. Whom to ring is asked under the framework that is in force, whatever
        framework a check was begun on; a front door of former times still keeps the contacts that point to it.
        """
        return replace(
            self,
            front_doors=tuple(door for door in self.front_doors if door.framework in (None, framework)),
            routes=tuple(route for route in self.routes if route.framework in (None, framework)),
            contact_reasons=tuple(item for item in self.contact_reasons if item.framework in (None, framework)),
            response_options=tuple(option for option in self.response_options if option.framework in (None, framework)),
            agency_checks=tuple(item for item in self.agency_checks if item.framework in (None, framework)),
        )

    def on(self, day: date) -> Authority:
        """This authority as it answers on a day: under the framework in force."""
        return self.under(self.framework_on(day))

    def uses(self, framework: str) -> bool:
        """Whether it uses, or has ever used, a framework."""
        return any(used.slug == framework for used in self.frameworks)

    def live_contacts(self) -> tuple[Contact, ...]:
        """The directory without what has been superseded (DESIGN.md, Frameworks)."""
        return tuple(contact for contact in self.contacts if not contact.superseded)

    def coded(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every entry's path and code."""
        lists = (
            "front_doors", "contacts", "routes", "documents", "asked_of_callers", "contact_reasons", "response_options",
            "agency_checks",
        )  # fmt: skip
        for name in lists:
            for place, entry in enumerate(getattr(self, name)):
                yield (name, place), entry.code


def _found(entries: tuple[Coded, ...], code: str) -> Coded:
    for entry in entries:
        if entry.code == code:
            return entry
    raise KeyError(code)


def _at_door(entries: tuple[OfDoor, ...], door: str) -> tuple[OfDoor, ...]:
    return tuple(entry for entry in entries if not entry.front_doors or door in entry.front_doors)
