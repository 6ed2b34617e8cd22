"""The key: one entry for each kind of mark that this picture can show, with the mark itself."""

from dataclasses import dataclass

from thresholds.pictures import marks
from thresholds.pictures.forms import form_for
from thresholds.pictures.markup import Svg
from thresholds.pictures.model import Mark, Picture, Shape
from thresholds.pictures.palette import LEVELS, level_colour
from thresholds.pictures.scale import NARROW, WIDE
from thresholds.pictures.sheet import glyph

_HALF = 15.0
_KEY_COLOUR = LEVELS[2].strong


@dataclass(frozen=True)
class KeyEntry:
    """A mark as a small SVG, hidden from screen readers, and what it means."""

    glyph: Svg
    text: str


def key(picture: Picture) -> tuple[KeyEntry, ...]:
    """What the marks of this picture mean; a suggestion that is not shown is not in the key either."""
    entries = [KeyEntry(glyph(marks.judgement((0, 0), NARROW), _HALF), "Judgement (this counts)")]
    if picture.suggested:
        entries.append(KeyEntry(glyph(marks.tool((0, 0), NARROW), _HALF), "What the evidence points to"))
    if picture.earlier:
        entries.append(KeyEntry(glyph(marks.earlier((0, 0), WIDE), _HALF), "Earlier check"))
    several = len(picture.domains) > 1
    for domain in picture.domains:
        sample = Mark(1, picture.levels[0].code, domain.code, domain.shape, "")
        words = f"Worry: {domain.heading[:1].lower() + domain.heading[1:]}" if several else "Worry"
        entries.append(KeyEntry(_worry(sample, _KEY_COLOUR), words))
    if any(mark.unconfirmed for mark in picture.worries):
        sample = Mark(1, "", "", picture.domains[0].shape, "", unconfirmed=True)
        entries.append(KeyEntry(_worry(sample, _KEY_COLOUR), "Not confirmed yet"))
    if picture.danger or any(mark.danger for mark in picture.worries):
        entries.append(KeyEntry(glyph(marks.danger((0, 0), NARROW), _HALF), "Immediate danger"))
    entries.append(KeyEntry(strength_glyph(picture, "a"), "Strength"))
    if picture.tray:
        entries.append(KeyEntry(not_explored_glyph(picture.tray[0][1]), "Not explored"))
    return tuple(entries)


def worry_glyph(picture: Picture, mark: Mark) -> Svg:
    """A worry's mark as it stands in the lists."""
    colour = level_colour(picture.position(mark.level), len(picture.levels))
    return _worry(mark, colour.strong)


def _worry(mark: Mark, strong: str) -> Svg:
    return glyph(marks.worry(mark, (0, 0), strong, NARROW), _HALF)


def strength_glyph(picture: Picture, letter: str) -> Svg:
    """A strength's mark as it stands in the lists, pointing as it does in the picture."""
    return glyph(marks.strength(letter, (0, 0), NARROW, form_for(picture).pushes_back), _HALF)


def not_explored_glyph(shape: Shape) -> Svg:
    return glyph(marks.hollow(shape, (0, 0), 9.5), _HALF)
