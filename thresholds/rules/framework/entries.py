"""What a framework is made of, as frozen values. The shape is that of `docs/fixtures.md`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

AGGRAVATING: Final = ("engagement", "tried", "count-in-window", "duration")
PROTECTIVE: Final = "protective"
NEED: Final = "need"
MET: Final = "met"
STRENGTH: Final = "strength"


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """The dates on which a version applies: from the first to the second, which is its last day."""

    from_: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    document: str
    published: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """The form in which need is drawn; a form with a middle and blocks of support has its words from the framework."""

    form: str
    source: str
    caption: str | None = None
    centre: str | None = None
    blocks: str | None = None
    blocks_note: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeBand:
    """Ages that an indicator's wording names: from the first birthday named, up to but not the second."""

    from_: int | None = None
    under: int | None = None
    unborn: bool = False

    def includes(self, age_years: int | None, *, unborn: bool) -> bool | None:
        """Whether a child is of this age; None where that is not known.

        An unborn child is outside unless the wording names the unborn; a band that names nothing
        but the unborn leaves out everybody who has been born (DESIGN.md, Fine print).
        """
        if unborn:
            return self.unborn
        if age_years is None:
            return None
        if self.only_unborn:
            return False
        return (self.from_ is None or age_years >= self.from_) and (self.under is None or age_years < self.under)

    @property
    def only_unborn(self) -> bool:
        """Whether it names the unborn and nobody else, written as `unborn: true` with `under: 0` or without."""
        return self.unborn and self.from_ is None and not self.under

    @property
    def leaves_out_everybody(self) -> bool:
        named = self.from_ is not None or self.under is not None
        empty = self.under is not None and (self.from_ or 0) >= self.under
        return not self.only_unborn and (empty or not named)

    def __str__(self) -> str:
        if self.only_unborn:
            return "unborn"
        if self.from_ is None:
            words = f"under {self.under}"
        elif self.under is None:
            words = f"{self.from_} and over"
        else:
            words = f"{self.from_} to {self.under - 1}"
        return f"{words} or unborn" if self.unborn else words


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Something that an indicator's wording makes it depend on, put as a question."""

    kind: str
    text: str
    without: str | None = None
    then: str | None = None

    @property
    def aggravating(self) -> bool:
        return self.kind != PROTECTIVE


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """An answer to a question that points to a level, and the passage that says so."""

    value: str
    level: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolResult:
    """What a tool may show, and the indicator that its result stands for; None where the document prints no place."""

    code: str
    text: str
    source: str
    indicator: str | None = None
    conditions_met: bool | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListItem:
    """An entry of any list but the indicators'. Which of the optional ones it has depends on its list.

    A question of a conversation-led framework has a `dimension` (its topic), a `polarity`, a `name` that says
    what the answer that counts would say, the `points` to levels that its answers make, and the tools that it `offers`.
    """

    code: str
    text: str
    source: str
    name: str | None = None
    group: str | None = None
    level: str | None = None
    topic: str | None = None
    subtopic: str | None = None
    domain: str | None = None
    who: str | None = None
    age: AgeBand | None = None
    same_text_as: str | None = None
    maps_to: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    results: tuple[ToolResult, ...] = ()
    indicators: tuple[str, ...] = ()
    dimension: str | None = None
    polarity: str | None = None
    points: tuple[Point, ...] = ()
    offers: tuple[str, ...] = ()
    practice_model: str | None = None
    note: str | None = None

    @property
    def wording(self) -> str:
        return self.text

    @property
    def is_strength(self) -> bool:
        """Whether a yes to this question is a strength."""
        return self.polarity == STRENGTH

    @property
    def statement(self) -> str:
        """What the answer that counts says of the child, where the question gives it; else the question."""
        return self.name or self.text

    def point_for(self, value: str) -> Point | None:
        """Where an answer points, or None. A question's own `level` is where a yes points."""
        if value == "yes" and self.level is not None:
            return Point(value=value, level=self.level, source=self.source)
        return next((point for point in self.points if point.value == value), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A part of a level, such as 4a to 4c of Plymouth 2016."""

    code: str
    name: str
    source: str
    items: tuple[ListItem, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    code: str
    name: str
    short: str
    statutory: bool
    source: str
    definition: str | None = None
    response: str | None = None
    assessment: str | None = None
    who: str | None = None
    bands: tuple[Band, ...] = ()
    note: str | None = None
    order: int = 0

    @property
    def label(self) -> str:
        """What a sentence calls it: a name says more than a number, but a numbered level is known by its number."""
        return f"level {self.code} ({self.name})" if self.code.isdigit() and self.code not in self.name else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """A published statement about a child: a worry (`need`) or a need that is met (`met`). `theme` is a heading of ours."""

    code: str
    level: str
    text: str
    source: str
    polarity: str = NEED
    display: str | None = None
    conditions: tuple[Condition, ...] = ()
    age: AgeBand | None = None
    same_text_as: str | None = None
    unconditional: bool = False
    theme: str | None = None
    note: str | None = None
    domain: str = ""
    dimension: str = ""

    @property
    def wording(self) -> str:
        """What a page shows: the published text, or its corrected spelling where there is one."""
        return self.display or self.text

    @property
    def is_worry(self) -> bool:
        return self.polarity == NEED


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    code: str
    name: str
    short: str
    indicators: tuple[Indicator, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Domain:
    code: str
    name: str
    shape: str = "circle"
    dimensions: tuple[Dimension, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MatrixCode:
    code: str
    name: str
    level: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    rows: tuple[ListItem, ...] = ()
    codes: tuple[MatrixCode, ...] = ()
    source: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cumulative:
    """How many worries in how many domains are worth a thought of the next level (3 and 2 if not said)."""

    worries: int = 3
    domains: int = 2
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GlossaryTerm:
    term: str
    text: str
    source: str
    note: str | None = None
