"""Whether two rows of one family are one person.

Product decision: the same name, whatever its capitals and spaces, and the same date of birth (or none known for either). Twins
differ in their names; somebody without a name is nobody's double.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Named:
    given_name: str = ""
    family_name: str = ""
    date_of_birth: datetime.date | None = None

    @property
    def key(self) -> str:
        return " ".join(f"{self.given_name} {self.family_name}".split()).casefold()


def are_one_person(one: Named, other: Named) -> bool:
    """Whether both are named and nothing tells them apart."""
    return bool(one.key) and one.key == other.key and one.date_of_birth == other.date_of_birth


class HasName(Protocol):
    """A person as a record or a form has them."""

    @property
    def given_name(self) -> str: ...

    @property
    def family_name(self) -> str: ...


def named_of(person: HasName) -> Named:
    """What tells them apart; an adult's date of birth may not be asked for."""
    return Named(person.given_name, person.family_name, getattr(person, "date_of_birth", None))
