"""What must hold between the parts of a framework: that codes are its own and point to what is there.

Sources: DESIGN.md, "Frameworks" (codes unique, the code is the key), "Conditions" and "Fine print"
(an indicator's conditions all point one way; `unconditional` comes with its reason).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from thresholds.rules.framework.entries import Indicator, ListItem
from thresholds.rules.framework.framework import Framework, text_key
from thresholds.rules.framework.questions import question_problems
from thresholds.rules.shape import Path, Problem


def problems_in(framework: Framework) -> list[Problem]:
    """Every way in which a framework that reads well does not hold together."""
    problems = [*_dates(framework), *_parts(framework)]
    if problems:
        return problems
    codes: dict[str, Indicator | ListItem] = {}
    placed = list(_placed_entries(framework))
    for path, entry in placed:
        if entry.code in codes:
            problems.append(Problem((*path, "code"), f"the code {entry.code} is used twice"))
        codes.setdefault(entry.code, entry)
    for path, entry in placed:
        problems.extend(_entry(framework, codes, path, entry))
        if isinstance(entry, Indicator):
            problems.extend(_indicator(framework, path, entry))
    for place, question in enumerate(framework.questions):
        problems.extend(question_problems(framework, ("questions", place), question))
    return [*problems, *_matrix(framework), *_consent(framework)]


def _dates(framework: Framework) -> Iterator[Problem]:
    until = framework.in_force.until
    if until is not None and until < framework.in_force.from_:
        yield Problem(("in_force", "until"), "must not be before the day on which it comes into force")
    if framework.supersedes == framework.slug:
        yield Problem(("supersedes",), "a framework cannot supersede itself")


def _parts(framework: Framework) -> Iterator[Problem]:
    """Levels, domains and dimensions: each code once."""
    yield from _repeats(((("levels", at), level.code) for at, level in enumerate(framework.levels)), "level")
    yield from _repeats(((("domains", at), domain.code) for at, domain in enumerate(framework.domains)), "domain")
    yield from _repeats(
        (
            (("domains", at, "dimensions", below), dimension.code)
            for at, domain in enumerate(framework.domains)
            for below, dimension in enumerate(domain.dimensions)
        ),
        "dimension",
    )


def _repeats(coded: Iterable[tuple[Path, str]], what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, code in coded:
        if code in seen:
            yield Problem((*path, "code"), f"the {what} {code} is there twice")
        seen.add(code)


def _placed_entries(framework: Framework) -> Iterator[tuple[Path, Indicator | ListItem]]:
    """Each coded entry with its path in the document."""
    for at, level in enumerate(framework.levels):
        for below, band in enumerate(level.bands):
            yield from _each(("levels", at, "bands", below, "items"), band.items)
    for at, domain in enumerate(framework.domains):
        for below, dimension in enumerate(domain.dimensions):
            yield from _each(("domains", at, "dimensions", below, "indicators"), dimension.indicators)
    for name, entries in framework.lists.items():
        yield from _each((name,), entries)
    if framework.matrix:
        yield from _each(("matrix", "rows"), framework.matrix.rows)


def _each(path: Path, entries: Sequence[Indicator | ListItem]) -> Iterator[tuple[Path, Indicator | ListItem]]:
    for place, entry in enumerate(entries):
        yield (*path, place), entry


def _entry(
    framework: Framework, codes: dict[str, Indicator | ListItem], path: Path, entry: Indicator | ListItem
) -> Iterator[Problem]:
    """What an indicator and a list item have in common: a level, an age, another entry's text."""
    if entry.level is not None and not framework.has_level(entry.level):
        yield Problem((*path, "level"), f"the level {entry.level!r} is not one of {_levels(framework)}")
    if entry.age is not None and entry.age.leaves_out_everybody:
        yield Problem((*path, "age"), "must say from, under or unborn, and leave some age in")
    if entry.same_text_as is not None:
        same = codes.get(entry.same_text_as)
        if same is None or same is entry:
            yield Problem((*path, "same_text_as"), f"there is no other entry {entry.same_text_as}")
        elif text_key(same.text) != text_key(entry.text):
            yield Problem((*path, "same_text_as"), f"the text of {entry.same_text_as} is not the same")
    if isinstance(entry, ListItem):
        yield from _references(framework, path, entry)


