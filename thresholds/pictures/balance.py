"""The balance: one field for each level on a beam that never tilts, held up by strengths.

After a published continuum (Keeping Children Safe, "The Continuum of Need" and Appendix 2): worries and strengths are
weighed by people, not by the drawing, so nothing here leans, adds up or cancels.
"""

from dataclasses import dataclass

from thresholds.pictures import ground, marks, rims
from thresholds.pictures.beam import beam
from thresholds.pictures.markup import box, element, label, label_lines, line
from thresholds.pictures.model import Picture, PictureLevel
from thresholds.pictures.palette import INK, MUTED, STRENGTH_LETTER, WHITE, LevelColour, level_colour
from thresholds.pictures.scale import Scale
from thresholds.pictures.sheet import Sheet
from thresholds.pictures.stacking import grid, rows_needed, stack
from thresholds.pictures.typeface import measure, wrap

_EDGE = 2.5


@dataclass(frozen=True)
class _Field:
    """One level's place on the beam."""

    level: PictureLevel
    colour: LevelColour
    left: float
    width: float
    top: float
    bottom: float
    headings: float  # where the columns' names are written
    base: float  # where the lowest row of marks stands

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


def draw(picture: Picture, scale: Scale) -> Sheet:
    """The whole drawing, from the bracket over the statutory levels down to the tray."""
    fields = _fields(picture, scale)
    parts = [_brackets(picture, fields, scale)]
    parts += [_field(picture, field, scale) for field in fields]
    parts += [_tag(picture, field, scale) for field in fields]
    top = fields[0].bottom + 4
    deep = 44.0 if scale.is_wide else 33.0
    edges = (_EDGE, scale.canvas - _EDGE)
    parts.append(beam(picture, [field.middle for field in fields], top, deep, edges, scale))
    held = ground.strengths(picture, top + deep + 4, *edges, scale, named=any(picture.groups))
    parts.append(held.svg)
    caption, bottom = _caption(picture, held.bottom, scale)
    parts.append(caption)
    tray = ground.tray(picture, bottom + 12, *edges, scale)
    return Sheet("".join((*parts, tray.svg)), tray.bottom + _EDGE)


def _fields(picture: Picture, scale: Scale) -> list[_Field]:
    count = len(picture.levels)
    gap = 8.0 if scale.is_wide else 3.6
    width = (scale.canvas - 2 * _EDGE - gap * (count - 1)) / count
    top = (42.0 if scale.is_wide else 36.0) if any(level.statutory for level in picture.levels) else 18.0
    lines = max(len(_name(level, width, scale)) for level in picture.levels)
    headings = top + (44 if scale.is_wide else 34) + lines * scale.heading * 1.2
    base_rows = max(3, _rows(picture, width, scale))
    several = len(picture.domains) > 1
    first_row = headings + (scale.small + 4 if several else 0) + scale.pitch * 0.62 + _danger_room(picture, scale)
    base = first_row + (base_rows - 1) * scale.pitch
    bottom = base + scale.radius + scale.rim + 6
    return [
        _Field(
            level,
            level_colour(i, count),
            _EDGE + i * (width + gap),
            width,
            top,
            bottom,
            headings,
            base,
        )
        for i, level in enumerate(picture.levels)
    ]


def _name(level: PictureLevel, width: float, scale: Scale) -> list[str]:
    return wrap(level.label, width - 8, scale.heading, bold=True, lines=3)


def _danger_room(picture: Picture, scale: Scale) -> float:
    return scale.radius * 2.6 if _loose_danger(picture) else 0.0


def _loose_danger(picture: Picture) -> bool:
    """Immediate danger was recorded and no worry carries it."""
    return picture.danger and not any(mark.danger for mark in picture.worries)


