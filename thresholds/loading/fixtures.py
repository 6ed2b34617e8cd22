"""Fixture files read to frameworks and authorities, with every problem at its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from thresholds.loading.yaml_reader import Reading, UnreadableYaml, read_yaml
from thresholds.rules.authority import Authority, parse_authority
from thresholds.rules.framework import Framework, parse
from thresholds.rules.shape import DocumentError, Path, Problem

File: TypeAlias = tuple[str, bytes]
"""A file's name, as its errors will call it, and what is in it."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing that is wrong with a file; as text it is `FILE:LINE: reason`."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class FixturesRefused(ValueError):
    """Files that were not loaded, none of them. `problems` says why, each at its line."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file that reads well, and what it describes."""

    file: str
    reading: Reading
    document: Framework | Authority

    def problem(self, path: Path, reason: str) -> FileProblem:
        return FileProblem(self.file, self.reading.line_of(path), reason)


def read_fixtures(files: Iterable[File]) -> list[Fixture]:
    """Read every file. Raises FixturesRefused with the problems of all of them."""
    fixtures: list[Fixture] = []
    problems: list[FileProblem] = []
    for name, data in files:
        try:
            fixtures.append(_read(name, data))
        except FixturesRefused as refused:
            problems.extend(refused.problems)
    problems.extend(_repeats(fixtures))
    if problems:
        raise FixturesRefused(problems)
    return fixtures


def _read(name: str, data: bytes) -> Fixture:
    try:
        reading = read_yaml(data)
    except UnreadableYaml as error:
        raise FixturesRefused([FileProblem(name, error.line, error.reason)]) from error
    try:
        return Fixture(name, reading, _document(reading.value))
    except DocumentError as error:
        raise FixturesRefused(
            [FileProblem(name, reading.line_of(found.path), _reason(found)) for found in error.problems]
        ) from error


def _document(value: object) -> Framework | Authority:
    if isinstance(value, dict) and "levels" in value:
        return parse(value)
    if isinstance(value, dict) and "front_doors" in value:
        return parse_authority(value)
    raise DocumentError((Problem((), "is neither a framework (no levels) nor an authority (no front_doors)"),))


def _reason(problem: Problem) -> str:
    """A problem with the key at which it stands; its line says the rest."""
    keys = [step for step in problem.path if isinstance(step, str)]
    return f"{keys[-1]} {problem.reason}" if keys and problem.reason.startswith("must ") else problem.reason


def _repeats(fixtures: Iterable[Fixture]) -> Iterable[FileProblem]:
    """A framework's version, or an authority, in two files at once."""
    seen: dict[tuple[str, ...], str] = {}
    for fixture in fixtures:
        document = fixture.document
        if isinstance(document, Framework):
            key: tuple[str, ...] = ("framework", document.slug, document.version)
        else:
            key = ("authority", document.slug)
        if key in seen:
            yield fixture.problem(("slug",), f"{' '.join(key[1:])} is in {seen[key]} too")
        seen.setdefault(key, fixture.file)
