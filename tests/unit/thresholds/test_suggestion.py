"""The suggestion, sentence by sentence of DESIGN.md: Conditions, The suggestion, Fine print."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from clocks.rules.local_time import LONDON
from tests.unit.thresholds.sample import item, sample, sample_document, wordless_document
from thresholds.rules.framework import parse
from thresholds.rules.suggestion import Answer, Answers, BadAnswers, Call, Child, Observed, Suggestion, suggest

FRAMEWORK = sample()
AT = datetime(2026, 11, 22, 10, tzinfo=LONDON)


def seen(*codes: str, age: int | None = 10, unborn: bool = False, **more: Any) -> Suggestion:
    """The suggestion for some indicators, their conditions not known."""
    answers = Answers(
        child=Child(age_years=None if unborn else age, unborn=unborn),
        observed=tuple(Observed(indicator=code) for code in codes),
    )
    return suggest(FRAMEWORK, Answers(**{**_fields(answers), **more}))


def said(code: str, met: bool | None) -> Suggestion:
    return suggest(FRAMEWORK, Answers(child=Child(age_years=10), observed=(Observed(indicator=code, conditions_met=met),)))


def _fields(answers: Answers) -> dict[str, Any]:
    return {name: getattr(answers, name) for name in ("child", "observed")}


def kinds(suggestion: Suggestion) -> set[str]:
    return {consideration.kind for consideration in suggestion.considerations}


def text_of(suggestion: Suggestion, kind: str) -> str:
    return " ".join(each.text for each in suggestion.considerations if each.kind == kind)


# Conditions


@pytest.mark.parametrize(("met", "expected"), [(True, "3"), (False, "2"), (None, "2")])
def test_aggravating_condition_not_confirmed_counts_at_the_level_below(met: bool | None, expected: str) -> None:
    suggestion = said("SA-3-HEA-01", met)
    assert suggestion.level == expected
    assert [(reason.level, reason.printed) for reason in suggestion.reasons] == [(expected, "3")]


def test_condition_not_known_is_named_and_one_answered_no_is_not() -> None:
    assert "Was support offered" in text_of(said("SA-3-HEA-01", None), "unconfirmed")
    assert "SA-3-HEA-01" in text_of(said("SA-3-HEA-01", None), "unconfirmed")
    assert "unconfirmed" not in kinds(said("SA-3-HEA-01", False))
    assert "unconfirmed" not in kinds(said("SA-3-HEA-01", True))


def test_of_several_conditions_not_confirmed_the_highest_level_left_holds() -> None:
    assert said("SA-4-HEA-01", False).level == "3"


def test_lowest_level_cannot_fall() -> None:
    assert said("SA-1-HEA-02", False).level == "1"


@pytest.mark.parametrize("met", [False, None])
def test_protective_condition_absent_or_not_known_keeps_its_level_and_names_what_then_applies(met: bool | None) -> None:
    suggestion = said("SA-2-SAF-01", met)
    assert suggestion.level == "2"
    assert "SA-3-SAF-01" in text_of(suggestion, "protective")
    assert ("unconfirmed" in kinds(suggestion)) is (met is None)


def test_protective_condition_that_is_present_raises_nothing() -> None:
    assert {"protective", "unconfirmed"} & kinds(said("SA-2-SAF-01", True)) == set()


@pytest.mark.parametrize(("age", "expected"), [(10, "2"), (11, "3"), (15, "3"), (16, "2")])
def test_age_in_the_wording_follows_the_child(age: int, expected: str) -> None:
    assert seen("SA-3-LEA-01", age=age).level == expected


def test_unknown_age_counts_at_the_printed_level_and_is_asked() -> None:
    suggestion = seen("SA-3-LEA-01", age=None)
    assert suggestion.level == "3"
    assert "How old is the child?" in text_of(suggestion, "unconfirmed")


@pytest.mark.parametrize(
    ("code", "age", "unborn", "expected"),
    [
        ("SA-3-LEA-01", None, True, "2"),
        ("SA-4-LEA-01", None, True, "3"),
        ("SA-4-SAF-02", None, True, "4"),
        ("SA-4-SAF-02", 0, False, "3"),
        ("SA-4-SAF-03", None, True, "4"),
        ("SA-4-SAF-03", 0, False, "4"),
        ("SA-4-SAF-03", 1, False, "3"),
    ],
)
def test_unborn_child_is_outside_every_age_unless_the_wording_names_the_unborn(
    code: str, age: int | None, unborn: bool, expected: str
) -> None:
    assert seen(code, age=age, unborn=unborn).level == expected


# The level


def test_level_is_the_highest_at_which_a_worry_counts_and_reasons_are_in_order_of_code() -> None:
    suggestion = seen("SA-4-SAF-01", "SA-2-HOU-01", "SA-4-HEA-02")
    assert suggestion.level == "4"
    assert [reason.indicator for reason in suggestion.reasons] == ["SA-4-HEA-02", "SA-4-SAF-01"]
    assert suggestion.reasons[0].source == "Level 4"


def test_met_needs_alone_suggest_the_lowest_level() -> None:
    suggestion = seen("SA-1-HEA-01", "SA-1-HOU-01")
    assert suggestion.level == "1"
    assert [reason.indicator for reason in suggestion.reasons] == ["SA-1-HEA-01", "SA-1-HOU-01"]


def test_met_need_beside_a_worry_is_no_reason() -> None:
    assert [reason.indicator for reason in seen("SA-1-HEA-01", "SA-2-HOU-01").reasons] == ["SA-2-HOU-01"]


def test_strengths_alone_or_nothing_suggest_no_level() -> None:
    assert seen().level is None
    assert seen(strengths=("SA-STR-01",)).level is None
    assert seen(strengths=("SA-STR-01",)).reasons == ()


def test_immediate_danger_suggests_the_highest_level_and_999_whatever_else_is_known() -> None:
    suggestion = seen("SA-2-HOU-01", urgency="now", strengths=("SA-STR-01",))
    assert suggestion.level == "4"
    assert suggestion.call_now is not None
    assert suggestion.call_now.routes[0].number == "999"
    assert [(reason.indicator, reason.level) for reason in suggestion.reasons] == [("SA-2-HOU-01", "2")]
    assert seen(urgency="now").reasons == ()


def test_response_needed_today_fills_call_now_and_leaves_the_level() -> None:
    call = Call(name="Desk", number="01632 960001")
    answers = Answers(observed=(Observed(indicator="SA-2-HOU-01"),), urgency="today")
    suggestion = suggest(FRAMEWORK, answers, (call,))
    assert suggestion.level == "2"
    assert suggestion.call_now is not None
    assert suggestion.call_now.routes == (call,)
    assert suggest(FRAMEWORK, Answers(urgency="neither"), (call,)).call_now is None


def test_framework_without_indicators_takes_its_level_from_answers() -> None:
    wordless = parse(wordless_document())

    def asked(**values: str) -> Suggestion:
        return suggest(wordless, Answers(answers=tuple(Answer(question=f"SA-Q-{q[1]}", value=v) for q, v in values.items())))

    assert asked(q1="yes", q2="yes").level == "4"
    assert [reason.indicator for reason in asked(q1="yes", q2="yes").reasons] == ["SA-Q-2"]
    assert asked(q1="yes", q2="no").level == "2"
    assert asked(q1="no", q2="unknown", q3="yes").level is None
    assert "SA-Q-2" in text_of(asked(q2="unknown"), "unconfirmed")


def test_answers_do_not_move_the_level_of_a_framework_with_indicators() -> None:
    document = sample_document()
    document["questions"] = [item("SA-Q-01", "Hurt?", level="4")]
    suggestion = suggest(parse(document), Answers(answers=(Answer(question="SA-Q-01", value="yes"),)))
    assert suggestion.level is None


# Significant harm


def test_code_of_the_significant_harm_list_counts_at_its_level_without_a_condition() -> None:
    suggestion = seen("SA-HARM-01")
    assert suggestion.level == "4"
    assert "single-indicator" not in kinds(suggestion)


@pytest.mark.parametrize(("age", "expected"), [(15, "4"), (16, "3"), (None, "4")])
def test_age_of_a_significant_harm_item_follows_the_child(age: int | None, expected: str) -> None:
    assert seen("SA-HARM-02", age=age).level == expected


def test_indicator_with_the_words_of_the_list_is_on_it() -> None:
    assert "single-indicator" not in kinds(seen("SA-4-SAF-01"))
    assert seen("SA-3-SAF-02").level == "4"


def test_one_indicator_off_the_list_at_a_statutory_level_is_said() -> None:
    assert "SA-4-HEA-02" in text_of(seen("SA-4-HEA-02", "SA-2-HOU-01"), "single-indicator")
    assert "single-indicator" not in kinds(seen("SA-4-HEA-02", "SA-HARM-01"))
    assert "single-indicator" not in kinds(seen("SA-3-SAF-01"))


def test_without_a_list_every_indicator_is_off_it() -> None:
    without = parse(sample_document() | {"significant_harm": []})
    suggestion = suggest(without, Answers(observed=(Observed(indicator="SA-4-SAF-01"),)))
    assert "single-indicator" in kinds(suggestion)


# Considerations


def test_several_worries_across_domains_are_a_consideration_and_move_nothing() -> None:
    suggestion = seen("SA-2-HEA-01", "SA-2-HOU-01", "SA-2-SAF-01")
    assert suggestion.level == "2"
    assert "Part 1" in text_of(suggestion, "cumulative")


def test_worries_too_few_or_in_one_domain_are_not_cumulative() -> None:
    assert "cumulative" not in kinds(seen("SA-2-HEA-01", "SA-2-HOU-01"))
    assert "cumulative" not in kinds(seen("SA-2-HEA-01", "SA-3-HEA-01", "SA-4-HEA-02"))
    assert "cumulative" not in kinds(seen("SA-2-HEA-01", "SA-2-SAF-01", "SA-1-HOU-01"))


def test_same_text_twice_counts_once() -> None:
    assert "cumulative" not in kinds(seen("SA-2-HOU-01", "SA-3-HOU-01", "SA-2-HEA-01"))
    assert "cumulative" in kinds(seen("SA-2-HOU-01", "SA-3-HOU-01", "SA-2-HEA-01", "SA-2-SAF-01"))
    assert seen("SA-2-HOU-01", "SA-3-HOU-01").level == "3"


def test_framework_with_one_domain_needs_only_the_worries() -> None:
    document = sample_document()
    document["domains"] = document["domains"][:1]
    document["significant_harm"] = []
    codes = ("SA-2-HEA-01", "SA-3-HEA-01", "SA-4-HEA-02")
    suggestion = suggest(parse(document), Answers(observed=tuple(Observed(indicator=code) for code in codes)))
    assert "cumulative" in kinds(suggestion)


def test_cumulative_is_three_worries_in_two_domains_if_the_framework_does_not_say() -> None:
    document = sample_document()
    del document["cumulative"]
    assert (parse(document).cumulative.worries, parse(document).cumulative.domains) == (3, 2)


@pytest.mark.parametrize(
    ("since", "growing", "expected"),
    [
        (date(2026, 11, 1), True, True),
        (None, True, True),
        (date(2026, 11, 1), None, True),
        (date(2026, 11, 1), False, False),
        (date(2020, 1, 1), None, False),
        (None, None, False),
    ],
)
def test_worry_recent_and_growing_is_a_consideration(since: date | None, growing: bool | None, expected: bool) -> None:
    answers = Answers(observed=(Observed(indicator="SA-2-HOU-01", since=since, growing=growing),), at=AT)
    assert ("recent" in kinds(suggest(FRAMEWORK, answers))) is expected


def test_strengths_are_named_and_do_not_move_the_level() -> None:
    suggestion = seen("SA-4-HEA-02", strengths=("SA-STR-02", "SA-STR-01"))
    assert suggestion.level == "4"
    assert text_of(suggestion, "strengths").index("SA-STR-01") < text_of(suggestion, "strengths").index("SA-STR-02")


def test_dimension_with_an_observed_indicator_is_explored() -> None:
    suggestion = seen("SA-1-HEA-01", dimensions_explored=("safety",))
    assert suggestion.not_explored == ("learning", "housing")
    assert "Housing" in text_of(suggestion, "not-explored")
    assert "not-explored" not in kinds(seen(dimensions_explored=("health", "learning", "safety", "housing")))


def test_consideration_of_a_worry_cites_its_code_and_section() -> None:
    for consideration in seen("SA-3-HEA-01", "SA-2-SAF-01", "SA-4-HEA-02", "SA-3-LEA-01", age=16).considerations:
        if consideration.kind not in {"not-explored"}:
            assert all(code in consideration.text for code in consideration.codes)
            assert "Level" in consideration.text


# What the rules refuse


@pytest.mark.parametrize(
    "answers",
    [
        Answers(observed=(Observed(indicator="SA-9-XXX-01"),)),
        Answers(strengths=("SA-2-HOU-01",)),
        Answers(answers=(Answer(question="nobody", value="yes"),)),
        Answers(dimensions_explored=("nowhere",)),
        Answers(observed=(Observed(indicator="SA-2-HOU-01"), Observed(indicator="SA-2-HOU-01", conditions_met=True))),
        Answers(child=Child(age_years=18)),
        Answers(child=Child(age_years=3, unborn=True)),
        Answers(urgency="now", immediate_danger=False),
        Answers(observed=(Observed(indicator="SA-2-HOU-01", since=date(2030, 1, 1)),), at=AT),
    ],
)
def test_answers_that_do_not_fit_are_refused(answers: Answers) -> None:
    with pytest.raises(BadAnswers):
        suggest(FRAMEWORK, answers)


def test_printed_shape_is_that_of_the_design() -> None:
    document = seen("SA-3-HEA-01", urgency="today").to_document()
    assert list(document) == ["framework", "level", "reasons", "considerations", "not_explored", "call_now"]
    assert document["reasons"] == [{"indicator": "SA-3-HEA-01", "level": "2", "printed": "3", "source": "Level 3"}]
    assert document["call_now"]["routes"] == [{"name": "Emergency services", "number": "999"}]
