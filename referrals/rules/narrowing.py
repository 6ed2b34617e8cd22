"""How the inbox is narrowed: by level, agreement, age, agency, repeat and who has it. All of it product decisions (the front
door's mocks, "Pages", 1): a filter is a code or an id, never a name, so it may stand in an address and in a saved view.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

LEVEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ID = re.compile(r"[0-9]{1,15}")
ME, NOBODY = "me", "nobody"
REPEAT, FIRST = "yes", "no"


class Agreement(StrEnum):
    """How a contact was sent, and whether its review is still awaited."""

    AGREEMENT = "agreement"
    APPROVAL = "approval"
    URGENT = "urgent"
    URGENT_WAITING = "urgent-waiting"
    JUDGEMENT = "professional-judgement"


class Age(StrEnum):
    """The ages that can be asked for; a family is found where one of its children is of that age."""

    UNBORN = "unborn"
    UNBORN_AND_UNDER_1 = "unborn-under-1"
    UNDER_5 = "under-5"
    FIVE_TO_10 = "5-10"
    ELEVEN_TO_15 = "11-15"
    SIXTEEN_UP = "16-up"


@dataclass(frozen=True)
class Span:
    """Ages in whole years from the first to below the second, and whether the unborn are with them."""

    first: int
    below: int
    unborn: bool = False


SPANS = {
    Age.UNBORN: Span(0, 0, unborn=True),
    Age.UNBORN_AND_UNDER_1: Span(0, 1, unborn=True),
    Age.UNDER_5: Span(0, 5),
    Age.FIVE_TO_10: Span(5, 11),
    Age.ELEVEN_TO_15: Span(11, 16),
    Age.SIXTEEN_UP: Span(16, 19),
}


@dataclass(frozen=True)
class Filters:
    """What the inbox is narrowed to; an empty value narrows nothing."""

    level: str = ""
    agreement: str = ""
    age: str = ""
    agency: str = ""
    repeat: str = ""
    owner: str = ""
    waiting: str = ""

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def over(self, preset: "Filters") -> "Filters":
        """These, and what the preset asks for where these ask nothing."""
        return replace(preset, **self.given)


ALLOWED: dict[str, frozenset[str]] = {
    "agreement": frozenset(Agreement), "age": frozenset(Age), "repeat": frozenset({REPEAT, FIRST}),
    "waiting": frozenset({"agencies"}),
}  # fmt: skip
NAMES = tuple(field.name for field in fields(Filters))


def filters_read(given: Mapping[str, object]) -> Filters:
    """The filters in an address or a saved view. What is no value of a filter narrows nothing: it may be old, or made up."""
    values = {name: str(given.get(name) or "") for name in NAMES}
    return Filters(**{name: value for name, value in values.items() if value and _is_value(name, value)})


def _is_value(name: str, value: str) -> bool:
    if name == "level":
        return LEVEL.fullmatch(value) is not None
    if name == "agency":
        return ID.fullmatch(value) is not None
    if name == "owner":
        return value in (ME, NOBODY) or ID.fullmatch(value) is not None
    allowed: dict[str, set[str]] = {
        "agreement": set(Agreement),
        "age": set(Age),
        "repeat": {REPEAT, FIRST},
        "waiting": {"agencies"},
    }
    return value in allowed[name]


def born_between(span: Span, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Born after the first day and no later than the second is of these ages on `day`."""
    return years_before(day, span.below), years_before(day, span.first)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years before; of 29 February the 28th, where that year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
