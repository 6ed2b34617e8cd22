"""What must hold of the questions of a framework that takes its level from answers.

Sources: DESIGN.md, "The suggestion" ("a framework without indicators takes its level from `answers`") and "adding a worry
never lowers it; adding a strength never raises it"; the two are held here, in the data, before any rule is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.rules.framework.entries import MET, STRENGTH, ListItem
from thresholds.rules.framework.framework import Framework
from thresholds.rules.shape import Path, Problem


def question_problems(framework: Framework, path: Path, question: ListItem) -> Iterator[Problem]:
    """Every way in which a question does not fit its framework."""
    yield from _place(framework, path, question)
    yield from _points(framework, path, question)
    tools = {tool.code for tool in framework.tools}
    for place, code in enumerate(question.offers):
        if code not in tools:
            yield Problem((*path, "offers", place), f"there is no tool {code}")


def _place(framework: Framework, path: Path, question: ListItem) -> Iterator[Problem]:
    """Its topic is a dimension of the domain that it names."""
    if question.dimension is None:
        return
    homes = {dimension.code: domain.code for domain in framework.domains for dimension in domain.dimensions}
    if question.dimension not in homes:
        yield Problem((*path, "dimension"), f"there is no dimension {question.dimension}")
    elif question.domain != homes[question.dimension]:
        yield Problem((*path, "domain"), f"must be {homes[question.dimension]}, where {question.dimension} is")


def _points(framework: Framework, path: Path, question: ListItem) -> Iterator[Problem]:
    points = question.points
    if not points and question.level is None:
        return
    if points and framework.indicators:
        yield Problem((*path, "points"), "would count for nothing: this framework takes its level from indicators")
    if points and question.level is not None:
        yield Problem((*path, "points"), "say already where a yes points: leave `level` out")
    if question.polarity == STRENGTH:
        yield Problem((*path, "points" if points else "level"), "a strength points to no level")
    values = [point.value for point in points]
    for place, point in enumerate(points):
        here = (*path, "points", place)
        if point.value in values[:place]:
            yield Problem((*here, "value"), f"where {point.value} points is said twice")
        if not framework.has_level(point.level):
            yield Problem((*here, "level"), f"the level {point.level!r} is not there")
        elif question.polarity == MET and point.level != framework.lowest_level.code:
            yield Problem((*here, "level"), "a need that is met points to the lowest level")
