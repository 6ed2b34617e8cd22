"""What is local is data: no Python, no template and no script of ours names a framework, a place or a front door.

The names come from the fixtures, so a new framework is looked for from the day on which it is entered. A docstring may cite a
published document as its source; a sentence that people read may not.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from thresholds.loading import read_yaml
from thresholds.rules.authority.keys import OUTCOMES
from thresholds.rules.framework.keys import BASES

ROOT = Path(__file__).resolve().parents[2]
TOLD = {"demo"}
"""The stories of the demo are set in places: they are fiction, and stand beside the fixtures."""


def fixtures(folder: str) -> list[dict[str, Any]]:
    return [read_yaml(path.read_bytes()).value for path in sorted((ROOT / "fixtures" / folder).glob("*.yaml"))]


def local_names() -> set[str]:
    """Slugs, places, codes' prefixes, front doors, and level codes of one framework alone that are no plain word."""
    frameworks, authorities = fixtures("frameworks"), fixtures("authorities")
    levels = [level["code"] for framework in frameworks for level in framework["levels"]]
    own = {code for code in levels if levels.count(code) == 1 and "-" in code and code not in (*BASES, *OUTCOMES)}
    names = {one["slug"] for one in (*frameworks, *authorities)} | {one["name"] for one in authorities}
    names |= {framework["title"] for framework in frameworks} | {f"{framework['prefix']}-" for framework in frameworks}
    doors = [door for one in authorities for door in one["front_doors"]]
    return names | own | {door["name"] for door in doors} | {door["short"] for door in doors if " " in door["short"]}


def strings_of(path: Path) -> Iterator[str]:
    """The string literals of a Python file that are no docstrings."""
    tree = ast.parse(path.read_text())
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # a note under a constant
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def identifiers_of(path: Path) -> Iterator[str]:
    """What a Python file calls things, as words: of a function, a class, a variable, a module that it imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        called = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "attr", None)
        if isinstance(called, str):
            yield re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_.]", " ", called)


def words_of(path: Path) -> str:
    """What of a file is read by the machine or by people, without its comments."""
    text = path.read_text()
    if path.suffix == ".py":
        return "\n".join([*strings_of(path), *identifiers_of(path)])
    if path.suffix == ".js":
        return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->|//[^\n]*", "", text, flags=re.DOTALL)


def named_in(text: str, names: set[str]) -> set[str]:
    """The names that stand in a text as words of their own."""
    folded = text.casefold()
    ends = {name: "" if name.endswith("-") else r"(?!\w)" for name in names}
    return {name for name in names if re.search(rf"(?<!\w){re.escape(name.casefold())}{ends[name]}", folded)}


def ours() -> list[Path]:
    apps = [app for app in settings.OUR_APPS if app not in TOLD]
    python = [
        path for app in [*apps, "config", "workflow"] for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    ]
    drawn = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static/js").rglob("*.js"), *(ROOT / "static/scss").rglob("*.scss")]
    return sorted({*python, *(path for path in drawn if path.is_file())})


@pytest.mark.parametrize(
    "folder", ["templates", "static", *[app for app in settings.OUR_APPS if app not in TOLD], "config", "workflow"]
)
def test_nothing_of_ours_names_a_framework_a_place_or_a_front_door(folder: str) -> None:
    names = local_names()
    files = [path for path in ours() if path.relative_to(ROOT).parts[0] == folder]
    found = {str(path.relative_to(ROOT)): sorted(named) for path in files if (named := named_in(words_of(path), names))}
    assert found == {}


def test_there_are_names_to_look_for_and_files_to_look_in() -> None:
    assert {"blackpool", "Plymouth", "stoke-staffordshire", "BP-", "child-protection"} <= local_names()
    assert len(ours()) > 300


@pytest.mark.parametrize(("text", "named"), [
    ('x = "blackpool"', True), ('"""Source: Blackpool."""', False),
    ('f("See BP-CP-RI-01")', True), ('x = "unblackpooled"', False),
])  # fmt: skip
def test_a_name_in_a_string_is_found_and_one_in_a_docstring_is_not(tmp_path: Path, text: str, named: bool) -> None:
    path = tmp_path / "module.py"
    path.write_text(text)
    assert bool(named_in(words_of(path), local_names())) is named


@pytest.mark.parametrize(("name", "text"), [
    ("views.py", 'WHO = {"stoke-staffordshire": 1}'),
    ("views.py", 'if slug == "plymouth-2016": pass'),
    ("rules.py", "def blackpool_level(): ..."), ("rules.py", "class PlymouthRule: ..."), ("rules.py", "STAFFORDSHIRE = 1"),
    ("page.html", "<p>Ring the council of Staffordshire</p>"),
    ("page.html", '{% if framework.slug == "blackpool" %}x{% endif %}'),
    ("mail.txt", "What Plymouth asks"),
    ("app.js", 'const where = "lancashire";'),
    ("_check.scss", ".windscreen--stoke-on-trent { color: red; }"),
    ("mark.svg", "<title>Blackburn with Darwen</title>"),
])  # fmt: skip
def test_one_planted_in_any_kind_of_file_is_caught(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert named_in(words_of(path), local_names())


@pytest.mark.parametrize("kind", [".py", ".html", ".js", ".scss", ".txt"])
def test_every_kind_of_file_is_looked_through(kind: str) -> None:
    assert [path for path in ours() if path.suffix == kind]
