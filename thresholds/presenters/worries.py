"""The page of worries about one child: what was found, area by area, what works well, and the picture so far."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from people.selectors import age_on, age_words
from thresholds.forms.evidence import Sheet
from thresholds.models import Check, CheckChild
from thresholds.pictures import Mark, Picture, from_content
from thresholds.presenters.entries import HARM, MET, STRENGTH, WORRY, EntryGroup, groups_of
from thresholds.presenters.family import called
from thresholds.presenters.rows import Row, row_of
from thresholds.rules.framework import Dimension, Framework, Indicator, ListItem, PracticeModel
from thresholds.rules.search import Found, search
from thresholds.rules.suggestion import weigh
from thresholds.selectors.authorities import practice_model_of
from thresholds.selectors.checks import answers_for, day_of
from thresholds.selectors.pictures import picture_for


@dataclass(frozen=True)
class Area:
    """One dimension, or a theme of ours within one, and which of three states it is in. `aside` are rows for another age."""

    code: str
    name: str
    dimension: str
    worries: tuple[Row, ...]
    well: tuple[Row, ...]
    aside: tuple[Row, ...]
    state: str
    state_words: str
    no_worry: bool
    is_open: bool

    @property
    def is_theme(self) -> bool:
        return self.code != self.dimension


@dataclass(frozen=True)
class Group:
    """Rows under a heading: strengths of one kind, or the areas of one domain. `asks`: dimensions that its themes divide."""

    name: str
    rows: tuple[Row, ...] = ()
    areas: tuple[Area, ...] = ()
    asks: tuple[Dimension, ...] = ()
    code: str = ""

    @property
    def is_open(self) -> bool:
        """Whether one of its rows is ticked or in use."""
        return any(row.ticked or row.is_open for row in self.rows)


@dataclass(frozen=True)
class Results:
    """What a search found."""

    query: str
    rows: tuple[Row, ...]
    of: int
    also: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """One child of the check."""

    child: CheckChild
    name: str
    age: str
    under: str
    current: bool


@dataclass(frozen=True)
class SoFar:
    """Everything ticked, always in sight. What is not explored is said in words beside this picture."""

    picture: Picture
    worries: tuple[Row, ...]
    well: tuple[Row, ...]
    not_explored: int
    areas: int

    @property
    def numbered(self) -> list[tuple[Mark | None, Row]]:
        """Each worry with its mark on the picture."""
        marks = {mark.text: mark for mark in self.picture.worries}
        return [(marks.get(row.group.wording), row) for row in self.worries]

    @property
    def words(self) -> str:
        return f"{counted(len(self.worries), 'worry', 'worries')}, {len(self.well)} working well"


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


class WorriesPresenter:
    """The page for one child. `sheet` is what was recorded or sent; `query` a search; `keep_open` the rows just used."""

    def __init__(
        self, *, check: Check, framework: Framework, sheet: Sheet, at: datetime, query: str = "", keep_open: Container[str] = ()
    ) -> None:
        self.check, self.framework, self.sheet, self.at = check, framework, sheet, at
        self.query, self.child = query.strip(), sheet.child
        self.day = day_of(check)
        self.practice_model = practice_model_of(check.authority, framework)
        weighed = {item.code: item for item in weigh(framework, answers_for(sheet.child, at=at))}
        self.found = self._search()
        words = [*self.query.split(), *(word for reading in self.found.read_as for word in reading.read_as.split())]
        self.rows = {
            group.key: row_of(group, sheet=sheet, framework=framework, weighed=weighed, words=words, keep_open=keep_open)
            for group in sheet.groups
        }
        self.row_of_code = {code: row for row in self.rows.values() for code in row.group.codes}

    def context(self) -> dict[str, Any]:
        results = self.results()
        return {
            "child": self.child,
            "name": called(self.child.person),
            "results": results,
            "in_results": {row.key for row in results.rows} if results else set(),
            "domains": self.domains(),
            "strengths": self.strengths(),
            "harm": self.harm(),
            "practice_model": self.practice_model,
            "topics": topics_of(self.framework, self.practice_model),
            "so_far": self.so_far(),
            "worry_count": sum(row.group.kind == WORRY for row in self.rows.values()),
            "well_count": sum(not row.group.is_worry for row in self.rows.values()),
            "area_count": sum(len(themes_of(dimension)) or 1 for dimension in self.framework.dimensions),
            "single_area": self.is_one_list,
            "explored": set(self.child.explored),
            "themed": any(themes_of(dimension) for dimension in self.framework.dimensions),
            "error_forms": list(self.sheet.forms.values()),
            "was": sorted(row.key for row in self.rows.values() if row.recorded),
        }

    def results(self) -> Results | None:
        if not self.query:
            return None
        rows = {
            self.row_of_code[match.indicator.code].key: self.row_of_code[match.indicator.code] for match in self.found.matches
        }
        also = tuple(dict.fromkeys(reading.read_as for reading in self.found.read_as))
        return Results(self.query, tuple(rows.values()), len(self.rows), also)

    @property
    def is_one_list(self) -> bool:
        """A framework that divides its indicators in no way, neither its own nor one of ours."""
        return len(self.framework.dimensions) == 1 and not themes_of(self.framework.dimensions[0])

    def domains(self) -> tuple[Group, ...]:
        return tuple(
            Group(
                domain.name, areas=tuple(area for dimension in domain.dimensions for area in self.areas_of(dimension.code)),
                asks=tuple(dimension for dimension in domain.dimensions if themes_of(dimension)), code=domain.code,
            )
            for domain in self.framework.domains
        )  # fmt: skip

    def strengths(self) -> tuple[Group, ...]:
        return by_heading([row for row in self.rows.values() if row.group.kind == STRENGTH], "Strengths")

    def harm(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows.values() if row.group.kind == HARM and (row.ticked or self._fits(row.group)))

    def so_far(self) -> SoFar:
        ticked = [row for row in self.rows.values() if row.recorded]
        worries = sorted((row for row in ticked if row.group.is_worry), key=lambda row: -(row.level.n if row.level else 0))
        explored = {row.group.dimension for row in ticked if row.group.dimension} | set(self.child.explored)
        areas = {dimension.code for dimension in self.framework.dimensions}
        return SoFar(
            picture=replace(picture_so_far(self.child, self.framework), not_explored=()), worries=tuple(worries),
            well=tuple(row for row in ticked if not row.group.is_worry),
            not_explored=len(areas - explored), areas=len(areas),
        )  # fmt: skip

    def areas_of(self, dimension: str) -> tuple[Area, ...]:
        """The area of a dimension, or those of its themes; none for one that the framework does not have."""
        found = next((each for each in self.framework.dimensions if each.code == dimension), None)
        if found is None:
            return ()
        rows = [row for row in self.rows.values() if row.group.dimension == found.code]
        themes = themes_of(found)
        if not themes:
            return (self._area(found, found.code, found.name, rows),)
        return tuple(
            self._area(found, f"{found.code}-{place}", theme, [row for row in rows if row.group.key in keys])
            for place, (theme, keys) in enumerate(themes.items(), start=1)
        )

    def areas_with(self, row: Row | None, dimension: str) -> tuple[Area, ...]:
        """The areas whose state may have changed with a row, or with what was said of a dimension."""
        areas = self.areas_of(row.group.dimension if row else dimension)
        if row is None:
            return areas
        return tuple(area for area in areas if row.key in {each.key for each in (*area.worries, *area.well, *area.aside)})

    def _area(self, dimension: Dimension, code: str, name: str, rows: Sequence[Row]) -> Area:
        here = [row for row in rows if row.ticked or self._fits(row.group)]
        shown = {row.key for row in here}
        worries = tuple(row for row in here if row.group.kind == WORRY)
        well = tuple(row for row in here if row.group.kind == MET)
        ticked = sum(row.recorded for row in worries), sum(row.recorded for row in well)
        is_theme = code != dimension.code
        state, words = ("none", "Nothing ticked") if is_theme else ("not-explored", "Not explored yet")
        if any(ticked):
            said = [counted(ticked[0], "worry", "worries")] if ticked[0] else []
            state, words = "ticked", ", ".join([*said, *([f"{ticked[1]} working well"] if ticked[1] else [])])
        elif dimension.code in self.child.explored:
            state, words = "no-worry", "Looked at, no worry"
        wrong = any(row.form is not None and row.form.is_bound and row.form.errors for row in here)
        return Area(
            code=code, name=name, dimension=dimension.code, worries=worries, well=well,
            aside=tuple(row for row in rows if row.key not in shown), state=state, state_words=words,
            no_worry=dimension.code in self.child.explored,
            is_open=wrong or self.is_one_list or any(row.is_open for row in here),
        )  # fmt: skip

    def _fits(self, group: EntryGroup) -> bool:
        person = self.child.person
        return group.fits_age(age_on(person, self.day), unborn=person.unborn)

    def _search(self) -> Found:
        if not self.query:
            return Found()
        places = {dimension.code: dimension.name for dimension in self.framework.dimensions}
        groups = [group for group in self.sheet.groups if group.key in self.sheet.ticked or self._fits(group)]
        return search([_findable(entry, self.framework) for group in groups for entry in group.entries], self.query, places)


def themes_of(dimension: Dimension) -> dict[str, set[str]]:
    """The themes of a dimension that has some, each with its codes; they are ours, and only for finding."""
    themes: dict[str, set[str]] = {}
    for indicator in dimension.indicators:
        if indicator.theme:
            themes.setdefault(indicator.theme, set()).add(indicator.code)
    return themes


def _findable(entry: Indicator | ListItem, framework: Framework) -> Indicator:
    """A strength or a sign of harm in the shape in which indicators are searched."""
    if isinstance(entry, Indicator):
        return entry
    return Indicator(code=entry.code, level=entry.level or framework.lowest_level.code, text=entry.text, source=entry.source)


def by_heading(rows: Sequence[Row], default: str) -> tuple[Group, ...]:
    """Rows under the group of their entry, in the framework's order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        entry = row.group.entries[0]
        found.setdefault((entry.group if isinstance(entry, ListItem) else None) or default, []).append(row)
    return tuple(Group(name, tuple(listed)) for name, listed in found.items())


