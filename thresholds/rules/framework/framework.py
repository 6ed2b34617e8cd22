"""A framework version as one frozen value, with what is looked up in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NoReturn

from thresholds.rules.framework.agreement import ConsentRule
from thresholds.rules.framework.entries import (
    Cumulative,
    Dimension,
    Domain,
    GlossaryTerm,
    Indicator,
    InForce,
    Level,
    ListItem,
    Matrix,
    Picture,
    Source,
)
from thresholds.rules.framework.practice import PracticeModel

_NOT_A_WORD = re.compile(r"\W+")


def text_key(text: str) -> str:
    """What makes two published texts the same: their words, whatever the case, quotes and stops."""
    return _NOT_A_WORD.sub(" ", text.replace("\u2019", "'").casefold()).strip()


UNSAID = Cumulative()


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A partnership's threshold document. Lookups by code raise KeyError for a code it does not have."""

    slug: str
    title: str
    version: str
    prefix: str
    in_force: InForce
    source: Source
    levels: tuple[Level, ...]
    supersedes: str | None = None
    terms: Mapping[str, str] = field(default_factory=dict, hash=False)
    practice_model: PracticeModel | None = None
    picture: Picture | None = None
    domains: tuple[Domain, ...] = ()
    strengths: tuple[ListItem, ...] = ()
    significant_harm: tuple[ListItem, ...] = ()
    actions_to_consider: tuple[ListItem, ...] = ()
    questions: tuple[ListItem, ...] = ()
    matrix: Matrix | None = None
    services: tuple[ListItem, ...] = ()
    cumulative: Cumulative = UNSAID
    consent_rules: tuple[ConsentRule, ...] = ()
    moves: tuple[ListItem, ...] = ()
    truths: tuple[ListItem, ...] = ()
    tools: tuple[ListItem, ...] = ()
    duties: tuple[ListItem, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    abuse_categories: tuple[ListItem, ...] = ()
    key_factors: tuple[ListItem, ...] = ()
    principles: tuple[ListItem, ...] = ()

    @property
    def in_force_from(self) -> date:
        return self.in_force.from_

    @property
    def in_force_until(self) -> date | None:
        return self.in_force.until

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(dimension for domain in self.domains for dimension in domain.dimensions)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @property
    def is_conversation_led(self) -> bool:
        """Whether it publishes no indicators: its level comes from what is asked and answered."""
        return not self.indicators

    def questions_in(self, dimension: str) -> tuple[ListItem, ...]:
        """The questions of one topic, in their order."""
        return tuple(question for question in self.questions if question.dimension == dimension)

    @cached_property
    def lists(self) -> Mapping[str, tuple[ListItem, ...]]:
        """The lists of coded entries, by the key under which they stand in the document."""
        names = (
            "strengths", "significant_harm", "actions_to_consider", "questions", "services", "moves",
            "truths", "tools", "duties", "abuse_categories", "key_factors", "principles",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def entries(self) -> Iterator[Indicator | ListItem]:
        """Everything with a code, indicators first."""
        yield from self.indicators
        for entries in self.lists.values():
            yield from entries
        if self.matrix:
            yield from self.matrix.rows
        for level in self.levels:
            for band in level.bands:
                yield from band.items

    @cached_property
    def _by_code(self) -> Mapping[str, Indicator | ListItem]:
        return {entry.code: entry for entry in self.entries()}

    @cached_property
    def _levels_by_code(self) -> Mapping[str, Level]:
        return {level.code: level for level in self.levels}

    @cached_property
    def _indicators_by_code(self) -> Mapping[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def harm_by_text(self) -> Mapping[str, ListItem]:
        """The significant-harm list by the words of its items; the highest level where one is repeated."""
        ordered = sorted(self.significant_harm, key=lambda item: self.level(item.level or "").order)
        return {text_key(item.text): item for item in ordered}

    def indicator(self, code: str) -> Indicator:
        return self._indicators_by_code[code]

    def has_indicator(self, code: str) -> bool:
        return code in self._indicators_by_code

    def level(self, code: str) -> Level:
        return self._levels_by_code[code]

    def has_level(self, code: str) -> bool:
        return code in self._levels_by_code

    def strength(self, code: str) -> ListItem:
        return _named(self.strengths, code)

    def harm(self, code: str) -> ListItem:
        return _named(self.significant_harm, code)

    def question(self, code: str) -> ListItem:
        return _named(self.questions, code)

    def dimension(self, code: str) -> Dimension:
        return next((dimension for dimension in self.dimensions if dimension.code == code), None) or _missing(code)

    def domain(self, code: str) -> Domain:
        return next((domain for domain in self.domains if domain.code == code), None) or _missing(code)

    def find(self, code: str) -> Indicator | ListItem | None:
        """The entry of that code in whichever list it stands, or None."""
        return self._by_code.get(code)

    @property
    def lowest_level(self) -> Level:
        return self.levels[0]

    @property
    def highest_level(self) -> Level:
        return self.levels[-1]

    def level_below(self, code: str) -> Level:
        """The level below; the lowest level cannot fall."""
        return self.levels[max(self.level(code).order - 1, 0)]

    def level_above(self, code: str) -> Level | None:
        """The next level, or None at the highest."""
        order = self.level(code).order + 1
        return self.levels[order] if order < len(self.levels) else None

    def consent_rule(self, level: str, basis: str | None = None) -> ConsentRule | None:
        """The rule on agreement for a level and a basis: the first printed one that states both.

        A rule without bases covers any; without a basis, the first rule for the level.
        """
        rules = [rule for rule in self.consent_rules if level in rule.levels]
        for rule in rules:
            if basis is None or not rule.bases or basis in rule.bases:
                return rule
        return None

    def is_in_force(self, day: date) -> bool:
        return self.in_force.covers(day)

    def term(self, name: str, default: str = "") -> str:
        """The partnership's own word for something, or the one given."""
        return self.terms.get(name, default)


def _named(entries: tuple[ListItem, ...], code: str) -> ListItem:
    return next((entry for entry in entries if entry.code == code), None) or _missing(code)


def _missing(code: str) -> NoReturn:
    raise KeyError(code)
