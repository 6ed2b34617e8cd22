"""What a practitioner has said so far, as one frozen value, and how it is read from a plain document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from clocks.rules.local_time import BadTime, local_day, parse_instant
from thresholds.rules.framework import Framework
from thresholds.rules.shape import (
    CODE_TEXT,
    FLAG,
    INVALID,
    DocumentError,
    Path,
    Problem,
    Reader,
    if_given,
    many,
    may,
    must,
    one_of,
    record,
)

NOW: Final = "now"
TODAY: Final = "today"
NEITHER: Final = "neither"
YES: Final = "yes"
NO: Final = "no"
ADULT: Final = 18


class BadAnswers(DocumentError):
    """Answers that cannot be read or that contradict themselves; `str()` of it says which, in plain words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """The age is in whole years, None where it is not known; an unborn child has none."""

    age_years: int | None = None
    unborn: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """An indicator, or an item of the significant-harm list, that was seen. None is not known."""

    indicator: str
    conditions_met: bool | None = None
    since: date | None = None
    growing: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A question with its answer: yes, no or unknown."""

    question: str
    value: str
    since: date | None = None
    growing: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """All that the suggestion looks at. `urgency` is `now`, `today` or `neither`."""

    child: Child = Child()
    immediate_danger: bool | None = None
    urgency: str = NEITHER
    observed: tuple[Observed, ...] = ()
    answers: tuple[Answer, ...] = ()
    strengths: tuple[str, ...] = ()
    dimensions_explored: tuple[str, ...] = ()
    local_authority: str | None = None
    at: datetime | None = None

    @property
    def is_immediate_danger(self) -> bool:
        return self.urgency == NOW or bool(self.immediate_danger)


def _read_age(value: Any, path: Path, problems: list[Problem]) -> Any:
    if type(value) is int and 0 <= value < ADULT:
        return value
    if type(value) is int and value >= ADULT:
        problems.append(Problem(path, "must be under 18: this is for children"))
    else:
        problems.append(Problem(path, "must be a whole number from 0 to 17, or null where it is not known"))
    return INVALID


def _read_instant(value: Any, path: Path, problems: list[Problem]) -> Any:
    try:
        if isinstance(value, str):
            return parse_instant(value)
        problems.append(Problem(path, "must be a date and time such as 2026-12-18T16:30, as text"))
    except (BadTime, OverflowError, ValueError) as reason:
        problems.append(Problem(path, str(reason)))
    return INVALID


def _read_since(value: Any, path: Path, problems: list[Problem]) -> Any:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value) if "T" not in value else local_day(parse_instant(value))
    except (BadTime, OverflowError, ValueError):
        pass
    problems.append(Problem(path, "must be a date such as 2026-11-30"))
    return INVALID


SINCE: Final = Reader(_read_since, lambda value: value.isoformat())
OBSERVED: Final = record(
    Observed,
    {
        "indicator": must(CODE_TEXT),
        "conditions_met": may(FLAG),
        "since": may(SINCE),
        "growing": may(FLAG),
    },
)
ANSWER: Final = record(
    Answer,
    {
        "question": must(CODE_TEXT),
        "value": must(one_of(YES, NO, "unknown")),
        "since": may(SINCE),
        "growing": may(FLAG),
    },
)
ANSWERS: Final = record(
    Answers,
    {
        "child": must(record(Child, {"age_years": may(Reader(_read_age)), "unborn": if_given(FLAG)})),
        "immediate_danger": if_given(FLAG),
        "urgency": if_given(one_of(NOW, TODAY, NEITHER)),
        "observed": must(many(OBSERVED)),
        "answers": if_given(many(ANSWER)),
        "strengths": if_given(many(CODE_TEXT)),
        "dimensions_explored": if_given(many(CODE_TEXT)),
        "local_authority": may(CODE_TEXT),
        "at": may(Reader(_read_instant, lambda value: value.isoformat())),
    },
)


def answers_from(document: object) -> Answers:
    """Read answers in the shape of DESIGN.md ("manage.py suggest", `in`). Raises BadAnswers.

    Immediate danger and an urgency that says otherwise contradict each other (Fine print); an urgency
    that is left out follows the danger.
    """
    problems: list[Problem] = []
    answers = ANSWERS.read(document, (), problems)
    if problems:
        raise BadAnswers(tuple(problems))
    given: dict[str, Any] = document if isinstance(document, dict) else {}
    if "urgency" in given and answers.immediate_danger and answers.urgency != NOW:
        raise BadAnswers((Problem(("urgency",), "contradicts immediate_danger"),))
    check_alone(answers)
    return answers


def check_alone(answers: Answers) -> None:
    """Refuse answers that contradict themselves, whatever the framework. Raises BadAnswers."""
    problems: list[Problem] = []
    if answers.child.unborn and answers.child.age_years is not None:
        problems.append(Problem(("child", "age_years"), "must be null for a child who is not yet born"))
    age = answers.child.age_years
    if age is not None and not (type(age) is int and 0 <= age < ADULT):
        problems.append(Problem(("child", "age_years"), "must be a whole number from 0 to 17"))
    if answers.urgency == NOW and answers.immediate_danger is False:
        problems.append(Problem(("urgency",), "contradicts immediate_danger"))
    problems += _repeats("observed", (item.indicator for item in answers.observed))
    problems += _repeats("answers", (answer.question for answer in answers.answers))
    problems += _repeats("strengths", answers.strengths)
    problems += _repeats("dimensions_explored", answers.dimensions_explored)
    if answers.at is not None:
        today = local_day(answers.at)
        problems += _in_the_future("observed", (item.since for item in answers.observed), today)
        problems += _in_the_future("answers", (answer.since for answer in answers.answers), today)
    if problems:
        raise BadAnswers(tuple(problems))


def check_against(framework: Framework, answers: Answers) -> None:
    """Refuse codes that the framework does not have. Raises BadAnswers."""
    harm = {item.code for item in framework.significant_harm}
    strengths = {item.code for item in framework.strengths}
    questions = {item.code for item in framework.questions}
    dimensions = {dimension.code for dimension in framework.dimensions}
    problems = [
        Problem(("observed", place, "indicator"), f"{framework.slug} has no indicator {item.indicator}")
        for place, item in enumerate(answers.observed)
        if not framework.has_indicator(item.indicator) and item.indicator not in harm
    ]
    asked = [answer.question for answer in answers.answers]
    problems += _unknown(framework, ("answers", "question"), asked, questions)
    problems += _unknown(framework, ("strengths", "strength"), answers.strengths, strengths)
    problems += _unknown(framework, ("dimensions_explored", "dimension"), answers.dimensions_explored, dimensions)
    if problems:
        raise BadAnswers(tuple(problems))


def _in_the_future(key: str, dates: Iterable[date | None], today: date) -> list[Problem]:
    return [
        Problem((key, place, "since"), "lies in the future")
        for place, since in enumerate(dates)
        if since is not None and since > today
    ]


def _unknown(framework: Framework, names: tuple[str, str], codes: Iterable[str], known: set[str]) -> list[Problem]:
    key, what = names
    return [
        Problem((key, place), f"{framework.slug} has no {what} {code}") for place, code in enumerate(codes) if code not in known
    ]


def _repeats(key: str, codes: Iterable[str]) -> list[Problem]:
    seen: set[str] = set()
    problems: list[Problem] = []
    for place, code in enumerate(codes):
        if code in seen:
            problems.append(Problem((key, place), f"{code} is there twice"))
        seen.add(code)
    return problems
