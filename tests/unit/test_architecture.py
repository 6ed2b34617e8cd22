"""The cut of the house: who may import whom, and what rules may touch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["workflow", *settings.OUR_APPS]
EVERYBODY_MAY = {"config", "rowsecurity"}
IMPURE_MODULES = {
    "asyncio", "celery", "config", "django", "glob", "http", "io", "logging", "os", "pathlib", "psycopg", "random", "requests",
    "rowsecurity", "secrets", "shutil", "socket", "sqlite3", "structlog", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "now", "today", "utcnow", "localtime", "localdate", "getenv"}
IMPURE_ROOMS = {"models", "selectors", "services", "views", "forms", "tasks", "handlers"}


def modules_of(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, at the top or inside a function, as (line, dotted name)."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, f"{'.' * node.level}{node.module or ''}"


def breaches(app: str, position: int) -> Iterator[str]:
    above = set(ORDER[position + 1 :])
    for path in modules_of(app):
        for line, name in imports_of(path):
            if name.partition(".")[0] in above - EVERYBODY_MAY:
                yield f"{path.relative_to(ROOT)}:{line} imports {name}"


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_those_before_it(app: str) -> None:
    assert sorted(set(breaches(app, ORDER.index(app)))) == []


def test_every_app_in_the_settings_is_a_folder_with_code() -> None:
    assert [app for app in ORDER if not modules_of(app)] == []


def test_row_security_and_workflow_import_no_app() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for app in ("rowsecurity", "workflow")
        for path in modules_of(app)
        for line, name in imports_of(path)
        if name.partition(".")[0] in set(ORDER) - {app}
    ]
    assert found == []


def rule_modules() -> list[Path]:
    return sorted(path for app in ORDER for path in (ROOT / app).rglob("rules/**/*.py"))


def impurities(path: Path) -> Iterator[str]:
    place = path.relative_to(ROOT)
    for line, name in imports_of(path):
        first, *rest = name.split(".")
        if name.startswith(".") and name.lstrip(".").split(".")[0] in IMPURE_ROOMS:
            yield f"{place}:{line} imports {name}"
        if first in IMPURE_MODULES or (first in ORDER and rest and rest[0] in IMPURE_ROOMS):
            yield f"{place}:{line} imports {name}"
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in IMPURE_CALLS:
                yield f"{place}:{node.lineno} calls {called}()"


def test_rules_use_no_django_no_clock_and_nothing_outside() -> None:
    assert [found for path in rule_modules() for found in impurities(path)] == []


def test_there_are_rules_to_look_at() -> None:
    assert len(rule_modules()) > 5


def test_files_stay_short() -> None:
    """About 300 lines a file (STYLE)."""
    ours = [path for app in [*ORDER, "config", "prepare"] for path in modules_of(app)]
    assert [f"{path.relative_to(ROOT)}: {n}" for path in ours if (n := len(path.read_text().splitlines())) > 330] == []


def test_no_module_is_called_for_what_it_is_not() -> None:
    """A module is named for a concept (STYLE)."""
    names = {"utils", "helpers", "common", "core"}
    ours = [path.relative_to(ROOT) for app in ORDER for path in modules_of(app)]
    assert [str(path) for path in ours if names & set(path.with_suffix("").parts)] == []


def test_no_rule_of_a_linter_or_type_checker_is_silenced_in_a_line() -> None:
    marks = ("# no" + "qa", "# type: ig" + "nore")
    files = [path for folder in [*ORDER, "config", "prepare", "tests"] for path in modules_of(folder)]
    assert [str(path.relative_to(ROOT)) for path in files if any(mark in path.read_text() for mark in marks)] == []
