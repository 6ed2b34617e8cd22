"""What a notice can say: a fixed list of sentences with room for a reference, a rule's name and a time, and nothing else.

Product decision (DESIGN.md, "Check your answers"): a notice carries a reference and a link, nothing about a child. The
app that sends a kind of notice declares its sentence, from its `AppConfig.ready`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOTICEABLY_LATE = timedelta(minutes=5)
FIELDS = {"reference", "about", "due"}


class UnknownNotice(KeyError):
    """No app has declared this kind of notice."""


class BadSentence(ValueError):
    """A sentence asks for something that a notice does not carry, or the kind is declared twice with other words."""


@dataclass(frozen=True)
class Kind:
    """One kind of notice and its sentence, with `{reference}`, and `{about}` and `{due}` if it needs them."""

    code: str
    sentence: str


_kinds: dict[str, Kind] = {}


def declare(code: str, sentence: str) -> None:
    """Add a kind of notice; saying the same twice is fine, saying two things under one code is not."""
    asked = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    if asked - FIELDS:
        raise BadSentence(f"{code}: a notice has no {', '.join(sorted(asked - FIELDS))}")
    kind = Kind(code, sentence)
    if _kinds.setdefault(code, kind) != kind:
        raise BadSentence(f"{code} is declared already, with other words")


def kind_of(code: str) -> Kind:
    """The kind of this code; UnknownNotice if nobody declared it."""
    if code not in _kinds:
        raise UnknownNotice(code)
    return _kinds[code]


def words_of(
    code: str,
    *,
    reference: str,
    about: str = "",
    due_at: datetime | None = None,
    meant_at: datetime | None = None,
    created_at: datetime | None = None,
) -> str:
    """The notice in words; one that comes later than it was meant to says so, and by how much."""
    sentence = kind_of(code).sentence.format(
        reference=reference, about=about, due=_moment(due_at) if due_at else "at a time not recorded"
    )
    if meant_at and created_at and created_at - meant_at > NOTICEABLY_LATE:
        sentence += f" This notice is {_length(created_at - meant_at)} late: it was meant for {_moment(meant_at)}."
    return sentence


def _moment(instant: datetime) -> str:
    local = instant.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%B} at {local:%H:%M}"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)} days"
    if minutes >= 120:
        return f"{minutes // 60} hours"
    return f"{minutes} minutes"
