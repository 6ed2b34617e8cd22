"""Names as different people write them: folded to plain letters, by how they sound, by their other forms, in their parts.

Product decisions, all of them: no document of a partnership says when two spellings are one name. The other forms are data
(fixtures/names), which is given to these functions.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.8
"""How much of two names is the same, from which they look alike: product decision. "Marsh" and "Marshall" are below it."""

Variants = Mapping[str, frozenset[str]]
"""For a plain name every other form of it, itself included."""

_NOT_COMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h", "ŧ": "t"}
)


class Likeness(StrEnum):
    """What makes two names one, in the words that are shown."""

    SAME = "Same"
    FORM = "Another form of the same name"
    PART = "Part of it: one of the two is double-barrelled"
    SPELT = "Spelt almost the same"
    SOUNDS = "Sounds like it"


def plain(name: str) -> str:
    """A name without case, accents, hyphens and apostrophes: these are typed differently by everybody."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_NOT_COMPOSED))
    return "".join(letter for letter in letters if letter.isalnum())


def folded(name: str) -> str:
    """A plain family name with "Mac" as "Mc"."""
    letters = plain(name)
    return f"mc{letters[3:]}" if letters.startswith("mac") and len(letters) > 5 else letters


def parts(name: str) -> tuple[str, ...]:
    """The names that a double-barrelled family name is made of, folded; none for a name of one part."""
    split = name.replace("\u2010", "-").replace("\u2013", "-").replace("-", " ").split()
    found = tuple(folded(part) for part in split if len(plain(part)) > 2)
    return found if len(found) > 1 else ()


def variants_of(groups: Iterable[Iterable[str]]) -> Variants:
    """Each plain name with all its other forms, from groups of names that are one."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        names = {plain(name) for name in group}
        for name in names:
            found[name] |= names
    return {name: frozenset(forms) for name, forms in found.items()}


_SOUNDS = {letter: digit for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for letter in letters}
_SILENT = "aeiouy"
_FIRST = (("kn", "n"), ("gn", "n"), ("pn", "n"), ("wr", "r"), ("ps", "s"), ("mac", "mc"))


def sound(name: str) -> str:
    """How a name sounds in English, coarsely: its first letter and three digits.

    Source: the Soundex of the United States National Archives (public), with "ph" and "f" and a leading "k" and "c" put
    together, and silent first letters left out, which is a product decision (Philip and Filip, Kerry and Cerys, Wren and Ren).
    """
    letters = plain(name).replace("ph", "f")
    for written, said in _FIRST:
        if letters.startswith(written):
            letters = said + letters[len(written) :]
    if not letters:
        return ""
    first = "c" if letters[0] == "k" else letters[0]
    digits: list[int] = []
    before = _SOUNDS.get(first)
    for letter in letters[1:]:
        digit = _SOUNDS.get(letter)
        if digit and digit != before:
            digits.append(digit)
        if letter in _SILENT or digit:
            before = digit
    return first + "".join(map(str, digits))[:3].ljust(3, "0")


def given_likeness(one: str, other: str, variants: Variants) -> Likeness | None:
    """What makes two given names one; None where nothing does. A second given name on one side does not count against it."""
    theirs, ours = plain(one), plain(other)
    if theirs == ours:
        return Likeness.SAME
    heads = [plain(name.split()[0]) if name.split() else "" for name in (one, other)]
    for left, right in ((theirs, ours), (heads[0], heads[1])):
        if left and (left == right or right in variants.get(left, ())):
            return Likeness.FORM
    return _written_or_said(one, other)


def family_likeness(one: str, other: str) -> Likeness | None:
    """What makes two family names one; None where nothing does."""
    if folded(one) == folded(other):
        return Likeness.SAME
    theirs, ours = parts(one), parts(other)
    if folded(one) in ours or folded(other) in theirs or set(theirs) & set(ours):
        return Likeness.PART
    return _written_or_said(one, other)


def _written_or_said(one: str, other: str) -> Likeness | None:
    if SequenceMatcher(None, plain(one), plain(other)).ratio() >= ALIKE:
        return Likeness.SPELT
    return Likeness.SOUNDS if sound(one) and sound(one) == sound(other) else None
