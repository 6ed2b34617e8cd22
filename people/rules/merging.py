"""Whether two records may be one child, what tells them apart, and which records are one by what was merged.

Product decisions, all of them: no document of a partnership says how two records are put together. Nothing is put together
without a second person, and nothing that either record holds is changed by it (docs/adr, "Two records of one child").
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from people.rules.matching import NO_VARIANTS, Known
from people.rules.names import Variants, given_likeness, plain

KEPT, MERGED = "kept", "merged"

FACTS: Mapping[str, str] = {
    "given_name": "First name",
    "family_name": "Family name",
    "known_as": "Known as",
    "date_of_birth": "Date of birth",
    "due_date": "Expected",
    "nhs_number": "NHS number",
    "upn": "Pupil number",
}
"""What a record says of a child, in the order in which it is compared."""


class HasFacts(Protocol):
    """A record: it has every one of `FACTS`."""

    given_name: str
    family_name: str


@dataclass(frozen=True)
class Difference:
    """A fact that the two records do not both have the same. `must_choose` where both have one."""

    code: str
    label: str
    kept: object
    merged: object

    @property
    def must_choose(self) -> bool:
        return bool(self.kept) and bool(self.merged)

    @property
    def only(self) -> str:
        """The side that alone has it; empty where both do."""
        return "" if self.must_choose else KEPT if self.kept else MERGED


def differences(kept: HasFacts, merged: HasFacts) -> list[Difference]:
    """Every fact in which two records differ."""
    pairs = ((code, label, getattr(kept, code), getattr(merged, code)) for code, label in FACTS.items())
    return [Difference(code, label, ours, theirs) for code, label, ours, theirs in pairs if (ours or theirs) and ours != theirs]


def twins_doubt(one: Known, other: Known, variants: Variants = NO_VARIANTS) -> str:
    """Why they might be two children all the same, in words; empty where nothing says so. A reason is then asked for."""
    if one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number:
        return "They have different NHS numbers."
    if one.upn and other.upn and one.upn != other.upn:
        return "They have different pupil numbers."
    named = plain(one.given_name) and plain(other.given_name)
    same_day = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    if named and same_day and given_likeness(one.given_name, other.given_name, variants) is None:
        return "They were born on the same day and have different first names: they may be twins."
    return ""


Id = TypeVar("Id", bound=Hashable)


def together(merges: Iterable[tuple[Id, Id]]) -> dict[Id, frozenset[Id]]:
    """For each record in a merge every record of the same child, itself included; `merges` are pairs of kept and merged."""
    groups: dict[Id, set[Id]] = {}
    for pair in merges:
        joined = set().union(*(groups.get(one, {one}) for one in pair))
        for one in joined:
            groups[one] = joined
    return {one: frozenset(group) for one, group in groups.items()}


def head_of(record: Id, merges: Iterable[tuple[Id, Id]]) -> Id:
    """The record that stands for a child: what it was merged into, and that into what."""
    into = {merged: kept for kept, merged in merges}
    seen: dict[Id, int] = defaultdict(int)
    while record in into and not seen[record]:
        seen[record] += 1
        record = into[record]
    return record
