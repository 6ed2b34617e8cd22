"""Is this the same child? The pure rules: words for each fact, twins told apart, nothing decided by a number alone."""

import datetime
from dataclasses import replace

import pytest

from people.rules.matching import Known, Says, Verdict, compare
from people.rules.names import family_likeness, given_likeness, plain, sound, variants_of
from people.rules.slips import slip_words, slips_of, swapped

BORN = datetime.date(2025, 8, 4)
NOAH = Known(given_name="Noah", family_name="Marsh", date_of_birth=BORN, nhs_number="9990184462", postcode="PL2 1AB")


def like(**changes: object) -> Known:
    return Known(**({"given_name": "Noah", "family_name": "Marsh", "date_of_birth": BORN} | changes))


@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        (like(), Verdict.LIKELY),
        (like(date_of_birth=datetime.date(2025, 4, 8)), Verdict.LIKELY),
        (like(given_name="Noa"), Verdict.LIKELY),
        (like(given_name="Marsh", family_name="Noah"), Verdict.LIKELY),
        (like(date_of_birth=None), Verdict.PERHAPS),
        (like(given_name=""), Verdict.PERHAPS),
        (like(family_name="Carter"), Verdict.PERHAPS),
        (like(given_name="Theo"), Verdict.TWIN),
        (like(given_name="Theo", nhs_number="9990184470"), Verdict.TWIN),
        (like(given_name="Theo", date_of_birth=datetime.date(2025, 4, 8)), Verdict.TWIN),
        (like(nhs_number="9990031276"), Verdict.UNLIKELY),
        (like(date_of_birth=datetime.date(2019, 8, 5)), Verdict.UNLIKELY),
        (like(given_name="Ava", date_of_birth=datetime.date(2021, 10, 22)), Verdict.UNLIKELY),
        (like(nhs_number="9990184462"), Verdict.LIKELY),
        (Known(given_name="Zed", family_name="Carter", nhs_number="9990184462"), Verdict.PERHAPS),
    ],
)
def test_a_candidate_is_named_for_what_it_looks_like(held: Known, verdict: Verdict) -> None:
    assert compare(NOAH, held).verdict == verdict


def test_the_same_number_alone_never_makes_a_child_likely() -> None:
    other = Known(given_name="Zed", family_name="Carter", date_of_birth=datetime.date(2010, 1, 1), nhs_number="9990184462")
    assert compare(NOAH, other).verdict == Verdict.PERHAPS


def test_numbers_that_contradict_each_other_make_nobody_likely() -> None:
    sent, held = replace(NOAH, upn="A123"), like(nhs_number="9990031276", upn="A123")
    assert compare(sent, held).verdict == Verdict.PERHAPS


def test_facts_come_in_order_of_weight_and_say_in_words_what_they_are() -> None:
    found = compare(NOAH, like(date_of_birth=datetime.date(2025, 4, 8), nhs_number="9990184470", postcode="pl21ab"))
    assert [(fact.code, fact.words) for fact in found.facts] == [
        ("nhs", "Last two differ"),
        ("upn", "Not given"),
        ("given", "Same"),
        ("born", "Day and month swapped"),
        ("family", "Same"),
        ("postcode", "Same"),
        ("household", "Not given"),
    ]
    assert found.reasons_against == ("NHS number",)
    assert found.reasons_for == ("same first name", "date of birth: day and month swapped", "same family name", "same postcode")


def test_what_is_not_known_speaks_neither_for_nor_against() -> None:
    found = compare(NOAH, Known())
    assert {fact.says for fact in found.facts} == {Says.UNKNOWN}
    assert (found.reasons_for, found.reasons_against) == ((), ())


def test_another_postcode_is_no_reason_against_because_families_move() -> None:
    assert compare(NOAH, like(postcode="FY1 1AA")).reasons_against == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Philip", "Filip"), ("Katherine", "Catharine"), ("Mohammed", "Muhamad"), ("Siân", "Sian"), ("Smyth", "Smith")],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Noah", "Theo"), ("Marsh", "Carter"), ("Ava", "Ellis")])
def test_names_that_do_not_sound_alike_have_two(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_accents_hyphens_and_apostrophes_do_not_make_another_name() -> None:
    assert plain("O’Brien-Müller") == plain("obrien muller")


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (datetime.date(2025, 4, 8), datetime.date(2025, 8, 4)),
        (datetime.date(2025, 4, 13), None),
        (datetime.date(2025, 4, 4), None),
        (None, None),
    ],
)
def test_day_and_month_are_swapped_only_where_that_is_another_real_date(day, wanted) -> None:
    assert swapped(day) == wanted


