"""Every field about a person is planted, so that the canary's tests look for what is really there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from tests.security import planting
from tests.security.conftest import town_built
from tests.security.planting import CODES, MACHINES_OWN, fields_with_words, personal_models, plant_the_rest, unplanted
from tests.security.town import Town, plain
from thresholds.models import Check


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with town_built(django_db_blocker, plain) as built:
        plant_the_rest(built, plain)
        yield built


@pytest.fixture
def town(planted: Town, db: None) -> Town:
    return planted


def test_every_field_about_a_person_is_planted_or_said_to_hold_nobody_s_words(town: Town) -> None:
    assert unplanted() == []


def test_a_field_that_nobody_planted_fails(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(planting.CODES, "thresholds.Check", "as_at need route_code basis contact_reasons")
    assert unplanted() == ["thresholds.Check.reference"]


def test_a_field_said_to_hold_codes_in_which_words_stand_fails(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(planting.CODES, "thresholds.Check", CODES["thresholds.Check"] + " account")
    monkeypatch.setattr("tests.security.planting.values_in", lambda *_: ["Robin went home."])
    assert "thresholds.Check.account is no code: Robin went home." in unplanted()


def test_what_is_said_to_hold_nothing_is_there(town: Town) -> None:
    there = {f"{model._meta.label}.{field.name}" for model in personal_models() for field in fields_with_words(model)}
    assert {f"{label}.{name}" for label, names in CODES.items() for name in names.split()} | set(MACHINES_OWN) <= there


def test_a_text_field_of_a_model_about_people_is_walked() -> None:
    assert isinstance(Check._meta.get_field("account"), models.TextField)
    assert "account" in [field.name for field in fields_with_words(Check)]
