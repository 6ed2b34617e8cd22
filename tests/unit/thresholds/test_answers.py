"""Reading answers: what is not known, and what is bad input."""

from __future__ import annotations

from typing import Any

import pytest

from thresholds.rules.suggestion import BadAnswers, answers_from


def given(**more: Any) -> dict[str, Any]:
    return {"child": {}, "observed": []} | more


def test_everything_but_child_and_observed_may_be_left_out() -> None:
    answers = answers_from({"child": {}, "observed": []})
    assert answers.child.age_years is None
    assert answers.urgency == "neither"
    assert not answers.is_immediate_danger


def test_example_of_the_design_is_read() -> None:
    answers = answers_from(
        given(
            child={"age_years": 12, "unborn": False},
            immediate_danger=False,
            urgency="today",
            observed=[{"indicator": "SS-4-HEA-04", "conditions_met": True, "since": "2026-11-01", "growing": None}],
            answers=[{"question": "Q-1", "value": "unknown"}],
            strengths=["S-1"],
            dimensions_explored=["health"],
            local_authority="staffordshire",
            at="2026-12-18T16:30",
        )
    )
    assert answers.observed[0].conditions_met is True
    assert answers.at is not None
    assert answers.at.isoformat() == "2026-12-18T16:30:00+00:00"


def test_immediate_danger_alone_is_urgency_now_and_the_other_way_round() -> None:
    assert answers_from(given(immediate_danger=True)).is_immediate_danger
    assert answers_from(given(urgency="now")).is_immediate_danger
    assert answers_from(given(urgency="now", immediate_danger=True)).is_immediate_danger


def test_repeated_hour_means_the_first() -> None:
    at = answers_from(given(at="2026-10-25T01:30")).at
    assert at is not None
    assert at.isoformat() == "2026-10-25T01:30:00+01:00"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "text",
        {},
        {"child": {}},
        {"observed": []},
        given(child=None),
        given(child=[]),
        given(child={"age_years": 18}),
        given(child={"age_years": -1}),
        given(child={"age_years": True}),
        given(child={"age_years": 4.0}),
        given(child={"age_years": "4"}),
        given(child={"age_years": 10**30}),
        given(child={"unborn": None}),
        given(child={"unborn": 1}),
        given(child={"age_years": 2, "unborn": True}),
        given(child={"name": "x"}),
        given(observed=None),
        given(observed={}),
        given(observed=["SA-1"]),
        given(observed=[{}]),
        given(observed=[{"indicator": 4}]),
        given(observed=[{"indicator": []}]),
        given(observed=[{"indicator": ""}]),
        given(observed=[{"indicator": "A", "conditions_met": "yes"}]),
        given(observed=[{"indicator": "A", "conditions_met": 1}]),
        given(observed=[{"indicator": "A", "growing": "yes"}]),
        given(observed=[{"indicator": "A", "since": "lately"}]),
        given(observed=[{"indicator": "A", "since": 2026}]),
        given(observed=[{"indicator": "A", "score": 3}]),
        given(observed=[{"indicator": "A"}, {"indicator": "A"}]),
        given(strengths=["A", "A"]),
        given(strengths="A"),
        given(strengths=None),
        given(dimensions_explored=["health", "health"]),
        given(answers=[{"question": "A", "value": "maybe"}]),
        given(answers=[{"question": "A", "value": True}]),
        given(answers=[{"question": "A", "value": "yes"}, {"question": "A", "value": "no"}]),
        given(urgency="soon"),
        given(urgency=None),
        given(immediate_danger="yes"),
        given(immediate_danger=0),
        given(immediate_danger=True, urgency="neither"),
        given(immediate_danger=True, urgency="today"),
        given(immediate_danger=False, urgency="now"),
        given(local_authority=3),
        given(at="2026-12-18"),
        given(at="soon"),
        given(at=1),
        given(at="2026-03-29T01:30"),
        given(at="9999-12-31T23:59-12:00"),
        given(score=3),
    ],
)
def test_bad_input_is_refused_with_a_message(bad: Any) -> None:
    with pytest.raises(BadAnswers) as refused:
        answers_from(bad)
    assert str(refused.value)
    assert refused.value.problems


def test_message_says_where_it_is_and_what_is_wrong() -> None:
    with pytest.raises(BadAnswers) as refused:
        answers_from(given(child={"age_years": 18}, observed=[{"indicator": "A", "conditions_met": "yes"}]))
    assert str(refused.value) == (
        "child.age_years: must be under 18: this is for children; observed.0.conditions_met: must be true or false, not text"
    )
