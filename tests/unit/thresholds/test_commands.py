"""The commands: one JSON object and nothing else, exit status 2 and a message for bad input."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.roles import as_owner
from tests.unit.thresholds.sample import authority_sample, sample_document
from tests.unit.thresholds.test_loading import authority_file, framework_file
from thresholds.loading import read_yaml
from thresholds.models import FrameworkVersion
from thresholds.rules.framework import parse, to_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    for name, data in (framework_file(), authority_file()):
        (tmp_path / name).write_bytes(data)
    with as_owner():
        call_command("load_frameworks", str(tmp_path), stdout=io.StringIO())
    return tmp_path


def suggested(folder: Path, answers: Any, framework: str = "sample") -> dict[str, Any]:
    text = answers if isinstance(answers, str) else json.dumps(answers)
    (folder / "answers.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    out = io.StringIO()
    call_command("suggest", framework, answers=str(folder / "answers.json"), stdout=out)
    printed: dict[str, Any] = json.loads(out.getvalue())
    return printed


def asked(**more: Any) -> dict[str, Any]:
    return {"child": {"age_years": 10}, "observed": [], "at": "2026-11-20T10:00"} | more


def test_suggestion_is_one_json_object(loaded: Path) -> None:
    printed = suggested(loaded, asked(observed=[{"indicator": "SA-3-HEA-01", "conditions_met": True}]))
    assert printed["framework"] == "sample"
    assert printed["level"] == "3"
    assert printed["call_now"] is None


def test_suggestion_reads_standard_input(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(asked()).encode())))
    out = io.StringIO()
    call_command("suggest", "sample", answers="-", stdout=out)
    assert json.loads(out.getvalue())["level"] is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"local_authority": "sampleshire"}, ["01632 960001"]),
        ({"local_authority": "sampleshire", "at": "2026-11-20T22:00"}, ["01632 960099"]),
        ({"local_authority": "sampleshire", "urgency": "now"}, ["999", "01632 960001"]),
        ({}, ["999", "01632 960001", "01632 960002", "01632 960099"]),
    ],
)
def test_calls_are_those_of_the_authority_at_that_hour_or_every_route(
    loaded: Path, more: dict[str, Any], expected: list[str]
) -> None:
    call_now = suggested(loaded, asked(urgency="today") | more)["call_now"]
    assert [route["number"] for route in call_now["routes"]] == expected


@pytest.mark.parametrize(
    "answers",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"child": ' * 50_000,
        '{"child": {}, "child": {}, "observed": []}',
        '{"child": {"age_years": NaN}, "observed": []}',
        '{"child": {"age_years": ' + "9" * 5000 + '}, "observed": []}',
        '{"child": {}, "observed": [{"indicator": "\\ud800"}]}',
        asked(local_authority="nowhere"),
        asked(at="2026-03-29T01:30"),
        asked(at="1999-01-01T10:00"),
        asked(at="0001-01-01T00:00"),
        asked(at="9000-01-01T10:00", urgency="today", local_authority="sampleshire"),
        asked(observed=[{"indicator": "SA-9"}]),
        asked(child={"age_years": 18}),
    ],
)
def test_bad_input_is_status_2_with_a_message(loaded: Path, answers: Any) -> None:
    with pytest.raises(CommandError) as refused:
        suggested(loaded, answers)
    assert refused.value.returncode == 2
    assert str(refused.value)


def test_framework_or_file_that_is_not_there_is_status_2(loaded: Path) -> None:
    with pytest.raises(CommandError) as refused:
        suggested(loaded, asked(), framework="nobody")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError) as refused:
        call_command("suggest", "sample", answers=str(loaded / "nothing.json"))
    assert refused.value.returncode == 2


def test_authority_that_does_not_use_the_framework_is_refused(loaded: Path) -> None:
    (loaded / "other.yaml").write_bytes(framework_file(slug="other")[1])
    with as_owner():
        call_command("load_frameworks", str(loaded / "other.yaml"), stdout=io.StringIO())
        FrameworkVersion.objects.filter(framework__slug="other").update(state="published", published_at="2026-01-01T00:00Z")
    assert suggested(loaded, asked(), framework="other")["framework"] == "other"
    with pytest.raises(CommandError, match="does not use other"):
        suggested(loaded, asked(local_authority="sampleshire"), framework="other")


def test_problems_are_printed_with_file_and_line_and_status_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("levels:\n  - code: '1'\n    colour: red\n")
    err = io.StringIO()
    with pytest.raises(CommandError) as refused, as_owner():
        call_command("load_frameworks", str(path), stderr=err)
    assert refused.value.returncode == 2
    assert f"{path}:3: 'colour' is not a key here\n" in err.getvalue()
    assert not FrameworkVersion.objects.exists()


def test_file_that_is_not_there_is_a_problem_of_that_file(tmp_path: Path) -> None:
    err = io.StringIO()
    with pytest.raises(CommandError), as_owner():
        call_command("load_frameworks", str(tmp_path / "none.yaml"), stderr=err)
    assert err.getvalue().startswith(f"{tmp_path / 'none.yaml'}:1: cannot be read")


def test_export_loads_back_to_the_same(loaded: Path) -> None:
    out = io.StringIO()
    call_command("export_framework", "sample", "--version", "1", stdout=out)
    assert to_document(parse(read_yaml(out.getvalue().encode()).value)) == to_document(parse(sample_document()))
    (loaded / "again.yaml").write_text(out.getvalue())
    said = io.StringIO()
    with as_owner():
        call_command("load_frameworks", str(loaded / "again.yaml"), stdout=said)
    assert "unchanged" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("export_framework", "sample", "--version", "7")


def test_all_fixtures_load_into_an_empty_database() -> None:
    out = io.StringIO()
    with as_owner():
        call_command("load_frameworks", stdout=out)
    assert "draft" not in out.getvalue()
    assert authority_sample()["slug"] not in out.getvalue()
    assert FrameworkVersion.objects.filter(state__in=["published", "superseded"]).count() == FrameworkVersion.objects.count()
