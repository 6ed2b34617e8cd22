"""From a plain document to an authority and back, in one canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clocks.rules.timescale import BadRule, rule_from_data
from thresholds.rules.authority.entries import Authority
from thresholds.rules.authority.keys import AUTHORITY, TIMESCALE
from thresholds.rules.shape import DocumentError, Path, Problem


class AuthorityError(DocumentError):
    """An authority document that cannot be read, with the path of each problem."""


def parse_authority(document: Mapping[str, Any]) -> Authority:
    """The authority that a document describes. Raises AuthorityError with every problem found."""
    problems: list[Problem] = []
    authority = AUTHORITY.read(document, (), problems)
    if not problems:
        problems.extend(_problems_in(authority))
    if problems:
        raise AuthorityError(tuple(problems))
    found: Authority = authority
    return found


def authority_document(authority: Authority) -> dict[str, Any]:
    """The canonical document of an authority; `parse_authority` reads it back to the same."""
    document: dict[str, Any] = AUTHORITY.write(authority)
    return document


def _problems_in(authority: Authority) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, code in authority.coded():
        if code in seen:
            yield Problem((*path, "code"), f"the code {code} is used twice")
        seen.add(code)
    yield from _pointers(authority)
    yield from _hours(authority)
    yield from _dates(authority)
    yield from _timescales(authority)


def _timescales(authority: Authority) -> Iterator[Problem]:
    """Each rule once from any day, and such that a clock can be started by it."""
    seen = set()
    for place, timescale in enumerate(authority.timescales):
        if (timescale.rule, timescale.from_) in seen:
            yield Problem(("timescales", place, "rule"), f"the timescale {timescale.rule} is there twice")
        seen.add((timescale.rule, timescale.from_))
        try:
            rule_from_data(TIMESCALE.write(timescale))
        except BadRule as error:
            yield Problem(("timescales", place), str(error))


def _pointers(authority: Authority) -> Iterator[Problem]:
    """Front doors and documents that are pointed to are there."""
    doors = {door.code for door in authority.front_doors}
    documents = {document.code for document in authority.documents}
    pointers: list[tuple[Path, str | None, set[str], str]] = []
    for place, route in enumerate(authority.routes):
        pointers.append((("routes", place, "front_door"), route.front_door, doors, "front door"))
        pointers.append((("routes", place, "document"), route.document, documents, "document"))
    for place, door in enumerate(authority.front_doors):
        pointers.append((("front_doors", place, "document"), door.document, documents, "document"))
    for place, hours in enumerate(authority.opening_hours):
        pointers.append((("opening_hours", place, "front_door"), hours.front_door, doors, "front door"))
    for name in ("contact_reasons", "response_options", "agency_checks"):
        for place, entry in enumerate(getattr(authority, name)):
            pointers += [
                ((name, place, "front_doors", at), code, doors, "front door") for at, code in enumerate(entry.front_doors)
            ]
    used = {framework.slug for framework in authority.frameworks}
    for name in ("front_doors", "routes", "contact_reasons", "response_options", "agency_checks"):
        for place, entry in enumerate(getattr(authority, name)):
            pointers.append(((name, place, "framework"), entry.framework, used, "framework in use called"))
    for path, code, known, what in pointers:
        if code is not None and code not in known:
            yield Problem(path, f"there is no {what} {code}")


def _hours(authority: Authority) -> Iterator[Problem]:
    for place, hours in enumerate(authority.opening_hours):
        if hours.from_ >= hours.to:
            yield Problem(("opening_hours", place, "to"), "must be later than it opens")


def _dates(authority: Authority) -> Iterator[Problem]:
    """Of each framework, and of the frameworks together: one on any day."""
    used = authority.frameworks
    for place, framework in enumerate(used):
        if framework.until is not None and framework.until < framework.from_:
            yield Problem(("frameworks", place, "until"), "must not be before the day on which it begins")
        for other in used[:place]:
            if framework.covers(other.from_) or other.covers(framework.from_):
                yield Problem(("frameworks", place, "from"), f"overlaps with the dates of {other.slug}")
    days = [closure.date for closure in authority.closures]
    for place, day in enumerate(days):
        if day in days[:place]:
            yield Problem(("closures", place, "date"), f"{day} is there twice")
