"""YAML read to plain values, each with its line, without anything that a fixture does not need.

Built from parser events, so that nothing nests deeper in Python than in the loop here: aliases, anchors, tags,
repeated keys, several documents and deep nesting are refused with their line. Only `true` and `false` are flags, so
that `yes` and `no` are text, and dates are left as text for the declared shape to read (`docs/fixtures.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from thresholds.rules.shape import Path

LARGEST: Final = 2 * 1024 * 1024
DEEPEST: Final = 30

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_FLAGS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableYaml(ValueError):
    """A file that is no fixture, whatever it says. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"{line}: {reason}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and the line of each path of keys and positions in it."""

    value: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list being read."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None
    seen: set[str] = field(default_factory=set)

    def place(self) -> str | int:
        return self.key or "" if isinstance(self.value, dict) else len(self.value)

    def add(self, value: Any) -> None:
        if isinstance(self.value, dict):
            self.value[self.key or ""] = value
            self.key = None
        else:
            self.value.append(value)


def read_yaml(data: bytes) -> Reading:
    """Read one YAML document. Raises UnreadableYaml with the line at which it cannot be read."""
    if len(data) > LARGEST:
        raise UnreadableYaml(1, f"is larger than {LARGEST // (1024 * 1024)} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableYaml(data.count(b"\n", 0, error.start) + 1, "is not UTF-8") from error
    try:
        return _build(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = max(len(text.splitlines()), 1)
        raise UnreadableYaml(
            min(mark.line + 1, last) if mark else 1, f"is not YAML: {error.problem or error.context}"
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableYaml(line, "holds a character that YAML does not allow") from error


def _build(events: Iterator[yaml.Event]) -> Reading:
    lines: dict[Path, int] = {}
    stack: list[_Open] = []
    root: list[Any] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_what_fixtures_do_not_need(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise UnreadableYaml(line, "holds a second document")
        elif isinstance(event, yaml.ScalarEvent):
            _scalar(event, line, stack, root, lines)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) >= DEEPEST:
                raise UnreadableYaml(line, f"is nested more than {DEEPEST} deep")
            path = _path(stack, line)
            lines.setdefault(path, line)
            stack.append(_Open(path, {} if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, yaml.CollectionEndEvent):
            _put(stack.pop().value, stack, root)
    if not root:
        raise UnreadableYaml(1, "is empty")
    return Reading(root[0], lines)


def _refuse_what_fixtures_do_not_need(event: yaml.Event, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise UnreadableYaml(line, "anchors and aliases are not allowed: write it out")
    if getattr(event, "tag", None) is not None:
        raise UnreadableYaml(line, "tags are not allowed")


def _path(stack: list[_Open], line: int) -> Path:
    """The path of the value that begins here."""
    if not stack:
        return ()
    inner = stack[-1]
    if isinstance(inner.value, dict) and inner.key is None:
        raise UnreadableYaml(line, "a key must be text")
    return (*inner.path, inner.place())


def _scalar(event: yaml.ScalarEvent, line: int, stack: list[_Open], root: list[Any], lines: dict[Path, int]) -> None:
    value = _value(event)
    inner = stack[-1] if stack else None
    if inner is not None and isinstance(inner.value, dict) and inner.key is None:
        if not isinstance(value, str) or not value:
            raise UnreadableYaml(line, "a key must be text")
        if value in inner.seen:
            raise UnreadableYaml(line, f"the key {value[:80]!r} is there twice")
        inner.seen.add(value)
        inner.key = value
        lines[(*inner.path, value)] = line
        return
    lines.setdefault(_path(stack, line), line)
    _put(value, stack, root)


def _put(value: Any, stack: list[_Open], root: list[Any]) -> None:
    if stack:
        stack[-1].add(value)
    else:
        root.append(value)


def _value(event: yaml.ScalarEvent) -> Any:
    """A quoted or block scalar is text; a plain one may be nothing, a flag or a number."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _NULL:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _WHOLE.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text
