"""Reads plain documents (mappings, lists, texts) into frozen dataclasses, and writes them back.

A document is read against declared keys: a key that is not declared, a missing one and a value of
the wrong kind are all problems, each with the path at which it stands. Every problem is collected,
so that whoever mends a fixture sees them all at once. That a key which is not listed is an error,
and that the order of keys is the canonical one, is `docs/fixtures.md`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

LONGEST_TEXT: Final = 20_000
LONGEST_CODE: Final = 40
LONGEST_SLUG: Final = 50
SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a document, and the path of keys and positions to it."""

    path: Path
    reason: str

    def __str__(self) -> str:
        where = ".".join(str(step) for step in self.path)
        return f"{where}: {self.reason}" if where else self.reason


class DocumentError(ValueError):
    """A document that cannot be read. `problems` holds them all, `path` is that of the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems[:20]))

    @property
    def path(self) -> Path:
        return self.problems[0].path if self.problems else ()


class _Invalid:
    """Marks a value that could not be read; its problem has been noted."""


INVALID: Final = _Invalid()


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of value is read and written back."""

    read: Callable[[Any, Path, list[Problem]], Any]
    write: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, slots=True)
class Key:
    """A declared key: how its value is read, and whether it must be there."""

    reader: Reader
    required: bool
    may_be_null: bool = False


def must(reader: Reader) -> Key:
    """A key that has to be there."""
    return Key(reader, required=True)


def may(reader: Reader) -> Key:
    """A key that may be left out, or be null, which is the same."""
    return Key(reader, required=False, may_be_null=True)


def if_given(reader: Reader) -> Key:
    """A key that may be left out, but not be null."""
    return Key(reader, required=False)


def _kind(value: object) -> str:
    """The kind of a value, in words for an error message."""
    if value is None:
        return "nothing"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "text", dict: "a mapping"}
    return kinds.get(type(value), "a list" if isinstance(value, list | tuple) else "another kind of value")


def _read_text(value: Any, path: Path, problems: list[Problem]) -> Any:
    if not isinstance(value, str):
        hint = " (put it in quotes)" if isinstance(value, int | float) else ""
        problems.append(Problem(path, f"must be text, not {_kind(value)}{hint}"))
    elif not value.strip():
        problems.append(Problem(path, "must not be empty"))
    elif len(value) > LONGEST_TEXT:
        problems.append(Problem(path, f"is longer than {LONGEST_TEXT} characters"))
    elif UNPRINTABLE.search(value):
        problems.append(Problem(path, "holds a character that cannot be printed"))
    else:
        return value.strip()
    return INVALID


def _read_code(value: Any, path: Path, problems: list[Problem]) -> Any:
    text = _read_text(value, path, problems)
    if isinstance(text, str) and (len(text) > LONGEST_CODE or not CODE.match(text)):
        problems.append(Problem(path, f"{text[:LONGEST_CODE]!r} is not a code: letters, digits, '-', '_' and '.' only"))
        return INVALID
    return text


def _read_slug(value: Any, path: Path, problems: list[Problem]) -> Any:
    text = _read_text(value, path, problems)
    if isinstance(text, str) and (len(text) > LONGEST_SLUG or not SLUG.match(text)):
        problems.append(Problem(path, f"{text[:LONGEST_SLUG]!r} is not a slug: small letters, digits and '-' only"))
        return INVALID
    return text


def _read_date(value: Any, path: Path, problems: list[Problem]) -> Any:
    if type(value) is date:
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    problems.append(Problem(path, "must be a date such as 2018-01-31"))
    return INVALID


def _read_time(value: Any, path: Path, problems: list[Problem]) -> Any:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value, re.ASCII):
            return time.fromisoformat(value)
    except ValueError:
        pass
    problems.append(Problem(path, 'must be a time of day in quotes such as "09:00"'))
    return INVALID


def _read_flag(value: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, bool):
        return value
    problems.append(Problem(path, f"must be true or false, not {_kind(value)}"))
    return INVALID


