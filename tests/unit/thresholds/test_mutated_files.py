"""Files with something wrong: refused whole with file, line and reason, or loaded whole; never an unhandled error.

The suite reads a few hundred; `RIGHTHELP_MUTATIONS=5000 .venv/bin/python -m pytest tests/unit/thresholds/test_mutated_files.py`
reads as many as are asked for. A seed that fails is named, and brings the same file back.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from django.db import transaction

from partnerships.models import LocalAuthority
from tests.roles import as_owner
from tests.unit.thresholds.mutation import mutated
from thresholds.loading import Fixture, FixturesRefused, read_fixtures
from thresholds.models import FrameworkVersion
from thresholds.rules.authority import authority_document, parse_authority
from thresholds.rules.framework import Framework, parse, to_document
from thresholds.rules.suggestion import Answers, Observed, suggest
from thresholds.services.frameworks import frameworks_load

ROOT = Path(__file__).resolve().parents[3]
FIXTURES: Final = sorted([*ROOT.glob("fixtures/frameworks/*.yaml"), *ROOT.glob("fixtures/authorities/*.yaml")])
MANY: Final = int(os.environ.get("RIGHTHELP_MUTATIONS", "300"))
SHARES: Final = 10
PROBLEM: Final = re.compile(r"mutant\.yaml:(?P<line>[1-9][0-9]*): \S.*")


@cache
def original(path: Path) -> bytes:
    """A fixture; a framework under a name of its own, so that it is a new draft beside what is published."""
    data = path.read_bytes()
    return data.replace(b"slug: ", b"slug: other-", 1) if path.parent.name == "frameworks" else data


def mutant(seed: int) -> bytes:
    return mutated(original(FIXTURES[seed % len(FIXTURES)]), Random(seed))


def state() -> tuple[Any, ...]:
    versions = FrameworkVersion.objects.order_by("framework__slug", "version").values_list("framework__slug", "content_hash")
    return (*versions, *LocalAuthority.objects.order_by("slug").values_list("slug", "content"))


def check_refused(refused: FixturesRefused, data: bytes) -> None:
    """Each problem is one line of text at a line that the file has."""
    assert refused.problems
    lines = max(len(data.decode("utf-8", errors="replace").splitlines()), data.count(b"\n") + 1)
    for problem in refused.problems:
        found = PROBLEM.fullmatch(str(problem))
        assert found, str(problem)
        assert int(found["line"]) <= lines, str(problem)


def check_read(fixture: Fixture) -> None:
    """What reads well is whole: it is written and read back to the same, and each indicator suggests a level."""
    document = fixture.document
    if not isinstance(document, Framework):
        assert parse_authority(json.loads(json.dumps(authority_document(document)))) == document
        return
    assert parse(json.loads(json.dumps(to_document(document)))) == document
    for indicator in document.indicators[::20]:
        suggestion = suggest(document, Answers(observed=(Observed(indicator=indicator.code),)))
        assert document.has_level(suggestion.level or "")


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_no_mutated_file_gives_an_unhandled_error(published: None, share: int) -> None:
    before = state()
    for seed in range(share, MANY, SHARES):
        data = mutant(seed)
        try:
            (fixture,) = read_fixtures([("mutant.yaml", data)])
            check_read(fixture)
            with as_owner(), transaction.atomic():
                assert frameworks_load(files=[("mutant.yaml", data)])
                transaction.set_rollback(True)
        except FixturesRefused as refused:
            check_refused(refused, data)
        except Exception as error:
            error.add_note(f"seed {seed}: {FIXTURES[seed % len(FIXTURES)].name}")
            raise
        assert state() == before, f"seed {seed} left something behind"


def test_mutations_reach_both_ends() -> None:
    """Most are refused and some read well: otherwise the test above looks at one half only."""
    read = 0
    for seed in range(60):
        try:
            read += len(read_fixtures([("mutant.yaml", mutant(seed))]))
        except FixturesRefused:
            continue
    assert 5 <= read <= 50
