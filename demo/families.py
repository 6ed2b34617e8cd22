"""Invented families: names that nobody has, streets that are nowhere, postcodes that do not exist."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NHS_TEST_RANGE = "999"
"""Numbers that begin so are given to nobody (NHS Digital, test data)."""


@dataclass
class DemoChild:
    given_name: str
    family_name: str
    date_of_birth: datetime.date | None = None
    due_date: datetime.date | None = None
    nhs_number: str = ""

    @property
    def unborn(self) -> bool:
        return self.due_date is not None


@dataclass
class DemoFamily:
    """A family as its agency knows it. `mother` and `other` are given names; `other` may be empty."""

    family_name: str
    mother: str
    other: str
    street: str
    postcode: str
    children: list[DemoChild] = field(default_factory=list)

    @property
    def first(self) -> str:
        """What texts call the first child."""
        named = next((child.given_name for child in self.children if child.given_name), "")
        return named or "the baby"


def family_make(
    rng: random.Random, names: Mapping[str, Any], story: Mapping[str, Any], area: str, on: datetime.date
) -> DemoFamily:
    """A family that fits a story on a day: ages, twins, brothers and sisters, a child not yet born."""
    family = DemoFamily(
        family_name=rng.choice(names["families"]),
        mother=rng.choice(names["adults"]),
        other=rng.choice(names["others"]) if rng.random() < 0.45 else "",
        street=f"{rng.randint(1, 98)} {rng.choice(names['streets'])}",
        postcode=f"{area} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}",
    )
    first = story.get("first", "he")
    if story.get("unborn") != "only":
        born = _birthday(rng, story["ages"], on)
        _add(rng, family, names[first], born)
        if story.get("twins"):
            _add(rng, family, names[rng.choice(("she", "he")) if rng.random() < 0.5 else first], born)
        elif story.get("siblings"):
            for _ in range(rng.choice((0, 1, 1, 2))):
                _add(rng, family, names[rng.choice(("she", "he"))], _birthday(rng, [1, 12], on))
    if story.get("unborn"):
        family.children.append(DemoChild("", family.family_name, due_date=on + datetime.timedelta(days=rng.randint(60, 140))))
    return family


def nhs_number(rng: random.Random) -> str:
    """A number of the test range whose last digit checks the others (NHS Data Dictionary, NHS NUMBER)."""
    while True:
        digits = NHS_TEST_RANGE + "".join(str(rng.randint(0, 9)) for _ in range(6))
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(check % 11)


def _add(rng: random.Random, family: DemoFamily, names: list[str], born: datetime.date) -> None:
    taken = {child.given_name for child in family.children}
    given = rng.choice([name for name in names if name not in taken])
    number = nhs_number(rng) if rng.random() < 0.4 else ""
    family.children.append(DemoChild(given, family.family_name, date_of_birth=born, nhs_number=number))


def _birthday(rng: random.Random, ages: list[int], on: datetime.date) -> datetime.date:
    youngest, oldest = ages
    days = rng.randint(youngest * 366 + 40, max(oldest * 365 + 300, youngest * 366 + 60))
    return on - datetime.timedelta(days=days)
