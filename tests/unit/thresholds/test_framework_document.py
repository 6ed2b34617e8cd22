"""Reading a framework document, and what it is refused for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.thresholds.sample import sample, sample_document
from thresholds.rules.framework import FrameworkError, content_hash, parse, to_document

Change = Callable[[dict[str, Any]], Any]


def first(document: dict[str, Any]) -> dict[str, Any]:
    """The first indicator of the first dimension."""
    found: dict[str, Any] = document["domains"][0]["dimensions"][0]["indicators"][0]
    return found


def conditional(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["domains"][0]["dimensions"][0]["indicators"][3]
    return found


def test_document_goes_out_and_comes_back_the_same() -> None:
    framework = sample()
    document = json.loads(json.dumps(to_document(framework)))
    assert parse(document) == framework
    assert to_document(parse(document)) == document


def test_optional_keys_spelt_out_make_no_other_content() -> None:
    document = sample_document()
    first(document)["unconditional"] = False
    document["supersedes"] = None
    document["moves"] = []
    spelt, plain = to_document(parse(document)), to_document(sample())
    assert content_hash(spelt) == content_hash(plain)
    document["title"] = "Another"
    assert content_hash(to_document(parse(document))) != content_hash(plain)


def test_hash_does_not_depend_on_the_order_of_keys() -> None:
    document = to_document(sample())
    assert content_hash(dict(reversed(document.items()))) == content_hash(document)


def test_indicator_knows_its_domain_dimension_and_wording() -> None:
    document = sample_document()
    first(document)["display"] = "Healthy and growing well"
    indicator = parse(document).indicator("SA-1-HEA-01")
    assert (indicator.domain, indicator.dimension) == ("child", "health")
    assert indicator.wording == "Healthy and growing well"
    assert sample().indicator("SA-1-HEA-01").wording == "Healthy and growing"


def test_levels_are_ordered_as_printed_and_the_lowest_cannot_fall() -> None:
    framework = sample()
    assert [level.order for level in framework.levels] == [0, 1, 2, 3]
    assert framework.level_below("4").code == "3"
    assert framework.level_below("1").code == "1"
    assert framework.level_above("4") is None


def test_entries_are_found_by_code_in_whichever_list_they_stand() -> None:
    framework = sample()
    for code in ("SA-4-HEA-02", "SA-STR-01", "SA-HARM-02", "SA-Q-01"):
        found = framework.find(code)
        assert found is not None
        assert found.code == code
    assert framework.find("SA-NOBODY") is None
    with pytest.raises(KeyError):
        framework.indicator("SA-HARM-02")


def test_consent_rule_is_that_of_the_level_and_the_basis() -> None:
    framework = sample()
    rule = framework.consent_rule("4", "s47")
    assert rule is not None
    assert rule.agreement == "preferred"
    lower = framework.consent_rule("2")
    assert lower is not None
    assert lower.code == "SA-CON-1"
    assert framework.consent_rule("4", "early-help") is None


BAD: dict[str, tuple[Change, str]] = {
    "unknown key": (lambda d: d.update(score=1), "'score' is not a key here"),
    "missing source": (lambda d: first(d).pop("source"), "'source' is missing"),
    "missing version": (lambda d: d.pop("version"), "'version' is missing"),
    "version a number": (lambda d: d.update(version=1), "version: must be text, not a number (put it in quotes)"),
    "unknown level": (lambda d: first(d).update(level="9"), "the level '9' is not one of 1, 2, 3, 4"),
    "level a number": (lambda d: first(d).update(level=1), "must be text, not a number"),
    "no levels": (lambda d: d.update(levels=[]), "must have at least 1"),
    "repeated code": (lambda d: first(d).update(code="SA-HARM-01"), "the code SA-HARM-01 is used twice"),
    "other prefix": (lambda d: first(d).update(code="XX-1"), "begins with SA-"),
    "code with a space": (lambda d: first(d).update(code="SA 1"), "is not a code"),
    "empty text": (lambda d: first(d).update(text="  "), "must not be empty"),
    "text not printable": (lambda d: first(d).update(text="a\x00b"), "cannot be printed"),
    "unknown polarity": (lambda d: first(d).update(polarity="maybe"), "must be one of need, met"),
    "repeated level": (lambda d: d["levels"].append(d["levels"][0]), "the level 1 is there twice"),
    "repeated dimension": (
        lambda d: d["domains"][1].update(dimensions=d["domains"][0]["dimensions"]), "dimension health is there twice",
    ),
    "unknown kind of condition": (lambda d: conditional(d)["conditions"][0].update(kind="hope"), "must be one of engagement"),
    "conditions both ways": (
        lambda d: conditional(d)["conditions"].append({"kind": "protective", "text": "Safe?"}), "must all point one way",
    ),
    "without an unknown level": (lambda d: conditional(d)["conditions"][0].update(without="0"), "the level '0' is not one of"),
    "without no lower": (lambda d: conditional(d)["conditions"][0].update(without="3"), "must be below level 3"),
    "without far below": (lambda d: conditional(d)["conditions"][0].update(without="1"), "needs a note"),
    "protective lowers": (
        lambda d: conditional(d).update(conditions=[{"kind": "protective", "text": "Safe?", "without": "2"}]),
        "a protective one keeps its level",
    ),
    "protective to nowhere": (
        lambda d: conditional(d).update(conditions=[{"kind": "protective", "text": "?", "then": "SA-0"}]), "indicator SA-0",
    ),
    "unconditional without a note": (lambda d: first(d).update(unconditional=True), "goes with a note"),
    "age of nobody": (lambda d: first(d).update(age={}), "leave some age in"),
    "age backwards": (lambda d: first(d).update(age={"from": 9, "under": 9}), "leave some age in"),
    "age too old": (lambda d: first(d).update(age={"under": 19}), "must be a whole number from 0 to 18"),
    "same text as nobody": (lambda d: first(d).update(same_text_as="SA-0"), "no other entry SA-0"),
    "same text as another text": (lambda d: first(d).update(same_text_as="SA-2-HOU-01"), "is not the same"),
    "in force backwards": (lambda d: d["in_force"].update(until="2019-01-01"), "must not be before"),
    "not a date": (lambda d: d.update({"in_force": {"from": "2020-02-30"}}), "must be a date"),
    "supersedes itself": (lambda d: d.update(supersedes="sample"), "cannot supersede itself"),
    "harm without a level": (lambda d: d["significant_harm"][0].pop("level"), "'level' is missing"),
    "consent at an unknown level": (lambda d: d["consent_rules"][0].update(levels=["9"]), "the level '9'"),
    "consent on an unknown basis": (lambda d: d["consent_rules"][0].update(bases=["whim"]), "must be one of early-help"),
    "cumulative of nobody": (lambda d: d.update(cumulative={"worries": 0}), "from 1 to 100"),
    "list of a mapping": (lambda d: d.update(strengths={}), "must be a list, not a mapping"),
    "mapping of a list": (lambda d: d.update(source=[]), "must be a mapping, not a list"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_document_that_does_not_hold_together_is_refused(name: str) -> None:
    change, expected = BAD[name]
    document = copy.deepcopy(sample_document())
    change(document)
    with pytest.raises(FrameworkError) as refused:
        parse(document)
    assert expected in str(refused.value)


def test_every_problem_is_reported_with_its_path() -> None:
    document = sample_document()
    first(document).update(polarity="maybe", colour="red")
    del document["title"]
    with pytest.raises(FrameworkError) as refused:
        parse(document)
    at = ("domains", 0, "dimensions", 0, "indicators", 0)
    assert [problem.path for problem in refused.value.problems] == [(), (*at, "colour"), (*at, "polarity")]
    assert refused.value.path == ()
