"""The quadrants: four kinds of help, clockwise round what is for everybody, and the blocks of support beside them.

After a published model (Building Support for Children, Young People & Families in Plymouth, "iThrive framework" and "A new
approach to thresholds"): the quadrants are no ladder and support is added, never swapped, so nothing here climbs or tilts.
"""

from dataclasses import dataclass

from thresholds.pictures import ground, hub, marks, rims
from thresholds.pictures.blocks import blocks
from thresholds.pictures.markup import Point, box, label, label_lines
from thresholds.pictures.model import Mark, Picture, PictureLevel
from thresholds.pictures.palette import INK, WHITE, LevelColour, level_colour
from thresholds.pictures.scale import Scale
from thresholds.pictures.sheet import Sheet
from thresholds.pictures.stacking import rows_needed, stack
from thresholds.pictures.typeface import measure, wrap

_EDGE = 3.0
_QUARTERS = 4
_BLOCKS_WIDE = 340.0


@dataclass(frozen=True)
class _Quarter:
    """One level's place, clockwise from the upper left; `outer` is the side away from the middle, -1 for the left."""

    level: PictureLevel
    colour: LevelColour
    corner: Point
    size: Point
    outer: int
    upper: bool

    @property
    def middle(self) -> float:
        return self.corner[0] + self.size[0] / 2

    @property
    def edge(self) -> float:
        """The outer side, where names and marks begin."""
        return self.corner[0] if self.outer < 0 else self.corner[0] + self.size[0]

    @property
    def bottom(self) -> float:
        return self.corner[1] + self.size[1]


def can_draw(picture: Picture) -> bool:
    return len(picture.levels) == _QUARTERS


def draw(picture: Picture, scale: Scale) -> Sheet:
    """The whole drawing: quadrants, what is in their middle, the blocks, and the tray."""
    quarters, middle = _quarters(picture, scale)
    parts = [_quarter(picture, quarter, scale) for quarter in quarters]
    parts.append(hub.hub(picture, middle, scale))
    parts += [_tag(picture, quarter, scale) for quarter in quarters]
    under = quarters[2].bottom + (22 if scale.is_wide else 20)
    if scale.is_wide:
        beside = blocks(picture, 20.0, scale.canvas - _BLOCKS_WIDE, scale.canvas - _EDGE, scale)
        bottom = max(under, beside.bottom)
    else:
        beside = blocks(picture, under, _EDGE, scale.canvas - _EDGE, scale)
        bottom = beside.bottom
    tray = ground.tray(picture, bottom + 12, _EDGE, scale.canvas - _EDGE, scale)
    return Sheet("".join((*parts, beside.svg, tray.svg)), tray.bottom + _EDGE)


def _quarters(picture: Picture, scale: Scale) -> tuple[list[_Quarter], Point]:
    right = scale.canvas - _BLOCKS_WIDE - 26 if scale.is_wide else scale.canvas - _EDGE
    gap = 9.0 if scale.is_wide else 5.0
    wide = (right - _EDGE - gap) / 2
    top = 16.0
    least = hub.radius(scale) * 2.0
    high = [max(least, _needed(picture, level, wide, scale)) for level in picture.levels]
    upper, lower = max(high[0], high[1]), max(high[2], high[3])
    left_x, right_x, low_y = _EDGE, _EDGE + wide + gap, top + upper + gap
    places = [(left_x, top, upper), (right_x, top, upper), (right_x, low_y, lower), (left_x, low_y, lower)]
    quarters = [
        _Quarter(level, level_colour(at, _QUARTERS), (x, y), (wide, deep), -1 if x == left_x else 1, y == top)
        for at, (level, (x, y, deep)) in enumerate(zip(picture.levels, places, strict=True))
    ]
    return quarters, (_EDGE + wide + gap / 2, top + upper + gap / 2)


def _names(level: PictureLevel, width: float, scale: Scale) -> tuple[list[str], list[str]]:
    """A name in two parts, as "Getting Help: Early Help", is written as a heading and what it is."""
    heading, _, what = level.label.partition(": ")
    room = width - (40 if scale.is_wide else 18)
    return wrap(heading, room, scale.heading, bold=True, lines=2), wrap(what, room, scale.small, lines=3) if what else []


def _names_high(level: PictureLevel, width: float, scale: Scale) -> float:
    heading, what = _names(level, width, scale)
    return len(heading) * scale.heading * 1.2 + len(what) * scale.small * 1.2


def _pad(scale: Scale) -> float:
    return 22.0 if scale.is_wide else 17.0


def _group_head(picture: Picture, scale: Scale) -> float:
    """Room for a domain's name over its marks: on the narrow drawing their shape alone says it, with the key."""
    return scale.small * 1.5 + 7 if scale.is_wide and len(picture.domains) > 1 else 0.0