def topics_of(
    framework: Framework, model: PracticeModel | None
) -> tuple[tuple[str, tuple[tuple[str, tuple[ListItem, ...]], ...]], ...]:
    """The questions that help to say it well, by topic and subtopic; one of a practice model only where that is worked by."""
    topics: dict[str, dict[str, list[ListItem]]] = {}
    here = model.code if model else None
    for question in framework.questions:
        if question.practice_model not in (None, here):
            continue
        topics.setdefault(question.topic or "", {}).setdefault(question.subtopic or "", []).append(question)
    return tuple((topic, tuple((name, tuple(asked)) for name, asked in below.items())) for topic, below in topics.items())


def picture_so_far(child: CheckChild, framework: Framework) -> Picture:
    """What is ticked, and nothing of a suggestion."""
    return from_content(picture_for(child, framework, show_suggestion=False))


def picture_with(child: CheckChild, framework: Framework, suggested: str | None) -> Picture:
    """What is ticked with the suggestion as it stands now: shown only after the first view."""
    return replace(picture_so_far(child, framework), suggested=suggested)


def tabs_of(check: Check, children: Sequence[CheckChild], current: CheckChild, *, step: str) -> list[Tab]:
    """The children of the check, each with how far they are: `step` is worries or evidence."""
    return [
        Tab(
            child,
            child.person.short_name,
            age_words(child.person, day_of(check)),
            _under(child, step, check),
            child.pk == current.pk,
        )
        for child in children
    ]


def _under(child: CheckChild, step: str, check: Check) -> str:
    framework = check.framework_version.framework_document()
    if step == "evidence":
        if not child.level:
            return "To decide"
        level = framework.level(child.level)
        return f"You said {f'level {level.code}' if level.code.isdigit() else level.name}"
    if framework.is_conversation_led:
        answered = len(child.observations.all())
        return f"{answered} answered" if answered else "Not started"
    keys = {code: group.is_worry for group in groups_of(framework) for code in group.codes}
    worries = sum(keys.get(seen.code, False) for seen in child.observations.all())
    return counted(worries, "worry", "worries") if child.observations.all() else "Not started"
