"""What every picture stands on: the strengths that hold up, and the tray of what was not explored."""

from dataclasses import dataclass

from thresholds.pictures import marks
from thresholds.pictures.markup import box, label, label_lines, line
from thresholds.pictures.model import Picture, StrengthMark
from thresholds.pictures.palette import (
    INK,
    MUTED,
    NOT_EXPLORED,
    STRENGTH_EDGE,
    STRENGTH_GROUND,
    STRENGTH_LETTER,
    WHITE,
)
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import measure, wrap

_STRENGTH_ROWS = 5
_NARROW_TRAY = 8


@dataclass(frozen=True)
class Ground:
    """A drawn part and where it ends."""

    svg: str
    bottom: float


def what_strengths_do(picture: Picture) -> str:
    """Said after their name."""
    if picture.strengths:
        return "hold up"
    return "not asked yet" if picture.is_empty else "none recorded yet"


def strengths_caption(picture: Picture) -> str:
    return f"{picture.strengths_name}{'' if picture.strengths else ':'} {what_strengths_do(picture)}"


@dataclass(frozen=True)
class _Column:
    name: str
    middle: float
    width: float
    strengths: tuple[StrengthMark, ...]


def _columns(picture: Picture, left: float, right: float) -> list[_Column]:
    names = picture.groups or ("",)
    width = (right - left) / len(names)
    return [
        _Column(
            name,
            left + width * (i + 0.5),
            width,
            tuple(strength for strength in picture.strengths if strength.group == name),
        )
        for i, name in enumerate(names)
    ]


def _chevrons(column: _Column, top: float, rows: int, scale: Scale) -> str:
    """A group's chevrons in rows from the top, the last one a "+n" if there are too many."""
    wide, high = scale.chevron[0] + 4, scale.chevron[1] + 2
    per_row = _per_row(column, scale)
    middle_y = top + scale.chevron[1] / 2
    if not column.strengths:
        return marks.no_strength((column.middle, middle_y), scale)
    room = per_row * rows
    shown = column.strengths if len(column.strengths) <= room else column.strengths[: room - 1]
    total = len(shown) + (len(shown) < len(column.strengths))
    drawn = []
    for i in range(total):
        in_row = min(per_row, total - (i // per_row) * per_row)
        at = (column.middle + (i % per_row - (in_row - 1) / 2) * wide, middle_y + (i // per_row) * high)
        if i < len(shown):
            drawn.append(marks.strength(shown[i].letter, at, scale))
        else:
            drawn.append(marks.strength_fold(len(column.strengths) - len(shown), at, scale))
    return "".join(drawn)


def _per_row(column: _Column, scale: Scale) -> int:
    return max(1, int((column.width - 6) // (scale.chevron[0] + 4)))


def strengths(picture: Picture, top: float, left: float, right: float, scale: Scale, *, named: bool) -> Ground:
    """The strengths in their groups, in one box that grows; `named` writes each group's name under it."""
    columns = _columns(picture, left, right)
    needed = max(-(-len(column.strengths) // _per_row(column, scale)) for column in columns)
    rows = max(1, min(_STRENGTH_ROWS, needed))
    first = top + 4
    size, leading = scale.small, scale.small * 1.15
    names = [wrap(column.name, column.width - 4, size, lines=2) if named else [] for column in columns]
    under = first + rows * (scale.chevron[1] + 2)
    bottom = under + (max(map(len, names)) * leading + 8 if named else 3)
    empty = not picture.strengths
    parts = [
        box(
            (left, top),
            (right - left, bottom - top),
            fill=WHITE if empty else STRENGTH_GROUND,
            stroke=NOT_EXPLORED if empty else STRENGTH_EDGE,
            width=1.6 if empty else 2.2,
            radius=6,
            dash="3.5 3" if empty else None,
        )
    ]
    for column, lines in zip(columns, names, strict=True):
        colour = STRENGTH_LETTER if column.strengths else MUTED
        parts.append(_chevrons(column, first, rows, scale))
        parts.append(label_lines(lines, (column.middle, under + size), size, leading, fill=colour))
    if named:
        edge = NOT_EXPLORED if empty else STRENGTH_EDGE
        ends = [column.middle + column.width / 2 for column in columns[:-1]]
        parts += [line((x, top + 9), (x, bottom - 9), edge, 1.2, dash="2.5 3") for x in ends]
    return Ground("".join(parts), bottom)


def tray(picture: Picture, top: float, left: float, right: float, scale: Scale) -> Ground:
    """What was not explored, outside the levels: never shown as the lowest level."""
    if not picture.tray:
        return Ground("", top)
    items = picture.tray if scale.is_wide else picture.tray[:_NARROW_TRAY]
    size, radius = scale.small + (0.6 if scale.is_wide else 0.8), scale.radius * 0.62
    leading, pad = size * 1.78, 14.0
    title = "Not explored yet"
    parts = []
    if scale.is_wide:
        start = left + pad + measure(title, size, bold=True) + 24
        y, title_y = top + 20.5, top + 20.5
    else:
        start, y, title_y = left + pad, top + 18 + leading, top + 18
    x = start
    for name, shape in items:
        room = right - pad - start - 2 * radius - 8
        lines = wrap(name, room, size)
        width = 2 * radius + 8 + max(measure(row, size) for row in lines)
        if x > start and x + width > right - pad:
            x, y = start, y + leading
        parts.append(marks.hollow(shape, (x + radius, y), radius))
        parts.append(label_lines(lines, (x + 2 * radius + 8, y + size * 0.35), size, size * 1.25, fill=INK, anchor="start"))
        y += (len(lines) - 1) * size * 1.25
        x = x + width + 22 if len(lines) == 1 else right
    left_out = len(picture.tray) - len(items)
    if left_out:
        y += leading
        parts.append(label(f"and {left_out} more, in the list", (start, y + size * 0.35), size, anchor="start"))
    bottom = y + 20.5
    edge = box((left, top), (right - left, bottom - top), stroke=NOT_EXPLORED, width=1.5, radius=8, dash="3.5 3")
    title_label = label(title, (left + pad, title_y + size * 0.35), size, bold=True, anchor="start")
    return Ground(edge + title_label + "".join(parts), bottom)
