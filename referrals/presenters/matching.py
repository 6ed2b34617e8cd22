"""Facts side by side: rows in order of weight, candidates as columns, words for each. What twins share is grey."""

import datetime
from dataclasses import dataclass
from typing import Any

from people.rules.matching import Fact, Says, Verdict, Weight, compare
from referrals.models import ContactChild
from referrals.presenters.families import age_short, ago_words
from referrals.selectors.matching import Candidate, known_as_sent

COLUMNS = 3
GLYPHS = {Says.SAME: "same", Says.SWAPPED: "undo", Says.ALIKE: "urgent", Says.DIFFERS: "differs", Says.UNKNOWN: "missing"}


@dataclass(frozen=True)
class Cell:
    """What is held of a candidate, its glyph, its words, and how the cell is drawn."""

    held: str
    glyph: str
    words: str
    look: str


@dataclass(frozen=True)
class FactRow:
    """One fact, as sent and for each candidate."""

    label: str
    weight: Weight
    sent: str
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """The head of a candidate's column."""

    candidate: Candidate
    verdict: Verdict
    for_words: str
    against_words: str
    history: list[str]


def match_page(child: ContactChild, candidates: list[Candidate], start: int, now: datetime.datetime) -> dict[str, Any]:
    """The table of three candidates at a time, and the other children of the contact."""
    shown = candidates[start : start + COLUMNS]
    others = list(child.contact.children.select_related("matched__person", "matched__by").order_by("position"))
    day = child.contact.received_at.date()
    return {
        "child": child,
        "columns": [_column(candidate, now) for candidate in shown],
        "rows": _rows(child, shown),
        "others": [{"child": other, "age": age_short(other, day), "is_this": other.pk == child.pk} for other in others],
        "twins": _twins(child, others, shown),
        "found": len(candidates),
        "next_start": start + COLUMNS if len(candidates) > start + COLUMNS else None,
        "start": start,
    }


def _column(candidate: Candidate, now: datetime.datetime) -> Column:
    comparison = candidate.comparison
    return Column(
        candidate,
        comparison.verdict,
        ", ".join(comparison.reasons_for) or "nothing",
        ", ".join(comparison.reasons_against) or "nothing",
        [f"{ago_words(link.contact.received_at, now)}: {link.contact.reference}" for link in candidate.earlier[:3]],
    )


def _rows(child: ContactChild, shown: list[Candidate]) -> list[FactRow]:
    sent = known_as_sent(child)
    codes = compare(sent, sent).facts if not shown else shown[0].comparison.facts
    rows = []
    for fact in codes:
        facts = [candidate.comparison.fact(fact.code) for candidate in shown]
        if not fact.sent and not any(one.held for one in facts):
            continue
        shared = _shared(shown, facts)
        cells = [_cell(one, candidate.comparison.verdict, shared=shared) for one, candidate in zip(facts, shown, strict=True)]
        rows.append(FactRow(fact.label, fact.weight, fact.sent, cells))
    return rows


def _shared(shown: list[Candidate], facts: list[Fact]) -> bool:
    """Whether a fact is the same for somebody who may be a twin and for another column, and so tells neither apart."""
    held = [
        (candidate.comparison.verdict, fact.held)
        for candidate, fact in zip(shown, facts, strict=True)
        if fact.says.speaks_for and candidate.comparison.verdict != Verdict.UNLIKELY
    ]
    twins = [value for verdict, value in held if verdict == Verdict.TWIN]
    others = [value for verdict, value in held if verdict != Verdict.TWIN]
    return any(value in others for value in twins)


def _cell(fact: Fact, verdict: Verdict, *, shared: bool) -> Cell:
    if shared and fact.says.speaks_for:
        words = fact.words if verdict == Verdict.UNLIKELY else f"{fact.words}, for both: does not tell them apart"
        return Cell(fact.held, GLYPHS[fact.says], words, "shared")
    looks = {Says.SAME: "same", Says.SWAPPED: "same", Says.ALIKE: "same", Says.DIFFERS: "differs", Says.UNKNOWN: "unknown"}
    return Cell(fact.held or "–", GLYPHS[fact.says], fact.words, looks[fact.says])


def _twins(child: ContactChild, others: list[ContactChild], shown: list[Candidate]) -> str:
    """The sentence about twins: two children of this contact, or a candidate who may be one."""
    born = child.date_of_birth
    beside = [
        other.given_name or other.name for other in others if other.pk != child.pk and born and other.date_of_birth == born
    ]
    if beside:
        return f"{child.given_name or child.name} and {' and '.join(beside)} have the same date of birth: they may be twins."
    if any(candidate.comparison.verdict == Verdict.TWIN for candidate in shown):
        return "One of these has the same date of birth and family name and another first name: a twin, perhaps."
    return ""
