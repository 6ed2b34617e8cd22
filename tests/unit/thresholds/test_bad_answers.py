"""Answers that do not fit any framework we publish: a clear message, exit status 2, and nothing on standard output."""

from __future__ import annotations

import io
import itertools
import json
import os
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command

from tests.unit.thresholds.mutation import change_values, spoil_bytes
from thresholds.loading import read_yaml

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
FILES: Final = {path.stem: path for path in sorted((ROOT / "fixtures" / "frameworks").glob("*.yaml"))}
MANY: Final = int(os.environ.get("RIGHTHELP_MUTATIONS", "300"))


@cache
def codes_of(slug: str) -> dict[str, str]:
    """One code of each kind that answers may name; a framework without indicators has none of those."""
    document = read_yaml(FILES[slug].read_bytes()).value
    dimensions = [dimension for domain in document.get("domains", []) for dimension in domain["dimensions"]]
    lists = {
        "indicator": [indicator for dimension in dimensions for indicator in dimension["indicators"]],
        "harm": document.get("significant_harm", []),
        "strength": document.get("strengths", []),
        "question": document.get("questions", []),
        "dimension": dimensions,
    }
    return {kind: entries[-1]["code"] for kind, entries in lists.items() if entries}


def naming(kind: str, code: str) -> dict[str, Any]:
    """Answers that name one code."""
    named: dict[str, dict[str, Any]] = {
        "indicator": {"observed": [{"indicator": code}]},
        "harm": {"observed": [{"indicator": code}]},
        "strength": {"strengths": [code]},
        "question": {"answers": [{"question": code, "value": "yes"}]},
        "dimension": {"dimensions_explored": [code]},
    }
    return {"child": {"age_years": 9}, "observed": []} | named[kind]


def suggest(slug: str, answers: Any, folder: Path) -> tuple[dict[str, Any] | None, str]:
    """What is printed, or the message with which it is refused at status 2."""
    data = answers if isinstance(answers, bytes) else json.dumps(answers).encode()
    (folder / "answers.json").write_bytes(data)
    out, refused = io.StringIO(), None
    try:
        call_command("suggest", slug, answers=str(folder / "answers.json"), stdout=out)
    except CommandError as error:
        refused = error
    if refused is not None:
        assert refused.returncode == 2
        assert out.getvalue() == ""
        return None, str(refused)
    printed: dict[str, Any] = json.loads(out.getvalue())
    return printed, ""


@pytest.mark.parametrize("slug", FILES)
def test_own_codes_are_taken(published: None, slug: str, tmp_path: Path) -> None:
    for kind, code in codes_of(slug).items():
        printed, message = suggest(slug, naming(kind, code), tmp_path)
        assert printed, (kind, code, message)
        assert printed["framework"] == slug


@pytest.mark.parametrize(("slug", "other"), list(itertools.permutations(FILES, 2)))
def test_codes_of_another_framework_are_refused_by_name(published: None, slug: str, other: str, tmp_path: Path) -> None:
    for kind, code in codes_of(other).items():
        if kind != "dimension":  # both may have one called health
            printed, message = suggest(slug, naming(kind, code), tmp_path)
            assert printed is None
            assert f"{slug} has no" in message
            assert code in message


@pytest.mark.parametrize("kind", ["indicator", "harm", "strength", "question", "dimension"])
@pytest.mark.parametrize("slug", FILES)
def test_unknown_codes_are_refused_by_name(published: None, slug: str, kind: str, tmp_path: Path) -> None:
    printed, message = suggest(slug, naming(kind, "ZZ-9-ZZZ-99"), tmp_path)
    assert printed is None
    assert f"{slug} has no" in message
    assert "ZZ-9-ZZZ-99" in message


@pytest.mark.parametrize("age", [18, 19, -1, 10**9, 4.0, 4.5, True, "4", "", [], {}])
@pytest.mark.parametrize("slug", FILES)
def test_wrong_ages_are_refused_and_named(published: None, slug: str, age: Any, tmp_path: Path) -> None:
    printed, message = suggest(slug, {"child": {"age_years": age}, "observed": []}, tmp_path)
    assert printed is None
    assert "child.age_years" in message


@pytest.mark.parametrize("age", [0, 17, None])
@pytest.mark.parametrize("slug", FILES)
def test_the_first_and_the_last_age_and_none_are_taken(published: None, slug: str, age: int | None, tmp_path: Path) -> None:
    printed, message = suggest(slug, {"child": {"age_years": age}, "observed": []}, tmp_path)
    assert printed, message


@pytest.mark.parametrize("slug", FILES)
def test_an_unborn_child_has_no_age(published: None, slug: str, tmp_path: Path) -> None:
    printed, message = suggest(slug, {"child": {"age_years": 0, "unborn": True}, "observed": []}, tmp_path)
    assert printed is None
    assert "not yet born" in message


def whole_answers(slug: str) -> dict[str, Any]:
    """Answers that use every key."""
    codes = codes_of(slug)
    document: dict[str, Any] = {
        "child": {"age_years": 12, "unborn": False},
        "immediate_danger": False,
        "urgency": "today",
        "observed": [],
        "answers": [],
        "strengths": [codes[kind] for kind in ("strength",) if kind in codes],
        "dimensions_explored": [codes[kind] for kind in ("dimension",) if kind in codes],
        "local_authority": None,
        "at": "2026-11-20T10:00",
    }
    if "indicator" in codes:
        seen = {"indicator": codes["indicator"], "conditions_met": True, "since": "2026-11-01", "growing": None}
        document["observed"] = [seen]
    if "question" in codes:
        document["answers"] = [{"question": codes["question"], "value": "unknown"}]
    return document


def test_no_mutated_answers_give_an_unhandled_error(published: None, tmp_path: Path) -> None:
    """A seed that fails is named, and brings the same answers back."""
    refused = 0
    for seed in range(MANY):
        random, slug = Random(seed), list(FILES)[seed % len(FILES)]
        data = json.dumps(whole_answers(slug)).encode()
        mutation = random.choice((spoil_bytes, change_values, change_values))
        for _ in range(random.randint(1, 3)):
            data = mutation(data, random)
        try:
            printed, message = suggest(slug, data, tmp_path)
        except Exception as error:
            error.add_note(f"seed {seed}: {slug}")
            raise
        assert printed or message, f"seed {seed}"
        refused += printed is None
    assert MANY // 4 < refused < MANY
