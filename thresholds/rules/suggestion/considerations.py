"""What to think of beside the suggestion. A consideration never moves it.

Source: DESIGN.md, "The suggestion" and "Fine print". Each names the indicator and its section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from clocks.rules.local_time import local_day
from thresholds.rules.framework import Condition, Framework, Indicator, Level, ListItem
from thresholds.rules.suggestion.answers import NO, YES, Answers
from thresholds.rules.suggestion.weighing import Weighed, distinct

RECENT: Final = timedelta(days=90)


@dataclass(frozen=True, kw_only=True, slots=True)
class Consideration:
    """Something to weigh in the judgement: its kind, in the words of DESIGN.md, and a plain sentence.

    `codes` are the entries or dimensions that it is about.
    """

    kind: str
    text: str
    codes: tuple[str, ...] = ()


def considerations(
    framework: Framework,
    answers: Answers,
    weighed: tuple[Weighed, ...],
    level: Level | None,
    not_explored: tuple[str, ...],
) -> tuple[Consideration, ...]:
    """All of them, in an order that does not depend on that of the answers."""
    return (
        *_protective(framework, weighed),
        *_unconfirmed(framework, answers, weighed),
        *_outside_age(weighed),
        *_cumulative(framework, weighed, level),
        *_recent(answers, weighed),
        *_not_in_place(framework, answers),
        *_offered(framework, answers, weighed),
        *_single_indicator(framework, answers, weighed, level),
        *_strengths(framework, answers),
        *_not_explored(framework, not_explored),
    )


def cite(entry: Indicator | ListItem, words: str | None = None) -> str:
    """An entry as a sentence names it: its words (or those given), code and section."""
    return f"“{words or entry.wording}” ({entry.code}; {entry.source})"


def _conditions(item: Weighed) -> tuple[Condition, ...]:
    return item.entry.conditions if isinstance(item.entry, Indicator) else ()


def _protective(framework: Framework, weighed: tuple[Weighed, ...]) -> Iterator[Consideration]:
    """A protective condition, absent or not known, keeps its level and raises the next (Fine print)."""
    for item in weighed:
        protective = [condition for condition in _conditions(item) if not condition.aggravating]
        if not protective or item.observed.conditions_met is True:
            continue
        above = framework.level_above(item.printed.code)
        then = [framework.indicator(condition.then) for condition in protective if condition.then]
        known = "is not there" if item.observed.conditions_met is False else "is not known to be there"
        text = f"{cite(item.entry)} leans on something that protects the child, and it {known}. {_ask(protective)}"
        if then:
            text += f" Without it, consider {framework.level(then[0].level).label}: {_all(then)}."
        elif above is not None:
            text += f" Without it, consider {above.label}."
        yield Consideration(kind="protective", text=text, codes=(item.code, *(found.code for found in then)))


def _unconfirmed(framework: Framework, answers: Answers, weighed: tuple[Weighed, ...]) -> Iterator[Consideration]:
    """What is not known: conditions, an age that the wording names, questions answered so."""
    for item in weighed:
        conditions = _conditions(item)
        if conditions and item.observed.conditions_met is None:
            text = f"Not known yet for {cite(item.entry)}. {_ask(conditions)}"
            if conditions[0].aggravating and item.counts_at is not item.printed:
                text += f" It counts at {item.counts_at.label} until this is confirmed, then at {item.printed.label}."
            yield Consideration(kind="unconfirmed", text=text, codes=(item.code,))
        if item.in_age is None:
            text = f"How old is the child? {cite(item.entry, item.words)} is about a child who is {item.entry.age}."
            yield Consideration(kind="unconfirmed", text=text, codes=(item.code,))
    asked = sorted(answer.question for answer in answers.answers if answer.value == "unknown")
    for code in asked:
        yield Consideration(kind="unconfirmed", text=f"Answered as not known: {cite(framework.question(code))}.", codes=(code,))


def _outside_age(weighed: tuple[Weighed, ...]) -> Iterator[Consideration]:
    for item in weighed:
        if item.in_age is False and item.is_worry:
            text = (
                f"{cite(item.entry, item.words)} is about a child who is {item.entry.age}. It counts at {item.counts_at.label}."
            )
            yield Consideration(kind="age", text=text, codes=(item.code,))


def _cumulative(framework: Framework, weighed: tuple[Weighed, ...], level: Level | None) -> Iterator[Consideration]:
    """Several worries across domains; without domains the worries are enough (Fine print)."""
    worries = distinct(item for item in weighed if item.is_worry)
    domains = {item.domain for item in worries if item.domain}
    needed = framework.cumulative
    if level is None or len(worries) < needed.worries:
        return
    if len(framework.domains) > 1 and len(domains) < needed.domains:
        return
    across = f" in {len(domains)} domains" if len(framework.domains) > 1 else ""
    text = f"There are {len(worries)} worries{across}: {_each(worries)}."
    above = framework.level_above(level.code)
    text += " Taken together they may weigh more than any one of them."
    text += f" Consider {above.label}." if above else ""
    text += f" ({needed.source})" if needed.source else ""
    yield Consideration(kind="cumulative", text=text, codes=tuple(item.code for item in worries))


def _recent(answers: Answers, weighed: tuple[Weighed, ...]) -> Iterator[Consideration]:
    """A worry that is growing, or that began in the last 90 days and might be (90: a product decision)."""
    for item in weighed:
        since, growing = item.observed.since, item.observed.growing
        if not item.is_worry or growing is False:
            continue
        is_recent = since is not None and answers.at is not None and local_day(answers.at) - since <= RECENT
        if not growing and not is_recent:
            continue
        began = f" It began on {since.day} {since:%B %Y}." if since else ""
        growth = "is growing" if growing else "is recent, and it is not known whether it is growing"
        text = f"{cite(item.entry, item.words)} {growth}.{began} Think about what comes next if nothing changes."
        yield Consideration(kind="recent", text=text, codes=(item.code,))


def _single_indicator(
    framework: Framework, answers: Answers, weighed: tuple[Weighed, ...], level: Level | None
) -> Iterator[Consideration]:
    """A statutory level that rests on one indicator off the significant-harm list: this is not a checklist."""
    if level is None or not level.statutory or answers.is_immediate_danger:
        return
    resting = [item for item in weighed if item.is_worry and item.counts_at.order == level.order]
    if len(distinct(resting)) == 1 and not any(item.on_harm_list for item in resting):
        off = ", which is not on the list of significant harm" if framework.significant_harm else ""
        one = "answer" if resting[0].answer else "indicator"
        text = (
            f"{_sentence(level.label)} rests on one {one}{off}: {cite(resting[0].entry, resting[0].words)}. "
            "This is not a checklist: say what it means for this child."
        )
        yield Consideration(kind="single-indicator", text=text, codes=(resting[0].code,))


def _answered(framework: Framework, answers: Answers, value: str) -> list[ListItem]:
    """The questions with this answer, in the framework's order."""
    codes = {answer.question for answer in answers.answers if answer.value == value}
    return [question for question in framework.questions if question.code in codes]


