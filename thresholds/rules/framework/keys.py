"""The keys of a framework document, in canonical order (`docs/fixtures.md`, Framework)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from thresholds.rules.framework import agreement, entries, practice
from thresholds.rules.framework.framework import Framework
from thresholds.rules.shape import (
    CODE_TEXT,
    DATE,
    FLAG,
    SLUG_TEXT,
    TEXT,
    Key,
    Reader,
    line,
    many,
    may,
    must,
    named,
    one_of,
    record,
    whole,
)

BASES: Final = ("early-help", "s17", "s47", "s20", "s31")

CODES: Final = many(CODE_TEXT)
AGE: Final = record(entries.AgeBand, {"from": may(whole(0, 18)), "under": may(whole(0, 18)), "unborn": may(FLAG)})
NOTE: Final = {"note": may(TEXT)}
SOURCED: Final = {"source": must(TEXT), **NOTE}


def items(after: Mapping[str, Key] = MappingProxyType({}), **before: Key) -> Reader:
    """A list of entries: code, text, source and note, with what its list adds before the text and after the source."""
    keys = {"code": must(CODE_TEXT), **before, "text": must(TEXT), "source": must(TEXT), **after, **NOTE}
    return many(record(entries.ListItem, keys))


NAMED_ITEMS: Final = items(name=must(TEXT))

POINT: Final = record(entries.Point, {"value": must(one_of("yes", "no")), "level": must(CODE_TEXT), "source": must(TEXT)})
QUESTIONS: Final = items(
    {
        "level": may(CODE_TEXT),
        "domain": may(CODE_TEXT),
        "dimension": may(CODE_TEXT),
        "polarity": may(one_of(entries.NEED, entries.MET, entries.STRENGTH)),
        "points": may(many(POINT)),
        "age": may(AGE),
        "offers": may(CODES),
        "practice_model": may(CODE_TEXT),
    },
    topic=may(TEXT),
    subtopic=may(TEXT),
    name=may(TEXT),
)

CONDITION: Final = record(
    entries.Condition,
    {
        "kind": must(one_of(*entries.AGGRAVATING, entries.PROTECTIVE)),
        "text": must(TEXT),
        "without": may(CODE_TEXT),
        "then": may(CODE_TEXT),
    },
)
INDICATOR: Final = record(
    entries.Indicator,
    {
        "code": must(CODE_TEXT),
        "level": must(CODE_TEXT),
        "text": must(TEXT),
        "source": must(TEXT),
        "polarity": must(one_of(entries.NEED, entries.MET)),
        "display": may(TEXT),
        "conditions": may(many(CONDITION)),
        "age": may(AGE),
        "same_text_as": may(CODE_TEXT),
        "unconditional": may(FLAG),
        "theme": may(line(80)),
        **NOTE,
    },
)
DIMENSION: Final = record(
    entries.Dimension,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "short": must(CODE_TEXT),
        "indicators": must(many(INDICATOR)),
        **NOTE,
    },
)
DOMAIN: Final = record(
    entries.Domain,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "shape": may(one_of("circle", "square", "hexagon")),
        "dimensions": must(many(DIMENSION, at_least=1)),
        **NOTE,
    },
)
BAND: Final = record(entries.Band, {"code": must(CODE_TEXT), "name": must(TEXT), "items": may(items()), **SOURCED})
LEVEL: Final = record(
    entries.Level,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "short": must(CODE_TEXT),
        "statutory": must(FLAG),
        "definition": may(TEXT),
        "response": may(TEXT),
        "assessment": may(TEXT),
        "who": may(TEXT),
        "bands": may(many(BAND)),
        **SOURCED,
    },
)
MATRIX: Final = record(
    entries.Matrix,
    {
        "rows": must(items({"maps_to": must(CODES)}, group=may(TEXT))),
        "codes": may(
            many(
                record(
                    entries.MatrixCode,
                    {"level": may(CODE_TEXT), "code": must(CODE_TEXT), "name": must(TEXT), **NOTE},
                )
            )
        ),
        **SOURCED,
    },
)
PRACTICE_PART: Final = record(
    practice.PracticePart,
    {"code": must(CODE_TEXT), "name": must(TEXT), "text": must(TEXT), **SOURCED},
)
PRACTICE_MODEL: Final = record(
    practice.PracticeModel,
    {
        "code": must(CODE_TEXT),
        "name": must(TEXT),
        "text": must(TEXT),
        "parts": may(many(PRACTICE_PART)),
        **SOURCED,
    },
)
GROUND: Final = record(
    agreement.Ground,
    {
        "code": must(CODE_TEXT),
        "text": must(TEXT),
        "applies_to": must(many(one_of("refused", "not-asked"), at_least=1)),
        **SOURCED,
    },
)
CONSENT_RULE: Final = record(
    agreement.ConsentRule,
    {
        "code": must(CODE_TEXT),
        "levels": must(many(CODE_TEXT, at_least=1)),
        "bases": must(many(one_of(*BASES))),
        "agreement": must(one_of("required", "preferred")),
        "implicit": may(FLAG),
        "one_parent_suffices": may(FLAG),
        "approval": may(one_of("lead", "manager")),
        "advice_before_contact": may(FLAG),
        "grounds": may(many(GROUND)),
        "refusal": may(record(agreement.Refusal, {"tell_family": must(TEXT), "question": may(TEXT)})),
        "lasts": may(TEXT),
        "text": must(TEXT),
        **SOURCED,
    },
)

TOOL_RESULT: Final = record(
    entries.ToolResult,
    {
        "code": must(CODE_TEXT),
        "text": must(TEXT),
        "indicator": may(CODE_TEXT),
        "conditions_met": may(FLAG),
        **SOURCED,
    },
)

FRAMEWORK: Final = record(
    Framework,
    {
        "slug": must(SLUG_TEXT),
        "title": must(line(200)),
        "version": must(line(40)),
        "prefix": must(CODE_TEXT),
        "in_force": must(record(entries.InForce, {"from": must(DATE), "until": may(DATE)})),
        "supersedes": may(SLUG_TEXT),
        "source": must(record(entries.Source, {"document": must(TEXT), "published": may(TEXT), **NOTE})),
        "terms": may(named(TEXT)),
        "practice_model": may(PRACTICE_MODEL),
        "picture": may(
            record(
                entries.Picture,
                {
                    "form": must(one_of("balance", "arch", "quadrants", "windscreen")),
                    "caption": may(TEXT),
                    "centre": may(line(60)),
                    "blocks": may(line(60)),
                    "blocks_note": may(line(80)),
                    **SOURCED,
                },
            )
        ),
        "levels": must(many(LEVEL, at_least=1)),
        "domains": may(many(DOMAIN)),
        "strengths": may(items(group=may(TEXT))),
        "significant_harm": may(items({"age": may(AGE), "same_text_as": may(CODE_TEXT)}, level=must(CODE_TEXT))),
        "actions_to_consider": may(items()),
        "questions": may(QUESTIONS),
        "matrix": may(MATRIX),
        "services": may(items(level=must(CODE_TEXT), name=may(TEXT))),
        "cumulative": may(
            record(
                entries.Cumulative,
                {"worries": may(whole(1, 100)), "domains": may(whole(1, 20)), "source": may(TEXT), **NOTE},
            )
        ),
        "consent_rules": may(many(CONSENT_RULE)),
        "moves": may(items(group=may(TEXT))),
        "truths": may(NAMED_ITEMS),
        "tools": may(items({"places": may(CODES), "results": may(many(TOOL_RESULT))}, name=must(TEXT))),
        "duties": may(items({"indicators": may(CODES), "who": may(TEXT)}, name=must(TEXT))),
        "glossary": may(many(record(entries.GlossaryTerm, {"term": must(TEXT), "text": must(TEXT), **SOURCED}))),
        "abuse_categories": may(NAMED_ITEMS),
        "key_factors": may(items()),
        "principles": may(items(group=may(TEXT), name=may(TEXT))),
    },
)
