"""Every indicator, harm item and pointing question of every framework, alone: at which level it counts.

What is expected is worked out here from the bare document, not by the rules under test. Source: DESIGN.md, "Conditions",
"The suggestion" and "Fine print".
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.unit.thresholds.sample import conversation_document, sample_document
from thresholds.loading import read_yaml
from thresholds.rules.framework import Framework, parse
from thresholds.rules.suggestion import Answer, Answers, BadAnswers, Child, Observed, suggest

ROOT = Path(__file__).resolve().parents[3]
FILES = {path.stem: path for path in sorted((ROOT / "fixtures" / "frameworks").glob("*.yaml"))}
NAMES = ("sample", "conversation", *FILES)
UNBORN = Child(unborn=True)
CHILDREN = (Child(), UNBORN, *(Child(age_years=years) for years in range(18)))
AGGRAVATING = {"engagement", "tried", "count-in-window", "duration"}


@cache
def document_of(name: str) -> dict[str, Any]:
    if name in FILES:
        found: dict[str, Any] = read_yaml(FILES[name].read_bytes()).value
        return found
    return conversation_document() if name == "conversation" else sample_document()


@cache
def framework_of(name: str) -> Framework:
    return parse(document_of(name))


def levels(document: dict[str, Any]) -> list[str]:
    return [level["code"] for level in document["levels"]]


def indicators(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for domain in document.get("domains") or []:
        for dimension in domain["dimensions"]:
            yield from dimension["indicators"]


def observable(framework: Framework) -> list[str]:
    return [entry.code for entry in framework.indicators] + [item.code for item in framework.significant_harm]


def words(text: str) -> str:
    return " ".join("".join(mark if mark.isalnum() else " " for mark in text.replace("’", "'").casefold()).split())


def in_age(entry: dict[str, Any], child: Child) -> bool:
    """Whether the child is of the age in the wording; an age that is not known leaves the printed level."""
    age = entry.get("age")
    if not age:
        return True
    if child.unborn:
        return bool(age.get("unborn", False))
    if age.get("from") is None and age.get("under") is None:
        return child.age_years is None  # the wording is about the unborn alone
    return child.age_years is None or age.get("from", 0) <= child.age_years < age.get("under", 18)


def expected_place(document: dict[str, Any], entry: dict[str, Any], child: Child, met: bool | None) -> int:
    """The position of the level at which an indicator counts alone."""
    order = levels(document)
    printed = order.index(entry["level"])
    below = max(printed - 1, 0)
    place = printed
    falls = [
        order.index(condition.get("without") or order[below])
        for condition in entry.get("conditions") or []
        if condition["kind"] in AGGRAVATING
    ]
    if falls and met is not True:
        place = max(falls)
    if not in_age(entry, child):
        place = min(place, below)
    listed = [item for item in document.get("significant_harm") or [] if words(item["text"]) == words(entry["text"])]
    if entry["polarity"] == "need" and in_age(entry, child) and any(in_age(item, child) for item in listed):
        place = max(place, *(order.index(item["level"]) for item in listed))
    return place if entry["polarity"] == "need" else 0


def suggested(name: str, code: str, child: Child, met: bool | None = None) -> str | None:
    answers = Answers(child=child, observed=(Observed(indicator=code, conditions_met=met),))
    return suggest(framework_of(name), answers).level


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_alone_suggests_the_level_at_which_it_counts(name: str) -> None:
    document = document_of(name)
    wrong = [
        (entry["code"], child, met)
        for entry in indicators(document)
        for child, met in itertools.product(CHILDREN if entry.get("age") else (Child(), UNBORN), (True, False, None))
        if suggested(name, entry["code"], child, met) != levels(document)[expected_place(document, entry, child, met)]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_worry_with_all_it_asks_for_suggests_the_level_at_which_it_is_printed(name: str) -> None:
    for entry in indicators(document_of(name)):
        child = UNBORN if (entry.get("age") or {}).get("unborn") else Child(age_years=_fitting(entry))
        found = suggested(name, entry["code"], child, met=True)
        on_list = any(words(entry["text"]) == words(item["text"]) for item in document_of(name).get("significant_harm") or [])
        assert entry["polarity"] == "met" or on_list or found == entry["level"], entry["code"]


def _fitting(entry: dict[str, Any]) -> int:
    age = entry.get("age") or {}
    return int(age.get("from") or (age["under"] - 1 if age.get("under") else 9))


@pytest.mark.parametrize("name", NAMES)
def test_every_item_of_significant_harm_alone_suggests_its_level_and_follows_its_age(name: str) -> None:
    document = document_of(name)
    order = levels(document)
    for item, child in itertools.product(document.get("significant_harm") or [], CHILDREN):
        place = order.index(item["level"]) - (0 if in_age(item, child) else 1)
        assert suggested(name, item["code"], child) == order[place], (item["code"], child)


@pytest.mark.parametrize("name", NAMES)
def test_every_pointing_answer_alone_suggests_its_level_where_there_are_no_indicators(name: str) -> None:
    document = document_of(name)
    has_indicators = any(True for _ in indicators(document))
    for question in document.get("questions") or []:
        points = {point["value"]: point["level"] for point in question.get("points") or []}
        if question.get("level"):
            points.setdefault("yes", question["level"])
        for value in ("yes", "no", "unknown"):
            answers = Answers(
                child=Child(age_years=_fitting(question)), answers=(Answer(question=question["code"], value=value),)
            )
            expected = None if has_indicators else points.get(value)
            assert suggest(framework_of(name), answers).level == expected, (question["code"], value)


@pytest.mark.parametrize("name", NAMES)
def test_an_age_that_is_not_known_never_places_a_worry_lower_than_an_age_that_is(name: str) -> None:
    order = levels(document_of(name))
    for entry in indicators(document_of(name)):
        if entry.get("age"):
            unknown = suggested(name, entry["code"], Child(), met=True)
            known = {suggested(name, entry["code"], child, met=True) for child in CHILDREN}
            assert order.index(unknown or "") == max(order.index(level or "") for level in known), entry["code"]


@pytest.mark.parametrize("name", NAMES)
def test_anything_that_is_given_twice_is_refused(name: str) -> None:
    framework = framework_of(name)
    for code in observable(framework):
        twice = (Observed(indicator=code, conditions_met=True), Observed(indicator=code, conditions_met=False))
        with pytest.raises(BadAnswers, match=code):
            suggest(framework, Answers(observed=twice))
    for question in framework.questions:
        with pytest.raises(BadAnswers, match=question.code):
            suggest(framework, Answers(answers=(Answer(question=question.code, value="yes"),) * 2))
    for strength in framework.strengths:
        with pytest.raises(BadAnswers, match=strength.code):
            suggest(framework, Answers(strengths=(strength.code, strength.code)))


@pytest.mark.parametrize(("name", "other"), list(itertools.permutations(FILES, 2)))
def test_every_code_of_another_framework_is_refused_by_name(name: str, other: str) -> None:
    framework, foreign = framework_of(name), framework_of(other)
    for code in observable(foreign):
        with pytest.raises(BadAnswers, match=code):
            suggest(framework, Answers(observed=(Observed(indicator=code),)))
    for question in foreign.questions:
        with pytest.raises(BadAnswers, match=question.code):
            suggest(framework, Answers(answers=(Answer(question=question.code, value="yes"),)))
    for strength in foreign.strengths:
        with pytest.raises(BadAnswers, match=strength.code):
            suggest(framework, Answers(strengths=(strength.code,)))


SAID = """
import json, sys
from thresholds.loading import read_yaml
from thresholds.rules.framework import parse
from thresholds.rules.suggestion import Answer, Answers, Child, Observed, suggest
for path in sys.argv[1:]:
    framework = parse(read_yaml(open(path, "rb").read()).value)
    answers = Answers(
        child=Child(age_years=12), urgency="today",
        observed=tuple(Observed(indicator=entry.code, growing=True) for entry in framework.indicators[::3]),
        answers=tuple(Answer(question=question.code, value="yes") for question in framework.questions[::2]),
        strengths=tuple(strength.code for strength in framework.strengths),
    )
    print(json.dumps(suggest(framework, answers).to_document()))
"""


def test_the_suggestion_is_the_same_in_every_process() -> None:
    """Python's hashes of text differ from process to process; nothing that is said may hang on them."""
    program = [sys.executable, "-c", SAID, *map(str, FILES.values())]
    said = {
        subprocess.run(
            program, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=120
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    assert all(said)
