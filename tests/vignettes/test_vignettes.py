"""Short stories near each threshold, written from the source documents, through the code of `manage.py suggest`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from thresholds.loading import read_yaml

FOLDER = Path(__file__).resolve().parent
FRAMEWORKS = FOLDER.parents[1] / "fixtures" / "frameworks"
FEWEST = {"blackpool": 15, "plymouth-2016": 15, "plymouth-2022": 12, "stoke-staffordshire": 18}
KEYS = {"name", "story", "answers", "expect", "why"}
EXPECTED = {"level", "reasons", "considerations", "call_now"}


def vignettes(slug: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_yaml((FOLDER / f"{slug}.yaml").read_bytes()).value
    return found


SLUGS = sorted(path.stem for path in FRAMEWORKS.glob("*.yaml"))
ALL = [pytest.param(slug, each, id=f"{slug}: {each['name']}") for slug in SLUGS for each in vignettes(slug)]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "vignette"), ALL)
def test_story_is_placed_where_the_document_puts_it(
    published: None, slug: str, vignette: dict[str, Any], tmp_path: Path
) -> None:
    answers, out = tmp_path / "answers.json", io.StringIO()
    answers.write_text(json.dumps(vignette["answers"]), encoding="utf-8")
    call_command("suggest", slug, answers=str(answers), stdout=out)
    printed = json.loads(out.getvalue())
    found = {
        "level": printed["level"],
        "reasons": [reason["indicator"] for reason in printed["reasons"]],
        "considerations": sorted({each["kind"] for each in printed["considerations"]} - {"not-explored"}),
        "call_now": printed["call_now"] is not None,
    }
    assert found == vignette["expect"], vignette["why"]


@pytest.mark.parametrize("slug", SLUGS)
def test_stories_are_whole_and_told_once(slug: str) -> None:
    told = vignettes(slug)
    assert all(each.keys() == KEYS and each["expect"].keys() == EXPECTED for each in told)
    assert len({each["name"] for each in told}) == len({each["story"] for each in told}) == len(told)
    assert all(1 <= each["story"].count(". ") + 1 <= 4 and each["why"] for each in told)


def test_there_are_enough_stories_for_each_framework() -> None:
    counts = {slug: len(vignettes(slug)) for slug in SLUGS}
    assert {slug: count for slug, count in counts.items() if count < FEWEST.get(slug, 12)} == {}
    assert sum(counts.values()) >= 60


@pytest.mark.parametrize("slug", SLUGS)
def test_every_level_of_a_framework_is_told_of(slug: str) -> None:
    document = read_yaml((FRAMEWORKS / f"{slug}.yaml").read_bytes()).value
    told = {each["expect"]["level"] for each in vignettes(slug)}
    assert {level["code"] for level in document["levels"]} <= told