def test_unborn_children_are_compared_by_when_they_are_expected() -> None:
    sent = Known(family_name="Marsh", unborn=True, due_date=datetime.date(2026, 7, 30))
    near = Known(family_name="Marsh", unborn=True, due_date=datetime.date(2026, 8, 10))
    far = Known(family_name="Marsh", unborn=True, due_date=datetime.date(2027, 8, 10))
    assert compare(sent, near).fact("born").words == "Expected within four weeks"
    assert compare(sent, far).fact("born").says == Says.DIFFERS


VARIANTS = variants_of([["Katherine", "Kate"], ["Mohammed", "Muhammad", "Mo"]])


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Kate", "Katherine", "Another form of the same name"),
        ("MO", "Muhammad", "Another form of the same name"),
        ("Noah James", "Noah", "Another form of the same name"),
        ("Łukasz", "Lukasz", "Same"),
        ("Siân", "SIAN", "Same"),
        ("Iñigo", "Inigo", "Same"),
        ("Noah", "Theo", None),
    ],
)
def test_a_given_name_is_known_in_its_other_forms(one: str, other: str, words: str | None) -> None:
    assert given_likeness(one, other, VARIANTS) == given_likeness(other, one, VARIANTS) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("O’Brien", "OBRIEN", "Same"),
        ("MacDonald", "McDonald", "Same"),
        ("Smith-Jones", "Jones", "Part of it: one of the two is double-barrelled"),
        ("Jones Khan", "Khan-Ali", "Part of it: one of the two is double-barrelled"),
        ("Wrenn", "Rain", "Sounds like it"),
        ("Macey", "Mcey", "Spelt almost the same"),
        ("Marsh", "Carter", None),
    ],
)
def test_a_family_name_is_known_as_it_is_written_and_said(one: str, other: str, words: str | None) -> None:
    assert family_likeness(one, other) == family_likeness(other, one) == words


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (datetime.date(2024, 8, 14), "The year is off by one"),
        (datetime.date(2025, 8, 24), "One digit differs"),
        (datetime.date(2015, 8, 14), "One digit differs"),
        (datetime.date(2025, 8, 15), "One digit differs"),
        (datetime.date(2025, 9, 15), ""),
    ],
)
def test_one_slip_of_a_date_is_named_and_two_are_none(other: datetime.date, words: str) -> None:
    day = datetime.date(2025, 8, 14)
    assert slip_words(day, other) == words
    assert (other in slips_of(day)) is bool(words)


def test_a_slip_in_the_date_makes_nobody_likely_and_no_twin() -> None:
    assert compare(NOAH, like(date_of_birth=datetime.date(2024, 8, 4))).verdict == Verdict.PERHAPS
    assert compare(NOAH, like(given_name="Theo", date_of_birth=datetime.date(2024, 8, 4))).verdict != Verdict.TWIN


def test_a_child_who_was_expected_may_be_the_one_who_was_born() -> None:
    expected = Known(family_name="Marsh", unborn=True, due_date=datetime.date(2025, 7, 30))
    found = compare(replace(NOAH, nhs_number=""), expected)
    assert (found.verdict, found.fact("born").words) == (Verdict.PERHAPS, "Born about when this child was expected")
    late = compare(NOAH, replace(expected, due_date=datetime.date(2026, 7, 30)))
    assert (late.verdict, late.fact("born").says) == (Verdict.UNLIKELY, Says.DIFFERS)


def test_dates_far_apart_are_listed_against_with_how_far() -> None:
    fact = compare(NOAH, like(date_of_birth=datetime.date(2019, 3, 9))).fact("born")
    assert (fact.says, fact.words) == (Says.DIFFERS, "Differs by about 6 years")


def test_brothers_and_sisters_in_both_speak_for_a_child_and_others_against_nobody() -> None:
    sent = replace(NOAH, household=("Ava", "Theo"))
    assert compare(sent, replace(NOAH, household=("AVA",))).fact("household").words == "Ava in both"
    assert compare(sent, replace(NOAH, household=("Zed",))).fact("household").says == Says.UNKNOWN
