"""Read a plain dict into frozen content, refusing what was not declared.

Product decision (issue 9, "a document holds exactly the fields that its template declares"): a field that is not
declared is an error, so that something planted in another record cannot reach paper.
"""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

MOST_ITEMS = 300
MOST_CHARACTERS = 400_000

T = TypeVar("T")


@dataclass(frozen=True)
class Cap:
    """The longest text that a field takes, in characters."""

    characters: int


Line = Annotated[str, Cap(1_000)]
Prose = Annotated[str, Cap(200_000)]

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # controls; tab, line feed and next line are spacing
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: text must print in the order in which it is stored
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


class ContentRefused(ValueError):
    """Content that no document may hold; `path` names the field, never what was written in it."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def clean(text: str) -> str:
    """Return text without characters that cannot be printed or that reorder what is read (product decision)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


def read(kind: type[T], given: object, path: str = "content") -> T:
    """Build the dataclass `kind` from a mapping of its fields (a field `from_` is `from` outside).

    Dates and times become ISO text and whole numbers become words. A bare text is taken for a dataclass that says in
    `FROM_TEXT` which of its fields that is. None and absent fields take the default. Raises ContentRefused for a field that
    is not declared, a value of the wrong kind, or more text or items than a document takes.
    """
    into = getattr(kind, "FROM_TEXT", None)
    if into is not None and isinstance(given, (str, int)):
        given = {into: given}
    if isinstance(given, kind):
        return given
    if not isinstance(given, Mapping):
        raise ContentRefused(path, "is not a group of fields")
    hints = _hints(cast(Any, kind))
    for name in given:
        if name not in hints:
            raise ContentRefused(f"{path}.{name}" if str(name).isidentifier() else path, "is not a declared field")
    values = {
        field: _value(hint, given[name], f"{path}.{name}")
        for name, (field, hint) in hints.items()
        if given.get(name) is not None
    }
    return kind(**values)


def plain(part: Any) -> Any:
    """Return what `read` would build the same content from: dicts, lists and texts that JSON can hold."""
    if is_dataclass(part):
        return {field.name.rstrip("_"): plain(getattr(part, field.name)) for field in fields(part)}
    if isinstance(part, tuple):
        return [plain(item) for item in part]
    return part


@cache
def _hints(kind: Any) -> dict[str, tuple[str, Any]]:
    """Return name outside → (field, hint)."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name.rstrip("_"): (field.name, hints[field.name]) for field in fields(kind)}


def _value(hint: Any, value: object, path: str) -> Any:
    """Return the value as its hint wants it."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _value(next(part for part in get_args(hint) if part is not type(None)), value, path)
    if origin is Annotated:
        return _text(value, get_args(hint)[1].characters, path)
    if origin is tuple:
        return _items(get_args(hint)[0], value, path)
    if isinstance(hint, type) and is_dataclass(hint):
        return read(hint, value, path)
    if hint is bool:
        if not isinstance(value, bool):
            raise ContentRefused(path, "is neither true nor false")
        return value
    return _plain(value, path)


def _text(value: object, most: int, path: str) -> str:
    if isinstance(value, (datetime, date)):
        value = value.isoformat()
    elif isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ContentRefused(path, "is not text")
    text = clean(value)
    if len(text) > most:
        raise ContentRefused(path, f"is longer than {most} characters")
    return text


def _items(hint: Any, value: object, path: str) -> tuple[Any, ...]:
    if isinstance(value, str):
        value = [value] if value.strip() else []
    if not isinstance(value, Sequence):
        raise ContentRefused(path, "is not a list")
    if len(value) > MOST_ITEMS:
        raise ContentRefused(path, f"has more than {MOST_ITEMS} entries")
    return tuple(_value(hint, item, f"{path}[{number}]") for number, item in enumerate(value))


def _plain(value: object, path: str) -> Any:
    """Return a value that JSON can hold, its texts cleaned; for parts whose shape another app declares."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (str, date)):
        return _text(value, MOST_CHARACTERS, path)
    if isinstance(value, Mapping):
        return {_text(key, 1_000, path): _plain(item, path) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item, path) for item in value]
    raise ContentRefused(path, "cannot be kept")
