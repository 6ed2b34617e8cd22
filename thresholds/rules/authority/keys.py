"""The keys of an authority document, in canonical order (`docs/fixtures.md`, Authority)."""

from __future__ import annotations

from typing import Final

from clocks.rules.timescale import Circle, MilestoneKind, Unit
from thresholds.rules.authority import entries
from thresholds.rules.framework.keys import BASES, CODES, NOTE, PRACTICE_MODEL, SOURCED
from thresholds.rules.shape import (
    CODE_TEXT,
    DATE,
    FLAG,
    SLUG_TEXT,
    TEXT,
    TIME,
    fraction,
    line,
    many,
    may,
    must,
    one_of,
    record,
    whole,
)

UNITS: Final = tuple(Unit)
OUTCOMES: Final = ("nfa", "early-help", "targeted", "s17", "s47", "s20", "s31", "transfer")
KINDS: Final = ("advice", "early-help", "contact", "allocated-worker", "urgent", "emergency")

FRONT_DOOR: Final = record(
    entries.FrontDoor,
    {
        "code": must(SLUG_TEXT),
        "name": must(line(160)),
        "short": must(line(60)),
        "organisation": may(line(160)),
        "numbers": may(many(line(40))),
        "document": may(SLUG_TEXT),
        "reference_prefix": must(line(6)),
        "framework": may(SLUG_TEXT),
        **SOURCED,
    },
)
CONTACT: Final = record(
    entries.Contact,
    {
        "code": must(CODE_TEXT),
        "group": may(TEXT),
        "name": must(TEXT),
        "numbers": may(many(line(40))),
        "text": may(TEXT),
        "superseded": may(FLAG),
        **SOURCED,
    },
)
OPENING_HOURS: Final = record(
    entries.OpeningHours,
    {
        "front_door": must(SLUG_TEXT),
        "days": must(many(one_of(*entries.WEEKDAYS), at_least=1)),
        "from": must(TIME),
        "to": must(TIME),
        **SOURCED,
    },
)
CLOSURE: Final = record(entries.Closure, {"date": must(DATE), "name": must(line(160)), "source": may(TEXT), **NOTE})
ROUTE: Final = record(
    entries.Route,
    {
        "code": must(CODE_TEXT),
        "kind": must(one_of(*KINDS)),
        "levels": may(CODES),
        "bases": may(many(one_of(*BASES))),
        "needs": may(CODES),
        "allocated_worker": may(one_of("any", "yes", "no")),
        "hours": may(one_of("any", "open", "closed")),
        "name": must(TEXT),
        "front_door": may(SLUG_TEXT),
        "number": may(line(40)),
        "document": may(SLUG_TEXT),
        "speaks_first": may(FLAG),
        "framework": may(SLUG_TEXT),
        "text": must(TEXT),
        **SOURCED,
    },
)
MILESTONE: Final = record(
    entries.Milestone,
    {
        "kind": must(one_of(*MilestoneKind)),
        "at": may(fraction()),
        "before": may(whole(0, 10_000)),
        "after": may(whole(0, 10_000)),
        "unit": may(one_of(Unit.ELAPSED_HOURS, Unit.WORKING_DAYS)),
        "tell": must(many(one_of(*Circle), at_least=1)),
    },
)
TIMESCALE: Final = record(
    entries.Timescale,
    {
        "rule": must(SLUG_TEXT),
        "name": must(line(160)),
        "amount": must(whole(0, 10_000)),
        "unit": must(one_of(*UNITS)),
        "starts": must(SLUG_TEXT),
        "stops": must(SLUG_TEXT),
        "from": may(DATE),
        "milestones": may(many(MILESTONE)),
        "product_decision": may(FLAG),
        **SOURCED,
    },
)
DOCUMENT: Final = record(
    entries.ContactDocument,
    {
        "code": must(SLUG_TEXT),
        "title": must(TEXT),
        "template": must(TEXT),
        "marking": may(TEXT),
        "sections": may(CODES),
        **SOURCED,
    },
)
DOORS: Final = {"front_doors": may(many(SLUG_TEXT))}
ITEMS: Final = many(
    record(
        entries.Item,
        {"code": must(CODE_TEXT), "framework": may(SLUG_TEXT), "text": must(TEXT), **DOORS, **SOURCED},
    )
)
RESPONSE_OPTION: Final = record(
    entries.ResponseOption,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "level": may(CODE_TEXT),
        "outcome": must(one_of(*OUTCOMES)),
        "framework": may(SLUG_TEXT),
        "text": may(TEXT),
        **DOORS,
        **SOURCED,
    },
)
STAGE: Final = record(
    entries.Stage,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "who": must(TEXT),
        "amount": may(whole(0, 10_000)),
        "unit": may(one_of(*UNITS)),
        "text": must(TEXT),
        **SOURCED,
    },
)

AUTHORITY: Final = record(
    entries.Authority,
    {
        "slug": must(SLUG_TEXT),
        "name": must(line(120)),
        "council": must(line(120)),
        "safeguarding_partnership": may(TEXT),
        "frameworks": must(
            many(
                record(entries.UsedFramework, {"slug": must(SLUG_TEXT), "from": must(DATE), "until": may(DATE)}),
                at_least=1,
            )
        ),
        "practice_model": may(PRACTICE_MODEL),
        "live": may(FLAG),
        "live_note": may(TEXT),
        "front_doors": must(many(FRONT_DOOR, at_least=1)),
        "contacts": may(many(CONTACT)),
        "opening_hours": may(many(OPENING_HOURS)),
        "closures": may(many(CLOSURE)),
        "routes": may(many(ROUTE)),
        "timescales": may(many(TIMESCALE)),
        "documents": may(many(DOCUMENT)),
        "asked_of_callers": may(ITEMS),
        "contact_reasons": may(ITEMS),
        "response_options": may(many(RESPONSE_OPTION)),
        "agency_checks": may(ITEMS),
        "disagreement": may(record(entries.Disagreement, {"stages": must(many(STAGE)), **SOURCED})),
    },
)
