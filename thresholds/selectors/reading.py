"""A framework laid out for reading it whole, and the frameworks there are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from thresholds.models import FrameworkVersion
from thresholds.rules.framework import ConsentRule, Dimension, Domain, Framework, Indicator, Level, ListItem

SECTIONS = (
    ("strengths", "Strengths"),
    ("significant_harm", "Significant harm"),
    ("duties", "Duties that a contact does not discharge"),
    ("actions_to_consider", "Actions to consider before a contact"),
    ("questions", "Questions that help to say it well"),
    ("services", "Services"),
    ("moves", "Moves to make with the family"),
    ("truths", "What the practice rests on"),
    ("tools", "Tools"),
    ("abuse_categories", "Categories of abuse"),
    ("key_factors", "Key factors"),
    ("principles", "Principles"),
)
"""The lists of a framework, in the order in which they are read, with what we call them."""


BASES = {
    "early-help": "early help", "s17": "section 17", "s47": "section 47", "s20": "section 20", "s31": "section 31",
}  # fmt: skip
"""A basis in law as a heading says it (Children Act 1989)."""


@dataclass(frozen=True)
class LaidOutIndicator:
    """An indicator, and the name of the level at which it counts while its condition is not confirmed (empty: the same)."""

    indicator: Indicator
    without: str


@dataclass(frozen=True)
class AtLevel:
    """The indicators of one dimension at one level."""

    level: Level
    indicators: tuple[LaidOutIndicator, ...]


@dataclass(frozen=True)
class LaidOutRule:
    """A rule on agreement with its levels and bases in words."""

    rule: ConsentRule
    levels: tuple[str, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True)
class LaidOutDimension:
    dimension: Dimension
    levels: tuple[AtLevel, ...]


@dataclass(frozen=True)
class LaidOutDomain:
    domain: Domain
    dimensions: tuple[LaidOutDimension, ...]
    count: int


@dataclass(frozen=True)
class Group:
    """Entries of a list under one heading; the heading is empty where the list has none."""

    heading: str
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class Section:
    """One list of the framework."""

    code: str
    name: str
    groups: tuple[Group, ...]
    count: int


@dataclass(frozen=True)
class StateBadge:
    """What a version is on a day, in words, and whether that is what applies now."""

    words: str
    is_in_force: bool


def indicators_laid_out(framework: Framework) -> tuple[LaidOutDomain, ...]:
    """The indicators by domain, dimension and level, each in its published order; nothing where there are none."""
    if framework.is_conversation_led:
        return ()
    return tuple(
        LaidOutDomain(
            domain,
            tuple(LaidOutDimension(dimension, _by_level(framework, dimension)) for dimension in domain.dimensions),
            sum(len(dimension.indicators) for dimension in domain.dimensions),
        )
        for domain in framework.domains
    )


def sections_of(framework: Framework) -> tuple[Section, ...]:
    """The lists that this framework has, grouped as its entries say."""
    found = []
    for code, name in SECTIONS:
        items = framework.lists[code]
        if items:
            found.append(Section(code.replace("_", "-"), name, _grouped(framework, items), len(items)))
    return tuple(found)


def rules_laid_out(framework: Framework) -> tuple[LaidOutRule, ...]:
    """The rules on agreement, in their order."""
    return tuple(
        LaidOutRule(
            rule,
            tuple(framework.level(code).label for code in rule.levels),
            tuple(BASES.get(basis, basis) for basis in rule.bases),
        )
        for rule in framework.consent_rules
    )


def badge_of(version: FrameworkVersion, on: datetime.date) -> StateBadge:
    """The state of a version: a published one is in force only between its dates."""
    if version.state == FrameworkVersion.State.PUBLISHED:
        begun = version.in_force_from <= on
        over = version.in_force_until is not None and version.in_force_until < on
        if begun and not over:
            return StateBadge("In force", True)
        return StateBadge("Superseded" if over else f"In force from {version.in_force_from:%-d %B %Y}", False)
    return StateBadge(version.get_state_display(), False)


def versions_to_read(*, drafts: bool) -> QuerySet[FrameworkVersion]:
    """Every version that may be read, by title and newest first; drafts are for those who load them."""
    versions = FrameworkVersion.objects.select_related("framework").order_by(
        "framework__title", "-in_force_from", "-created_at"
    )
    return versions if drafts else versions.filter(state__in=FrameworkVersion.PUBLIC)


def version_to_read(*, slug: str, version: str, drafts: bool) -> FrameworkVersion | None:
    """One version by its name, or None where there is none that may be read. PostgreSQL takes no null in a name."""
    if "\x00" in version:
        return None
    return versions_to_read(drafts=drafts).filter(framework__slug=slug, version=version).first()


def _by_level(framework: Framework, dimension: Dimension) -> tuple[AtLevel, ...]:
    found = []
    for level in framework.levels:
        indicators = tuple(
            LaidOutIndicator(indicator, _without(framework, indicator))
            for indicator in dimension.indicators
            if indicator.level == level.code
        )
        if indicators:
            found.append(AtLevel(level, indicators))
    return tuple(found)


def _without(framework: Framework, indicator: Indicator) -> str:
    for condition in indicator.conditions:
        if condition.aggravating:
            below = framework.level(condition.without) if condition.without else framework.level_below(indicator.level)
            return below.label
    return ""


def _grouped(framework: Framework, items: tuple[ListItem, ...]) -> tuple[Group, ...]:
    groups: dict[str, list[ListItem]] = {}
    for item in items:
        groups.setdefault(_heading(framework, item), []).append(item)
    return tuple(Group(heading, tuple(held)) for heading, held in groups.items())


def _heading(framework: Framework, item: ListItem) -> str:
    level = framework.level(item.level).label if item.level else ""
    asked_in = framework.dimension(item.dimension).name if item.dimension else ""
    parts = [part for part in (item.group, asked_in, item.topic, item.subtopic, level) if part]
    heading = " · ".join(parts)
    return heading[:1].upper() + heading[1:]
