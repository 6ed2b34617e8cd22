"""What happened about agreement and sharing, in order, and what of it a copy for one person may hold.

Sources: Blackpool, Information sharing ("clear and accurate recording"); Working Together: what was decided, and why, is on
record. What a copy for one of the family holds is a product decision (ADR 21). It is as safe as if the one whom somebody fears
read it: what is theirs, and what they have been told of. All else leaves no gap, no line and no number behind.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from consent.rules.withheld import pattern_of, without_address

AGENCY = "the agency"
"""Whose what workers noted is: it may tell one parent what the other said, or that somebody spoke."""
EVERYBODY = "everybody"
CHILD_NOTE = (
    "This copy is about one child alone. What was decided or shared for several children together is in the copy of each; what "
    "another child was asked or said is not in this one."
)
FAMILY_NOTE = (
    "This copy holds what this person was asked, what they said, and what they have been told was shared. What others were "
    "asked or said and what workers noted is in no copy for one person, whether or not there is any."
)


class Knows(enum.IntEnum):
    """What somebody knows of the sharing from one check."""

    NOTHING = 0
    SHARED = 1
    """They agreed to it: that it was shared, and with whom."""
    TOLD = 2
    """They were told of what was shared without them: also who decided, up to when they were told."""


@dataclass(frozen=True)
class Fact:
    """A line of an entry. `of` is the person whose words these are, by their key, or the agency; empty for nobody's own."""

    label: str
    words: str
    of: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `recorded_at` where it was written down later; `marked` for what left without approval.

    `of` is whose entry it is: a person's, by their key, the agency's, or (empty) whoever's who knows what it `needs`. What
    `about` knows is `knows` from then on; or nothing until it is answered where it `waits`.
    """

    at: datetime.datetime
    what: str
    by: str = ""
    reference: str = ""
    facts: tuple[Fact, ...] = ()
    recorded_at: datetime.datetime | None = None
    marked: bool = False
    of: str = ""
    needs: Knows = Knows.TOLD
    about: str = ""
    knows: Knows | None = None
    waits: bool = False

    @property
    def was_recorded_later(self) -> bool:
        return self.recorded_at is not None and self.recorded_at - self.at >= datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Reader:
    """Whom a copy is for: one of the family by their key, or (empty) a court, an inspector or the agency, who read it whole.

    Where theirs is about one child alone, `checks` are those about that child, by their references, and `besides` are the keys
    of the other children, of whom it holds nothing.
    """

    person: str = ""
    checks: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Knowing:
    """What one person knows of one check, and since when."""

    what: Knows = Knows.NOTHING
    since: datetime.datetime | None = None


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By when it happened, and then by when it was recorded; what came first stays first."""
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.recorded_at or entry.at)))


def copy_for(reader: Reader, entries: Iterable[Entry], *, never: Iterable[str] = ()) -> tuple[Entry, ...]:
    """What this reader's copy holds. `never` are words (a withheld address) that no copy does."""
    held, hidden = tuple(entries), pattern_of(never)
    if reader.checks:
        held = tuple(
            replace(entry, facts=tuple(fact for fact in entry.facts if fact.of not in reader.besides))
            for entry in held
            if entry.reference in reader.checks and not reader.besides & {entry.of, entry.about}
        )
    if reader.person:
        known = known_to(reader, held)
        held = tuple(
            replace(entry, facts=tuple(fact for fact in entry.facts if fact.of in {"", reader.person}))
            for entry in held
            if _is_theirs(reader, entry, known.get(entry.reference, Knowing()))
        )
    return tuple(_without_words(entry, hidden) for entry in held)


def known_to(reader: Reader, entries: Iterable[Entry]) -> dict[str, Knowing]:
    """What this reader knows of each check by its reference. Never asked or told, not safe, or not answered yet: nothing."""
    known: dict[str, Knowing] = {}
    waits: set[str] = set()
    for entry in in_order(entries):
        if entry.about not in {reader.person, EVERYBODY}:
            continue
        former = known.setdefault(entry.reference, Knowing())
        if entry.waits:
            waits.add(entry.reference)
        if entry.knows is not None and not (entry.knows is Knows.SHARED and former.what is Knows.TOLD):
            known[entry.reference] = Knowing(entry.knows, entry.at)
    return known | dict.fromkeys(waits, Knowing())


def may_not_be_told(reader: Reader, entries: Iterable[Entry]) -> bool:
    """Whether it is on record somewhere that this reader was not asked, is not safe to tell, or has not been told yet."""
    held = [entry for entry in entries if entry.of == AGENCY]
    return any(entry.about in {reader.person, EVERYBODY} and (entry.waits or entry.knows is Knows.NOTHING) for entry in held)


def _is_theirs(reader: Reader, entry: Entry, known: Knowing) -> bool:
    if entry.of:
        return entry.of == reader.person
    if known.what < entry.needs:
        return False
    return entry.needs is not Knows.TOLD or (
        known.since is not None and entry.at.replace(second=0, microsecond=0) <= known.since
    )


def _without_words(entry: Entry, hidden: re.Pattern[str] | None) -> Entry:
    facts = tuple(replace(fact, words=without_address(fact.words, hidden)) for fact in entry.facts)
    return replace(entry, what=without_address(entry.what, hidden), facts=facts)
