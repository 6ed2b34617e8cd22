"""What changed between two contents, field by field, in words: so that a lead reads the change before deciding again.

Product decision: an approval counts for exactly what was read (DESIGN.md, "Consent").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_LABELS = {
    "what_is_worrying": "What is worrying",
    "harm": "The harm",
    "referrer_involvement": "Your involvement",
    "tried": "What has been tried",
    "views_child": "The child's views",
    "views_family": "The family's views",
    "seen": "What was seen or said",
    "why": "Why this level",
    "differs_why": "Why it differs from the suggestion",
    "their_words": "Their words",
    "answer_words": "Their answer",
    "reach": "How far their agreement reaches",
    "finding": "Whether the child can decide",
    "reasons": "Why the child can, or cannot, decide",
    "ground": "Ground",
    "ground_note": "What makes this so",
    "level_judged": "Level",
    "lines": "Address",
    "advice": "Conversation",
}
_SILENT = {"picture", "levels", "sections", "code", "level_code"}


@dataclass(frozen=True)
class Run:
    """A stretch of words: `kept`, `removed` or `added`."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    label: str
    runs: tuple[Run, ...]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Each field whose words differ, in the order of the newer content, with what went and what came."""
    old, new = dict(_flat(before)), dict(_flat(after))
    paths = [*new, *(path for path in old if path not in new)]
    return tuple(
        Change(_label(path), _runs(old.get(path, ""), new.get(path, "")))
        for path in paths
        if old.get(path, "") != new.get(path, "")
    )


def _flat(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key not in _SILENT:
                yield from _flat(value, (*path, key))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for place, value in enumerate(part):
            yield from _flat(value, (*path, str(place)))
    elif part not in (None, "", False):
        yield path, "Yes" if part is True else str(part)


def _label(path: tuple[str, ...]) -> str:
    for key in reversed(path):
        if key in _LABELS:
            return _LABELS[key]
    named = next(key for key in reversed(path) if not key.isdigit())
    return named.replace("_", " ").capitalize()


def _runs(before: str, after: str) -> tuple[Run, ...]:
    old, new = before.split(), after.split()
    found: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("kept", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Run("removed", " ".join(old[a:b])))
        if d > c:
            found.append(Run("added", " ".join(new[c:d])))
    return tuple(found)
