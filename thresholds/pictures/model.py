"""What a picture of need shows: plain values, from whatever framework the check was begun on."""

from dataclasses import dataclass, replace
from typing import Literal

Shape = Literal["circle", "square", "hexagon"]


@dataclass(frozen=True)
class Mark:
    """One worry: `level` is the code at which it counts, `domain` the code under which it was found.

    `unconfirmed` marks a worry whose condition is not known; `danger` one that is an immediate danger.
    """

    number: int
    level: str
    domain: str
    shape: Shape
    text: str
    unconfirmed: bool = False
    danger: bool = False


@dataclass(frozen=True)
class StrengthMark:
    """One strength, lettered; `group` is one of the picture's strength groups."""

    letter: str
    group: str
    text: str


@dataclass(frozen=True)
class PictureLevel:
    """A level of need, in the framework's order from the lowest."""

    code: str
    name: str
    statutory: bool = False

    @property
    def label(self) -> str:
        """How the level is named on the drawing: a numbered level keeps its number."""
        return f"{self.code} {self.name}" if self.code.isdigit() else self.name

    @property
    def spoken(self) -> str:
        """How the level is named in a sentence."""
        return f"Level {self.label}" if self.code.isdigit() else self.name


@dataclass(frozen=True)
class PictureDomain:
    """A domain of worries; `short` heads its column (if not given the first word of its name that says something)."""

    code: str
    name: str
    shape: Shape = "circle"
    short: str = ""

    @property
    def heading(self) -> str:
        if self.short:
            return self.short
        words = [word for word in self.name.split() if word.casefold() not in ("the", "a", "an")] or [self.name or self.code]
        return (words[0][:1].upper() + words[0][1:]).removesuffix("’s").removesuffix("'s")


@dataclass(frozen=True)
class Picture:
    """One check (or one child's part of it) as a picture.

    `judgement` and `suggested` are level codes. A suggestion that must not be seen yet is passed as None:
    what is in here is drawn. `earlier` is the level code and the month ("March 2026") of the check before
    this one. `danger` is immediate danger recorded for the check, whether or not one worry carries it. `centre`, `blocks`
    and `blocks_note` are the words of a form that has a middle and blocks of support.
    """

    form: str
    title: str
    model_name: str
    who: str
    levels: tuple[PictureLevel, ...]
    domains: tuple[PictureDomain, ...]
    worries: tuple[Mark, ...] = ()
    strengths: tuple[StrengthMark, ...] = ()
    strength_groups: tuple[str, ...] = ()
    not_explored: tuple[tuple[str, Shape], ...] = ()
    judgement: str | None = None
    suggested: str | None = None
    earlier: tuple[str, str] | None = None
    danger: bool = False
    grouping_note: str = ""
    why: str = ""
    strengths_name: str = "Strengths"
    centre: str = ""
    blocks: str = ""
    blocks_note: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing has been placed on it yet."""
        return not (self.worries or self.strengths or self.judgement or self.suggested or self.danger)

    @property
    def differs(self) -> bool:
        """Judgement and suggestion are both shown and are not the same."""
        return None not in (self.judgement, self.suggested) and self.judgement != self.suggested

    def whose(self, level: PictureLevel, *, briefly: bool = False) -> str:
        """Whose view stands at a level, in words for its tag; empty where nobody's does."""
        if level.code != self.judgement:
            return ("Evidence" if briefly else "Evidence points to") if level.code == self.suggested else ""
        if briefly or not self.suggested:
            return "Judgement"
        return f"Judgement (evidence {'differs' if self.differs else 'agrees'})"

    @property
    def groups(self) -> tuple[str, ...]:
        """The strength groups in order, with any that only a strength names, so that none is lost."""
        return tuple(dict.fromkeys((*self.strength_groups, *(s.group for s in self.strengths))))

    @property
    def tray(self) -> tuple[tuple[str, Shape], ...]:
        """What was not explored; on an empty picture at least the domains."""
        if self.not_explored or not self.is_empty:
            return self.not_explored
        return tuple((domain.name, domain.shape) for domain in self.domains)

    def position(self, code: str) -> int:
        """The place of a level in the framework's order, from 0."""
        return [level.code for level in self.levels].index(code)

    def level(self, code: str) -> PictureLevel:
        return self.levels[self.position(code)]

    def in_cell(self, level: str, domain: str) -> tuple[Mark, ...]:
        """The worries of one level and domain, as they are drawn: danger first, then by number."""
        found = (mark for mark in self.worries if (mark.level, mark.domain) == (level, domain))
        return tuple(sorted(found, key=lambda mark: (not mark.danger, mark.number)))

    def checked(self) -> "Picture":
        """The same picture, refused with ValueError if something on it has no place to be drawn."""
        levels = {level.code for level in self.levels}
        domains = {domain.code for domain in self.domains}
        named = [mark.level for mark in self.worries]
        named += [code for code in (self.judgement, self.suggested) if code is not None]
        named += [self.earlier[0]] if self.earlier else []
        unknown = sorted(set(named) - levels) + sorted({m.domain for m in self.worries} - domains)
        if unknown:
            raise ValueError(f"the picture has no place for {', '.join(unknown)}")
        if not levels or not domains:
            raise ValueError("a picture needs at least one level and one domain")
        return self

    def as_form(self, form: str) -> "Picture":
        return replace(self, form=form)
