"""A framework without indicators: its level comes from answers, and the file says which answer points where."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.thresholds.sample import conversation_document, sample_document
from thresholds.rules.framework import FrameworkError, parse, to_document
from thresholds.rules.suggestion import Answer, Answers, Child, Suggestion, answers_from, suggest

FRAMEWORK = parse(conversation_document())


def said(age: int | None = 12, *, unborn: bool = False, **values: str) -> Suggestion:
    answers = tuple(Answer(question=f"SA-Q-{key[1:]}", value=value) for key, value in values.items())
    return suggest(FRAMEWORK, Answers(child=Child(age_years=None if unborn else age, unborn=unborn), answers=answers))


def texts(suggestion: Suggestion, kind: str) -> str:
    return " ".join(each.text for each in suggestion.considerations if each.kind == kind)


def test_the_highest_level_that_an_answer_points_to_is_suggested_and_cites_the_passage_that_says_so() -> None:
    found = said(q1="yes", q2="yes")
    assert found.level == "4"
    assert found.to_document()["reasons"] == [
        {"indicator": "SA-Q-2", "level": "4", "printed": "4", "source": "Definition 4", "question": "SA-Q-2", "answer": "yes"}
    ]
    assert found.reasons[0].text == "SA-Q-2 holds"


def test_what_is_not_known_points_nowhere_and_is_said() -> None:
    found = said(q2="unknown")
    assert found.level is None
    assert "SA-Q-2?" in texts(found, "unconfirmed")


def test_an_answer_no_can_point_too() -> None:
    assert said(q5="no").level == "4"
    assert said(q5="yes").level is None


def test_a_need_that_is_met_gives_the_lowest_level_and_no_more_than_that_beside_a_worry() -> None:
    assert said(q3="yes").level == "1"
    assert said(q3="yes", q1="yes").level == "2"
    assert [reason.indicator for reason in said(q3="yes", q1="yes").reasons] == ["SA-Q-1"]


def test_a_strength_moves_nothing_whether_it_is_there_or_not() -> None:
    assert said(q4="yes").level is None
    assert said(q4="no").level is None
    assert said(q1="yes", q4="yes").level == said(q1="yes", q4="no").level == "2"
    assert "SA-Q-4 holds" in texts(said(q4="yes"), "strengths")
    assert "SA-Q-4 holds" in texts(said(q4="no"), "protective")


def test_nothing_said_and_wishes_alone_suggest_no_level() -> None:
    assert said().level is None
    assert said(q6="yes").level is None


def test_topics_that_were_not_asked_about_are_named() -> None:
    assert said(q1="yes").not_explored == ("safety", "wishes", "outside")
    assert said(q1="unknown", q4="no", q6="yes", q7="no").not_explored == ()


@pytest.mark.parametrize(("child", "asked"), [({"age": 10}, False), ({"age": 11}, True), ({"age": None}, True)])
def test_a_topic_for_an_age_is_not_missed_for_another(child: dict[str, Any], asked: bool) -> None:
    assert ("outside" in said(**child, q1="yes").not_explored) is asked


def test_an_unborn_child_is_outside_every_age() -> None:
    assert "outside" not in said(unborn=True, q1="yes").not_explored


def test_an_answer_about_another_age_counts_at_the_level_below_and_says_so() -> None:
    assert said(11, q7="yes").level == "3"
    assert said(10, q7="yes").level == "2"
    assert "11 and over" in texts(said(10, q7="yes"), "age")
    unknown = said(None, q7="yes")
    assert unknown.level == "3"
    assert "How old is the child?" in texts(unknown, "unconfirmed")


def test_what_a_question_offers_is_offered_where_its_answer_is_a_worry_at_that_age() -> None:
    assert "Safer" in texts(said(12, q7="yes"), "tool")
    assert texts(said(12, q7="no"), "tool") == ""
    assert texts(said(10, q7="yes"), "tool") == ""


def test_a_worry_that_is_growing_is_weighed_as_recent() -> None:
    document = {"child": {"age_years": 3}, "observed": [], "answers": [{"question": "SA-Q-1", "value": "yes", "growing": True}]}
    assert "SA-Q-1 holds" in texts(suggest(FRAMEWORK, answers_from(document)), "recent")


def test_a_statutory_level_that_rests_on_one_answer_says_that_this_is_no_checklist() -> None:
    assert "rests on one answer" in texts(said(q2="yes"), "single-indicator")


def test_the_document_loads_back_to_the_same() -> None:
    assert parse(to_document(FRAMEWORK)) == FRAMEWORK


def _with(place: int, **more: Any) -> dict[str, Any]:
    document = conversation_document()
    document["questions"][place] |= more
    return document


@pytest.mark.parametrize(
    ("document", "path", "reason"),
    [
        (_with(0, points=[{"value": "yes", "level": "9", "source": "x"}]), ("questions", 0, "points", 0, "level"), "not there"),
        (_with(0, points=[{"value": "maybe", "level": "2", "source": "x"}]), ("questions", 0, "points", 0, "value"), "must be"),
        (_with(0, points=[{"value": "yes", "level": "2"}]), ("questions", 0, "points", 0), "source"),
        (
            _with(0, points=[{"value": "yes", "level": "2", "source": "x"}, {"value": "yes", "level": "3", "source": "x"}]),
            ("questions", 0, "points", 1, "value"),
            "twice",
        ),
        (_with(0, level="2"), ("questions", 0, "points"), "leave `level` out"),
        (_with(3, points=[{"value": "yes", "level": "2", "source": "x"}]), ("questions", 3, "points"), "strength"),
        (_with(2, points=[{"value": "yes", "level": "2", "source": "x"}]), ("questions", 2, "points", 0, "level"), "lowest"),
        (_with(0, dimension="garden"), ("questions", 0, "dimension"), "no dimension garden"),
        (_with(0, domain="away"), ("questions", 0, "domain"), "must be home"),
        (_with(6, offers=["SA-T-9"]), ("questions", 6, "offers", 0), "no tool SA-T-9"),
        (_with(0, polarity="good"), ("questions", 0, "polarity"), "must be"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_at_its_place(
    document: dict[str, Any], path: tuple[Any, ...], reason: str
) -> None:
    with pytest.raises(FrameworkError) as refused:
        parse(document)
    problem = next(each for each in refused.value.problems if each.path == path)
    assert reason in problem.reason


def test_points_in_a_framework_with_indicators_are_refused() -> None:
    document = sample_document()
    document["questions"][0]["points"] = [{"value": "yes", "level": "2", "source": "x"}]
    with pytest.raises(FrameworkError, match="takes its level from indicators"):
        parse(document)
