"""Which children are asked for themselves, and what a judgement of that needs."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from consent.rules.deciding import COMPETENT, NOT_COMPETENT, is_asked, why_not_judged, wrong_finding
from consent.rules.moments import MOST_BEFORE, wrong_moment
from people.rules.twice import Named, are_one_person

LONDON = ZoneInfo("Europe/London")
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)
BORN = datetime.date(2019, 5, 29)


@pytest.mark.parametrize(("age", "finding", "asked"), [
    (16, "", True), (17, NOT_COMPETENT, True), (15, "", False), (15, COMPETENT, True), (15, NOT_COMPETENT, False),
    (9, COMPETENT, True), (0, "", False), (None, "", False), (None, COMPETENT, True),
])  # fmt: skip
def test_from_16_on_a_child_is_asked_and_younger_where_judged_able_to_decide(age, finding: str, asked: bool) -> None:
    assert is_asked(age=age, unborn=False, finding=finding) is asked


def test_a_child_who_said_no_stays_and_one_not_born_yet_is_never_asked() -> None:
    assert is_asked(age=9, unborn=False, finding=NOT_COMPETENT, said_no=True)
    assert not is_asked(age=None, unborn=True, finding=COMPETENT, said_no=True)


@pytest.mark.parametrize(("finding", "reasons", "field"), [
    (COMPETENT, "", "reasons"), (COMPETENT, " \n ", "reasons"), (NOT_COMPETENT, "", "reasons"), ("", "He knows.", "finding"),
    ("maybe", "He knows.", "finding"), (COMPETENT, "He said who would read it.", ""), (NOT_COMPETENT, "He is 4.", ""),
])  # fmt: skip
def test_a_judgement_needs_an_answer_and_its_reasons_either_way(finding: str, reasons: str, field: str) -> None:
    assert wrong_finding(finding=finding, reasons=reasons, name="Robin")[0] == field


def test_nobody_judges_an_unborn_child_or_one_of_16() -> None:
    assert why_not_judged(age=None, unborn=True)
    assert why_not_judged(age=16, unborn=False)
    assert not any(why_not_judged(age=age, unborn=False) for age in (None, 0, 9, 15))


@pytest.mark.parametrize(("moment", "said"), [
    (None, "Say when"), (NOW + datetime.timedelta(seconds=1), "future"), (NOW, ""),
    (NOW - MOST_BEFORE, ""), (NOW - MOST_BEFORE - datetime.timedelta(seconds=1), "over a year"),
])  # fmt: skip
def test_a_moment_is_neither_ahead_nor_long_past(moment, said: str) -> None:
    found = wrong_moment(moment, now=NOW, what="asked")
    assert said in found
    assert bool(found) is bool(said)


def test_nobody_is_asked_about_a_child_who_is_not_born_yet() -> None:
    born = [("Robin", NOW.date())]
    midnight = NOW.replace(hour=0)
    assert not wrong_moment(midnight, now=NOW, births=born, what="asked")
    assert "Robin was not born" in wrong_moment(midnight - datetime.timedelta(seconds=1), now=NOW, births=born, what="asked")


@pytest.mark.parametrize(("one", "other", "same"), [
    (Named("Kerry", "Ashdown"), Named(" kerry ", "ASHDOWN"), True),
    (Named("Kerry", "Ashdown", BORN), Named("Kerry", "Ashdown", BORN), True),
    (Named("Kerry", "Ashdown", BORN), Named("Kerry", "Ashdown", BORN.replace(year=1990)), False),
    (Named("Robin", "Ashdown", BORN), Named("Wren", "Ashdown", BORN), False),
    (Named(), Named(), False),
    (Named("Mary Ann", "Lee"), Named("Mary", "Ann Lee"), True),
])  # fmt: skip
def test_two_rows_are_one_person_where_name_and_birth_are_the_same(one: Named, other: Named, same: bool) -> None:
    assert are_one_person(one, other) is same