TEXT: Final = Reader(_read_text)
CODE_TEXT: Final = Reader(_read_code)
SLUG_TEXT: Final = Reader(_read_slug)
DATE: Final = Reader(_read_date, lambda value: value.isoformat())
TIME: Final = Reader(_read_time, lambda value: value.strftime("%H:%M"))
FLAG: Final = Reader(_read_flag)


def line(longest: int) -> Reader:
    """Text on one line, of so many characters at most."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        text = _read_text(value, path, problems)
        if isinstance(text, str) and (len(text) > longest or "\n" in text):
            problems.append(Problem(path, f"must be one line of up to {longest} characters"))
            return INVALID
        return text

    return Reader(read)


def whole(lowest: int, highest: int) -> Reader:
    """A whole number from `lowest` to `highest`."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if type(value) is int and lowest <= value <= highest:
            return value
        problems.append(Problem(path, f"must be a whole number from {lowest} to {highest}"))
        return INVALID

    return Reader(read)


def fraction() -> Reader:
    """A share of a whole, between 0 and 1."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if type(value) in (int, float) and 0 < value < 1:
            return float(value)
        problems.append(Problem(path, "must be a fraction between 0 and 1"))
        return INVALID

    return Reader(read)


def one_of(*choices: str) -> Reader:
    """One of the words listed."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if isinstance(value, str) and value in choices:
            return value
        problems.append(Problem(path, f"must be one of {', '.join(choices)}"))
        return INVALID

    return Reader(read)


def many(reader: Reader, *, at_least: int = 0) -> Reader:
    """A list, read to a tuple in its order."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if not isinstance(value, list | tuple):
            problems.append(Problem(path, f"must be a list, not {_kind(value)}"))
            return INVALID
        if len(value) < at_least:
            problems.append(Problem(path, f"must have at least {at_least} of them"))
        return tuple(reader.read(item, (*path, place), problems) for place, item in enumerate(value))

    return Reader(read, lambda items: [reader.write(item) for item in items])


def named(reader: Reader) -> Reader:
    """A mapping from codes of its own choosing to values of one kind."""

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if not isinstance(value, Mapping):
            problems.append(Problem(path, f"must be a mapping, not {_kind(value)}"))
            return INVALID
        return MappingProxyType(
            {
                _read_code(name, (*path, str(name)), problems): reader.read(item, (*path, str(name)), problems)
                for name, item in value.items()
            }
        )

    return Reader(read, lambda items: {name: reader.write(item) for name, item in items.items()})


def attribute(key: str) -> str:
    """The attribute that holds a key: `from` is a word of Python's, so it is `from_`."""
    return "from_" if key == "from" else key


def _is_given(value: Mapping[str, Any], name: str, key: Key, path: Path, problems: list[Problem]) -> bool:
    """Whether a key is there to be read; notes it where it is missing and must not be."""
    if name not in value and key.required:
        problems.append(Problem(path, f"{name!r} is missing"))
    return name in value and not (value[name] is None and key.may_be_null)


def record(kind: type, keys: Mapping[str, Key]) -> Reader:
    """A mapping with declared keys, read to a `kind` and written back with its keys in this order.

    What equals the dataclass's own default is left out when written, so that a document has one
    canonical form whether or not an optional key was spelt out.
    """
    defaults = {
        field.name: field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        for field in dataclasses.fields(kind)
    }

    def read(value: Any, path: Path, problems: list[Problem]) -> Any:
        if not isinstance(value, Mapping):
            problems.append(Problem(path, f"must be a mapping, not {_kind(value)}"))
            return INVALID
        before = len(problems)
        for name in value:
            if name not in keys:
                problems.append(Problem((*path, str(name)), f"{str(name)[:LONGEST_CODE]!r} is not a key here"))
        found = {
            attribute(name): key.reader.read(value[name], (*path, name), problems)
            for name, key in keys.items()
            if _is_given(value, name, key, path, problems)
        }
        return kind(**found) if len(problems) == before else INVALID

    def write(thing: Any) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for name, key in keys.items():
            value = getattr(thing, attribute(name))
            if key.required or value != defaults[attribute(name)]:
                written[name] = key.reader.write(value)
        return written

    return Reader(read, write)
