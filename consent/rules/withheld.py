"""An address that must not be known, found in free text in the ways in which people write one.

A product decision (ADR 21): rather a word too many is taken out than a refuge found by "14 Rose St" or "PL12AB".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ADDRESS = "[left out: an address that must not be known]"
SHORTEST = 4
"""Part of an address with fewer characters is no address by itself: "7", "Lea"."""
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_HOUSE = re.compile(r"(?:no\.?\s*)?(\d+\s*(?:-\s*\d+)?\s*[a-z]?)(?:\s+(?=\w)(.*))?", re.IGNORECASE)
_TYPES = (
    ("street", "str", "st"), ("road", "rd"), ("lane", "ln"), ("avenue", "ave", "av"), ("close", "cl"), ("drive", "drv", "dr"),
    ("crescent", "cres", "cr"), ("terrace", "terr", "ter"), ("place", "pl"), ("court", "crt", "ct"), ("square", "sq"),
    ("gardens", "gdns", "gdn"), ("grove", "gr"), ("park", "pk"), ("way", "wy"), ("hill", "hl"), ("walk", "wk"),
    ("parade", "pde"), ("mews",), ("row",),
)  # fmt: skip
_PLAIN = {"the", "st", "old", "new", "upper", "lower"}
"""First words that say nothing by themselves: "7 the" is not an address, "7 The Avenue" is."""
_GAP = r"[\s,]+"
_BETWEEN = r"\.?[\s,]+"


def without_address(text: str, hidden: re.Pattern[str] | None) -> str:
    """A text without what must not be known."""
    return hidden.sub(ADDRESS, text) if hidden else text


def pattern_of(addresses: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these in a text, whatever its case and spacing: whole addresses, their lines or their postcodes."""
    found: list[str] = []
    for address in addresses:
        found += _ways_of_writing(address)
    longest_first = sorted(dict.fromkeys(found), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(longest_first) + r")(?!\w)", re.IGNORECASE)


def _ways_of_writing(address: str) -> list[str]:
    found = [_spaced(code.group()) for code in _POSTCODE.finditer(address)]
    house = ""
    for part in re.split(r"[,\n;]", _POSTCODE.sub(",", address)):
        words = part.strip(" .")
        numbered = _HOUSE.fullmatch(words)
        if numbered and not numbered.group(2):
            house = numbered.group(1)
            continue
        if numbered:
            house, words = numbered.groups()
        found += _street(words, house)
        house = ""
    return found


def _spaced(code: str) -> str:
    return r"[\s.-]*".join(re.escape(letter) for letter in re.sub(r"\s", "", code))


def _street(words: str, house: str) -> list[str]:
    """A street by its name, and a house in it by its number and the street's first word."""
    parts = words.replace(".", " ").split()
    if not parts:
        return []
    kind = next((same for same in _TYPES if parts[-1].casefold() in same), ()) if len(parts) > 1 else ()
    name = parts[:-1] if kind else parts
    ending = f"{_BETWEEN}(?:{'|'.join(kind)})" if kind else ""
    whole = _BETWEEN.join(map(re.escape, name)) + ending
    found = [whole] if len(words) >= SHORTEST else []
    if house:
        found.append(_number(house) + _GAP + (whole if name[0].casefold() in _PLAIN else _from_first_word(name, ending)))
    return found


def _number(house: str) -> str:
    signs = re.sub(r"\s", "", house)
    return r"\s*".join(map(re.escape, signs)) + ("[a-z]?" if signs.isdigit() else "")


def _from_first_word(name: list[str], ending: str) -> str:
    """The first word, and as many of those after it as are there."""
    after = f"(?:{ending})?" if ending else ""
    for word in reversed(name[1:]):
        after = f"(?:{_BETWEEN}{re.escape(word)}{after})?"
    return re.escape(name[0]) + after
