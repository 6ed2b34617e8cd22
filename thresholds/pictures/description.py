"""The picture in words: everything it shows, for those who do not see it and for those who read it beside it."""

from collections import Counter
from dataclasses import dataclass

from thresholds.pictures.model import Mark, Picture, Shape, StrengthMark


@dataclass(frozen=True)
class ListedWorry:
    """A worry with its level in words."""

    mark: Mark
    level: str


@dataclass(frozen=True)
class DomainList:
    """A domain's worries in their order, and what was not explored in it."""

    name: str
    worries: tuple[ListedWorry, ...]
    not_explored: tuple[tuple[str, Shape], ...] = ()


@dataclass(frozen=True)
class Description:
    """`sentence` is `lead` (who judges what) and `rest` together; worries are listed by domain and counted by level."""

    title: str
    desc: str
    sentence: str
    lead: str
    rest: str
    why: str
    worries: tuple[DomainList, ...]
    by_level: tuple[tuple[str, tuple[Mark, ...]], ...]
    strengths: tuple[StrengthMark, ...]
    not_explored: tuple[tuple[str, Shape], ...]


def describe(picture: Picture) -> Description:
    """The picture in words."""
    lead, rest = _lead(picture), _rest(picture)
    lists, left_over = _lists(picture)
    levels = reversed(picture.levels)
    by_level = tuple((level.label, tuple(mark for mark in _numbered(picture) if mark.level == level.code)) for level in levels)
    return Description(
        title=f"{picture.title}, {picture.model_name}",
        desc=_desc(picture),
        sentence=f"{lead} {rest}".strip(),
        lead=lead,
        rest=rest,
        why=picture.why,
        worries=lists,
        by_level=tuple(row for row in by_level if row[1]),
        strengths=picture.strengths,
        not_explored=left_over,
    )


def _numbered(picture: Picture) -> list[Mark]:
    return sorted(picture.worries, key=lambda mark: mark.number)


def _lead(picture: Picture) -> str:
    if picture.judgement is None:
        return "No judgement yet."
    return f"{picture.who} judges {picture.level(picture.judgement).spoken}."


def _rest(picture: Picture) -> str:
    if picture.is_empty:
        return "Nothing has been placed on the picture. Start with what is going well."
    said = [_tool(picture), _before(picture)]
    return " ".join(part for part in said if part)


def _tool(picture: Picture) -> str:
    if picture.suggested is None:
        return ""
    if picture.suggested == picture.judgement:
        return "The evidence points to the same."
    suggestion = f"The evidence points to {picture.level(picture.suggested).spoken}."
    return f"{suggestion} They differ, and the judgement stands." if picture.differs else suggestion


def _before(picture: Picture) -> str:
    if picture.earlier is None:
        return "First check." if picture.judgement else ""
    code, month = picture.earlier
    earlier = f"In {month}: {picture.level(code).spoken}"
    if picture.judgement is None:
        return f"{earlier}."
    step = picture.position(picture.judgement) - picture.position(code)
    since = "the same level" if step == 0 else f"need has {'risen' if step > 0 else 'eased'} since then"
    return f"{earlier}; {since}."


def _desc(picture: Picture) -> str:
    said = ["Immediate danger recorded."] if picture.danger else []
    counts = Counter(mark.level for mark in picture.worries)
    split = ", ".join(f"{counts[level.code]} at {level.label}" for level in reversed(picture.levels) if counts[level.code])
    said.append(f"{_many(len(picture.worries), 'worry', 'worries')} seen{': ' + split if split else ''}.")
    unconfirmed = sum(mark.unconfirmed for mark in picture.worries)
    if unconfirmed:
        said.append(f"{unconfirmed} not confirmed.")
    said.append(f"{_many(len(picture.strengths), 'strength', 'strengths')}.")
    said.append(f"{_many(len(picture.tray), 'area', 'areas')} not explored.")
    judged = picture.level(picture.judgement).label if picture.judgement else "none yet"
    said.append(f"Judgement: {judged}.")
    if picture.suggested:
        said.append(f"The evidence points to: {picture.level(picture.suggested).label}.")
    if picture.earlier:
        said.append(f"Earlier, {picture.earlier[1]}: {picture.level(picture.earlier[0]).label}.")
    return " ".join(said)


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _lists(picture: Picture) -> tuple[tuple[DomainList, ...], tuple[tuple[str, Shape], ...]]:
    """Worries by domain; what was not explored goes with the domain whose shape it has, if only one has it."""
    owners = Counter(domain.shape for domain in picture.domains)
    lists = []
    for domain in picture.domains:
        worries = tuple(
            ListedWorry(mark, picture.level(mark.level).label) for mark in _numbered(picture) if mark.domain == domain.code
        )
        unseen = tuple(item for item in picture.tray if item[1] == domain.shape and owners[domain.shape] == 1)
        lists.append(DomainList(domain.name, worries, unseen))
    placed = {item for listed in lists for item in listed.not_explored}
    left_over = tuple(item for item in picture.tray if item not in placed)
    return tuple(listed for listed in lists if listed.worries or listed.not_explored), left_over
