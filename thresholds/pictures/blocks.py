"""The blocks of support: each level's on top of the one before, all of them on the strengths that hold them up.

What is under the judgement stays, what is over it is not needed now: support is added and never swapped.
"""

from thresholds.pictures import ground
from thresholds.pictures.ground import Ground
from thresholds.pictures.markup import box, label, label_lines
from thresholds.pictures.model import Picture, PictureLevel
from thresholds.pictures.palette import INK, MUTED, NOT_EXPLORED, STRENGTH_LETTER, WHITE, level_colour
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import measure, wrap

STAYS, ADDED, NOT_NOW = "stays", "to add", "not needed now"


def blocks(picture: Picture, top: float, left: float, right: float, scale: Scale) -> Ground:
    """The heading, the highest block first, and under the lowest the strengths."""
    size = scale.heading
    parts = [
        label(words, (left, top), size, bold=True, anchor="start")
        for words in wrap(picture.blocks, right - left, size, bold=True, lines=1)
    ]
    y = top
    if picture.blocks_note:
        y += scale.small * 1.5
        note = wrap(picture.blocks_note, right - left, scale.small, lines=1)
        parts.append(label_lines(note, (left, y), scale.small, 0, fill=MUTED, anchor="start"))
    y += 10
    for level in reversed(picture.levels):
        drawn = _block(picture, level, y, left, right, scale)
        parts.append(drawn.svg)
        y = drawn.bottom + 6
    held = ground.strengths(picture, y, left, right, scale, named=False)
    parts.append(held.svg)
    caption = wrap(ground.strengths_caption(picture), right - left - 8, scale.body, bold=True, lines=2)
    y = held.bottom + scale.body * 1.3
    parts.append(label_lines(caption, ((left + right) / 2, y), scale.body, scale.body * 1.2, bold=True, fill=STRENGTH_LETTER))
    return Ground("".join(parts), y + (len(caption) - 1) * scale.body * 1.2 + 4)


def standing(picture: Picture, level: PictureLevel) -> str:
    """What a block is to this judgement; nothing before there is one."""
    if picture.judgement is None:
        return ""
    judged, here = picture.position(picture.judgement), picture.position(level.code)
    if here > judged:
        return NOT_NOW
    return ADDED if here == judged and here > 0 else STAYS


def _block(picture: Picture, level: PictureLevel, top: float, left: float, right: float, scale: Scale) -> Ground:
    colour = level_colour(picture.position(level.code), len(picture.levels))
    said = standing(picture, level)
    pale = picture.is_empty or said == NOT_NOW
    beside = measure(said, scale.small, bold=True) + 30 if said else 10
    pad = 14.0 if scale.is_wide else 10.0
    name = level.label.partition(": ")[2] or level.label
    lines = wrap(name, right - left - 2 * pad - beside, scale.body, bold=not pale, lines=3)
    least = 46.0 if scale.is_wide else 30.0
    high = max(least, len(lines) * scale.body * 1.2 + (16 if scale.is_wide else 11))
    parts = [
        box(
            (left, top), (right - left, high), fill=WHITE if pale else colour.fill,
            stroke=NOT_EXPLORED if pale else INK if said == ADDED else colour.strong,
            width=3.4 if said == ADDED else 1.5, radius=5, dash="3.5 3" if pale else None,
        )
    ]  # fmt: skip
    first = top + high / 2 + scale.body * 0.35 - (len(lines) - 1) * scale.body * 0.6
    parts.append(
        label_lines(
            lines, (left + pad, first), scale.body, scale.body * 1.2, bold=not pale, fill=MUTED if pale else INK, anchor="start"
        )
    )
    if said:
        middle = top + high / 2 + scale.small * 0.35
        if said == ADDED:
            wide = measure(said, scale.small, bold=True) + 16
            parts.append(
                box((right - pad - wide, top + high / 2 - scale.small * 0.85), (wide, scale.small * 1.7), fill=INK, radius=10)
            )
            parts.append(label(said, (right - pad - wide / 2, middle), scale.small, bold=True, fill=WHITE))
        else:
            parts.append(label(said, (right - pad, middle), scale.small, fill=MUTED if pale else INK, anchor="end"))
    return Ground("".join(parts), top + high)
