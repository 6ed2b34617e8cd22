"""Authorities: who answers where, as frozen values read from one canonical document."""

from thresholds.rules.authority.document import AuthorityError, authority_document, parse_authority
from thresholds.rules.authority.entries import (
    Authority,
    Closure,
    Contact,
    ContactDocument,
    Disagreement,
    FrontDoor,
    Item,
    Milestone,
    OpeningHours,
    ResponseOption,
    Route,
    Stage,
    Timescale,
    UsedFramework,
)
from thresholds.rules.authority.routes import IsOpen, calls_now, every_call, hours_of, routes_for

__all__ = [
    "Authority",
    "AuthorityError",
    "Closure",
    "Contact",
    "ContactDocument",
    "Disagreement",
    "FrontDoor",
    "IsOpen",
    "Item",
    "Milestone",
    "OpeningHours",
    "ResponseOption",
    "Route",
    "Stage",
    "Timescale",
    "UsedFramework",
    "authority_document",
    "calls_now",
    "every_call",
    "hours_of",
    "parse_authority",
    "routes_for",
]
