"""At which level each thing that was seen counts, after its conditions and its age.

Source: DESIGN.md, "Conditions" and "Fine print".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thresholds.rules.framework import Framework, Indicator, Level, ListItem, text_key
from thresholds.rules.framework.entries import MET
from thresholds.rules.suggestion.answers import Answers, Child, Observed


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """Something seen or answered, the level at which it is printed, and the one at which it counts.

    An answer keeps its value, and `source` is the passage that says where it points.
    """

    observed: Observed
    entry: Indicator | ListItem
    printed: Level
    counts_at: Level
    is_worry: bool = True
    on_harm_list: bool = False
    in_age: bool | None = True
    answer: str | None = None
    source: str = ""

    @property
    def words(self) -> str:
        """What is said of the child: an indicator's wording, or what an answer says."""
        return self.entry.statement if isinstance(self.entry, ListItem) and self.answer else self.entry.wording

    @property
    def cited(self) -> str:
        return self.source or self.entry.source

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def domain(self) -> str | None:
        return self.entry.domain

    @property
    def text_key(self) -> str:
        """The same text twice counts once (Fine print)."""
        return text_key(self.entry.text)


def weigh(framework: Framework, answers: Answers) -> tuple[Weighed, ...]:
    """Everything seen, in order of code. In a framework without indicators the answers count as well."""
    weighed = [_weigh(framework, item, answers.child) for item in answers.observed]
    if not framework.indicators:
        weighed += _weigh_answers(framework, answers)
    return tuple(sorted(weighed, key=lambda item: item.code))


def distinct(items: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """One of each text, that with the first code."""
    found: dict[str, Weighed] = {}
    for item in sorted(items, key=lambda item: item.code):
        found.setdefault(item.text_key, item)
    return tuple(found.values())


def _weigh(framework: Framework, observed: Observed, child: Child) -> Weighed:
    if framework.has_indicator(observed.indicator):
        return _weigh_indicator(framework, framework.indicator(observed.indicator), observed, child)
    return _weigh_harm(framework, framework.harm(observed.indicator), observed, child)


def _weigh_harm(framework: Framework, item: ListItem, observed: Observed, child: Child) -> Weighed:
    """An item of the significant-harm list: no condition, but its age follows the child (Fine print)."""
    printed = _printed(framework, item)
    in_age = _in_age(item, child)
    return Weighed(
        observed=observed,
        entry=item,
        printed=printed,
        counts_at=framework.level_below(printed.code) if in_age is False else printed,
        on_harm_list=in_age is not False,
        in_age=in_age,
    )


def _weigh_indicator(framework: Framework, indicator: Indicator, observed: Observed, child: Child) -> Weighed:
    """An indicator: lowered by a condition not confirmed or an age outside, never to nothing (Conditions).

    The two do not add up: each names a level at which it counts, and the lower one holds. An indicator
    with the words of the significant-harm list counts at least at that list's level (The suggestion).
    """
    printed = framework.level(indicator.level)
    in_age = _in_age(indicator, child)
    counts_at = _after_conditions(framework, indicator, observed.conditions_met)
    if in_age is False:
        counts_at = _lower(counts_at, framework.level_below(indicator.level))
    listed = framework.harm_by_text.get(text_key(indicator.text)) if indicator.is_worry else None
    on_list = listed is not None and in_age is not False and _in_age(listed, child) is not False
    if listed is not None and on_list:
        counts_at = _higher(counts_at, _printed(framework, listed))
    return Weighed(
        observed=observed,
        entry=indicator,
        printed=printed,
        counts_at=counts_at,
        is_worry=indicator.is_worry,
        on_harm_list=on_list,
        in_age=in_age,
    )


def _after_conditions(framework: Framework, indicator: Indicator, met: bool | None) -> Level:
    """The level after its conditions, the age left aside.

    One answer covers all conditions. Where several are not confirmed and name different levels the highest
    of those holds, since nobody has said which of them fails: a product decision, on the side of the child.
    """
    falls = [
        framework.level(condition.without) if condition.without else framework.level_below(indicator.level)
        for condition in indicator.conditions
        if condition.aggravating
    ]
    if not falls or met is True:
        return framework.level(indicator.level)
    return max(falls, key=lambda level: level.order)


def _weigh_answers(framework: Framework, answers: Answers) -> list[Weighed]:
    """Answers that point to a level (The suggestion: a framework without indicators).

    What is not known points nowhere. An answer about another age than the child's counts at the level below, as an
    indicator does. A need that is met is no worry.
    """
    weighed = []
    for answer in answers.answers:
        question = framework.question(answer.question)
        point = question.point_for(answer.value)
        if point is None:
            continue
        level, in_age = framework.level(point.level), _in_age(question, answers.child)
        weighed.append(
            Weighed(
                observed=Observed(indicator=question.code, since=answer.since, growing=answer.growing),
                entry=question,
                printed=level,
                counts_at=framework.level_below(level.code) if in_age is False else level,
                is_worry=question.polarity != MET,
                in_age=in_age,
                answer=answer.value,
                source=point.source,
            )
        )
    return weighed


def _printed(framework: Framework, item: ListItem) -> Level:
    return framework.level(item.level) if item.level else framework.highest_level


def _in_age(entry: Indicator | ListItem, child: Child) -> bool | None:
    """Whether the child is of the age in the wording; None where it is not known, True where it names none."""
    return True if entry.age is None else entry.age.includes(child.age_years, unborn=child.unborn)


def _lower(one: Level, other: Level) -> Level:
    return min(one, other, key=lambda level: level.order)


def _higher(one: Level, other: Level) -> Level:
    return max(one, other, key=lambda level: level.order)