def _not_in_place(framework: Framework, answers: Answers) -> Iterator[Consideration]:
    """A strength that was asked about and is not there: it moves nothing, and is worth a thought."""
    for question in _answered(framework, answers, NO):
        if question.is_strength:
            text = f"Asked about, and not there: {cite(question, question.statement)}. What could help the child meanwhile?"
            yield Consideration(kind="protective", text=text, codes=(question.code,))


def _offered(framework: Framework, answers: Answers, weighed: tuple[Weighed, ...]) -> Iterator[Consideration]:
    """The tools that a question offers, where its answer counts as a worry at the child's age, or is a strength to build on."""
    counting = [item.entry for item in weighed if item.is_worry and item.in_age is not False]
    counting += [question for question in _answered(framework, answers, YES) if question.is_strength]
    offered = {code for entry in counting if isinstance(entry, ListItem) for code in entry.offers}
    for tool in framework.tools:
        if tool.code in offered:
            text = f"{tool.name}: {tool.text} ({tool.source})"
            yield Consideration(kind="tool", text=text, codes=(tool.code,))


def _strengths(framework: Framework, answers: Answers) -> Iterator[Consideration]:
    held = [strength for strength in framework.strengths if strength.code in answers.strengths]
    held += [question for question in _answered(framework, answers, YES) if question.is_strength]
    if held:
        named = "; ".join(cite(strength, strength.statement) for strength in held)
        text = f"Strengths to build on: {named}. They do not change the suggestion; weigh them in your judgement."
        yield Consideration(kind="strengths", text=text, codes=tuple(strength.code for strength in held))


def _not_explored(framework: Framework, not_explored: tuple[str, ...]) -> Iterator[Consideration]:
    if not_explored:
        names = ", ".join(framework.dimension(code).name for code in not_explored)
        text = f"Not explored yet: {names}. What has not been asked about is not the same as no concern."
        yield Consideration(kind="not-explored", text=text, codes=not_explored)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ask(conditions: Iterable[Condition]) -> str:
    return " ".join(condition.text for condition in conditions)


def _each(items: Iterable[Weighed]) -> str:
    return "; ".join(cite(item.entry, item.words) for item in items)


def _all(entries: Iterable[Indicator | ListItem]) -> str:
    return "; ".join(cite(entry) for entry in entries)
