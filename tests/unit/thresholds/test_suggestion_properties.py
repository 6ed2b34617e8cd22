"""What holds for any answers to any framework: the order makes no difference, a worry never lowers, a strength never raises."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.thresholds.sample import conversation_document, sample
from thresholds.loading import read_yaml
from thresholds.rules.framework import Framework, parse
from thresholds.rules.suggestion import Answer, Answers, BadAnswers, Child, Observed, suggest

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "frameworks"
NAMES = ("sample", "conversation", *sorted(path.stem for path in FIXTURES.glob("*.yaml")))


@cache
def framework_named(name: str) -> Framework:
    if name == "sample":
        return sample()
    if name == "conversation":
        return parse(conversation_document())
    return parse(read_yaml((FIXTURES / f"{name}.yaml").read_bytes()).value)


def children() -> st.SearchStrategy[Child]:
    born = st.one_of(st.none(), st.integers(0, 17)).map(lambda age: Child(age_years=age))
    return st.one_of(born, st.just(Child(unborn=True)))


def answers_to(framework: Framework) -> st.SearchStrategy[Answers]:
    codes = [entry.code for entry in framework.indicators] + [entry.code for entry in framework.significant_harm]
    strengths = [strength.code for strength in framework.strengths]
    known = st.sampled_from([True, False, None])
    questions = [question.code for question in framework.questions]
    asked = st.lists(
        st.builds(Answer, question=st.sampled_from(questions), value=st.sampled_from(["yes", "no", "unknown"])),
        max_size=12,
        unique_by=lambda item: item.question,
    ).map(tuple)
    observed = (
        st.lists(
            st.builds(Observed, indicator=st.sampled_from(codes), conditions_met=known, growing=known),
            max_size=8,
            unique_by=lambda item: item.indicator,
        ).map(tuple)
        if codes
        else st.just(())
    )
    return st.builds(
        Answers,
        child=children(),
        urgency=st.sampled_from(["now", "today", "neither"]),
        observed=observed,
        answers=asked if questions else st.just(()),
        strengths=st.lists(st.sampled_from(strengths), unique=True, max_size=5).map(tuple) if strengths else st.just(()),
        dimensions_explored=st.lists(st.sampled_from([d.code for d in framework.dimensions]), unique=True).map(tuple),
    )


def order_of(framework: Framework, answers: Answers) -> int:
    level = suggest(framework, answers).level
    return -1 if level is None else framework.level(level).order


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_suggestion_is_the_same_whatever_the_order_of_the_answers(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    shuffled = replace(
        answers,
        observed=tuple(data.draw(st.permutations(answers.observed))),
        answers=tuple(data.draw(st.permutations(answers.answers))),
        strengths=tuple(data.draw(st.permutations(answers.strengths))),
        dimensions_explored=tuple(data.draw(st.permutations(answers.dimensions_explored))),
    )
    assert suggest(framework, answers) == suggest(framework, shuffled)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(data=st.data())
def test_adding_a_worry_never_lowers_the_suggestion(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    if not answers.observed:
        return
    dropped = data.draw(st.sampled_from(answers.observed))
    fewer = replace(answers, observed=tuple(item for item in answers.observed if item is not dropped))
    assert order_of(framework, fewer) <= order_of(framework, answers)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(data=st.data())
def test_one_more_answer_never_lowers_the_suggestion_and_a_strength_never_raises_it(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    if not answers.answers:
        return
    dropped = data.draw(st.sampled_from(answers.answers))
    fewer = replace(answers, answers=tuple(item for item in answers.answers if item is not dropped))
    assert order_of(framework, fewer) <= order_of(framework, answers)
    if framework.question(dropped.question).is_strength:
        assert order_of(framework, fewer) == order_of(framework, answers)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_strengths_leave_the_suggestion_where_it_is(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    assert order_of(framework, answers) == order_of(framework, replace(answers, strengths=()))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(data=st.data())
def test_worry_never_counts_at_nothing_nor_above_where_the_document_puts_its_words(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = replace(data.draw(answers_to(framework)), urgency="neither")
    for item in answers.observed:
        alone = suggest(framework, replace(answers, observed=(item,), answers=()))
        assert alone.level is not None
        entry = framework.find(item.indicator)
        assert entry is not None
        words = [each for each in framework.entries() if each.text == entry.text and each.level is not None]
        assert framework.level(alone.level).order <= max(framework.level(each.level or "").order for each in words)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_confirming_a_condition_never_lowers_the_suggestion(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    confirmed = replace(answers, observed=tuple(replace(item, conditions_met=True) for item in answers.observed))
    assert order_of(framework, answers) <= order_of(framework, confirmed)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_confirming_one_condition_never_lowers_and_an_answer_of_no_counts_as_not_known(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = replace(data.draw(answers_to(framework)), urgency="neither")
    if not answers.observed:
        return
    one = data.draw(st.sampled_from(answers.observed))

    def told(met: bool | None) -> int:
        observed = tuple(replace(item, conditions_met=met) if item is one else item for item in answers.observed)
        return order_of(framework, replace(answers, observed=observed))

    assert told(None) == told(False) <= told(True)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_suggestion_is_the_highest_of_what_each_thing_suggests_alone(name: str, data: st.DataObject) -> None:
    """No points, no score: ten worries at one level suggest that level."""
    framework = framework_named(name)
    answers = replace(data.draw(answers_to(framework)), urgency="neither")
    alone = [
        *(order_of(framework, replace(answers, observed=(item,), answers=())) for item in answers.observed),
        *(order_of(framework, replace(answers, observed=(), answers=(item,))) for item in answers.answers),
    ]
    assert order_of(framework, answers) == max(alone, default=-1)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_learning_the_age_never_raises_the_suggestion(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = replace(data.draw(answers_to(framework)), urgency="neither")
    assert order_of(framework, answers) <= order_of(framework, replace(answers, child=Child()))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_considerations_and_urgency_today_leave_the_level_and_danger_is_the_highest(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = replace(data.draw(answers_to(framework)), urgency="neither")
    plain = replace(
        answers,
        observed=tuple(replace(item, growing=None) for item in answers.observed),
        strengths=(),
        dimensions_explored=(),
    )
    assert order_of(framework, answers) == order_of(framework, plain) == order_of(framework, replace(plain, urgency="today"))
    assert order_of(framework, replace(answers, urgency="now")) == framework.highest_level.order
    assert suggest(framework, replace(answers, urgency="now")).reasons == suggest(framework, answers).reasons


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_anything_given_twice_is_refused_wherever_it_stands(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    for key in ("observed", "answers", "strengths", "dimensions_explored"):
        given_once = getattr(answers, key)
        if given_once:
            again = data.draw(st.permutations([*given_once, data.draw(st.sampled_from(given_once))]))
            twice: dict[str, Any] = {key: tuple(again)}
            with pytest.raises(BadAnswers):
                suggest(framework, replace(answers, **twice))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_suggestion_is_the_same_when_it_is_asked_for_again(name: str, data: st.DataObject) -> None:
    framework = framework_named(name)
    answers = data.draw(answers_to(framework))
    first, again = suggest(framework, answers), suggest(framework, answers)
    assert first == again
    assert json.dumps(first.to_document()) == json.dumps(again.to_document())
