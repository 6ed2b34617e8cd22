"""A small invented framework and authority, complete enough for every rule, as plain documents."""

from __future__ import annotations

from typing import Any

from thresholds.rules.framework import Framework, parse


def indicator(code: str, level: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "level": level, "text": text, "source": f"Level {level}", "polarity": "need", **more}


def item(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": text, "source": "Appendix", **more}


def level(code: str, name: str, *, statutory: bool = False) -> dict[str, Any]:
    return {"code": code, "name": name, "short": code, "statutory": statutory, "source": "Part 2"}


def sample_document() -> dict[str, Any]:
    """Four levels, three domains, each kind of condition, ages, a list of significant harm."""
    return {
        "slug": "sample",
        "title": "Sample guidance",
        "version": "1",
        "prefix": "SA",
        "in_force": {"from": "2020-01-01"},
        "source": {"document": "Sample guidance", "published": "2020"},
        "terms": {"contact": "contact"},
        "levels": [level("1", "All"), level("2", "Additional"), level("3", "Complex"), level("4", "Harm", statutory=True)],
        "domains": [_child(), _parents(), _family()],
        "strengths": [item("SA-STR-01", "A good friend"), item("SA-STR-02", "A calm home")],
        "significant_harm": [
            item("SA-HARM-01", "Told somebody of abuse", level="4"),
            item("SA-HARM-02", "Aged under 16 and living with somebody not family", level="4", age={"under": 16}),
            item("SA-HARM-03", "Hurt at home", level="4", same_text_as="SA-4-SAF-01"),
            item("SA-HARM-04", "Frightened of home when drink is taken", level="4"),
        ],
        "questions": [item("SA-Q-01", "What would the child say?", topic="Home")],
        "cumulative": {"worries": 3, "domains": 2, "source": "Part 1"},
        "consent_rules": [
            {
                "code": "SA-CON-1", "levels": ["1", "2", "3"], "bases": ["early-help", "s17"], "agreement": "required",
                "refusal": {"tell_family": "Say what help stays"}, "text": "Ask first", "source": "Part 4",
            },
            {
                "code": "SA-CON-2", "levels": ["4"], "bases": ["s47"], "agreement": "preferred", "text": "Ask if safe",
                "grounds": [{"code": "SA-GR-1", "text": "Asking adds risk", "applies_to": ["not-asked"], "source": "Part 4"}],
                "source": "Part 4",
            },
        ],
    }  # fmt: skip


def _child() -> dict[str, Any]:
    growing = [
        indicator("SA-1-HEA-01", "1", "Healthy and growing", polarity="met"),
        indicator("SA-1-HEA-02", "1", "Often tired despite sleep", conditions=[{"kind": "duration", "text": "For long?"}]),
        indicator("SA-2-HEA-01", "2", "Misses appointments"),
        indicator(
            "SA-3-HEA-01", "3", "Misses appointments despite support",
            conditions=[{"kind": "engagement", "text": "Was support offered and not taken up?"}],
        ),
        indicator(
            "SA-4-HEA-01", "4", "Not treated, though offered for months",
            conditions=[{"kind": "tried", "text": "Was treatment offered?", "without": "3"},
                        {"kind": "duration", "text": "For months?", "without": "2"}],
            note="The level 2 indicator is printed as the same worry",
        ),
        indicator("SA-4-HEA-02", "4", "Starving"),
    ]  # fmt: skip
    learning = [
        indicator("SA-3-LEA-01", "3", "Out of school, aged 11 to 15", age={"from": 11, "under": 16}),
        indicator("SA-4-LEA-01", "4", "Under 13 and in a relationship", age={"under": 13}),
    ]
    return _domain("child", [("health", "HEA", growing), ("learning", "LEA", learning)])


def _parents() -> dict[str, Any]:
    safety = [
        indicator(
            "SA-2-SAF-01", "2", "Drink at home, but a parent protects the child",
            conditions=[{"kind": "protective", "text": "Is there a parent who protects?", "then": "SA-3-SAF-01"}],
        ),
        indicator("SA-3-SAF-01", "3", "Drink at home and nobody protects the child"),
        indicator("SA-4-SAF-01", "4", "Hurt at home"),
        indicator("SA-4-SAF-02", "4", "Unborn child may come to harm", age={"unborn": True}),
        indicator("SA-4-SAF-03", "4", "Baby or unborn child at risk", age={"under": 1, "unborn": True}),
        indicator(
            "SA-3-SAF-02", "3", "Frightened of home when drink is taken",
            conditions=[{"kind": "count-in-window", "text": "Three times in 90 days?"}],
        ),
    ]  # fmt: skip
    return _domain("parents", [("safety", "SAF", safety)])


def _family() -> dict[str, Any]:
    housing = [
        indicator("SA-1-HOU-01", "1", "A settled home", polarity="met"),
        indicator("SA-2-HOU-01", "2", "Overcrowded"),
        indicator("SA-3-HOU-01", "3", "Overcrowded", same_text_as="SA-2-HOU-01"),
    ]
    return _domain("family", [("housing", "HOU", housing)])


def _domain(code: str, dimensions: list[tuple[str, str, list[dict[str, Any]]]]) -> dict[str, Any]:
    return {
        "code": code,
        "name": code.title(),
        "dimensions": [
            {"code": name, "name": name.title(), "short": short, "indicators": found} for name, short, found in dimensions
        ],
    }


def sample() -> Framework:
    return parse(sample_document())


def wordless_document() -> dict[str, Any]:
    """A framework without indicators, which takes its level from answers."""
    return sample_document() | {
        "slug": "wordless",
        "domains": [],
        "significant_harm": [],
        "questions": [
            item("SA-Q-1", "Is help from one service enough?", level="2"),
            item("SA-Q-2", "Is a child being hurt?", level="4"),
            item("SA-Q-3", "Who is in the family?"),
        ],
    }


def conversation_document() -> dict[str, Any]:
    """A framework without indicators, whose questions stand in topics and say what they are about and where they point."""

    def asks(code: str, dimension: str, **more: Any) -> dict[str, Any]:
        domain = "away" if dimension == "outside" else "home"
        return item(code, f"{code}?", name=f"{code} holds", domain=domain, dimension=dimension, **more)

    def topic(name: str) -> dict[str, Any]:
        return {"code": name, "name": name.title(), "short": name[:3].upper(), "indicators": []}

    def points(value: str, at: str) -> list[dict[str, str]]:
        return [{"value": value, "level": at, "source": f"Definition {at}"}]

    return wordless_document() | {
        "slug": "conversation",
        "domains": [
            {"code": "home", "name": "Home", "dimensions": [topic("worries"), topic("safety"), topic("wishes")]},
            {"code": "away", "name": "Away", "dimensions": [topic("outside")]},
        ],
        "strengths": [],
        "tools": [item("SA-T-1", "Looks outside the home.", name="Safer", places=[])],
        "questions": [
            asks("SA-Q-1", "worries", polarity="need", points=points("yes", "2")),
            asks("SA-Q-2", "worries", polarity="need", points=points("yes", "4")),
            asks("SA-Q-3", "worries", polarity="met", points=points("yes", "1")),
            asks("SA-Q-4", "safety", polarity="strength"),
            asks("SA-Q-5", "safety", polarity="need", points=points("no", "4")),
            asks("SA-Q-6", "wishes"),
            asks("SA-Q-7", "outside", polarity="need", points=points("yes", "3"), age={"from": 11}, offers=["SA-T-1"]),
        ],
    }


def authority_sample() -> dict[str, Any]:
    """An authority with two front doors: one whose hours are known, with a number for the night, and one without."""
    weekdays = ["mon", "tue", "wed", "thu", "fri"]

    def door(code: str, number: str, prefix: str) -> dict[str, Any]:
        name = code.title()
        return {"code": code, "name": name, "short": name, "numbers": [number], "reference_prefix": prefix, "source": "5"}

    def route(code: str, **more: Any) -> dict[str, Any]:
        return {"code": code, "name": code, "text": "Ring", "source": "Part 5"} | more

    return {
        "slug": "sampleshire",
        "name": "Sampleshire",
        "council": "Sampleshire Council",
        "frameworks": [{"slug": "sample", "from": "2020-01-01"}],
        "front_doors": [door("desk", "01632 960001", "SAM"), door("help", "01632 960002", "SAH")],
        "contacts": [
            {"code": "SAM-CT-1", "name": "Old line", "superseded": True, "source": "6"},
            {"code": "SAM-CT-2", "name": "Library", "numbers": ["01632 960009"], "source": "6"},
        ],
        "opening_hours": [{"front_door": "desk", "days": weekdays, "from": "09:00", "to": "17:00", "source": "5"}],
        "closures": [{"date": "2026-12-24", "name": "Christmas Eve"}],
        "routes": [
            route("SAM-UR-1", kind="urgent", hours="open", front_door="desk", number="01632 960001"),
            route("SAM-UR-2", kind="urgent", hours="closed", front_door="desk", number="01632 960099"),
            route("SAM-AD-1", kind="advice"),
            route("SAM-CO-1", kind="contact", levels=["4"], bases=["s47"], front_door="desk", speaks_first=True),
            route("SAM-CO-2", kind="contact", levels=["4"], needs=["complex-disability"], front_door="help"),
            route("SAM-CO-3", kind="contact", levels=["3"], allocated_worker="no", front_door="help"),
            route("SAM-AW-1", kind="allocated-worker", allocated_worker="yes"),
        ],
        "timescales": [
            {"rule": "decision", "name": "Decision", "amount": 24, "unit": "elapsed-hours", "starts": "contact-received",
             "stops": "decision-made", "milestones": [{"kind": "half", "at": 0.5, "tell": ["owner"]}], "source": "7"},
        ],
        "response_options": [{"code": "SAM-RO-1", "name": "Early help", "level": "2", "outcome": "early-help", "source": "7"}],
    }  # fmt: skip
