"""What happened about agreement and sharing, in order, and what of it a copy for one person may hold.

Sources: Blackpool, Information sharing ("clear and accurate recording"); Working Together: what was decided, and why, is on
record. That what one person said is theirs and is left out of a copy for another, with a line that says so, that a worry
about a colleague is in no family's copy, and that an address that must not be known is in none, are product decisions (ADR 20).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

LEFT_OUT = "Left out of this copy: what somebody else said is theirs."
LEFT_OUT_COLLEAGUE = "An entry is left out of this copy, because it is about a member of staff."
ADDRESS = "[left out: an address that must not be known]"


@dataclass(frozen=True)
class Fact:
    """A line of an entry. `of` is the person whose words these are, by their key; empty for what is nobody's own."""

    label: str
    words: str
    of: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `recorded_at` where it was written down later; `marked` for what left without approval."""

    at: datetime.datetime
    what: str
    by: str = ""
    reference: str = ""
    facts: tuple[Fact, ...] = ()
    recorded_at: datetime.datetime | None = None
    marked: bool = False
    about_colleague: bool = False

    @property
    def was_recorded_later(self) -> bool:
        return self.recorded_at is not None and self.recorded_at - self.at >= datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Reader:
    """Whom a copy is for: one of the family by their key, or (empty) a court, an inspector or the agency, who read it whole."""

    person: str = ""


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By when it happened, and then by when it was recorded; what came first stays first."""
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.recorded_at or entry.at)))


def copy_for(reader: Reader, entries: Iterable[Entry], *, never: Iterable[str] = ()) -> tuple[Entry, ...]:
    """What this reader's copy holds. `never` are words (a withheld address) that no copy does."""
    hidden = [word for word in never if word.strip()]
    return tuple(_without_words(_theirs(reader, entry), hidden) for entry in entries)


def _theirs(reader: Reader, entry: Entry) -> Entry:
    if not reader.person:
        return entry
    if entry.about_colleague:
        return Entry(at=entry.at, what=LEFT_OUT_COLLEAGUE, reference=entry.reference)
    kept = tuple(fact for fact in entry.facts if fact.of in {"", reader.person})
    if len(kept) < len(entry.facts):
        kept = (*kept, Fact("Left out", LEFT_OUT))
    return replace(entry, facts=kept)


def _without_words(entry: Entry, hidden: list[str]) -> Entry:
    if not hidden:
        return entry
    parts = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in hidden)
    pattern = re.compile(parts, re.IGNORECASE)
    facts = tuple(replace(fact, words=pattern.sub(ADDRESS, fact.words)) for fact in entry.facts)
    return replace(entry, what=pattern.sub(ADDRESS, entry.what), facts=facts)
