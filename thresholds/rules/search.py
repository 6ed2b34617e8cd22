"""Finding indicators by what a practitioner would call them, and by the age of the child.

Source: DESIGN.md, "The main job", 2: searchable, filtered by age (unborn is an age). How matches are
ranked is a product decision: words as printed before words that begin alike, both before synonyms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from thresholds.rules.framework import Indicator
from thresholds.rules.search_words import LONGEST_PHRASE, SHORTEST_STEM, SYNONYMS, UNIMPORTANT, Words, plain_words, words_of

LONGEST_QUERY: Final = 200
AS_PRINTED: Final = 8
BEGINS_ALIKE: Final = 5
SYNONYM: Final = 3
BY_PLACE: Final = 1
SHORTEST_RESPELT: Final = 5
NEAR: Final = 0.8


@dataclass(frozen=True, slots=True)
class Reading:
    """A word or phrase that was asked for, and another that it was read as."""

    asked: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator that was found; `read_as` names the synonyms by which, if it was by any."""

    indicator: Indicator
    score: int
    read_as: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The matches, best first, and every synonym by which one of them was found."""

    matches: tuple[Match, ...] = ()
    read_as: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One word or known phrase of the query, and what else it may be called."""

    asked: str
    words: Words
    others: tuple[tuple[str, Words], ...]


def search(indicators: Iterable[Indicator], query: str, places: dict[str, str] | None = None) -> Found:
    """Indicators by the words of a query, best first, in printed order where they are as good.

    Those that fit every part of the query; if there are none, those that fit the most. An empty query
    finds nothing. `places` maps a dimension's code to its name, which then counts a little too. A code finds itself.
    """
    listed = tuple(indicators)
    wanted_code = query.strip().casefold()
    for indicator in listed:
        if indicator.code.casefold() == wanted_code:
            return Found((Match(indicator, AS_PRINTED),))
    parts = _parts(query[:LONGEST_QUERY])
    found = _matching(listed, parts, places or {}) or _matching(listed, _respelt(listed, parts), places or {})
    most = max((count for count, _ in found), default=0)
    matches = [match for count, match in found if count == most]
    matches.sort(key=lambda match: -match.score)
    return Found(tuple(matches), tuple(dict.fromkeys(reading for match in matches for reading in match.read_as)))


def _matching(indicators: Sequence[Indicator], parts: Sequence[_Part], places: Mapping[str, str]) -> list[tuple[int, Match]]:
    """Each indicator that fits some part, with how many parts it fits."""
    found: list[tuple[int, Match]] = []
    for indicator in indicators:
        text = words_of(f"{indicator.text} {indicator.display or ''}")
        place = words_of(places.get(indicator.dimension, ""))
        fits = [fit for part in parts if (fit := _fit(part, text, place))]
        if fits:
            read_as = tuple(reading for _, reading in fits if reading is not None)
            found.append((len(fits), Match(indicator, sum(score for score, _ in fits), read_as)))
    return found


def _respelt(indicators: Sequence[Indicator], parts: Sequence[_Part]) -> list[_Part]:
    """The parts read as the printed words that are nearest to them: a slip of the keyboard finds what was meant."""
    printed = {word for indicator in indicators for word in plain_words(f"{indicator.text} {indicator.display or ''}")}
    known = sorted(word for word in printed if len(word) >= SHORTEST_RESPELT)
    respelt = []
    for part in parts:
        near = get_close_matches(part.asked, known, n=1, cutoff=NEAR) if len(part.asked) >= SHORTEST_RESPELT else []
        respelt.append(_Part(part.asked, part.words, tuple((word, words_of(word)) for word in near)))
    return respelt


def for_age(indicators: Iterable[Indicator], age_years: int | None, *, unborn: bool = False) -> tuple[Indicator, ...]:
    """The indicators whose wording does not name another age. Where the age is not known, all of them."""
    return tuple(
        indicator
        for indicator in indicators
        if indicator.age is None or indicator.age.includes(age_years, unborn=unborn) is not False
    )


def tied_by_text(indicators: Sequence[Indicator]) -> tuple[tuple[Indicator, ...], ...]:
    """The indicators grouped where `same_text_as` ties them, each group at the place of its first.

    A group is shown once, and the level chosen with a reason (DESIGN.md, Frameworks).
    """
    by_code = {indicator.code: indicator for indicator in indicators}
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        root, seen = indicator, {indicator.code}
        while root.same_text_as in by_code and root.same_text_as not in seen:
            root = by_code[root.same_text_as]
            seen.add(root.code)
        groups.setdefault(root.code, []).append(indicator)
    return tuple(tuple(group) for group in groups.values())


def _parts(query: str) -> list[_Part]:
    """The query cut into known phrases, longest first, and words; what says nothing is left out."""
    typed, words = plain_words(query), words_of(query)
    parts: list[_Part] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = words[at : at + length]
            others = SYNONYMS.get(phrase, ())
            if others or length == 1:
                if others or phrase[0] not in UNIMPORTANT:
                    named = tuple((other, words_of(other)) for other in others)
                    parts.append(_Part(" ".join(typed[at : at + length]), phrase, named))
                at += length
                break
    return parts


def _fit(part: _Part, text: Words, place: Words) -> tuple[int, Reading | None] | None:
    """How well a part fits a text, and the synonym by which it does; None if it does not."""
    score = _phrase(part.words, text)
    if score:
        return score, None
    for name, words in part.others:
        if _phrase(words, text):
            return SYNONYM, Reading(part.asked, name)
    if _phrase(part.words, place):
        return BY_PLACE, None
    return None


def _phrase(phrase: Words, text: Words) -> int:
    """Whether the words of a phrase follow each other in a text, as printed or beginning alike."""
    first = phrase[0] if phrase else ""
    best = 0
    for at in range(len(text) - len(phrase) + 1):
        if text[at].startswith(first) and phrase:
            best = max(best, min(_word(word, text[at + step]) for step, word in enumerate(phrase)))
    return best


def _word(word: str, found: str) -> int:
    if word == found:
        return AS_PRINTED
    return BEGINS_ALIKE if len(word) >= SHORTEST_STEM and found.startswith(word) else 0