def _references(framework: Framework, path: Path, item: ListItem) -> Iterator[Problem]:
    for key, codes in (("places", item.places), ("indicators", item.indicators)):
        for place, code in enumerate(codes):
            if framework.find(code) is None:
                yield Problem((*path, key, place), f"there is no entry {code}")
    yield from _results(framework, path, item)
    if item.domain is not None and item.domain not in {domain.code for domain in framework.domains}:
        yield Problem((*path, "domain"), f"there is no domain {item.domain}")


def _results(framework: Framework, path: Path, tool: ListItem) -> Iterator[Problem]:
    """What a tool may show: each code once, and a place that its indicators have."""
    seen: set[str] = set()
    for place, result in enumerate(tool.results):
        here = (*path, "results", place)
        if result.code in seen:
            yield Problem((*here, "code"), f"the result {result.code} is there twice")
        seen.add(result.code)
        if result.indicator is None:
            if result.conditions_met is not None:
                yield Problem((*here, "conditions_met"), "goes with an indicator")
        elif result.indicator not in tool.places or not framework.has_indicator(result.indicator):
            yield Problem((*here, "indicator"), f"{result.indicator} is no indicator among the tool's places")
        elif result.conditions_met is not None and not framework.indicator(result.indicator).conditions:
            yield Problem((*here, "conditions_met"), f"{result.indicator} has no condition")


def _indicator(framework: Framework, path: Path, indicator: Indicator) -> Iterator[Problem]:
    if not indicator.code.startswith(f"{framework.prefix}-"):
        yield Problem((*path, "code"), f"an indicator's code begins with {framework.prefix}-")
    if indicator.unconditional and (indicator.conditions or not indicator.note):
        yield Problem((*path, "unconditional"), "goes with a note that says why, and with no conditions")
    if len({condition.aggravating for condition in indicator.conditions}) > 1:
        yield Problem((*path, "conditions"), "must all point one way: aggravating or protective")
    if not framework.has_level(indicator.level):
        return
    for place, condition in enumerate(indicator.conditions):
        here = (*path, "conditions", place)
        if condition.aggravating:
            if condition.then is not None:
                yield Problem((*here, "then"), "is for a protective condition")
            yield from _without(framework, here, indicator, condition.without)
        elif condition.without is not None:
            yield Problem((*here, "without"), "is for an aggravating condition: a protective one keeps its level")
        elif condition.then is not None and not framework.has_indicator(condition.then):
            yield Problem((*here, "then"), f"there is no indicator {condition.then}")


def _without(framework: Framework, path: Path, indicator: Indicator, without: str | None) -> Iterator[Problem]:
    if without is None:
        return
    if not framework.has_level(without):
        yield Problem((*path, "without"), f"the level {without!r} is not one of {_levels(framework)}")
        return
    fall = framework.level(indicator.level).order - framework.level(without).order
    if fall < 0 or (fall == 0 and indicator.level != framework.lowest_level.code):
        yield Problem((*path, "without"), f"must be below level {indicator.level}")
    elif fall > 1 and not indicator.note:
        yield Problem((*path, "without"), "more than one level below needs a note that names the printed indicator")


def _matrix(framework: Framework) -> Iterator[Problem]:
    if framework.matrix is None:
        return
    dimensions = {dimension.code for dimension in framework.dimensions}
    for place, row in enumerate(framework.matrix.rows):
        for at, code in enumerate(row.maps_to):
            if code not in dimensions:
                yield Problem(("matrix", "rows", place, "maps_to", at), f"there is no dimension {code}")
    for place, mark in enumerate(framework.matrix.codes):
        if mark.level is not None and not framework.has_level(mark.level):
            yield Problem(("matrix", "codes", place, "level"), f"the level {mark.level!r} is not there")


def _consent(framework: Framework) -> Iterator[Problem]:
    grounds = ((("consent_rules", at), rule) for at, rule in enumerate(framework.consent_rules))
    yield from _repeats(((("consent_rules", at), rule.code) for at, rule in enumerate(framework.consent_rules)), "consent rule")
    for path, rule in grounds:
        for place, level in enumerate(rule.levels):
            if not framework.has_level(level):
                yield Problem((*path, "levels", place), f"the level {level!r} is not one of {_levels(framework)}")
        yield from _repeats((((*path, "grounds", at), ground.code) for at, ground in enumerate(rule.grounds)), "ground")


def _levels(framework: Framework) -> str:
    return ", ".join(level.code for level in framework.levels)