def _per_row(width: float, scale: Scale) -> int:
    """As many as stand beside the middle, whatever the height: the middle covers no mark."""
    room = width - hub.radius(scale) - (26 if scale.is_wide else 16)
    return max(1, int((room + scale.pitch - 2 * scale.radius * 1.16) // scale.pitch))


def _rows(picture: Picture, level: PictureLevel, domain: str, width: float, scale: Scale) -> int:
    return max(1, rows_needed(len(picture.in_cell(level.code, domain)), _per_row(width, scale), scale.rows))


def _needed(picture: Picture, level: PictureLevel, width: float, scale: Scale) -> float:
    groups = sum(
        _group_head(picture, scale) + _rows(picture, level, domain.code, width, scale) * scale.pitch
        for domain in picture.domains
    )
    danger = scale.pitch if _loose_danger(picture, level) else 0.0
    return 2 * _pad(scale) + _names_high(level, width, scale) + groups + danger + 8


def _loose_danger(picture: Picture, level: PictureLevel) -> bool:
    """Immediate danger was recorded, no worry carries it, and this is the highest level."""
    return picture.danger and level == picture.levels[-1] and not any(mark.danger for mark in picture.worries)


def _quarter(picture: Picture, quarter: _Quarter, scale: Scale) -> str:
    empty, colour = picture.is_empty, quarter.colour
    parts = [
        box(
            quarter.corner, quarter.size, fill=WHITE if empty else colour.fill, stroke=colour.strong, width=1.5,
            radius=9, dash="4 3" if empty else None, level=quarter.level.code,
        )
    ]  # fmt: skip
    if not empty:
        y = quarter.corner[1] + scale.rim if quarter.upper else quarter.bottom - scale.rim
        ends = (quarter.corner[0] + 10, y), (quarter.corner[0] + quarter.size[0] - 10, y)
        parts.append(rims.rim(rims.along(*ends, rims.step(colour)), colour, scale.rim))
    if quarter.level.code == picture.judgement:
        parts.append(box(quarter.corner, quarter.size, stroke=INK, width=scale.outline, radius=9))
    elif quarter.level.code == picture.suggested:
        parts.append(box(quarter.corner, quarter.size, stroke=WHITE, width=4, radius=9))
        parts.append(box(quarter.corner, quarter.size, stroke=INK, width=2.2, radius=9, dash="7 4"))
    return "".join((*parts, _written(quarter, scale), _marks(picture, quarter, scale)))


def _written(quarter: _Quarter, scale: Scale) -> str:
    """The names at the outer corner: above in the upper quadrants, below in the lower ones."""
    heading, what = _names(quarter.level, quarter.size[0], scale)
    inset = 20.0 if scale.is_wide else 9.0
    x, anchor = quarter.edge - quarter.outer * inset, "start" if quarter.outer < 0 else "end"
    high = _names_high(quarter.level, quarter.size[0], scale)
    top = quarter.corner[1] + _pad(scale) if quarter.upper else quarter.bottom - _pad(scale) - high
    first = top + scale.heading
    drawn = label_lines(heading, (x, first), scale.heading, scale.heading * 1.2, bold=True, anchor=anchor)
    under = first + len(heading) * scale.heading * 1.2 - 1
    return drawn + label_lines(what, (x, under), scale.small, scale.small * 1.2, anchor=anchor)


def _marks(picture: Picture, quarter: _Quarter, scale: Scale) -> str:
    """A group of marks for each domain, from the outer side inward."""
    wide = quarter.size[0]
    y = quarter.corner[1] + _pad(scale) + 4
    if quarter.upper:
        y += _names_high(quarter.level, wide, scale) + 2
    inset = 20.0 if scale.is_wide else 9.0
    parts = []
    if _loose_danger(picture, quarter.level):
        parts.append(marks.danger((quarter.edge - quarter.outer * (inset + scale.radius), y + scale.pitch / 2), scale))
        y += scale.pitch
    for domain in picture.domains:
        head = _group_head(picture, scale)
        if head:
            x, anchor = quarter.edge - quarter.outer * inset, "start" if quarter.outer < 0 else "end"
            name = wrap(domain.name, wide - hub.radius(scale) - inset, scale.small, lines=1)
            parts.append(label_lines(name, (x, y + head - scale.small * 0.5), scale.small, 0, anchor=anchor))
            y += head
        found = picture.in_cell(quarter.level.code, domain.code)
        parts.append(_group(found, quarter, y, inset, scale))
        y += _rows(picture, quarter.level, domain.code, wide, scale) * scale.pitch
    return "".join(parts)


def _group(found: tuple[Mark, ...], quarter: _Quarter, top: float, inset: float, scale: Scale) -> str:
    per_row = _per_row(quarter.size[0], scale)
    rows = rows_needed(len(found), per_row, scale.rows)
    first = quarter.edge - quarter.outer * (inset + scale.radius)
    slots = [
        (first - quarter.outer * column * scale.pitch, top + (row + 0.5) * scale.pitch)
        for row in range(rows)
        for column in range(per_row)
    ]
    stacked = stack(found, slots)
    return stacked.draw(quarter.colour.strong, scale, found[len(stacked.shown) :])


def _tag(picture: Picture, quarter: _Quarter, scale: Scale) -> str:
    """The words on a quadrant's outer edge: whose level this is."""
    judged, words = quarter.level.code == picture.judgement, picture.whose(quarter.level, briefly=not scale.is_wide)
    if not words:
        return ""
    wide, high = measure(words, scale.small, bold=True) + (20 if scale.is_wide else 12), 26.0 if scale.is_wide else 21.0
    y = quarter.corner[1] if quarter.upper else quarter.bottom
    corner = (quarter.middle - wide / 2, max(1.5, y - high / 2))
    plate = box((corner[0] - 1, corner[1] - 1), (wide + 2, high + 2), fill=WHITE, radius=6)
    plate += box(
        corner, (wide, high), fill=INK if judged else WHITE, stroke=INK, width=1.8, radius=5, dash=None if judged else "5 3"
    )
    middle = (quarter.middle, corner[1] + high / 2 + scale.small * 0.35)
    return plate + label(words, middle, scale.small, bold=True, fill=WHITE if judged else INK)