def _per_row(picture: Picture, width: float, scale: Scale) -> int:
    column = width / len(picture.domains)
    return max(1, int((column - 4 + scale.pitch - 2 * scale.radius) // scale.pitch))


def _rows(picture: Picture, width: float, scale: Scale) -> int:
    per_row = _per_row(picture, width, scale)
    cells = [picture.in_cell(level.code, domain.code) for level in picture.levels for domain in picture.domains]
    return max(rows_needed(len(cell), per_row, scale.rows) for cell in cells)


def _field(picture: Picture, field: _Field, scale: Scale) -> str:
    colour, high = field.colour, field.bottom - field.top
    empty = picture.is_empty
    dash = "4 3" if empty else None
    fill = WHITE if empty else colour.fill
    corner, size = (field.left, field.top), (field.width, high)
    parts = [box(corner, size, fill=fill, stroke=colour.strong, width=1.5, radius=3, dash=dash, level=field.level.code)]
    if not empty:
        y = field.bottom - scale.rim / 2 - 1
        inset = scale.outline / 2 + 1
        stations = rims.along((field.left + inset, y), (field.left + field.width - inset, y), rims.step(colour))
        parts.append(rims.rim(stations, colour, scale.rim))
    parts.append(_outline(picture, field, scale))
    names = _name(field.level, field.width, scale)
    first = field.top + (38 if scale.is_wide else 30) + scale.heading * 0.35
    parts.append(label_lines(names, (field.middle, first), scale.heading, scale.heading * 1.2, bold=True))
    if _loose_danger(picture) and field.level == picture.levels[-1]:
        parts.append(marks.danger((field.middle, field.headings + (20 if len(picture.domains) > 1 else 4)), scale))
    return "".join((*parts, _columns(picture, field, scale)))


def _outline(picture: Picture, field: _Field, scale: Scale) -> str:
    """The heaviest outline is the judgement's; the tool's is dashed."""
    corner, size = (field.left, field.top), (field.width, field.bottom - field.top)
    if field.level.code == picture.judgement:
        return box(corner, size, stroke=INK, width=scale.outline, radius=2)
    if field.level.code == picture.suggested:
        white = box(corner, size, stroke=WHITE, width=4, radius=1)
        return white + box(corner, size, stroke=INK, width=2.2, radius=1, dash="7 4")
    return ""


def _columns(picture: Picture, field: _Field, scale: Scale) -> str:
    """One column for each domain; a framework with a single domain has one grid and no headings."""
    per_row = _per_row(picture, field.width, scale)
    width = field.width / len(picture.domains)
    several = len(picture.domains) > 1
    parts = []
    for i, domain in enumerate(picture.domains):
        middle = field.left + width * (i + 0.5)
        if several:
            name = domain.heading if scale.is_wide else _initials(picture)[i]
            short = wrap(name, width - 4, scale.small, lines=1)
            parts.append(label_lines(short, (middle, field.headings + scale.small * 0.35), scale.small, 0))
        if i:
            x, top = field.left + width * i, field.headings + scale.small
            parts.append(line((x, top), (x, field.base + scale.radius), field.colour.strong, 1.2, dash="2.5 3"))
        found = picture.in_cell(field.level.code, domain.code)
        slots = grid(len(found), per_row, scale.rows, middle, field.base, scale.pitch)
        stacked = stack(found, slots)
        parts.append(stacked.draw(field.colour.strong, scale, found[len(stacked.shown) :]))
    return "".join(parts)


def _initials(picture: Picture) -> list[str]:
    """As few letters of each domain's heading as tell them apart."""
    names = [domain.heading for domain in picture.domains]
    for length in range(1, 5):
        letters = [name[:length] for name in names]
        if len(set(letters)) == len(names):
            return letters
    return names


def _brackets(picture: Picture, fields: list[_Field], scale: Scale) -> str:
    """A bracket over the statutory levels."""
    over = [field for field in fields if field.level.statutory]
    if not over:
        return ""
    size = scale.small + (0.5 if scale.is_wide else 0.4)
    left, right = over[0].left, over[-1].left + over[-1].width
    y, drop = (11.0, 12.0) if scale.is_wide else (9.0, 9.0)
    middle, half = (left + right) / 2, measure("Statutory", size, bold=True) / 2 + 8
    path = f"M{left:.1f} {y + drop:.1f}V{y:.1f}H{middle - half:.1f}M{middle + half:.1f} {y:.1f}H{right:.1f}"
    path += f"V{y + drop:.1f}"
    bracket = element("path", d=path, fill="none", stroke=INK, stroke_width=1.8)
    return bracket + label("Statutory", (middle, y + size * 0.34), size, bold=True)


def _tag(picture: Picture, field: _Field, scale: Scale) -> str:
    """The words on a field's upper edge: whose level this is."""
    judged, words = field.level.code == picture.judgement, picture.whose(field.level, briefly=not scale.is_wide)
    if not words:
        return ""
    size = scale.small if scale.is_wide else scale.small + 0.4
    wide, high = measure(words, size, bold=True) + (20 if scale.is_wide else 9), 27.0 if scale.is_wide else 21.0
    left = min(max(field.middle - wide / 2, 1.5), scale.canvas - wide - 1.5)
    corner = (left, field.top - high / 2)
    plate = box((left - 1, corner[1] - 1), (wide + 2, high + 2), fill=WHITE, radius=6)
    dash = None if judged else "5 3"
    plate += box(corner, (wide, high), fill=INK if judged else WHITE, stroke=INK, width=1.8, radius=5, dash=dash)
    colour = WHITE if judged else INK
    return plate + label(words, (left + wide / 2, field.top + size * 0.35), size, bold=True, fill=colour)


def _caption(picture: Picture, top: float, scale: Scale) -> tuple[str, float]:
    """What the strengths do, and what the narrow columns' letters stand for."""
    words = ground.strengths_caption(picture) + (", at any level" if picture.strengths else "")
    size = scale.body
    lines = wrap(words, scale.canvas - 8, size, bold=True)
    y = top + size * 1.35
    middle = scale.canvas / 2
    drawn = label_lines(lines, (middle, y), size, size * 1.2, bold=True, fill=STRENGTH_LETTER)
    y += (len(lines) - 1) * size * 1.2
    if not scale.is_wide and len(picture.domains) > 1:
        legend = ", ".join(f"{a}: {domain.heading}" for a, domain in zip(_initials(picture), picture.domains, strict=True))
        rows = wrap(legend, scale.canvas - 8, scale.small)
        y += scale.small * 1.45
        drawn += label_lines(rows, (middle, y), scale.small, scale.small * 1.2, fill=MUTED)
        y += (len(rows) - 1) * scale.small * 1.2
    return drawn, y + size * 0.3
