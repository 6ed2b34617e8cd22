"""Finding indicators by what a practitioner would call them, and by age."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.unit.thresholds.sample import indicator, sample, sample_document
from thresholds.loading import read_yaml
from thresholds.rules.framework import Indicator, parse
from thresholds.rules.search import for_age, search, tied_by_text

TEXTS = {
    "SA-2-ZZZ-01": "Inappropriate sexualised behaviour",
    "SA-2-ZZZ-02": "Child witnesses domestic abuse",
    "SA-2-ZZZ-03": "At risk of child sexual exploitation",
    "SA-2-ZZZ-04": "Self-harming is escalating",
    "SA-2-ZZZ-05": "Child’s diet is poor",
    "SA-2-ZZZ-06": "Neglected, and behavior at school is poor",
    "SA-2-ZZZ-07": "School attendance is poor",
}


def indicators() -> tuple[Indicator, ...]:
    document = sample_document()
    document["domains"][0]["dimensions"][0]["indicators"] += [indicator(code, "2", text) for code, text in TEXTS.items()]
    return parse(document).indicators


def found(query: str) -> list[str]:
    return [match.indicator.code for match in search(indicators(), query).matches]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("behavior", ["SA-2-ZZZ-01", "SA-2-ZZZ-06"]),
        ("Behaviour", ["SA-2-ZZZ-01", "SA-2-ZZZ-06"]),
        ("DA", ["SA-2-ZZZ-02"]),
        ("domestic violence", ["SA-2-ZZZ-02"]),
        ("CSE", ["SA-2-ZZZ-03"]),
        ("self harm", ["SA-2-ZZZ-04"]),
        ("selfharm", ["SA-2-ZZZ-04"]),
        ("self-harm", ["SA-2-ZZZ-04"]),
        ("child's diet", ["SA-2-ZZZ-05"]),
        ("child’s diet", ["SA-2-ZZZ-05"]),
        ("diets", ["SA-2-ZZZ-05"]),
        ("neglect", ["SA-2-ZZZ-06"]),
        ("truancy", ["SA-2-ZZZ-07"]),
        ("poor attendance at school", ["SA-2-ZZZ-07"]),
        ("sa-2-zzz-03", ["SA-2-ZZZ-03"]),
        ("", []),
        ("the of", []),
        ("xylophone", []),
        ("<script>", []),
    ],
)
def test_indicators_are_found_by_what_people_call_them(query: str, expected: list[str]) -> None:
    assert found(query) == expected


def test_words_as_printed_come_before_words_that_begin_alike_and_synonyms() -> None:
    assert found("poor") == ["SA-2-ZZZ-05", "SA-2-ZZZ-06", "SA-2-ZZZ-07"]
    assert found("hungry poor")[0] == "SA-2-ZZZ-05"


def test_synonym_that_was_used_is_told() -> None:
    (reading,) = search(indicators(), "DV").read_as
    assert (reading.asked, reading.read_as) == ("dv", "domestic abuse")
    assert search(indicators(), "diet").read_as == ()


def test_name_of_the_dimension_counts_a_little() -> None:
    matches = search(indicators(), "housing", {"housing": "Housing and money"}).matches
    assert "SA-2-HOU-01" in [match.indicator.code for match in matches]


def test_age_leaves_out_what_names_another_age_and_nothing_where_it_is_not_known() -> None:
    everything = sample().indicators

    def kept(age: int | None, *, unborn: bool = False) -> set[str]:
        return {each.code for each in for_age(everything, age, unborn=unborn)}

    assert {"SA-3-LEA-01", "SA-4-SAF-02"}.isdisjoint(kept(3))
    assert "SA-3-LEA-01" in kept(11)
    assert "SA-4-SAF-02" in kept(None, unborn=True)
    assert "SA-4-LEA-01" not in kept(None, unborn=True)
    assert len(kept(None)) == len(everything)


def test_texts_that_are_tied_are_one_group() -> None:
    groups = tied_by_text(sample().indicators)
    assert ["SA-2-HOU-01", "SA-3-HOU-01"] in [[each.code for each in group] for group in groups]
    assert sum(len(group) for group in groups) == len(sample().indicators)


EVERYDAY = (
    "behavior", "behaviour", "DA", "DV", "CSE", "self harm", "self-harm", "selfharm", "ASB", "NEET", "parents’ mental health",
    "parent's drug use", "county lines", "FGM", "SEND", "autism", "eating disorder", "cannabis", "hits", "bruise", "runaway",
    "EHE", "sexting", "online grooming", "radicalised", "dirty house", "teeth", "DNA", "was not brought", "boyfriend", "baby",
    "pregnant", "suicide", "PND", "grandparents", "dad in jail", "stealing", "HSB", "racism", "honor based", "wheelchair",
    "neglect", "no bed", "hungry", "excluded", "knife", "gang",
)  # fmt: skip


@pytest.mark.parametrize("slug", ["blackpool", "plymouth-2016", "stoke-staffordshire"])
def test_what_practitioners_type_finds_something_in_every_framework_with_indicators(slug: str) -> None:
    framework = parse(read_yaml((settings.BASE_DIR / f"fixtures/frameworks/{slug}.yaml").read_bytes()).value)
    places = {dimension.code: dimension.name for dimension in framework.dimensions}
    assert [words for words in EVERYDAY if not search(framework.indicators, words, places).matches] == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("behavoir", "behaviour"), ("attendence", "attendance"), ("phsyical", "physical")]
)
def test_a_slip_of_the_keyboard_finds_what_was_meant_and_says_so(typed: str, meant: str) -> None:
    framework = parse(read_yaml((settings.BASE_DIR / "fixtures/frameworks/plymouth-2016.yaml").read_bytes()).value)
    found = search(framework.indicators, typed)
    assert found.matches
    assert meant in {reading.read_as.replace("behavior", "behaviour") for reading in found.read_as}


def test_a_broad_word_does_not_find_all_its_narrow_ones() -> None:
    framework = parse(read_yaml((settings.BASE_DIR / "fixtures/frameworks/blackpool.yaml").read_bytes()).value)
    assert "nits" not in {reading.read_as for reading in search(framework.indicators, "neglect").read_as}
