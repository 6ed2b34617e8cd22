"""The suggestion: a pure function of the framework version and the answers.

Source: DESIGN.md, "The suggestion" and "Fine print". No points, no score: the highest level at which
any worry counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from thresholds.rules.framework import Dimension, Framework, Level
from thresholds.rules.suggestion.answers import TODAY, Answers, Child, check_against, check_alone
from thresholds.rules.suggestion.considerations import Consideration, considerations
from thresholds.rules.suggestion.weighing import Weighed, weigh


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Somebody to ring."""

    name: str
    number: str


EMERGENCY: Final = Call(name="Emergency services", number="999")


@dataclass(frozen=True, kw_only=True, slots=True)
class CallNow:
    text: str
    routes: tuple[Call, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """What counts at the suggested level: `level` is where it counts, `printed` where it stands in the document.

    `indicator` is the code of what counts; where that is a question, `answer` is what was answered.
    """

    indicator: str
    level: str
    printed: str
    text: str
    source: str
    answer: str | None = None

    def to_document(self) -> dict[str, str]:
        document = {"indicator": self.indicator, "level": self.level, "printed": self.printed, "source": self.source}
        return document if self.answer is None else {**document, "question": self.indicator, "answer": self.answer}


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """`level` is a level's code, or None where nothing was seen to place."""

    framework: str
    level: str | None
    reasons: tuple[Reason, ...] = ()
    considerations: tuple[Consideration, ...] = ()
    not_explored: tuple[str, ...] = ()
    call_now: CallNow | None = None

    def to_document(self) -> dict[str, Any]:
        """The shape that `manage.py suggest` prints."""
        return {
            "framework": self.framework,
            "level": self.level,
            "reasons": [each.to_document() for each in self.reasons],
            "considerations": [{"kind": each.kind, "text": each.text} for each in self.considerations],
            "not_explored": list(self.not_explored),
            "call_now": None
            if self.call_now is None
            else {
                "text": self.call_now.text,
                "routes": [{"name": call.name, "number": call.number} for call in self.call_now.routes],
            },
        }


def suggest(framework: Framework, answers: Answers, routes: tuple[Call, ...] = ()) -> Suggestion:
    """The level that the evidence points to, why, what to consider and what was not explored.

    `routes` are whom to ring at this hour, from `authority.calls_now`; they show only where the answers
    say that it is urgent. The order of the answers makes no difference. Raises BadAnswers for a code that
    the framework does not have, and for answers that contradict themselves.
    """
    check_alone(answers)
    check_against(framework, answers)
    weighed = weigh(framework, answers)
    counted = _level(framework, weighed)
    level = framework.highest_level if answers.is_immediate_danger else counted
    not_explored = not_explored_in(framework, answers)
    return Suggestion(
        framework=framework.slug,
        level=level.code if level else None,
        reasons=_reasons(weighed, counted),
        considerations=considerations(framework, answers, weighed, level, not_explored),
        not_explored=not_explored,
        call_now=_call_now(answers, routes),
    )


def _level(framework: Framework, weighed: tuple[Weighed, ...]) -> Level | None:
    """The highest at which a worry counts; with met needs only the lowest; with nothing seen, none."""
    worries = [item.counts_at for item in weighed if item.is_worry]
    if worries:
        return max(worries, key=lambda level: level.order)
    return framework.lowest_level if weighed else None


def _reasons(weighed: tuple[Weighed, ...], level: Level | None) -> tuple[Reason, ...]:
    """What counts at the level, in order of code; met needs only where there is no worry."""
    if level is None:
        return ()
    has_worries = any(item.is_worry for item in weighed)
    return tuple(
        Reason(
            indicator=item.code,
            level=level.code,
            printed=item.printed.code,
            text=item.words,
            source=item.cited,
            answer=item.answer,
        )
        for item in weighed
        if (item.is_worry and item.counts_at.order == level.order) or not has_worries
    )


def not_explored_in(framework: Framework, answers: Answers) -> tuple[str, ...]:
    """Dimensions of which nothing was seen or asked and which nobody said they explored, in the document's order.

    A topic that is asked only about another age than the child's is left out.
    """
    explored = set(answers.dimensions_explored)
    for item in answers.observed:
        if framework.has_indicator(item.indicator):
            explored.add(framework.indicator(item.indicator).dimension)
    explored |= {framework.question(answer.question).dimension or "" for answer in answers.answers}
    return tuple(
        dimension.code
        for dimension in framework.dimensions
        if dimension.code not in explored and _can_be_asked(framework, dimension, answers.child)
    )


def _can_be_asked(framework: Framework, dimension: Dimension, child: Child) -> bool:
    questions = framework.questions_in(dimension.code)
    if dimension.indicators or not questions:
        return True
    ages = [question.age for question in questions]
    return any(age is None or age.includes(child.age_years, unborn=child.unborn) is not False for age in ages)


def _call_now(answers: Answers, routes: tuple[Call, ...]) -> CallNow | None:
    """Immediate danger: 999 first. A response needed today: the numbers for this hour (The main job, 1)."""
    if answers.is_immediate_danger:
        first = () if any(call.number == EMERGENCY.number for call in routes) else (EMERGENCY,)
        text = "Call 999 now. Say that a child is in danger, and stay with the child if it is safe for you to."
        return CallNow(text=text, routes=(*first, *routes))
    if answers.urgency == TODAY:
        text = "Call today, and do not leave it at a message. If the child comes into danger before that, call 999."
        return CallNow(text=text, routes=routes or (EMERGENCY,))
    return None
