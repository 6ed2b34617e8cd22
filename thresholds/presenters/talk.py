"""The conversation about one child: its topics with their questions, what was said, and the picture so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from people.selectors import age_on
from thresholds.forms.talk import AnswerForm, TalkSheet
from thresholds.models import CheckChild
from thresholds.pictures import Mark, Picture
from thresholds.presenters.family import called
from thresholds.presenters.levels import LevelWords, level_words
from thresholds.presenters.rows import told_of
from thresholds.presenters.worries import counted, picture_so_far
from thresholds.rules.framework import Framework, ListItem
from thresholds.rules.suggestion import weigh
from thresholds.rules.suggestion.weighing import Weighed
from thresholds.selectors.checks import answers_for, day_of


@dataclass(frozen=True)
class Asked:
    """One question. `level` is where its answer points, shown only once it is recorded."""

    question: ListItem
    form: AnswerForm
    recorded: bool
    is_open: bool
    told: str = ""
    level: LevelWords | None = None
    is_strength: bool = False
    duties: tuple[ListItem, ...] = ()

    @property
    def anchor(self) -> str:
        return f"row-{self.question.code}"


@dataclass(frozen=True)
class Topic:
    """One topic of the conversation; `age` says for whom it is asked, where that is not everybody."""

    code: str
    name: str
    rows: tuple[Asked, ...]
    state: str
    state_words: str
    is_open: bool
    age: str = ""


@dataclass(frozen=True)
class TalkSoFar:
    """What was said so far, always in sight: worries with their mark, strengths, and topics not talked about."""

    picture: Picture
    worries: tuple[tuple[Mark, Weighed, LevelWords], ...]
    well: tuple[ListItem, ...]
    not_asked: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{counted(len(self.worries), 'worry', 'worries')}, {counted(len(self.well), 'strength', 'strengths')}"


class TalkPresenter:
    """Pure: what it is given in, what the page shows out."""

    def __init__(self, child: CheckChild, framework: Framework, sheet: TalkSheet, *, at: datetime, topic: str = "") -> None:
        """`topic` is the one that was saved just now: it stays open."""
        self.child, self.framework, self.sheet, self.topic = child, framework, sheet, topic
        self.weighed = {item.code: item for item in weigh(framework, answers_for(child, at=at))}

    def context(self) -> dict[str, Any]:
        topics = self.topics()
        return {
            "child": self.child, "name": called(self.child.person), "topics": topics, "so_far": self.so_far(topics),
            "error_forms": list(self.sheet.forms.values()), "principles": principles_of(self.framework),
        }  # fmt: skip

    def row(self, code: str) -> tuple[Topic, Asked]:
        """One question with the topic that it stands in."""
        return next((topic, row) for topic in self.topics() for row in topic.rows if row.question.code == code)

    def topics(self) -> tuple[Topic, ...]:
        shown = [self._topic(dimension.code, dimension.name) for dimension in self.framework.dimensions]
        kept = [topic for topic in shown if topic.rows]
        return tuple(
            replace(topic, is_open=True) if place == 0 and not self.sheet.seen else topic for place, topic in enumerate(kept)
        )

    def so_far(self, topics: tuple[Topic, ...]) -> TalkSoFar:
        picture = replace(picture_so_far(self.child, self.framework), not_explored=())
        worries = [item for item in self.weighed.values() if item.is_worry]
        return TalkSoFar(
            picture=picture,
            worries=tuple(
                (mark, item, level_words(item.counts_at)) for mark, item in zip(picture.worries, worries, strict=True)
            ),
            well=tuple(question for question in self.framework.questions if self._is_there(question)),
            not_asked=tuple(topic.name for topic in topics if topic.state == "not-explored"),
        )

    def _is_there(self, question: ListItem) -> bool:
        observation = self.sheet.seen.get(question.code)
        return question.is_strength and observation is not None and observation.value == "yes"

    def _topic(self, code: str, name: str) -> Topic:
        rows = tuple(self._asked(question) for question in questions_for(self.framework, code, self.sheet))
        answered = sum(row.recorded for row in rows)
        wrong = any(row.form.is_bound and row.form.errors for row in rows)
        ages = {row.question.age for row in rows}
        only = next(iter(ages)) if len(ages) == 1 else None
        return Topic(
            code=code, name=name, rows=rows, is_open=wrong or code == self.topic,
            state="ticked" if answered else "not-explored",
            state_words=f"{answered} of {len(rows)} answered" if answered else "Not talked about yet",
            age=f"Asked about a child who is {only}." if only is not None else "",
        )  # fmt: skip

    def _asked(self, question: ListItem) -> Asked:
        form, observation = self.sheet.forms[question.code], self.sheet.seen.get(question.code)
        item = self.weighed.get(question.code)
        wrong = form.is_bound and bool(form.errors)
        duties = tuple(duty for duty in self.framework.duties if question.code in duty.indicators)
        return Asked(
            question=question, form=form, recorded=observation is not None,
            is_open=wrong or (question.polarity is None and observation is None),
            told=told_of(observation) if observation is not None else "",
            level=level_words(item.counts_at) if item is not None and item.is_worry else None,
            is_strength=self._is_there(question), duties=duties if item is not None and item.is_worry else (),
        )  # fmt: skip


def questions_for(framework: Framework, dimension: str, sheet: TalkSheet) -> tuple[ListItem, ...]:
    """The questions of a topic that fit the child's age, or were answered; an age that is not known leaves none out."""
    return tuple(question for question in framework.questions_in(dimension) if question.code in sheet.forms)


def questions_fitting(framework: Framework, child: CheckChild) -> tuple[ListItem, ...]:
    """Every question in a topic for a child of this age, and what was answered already."""
    person, seen = child.person, {observation.code for observation in child.observations.all()}
    age = age_on(person, day_of(child.case_check))
    return tuple(
        question
        for question in framework.questions
        if question.dimension is not None
        and (question.code in seen or question.age is None or question.age.includes(age, unborn=person.unborn) is not False)
    )


def principles_of(framework: Framework) -> tuple[tuple[str, tuple[ListItem, ...]], ...]:
    """The framework's principles under their headings."""
    groups: dict[str, list[ListItem]] = {}
    for item in framework.principles:
        groups.setdefault(item.group or "Principles", []).append(item)
    return tuple((name, tuple(items)) for name, items in groups.items())
