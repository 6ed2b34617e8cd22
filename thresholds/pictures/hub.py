"""The middle of the quadrants: what is for everybody, and round it a ring on which it stands whose view is where."""

from math import cos, pi, sin

from thresholds.pictures import marks
from thresholds.pictures.markup import Point, element, label_lines
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import INK, MUTED, STRENGTH_EDGE, STRENGTH_GROUND, STRENGTH_LETTER, WHITE
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import wrap

_ANGLES = (-3 * pi / 4, -pi / 4, pi / 4, 3 * pi / 4)
"""From the middle to each quadrant, clockwise from the upper left."""


def radius(scale: Scale) -> float:
    """How far from the middle nothing else stands."""
    return 92.0 if scale.is_wide else 62.0


def _ring(scale: Scale) -> float:
    return 72.0 if scale.is_wide else 48.0


def hub(picture: Picture, at: Point, scale: Scale) -> str:
    """The white middle with its words, its ring, and the marks on it."""
    inner = 53.0 if scale.is_wide else 35.0
    x, y = at
    parts = [
        element("circle", cx=x, cy=y, r=radius(scale), fill=WHITE),
        element("circle", cx=x, cy=y, r=_ring(scale), fill="none", stroke=MUTED, stroke_width=1.4),
        element("circle", cx=x, cy=y, r=inner, fill=WHITE if picture.is_empty else STRENGTH_GROUND, stroke=STRENGTH_EDGE,
                stroke_width=1.8),
    ]  # fmt: skip
    size = scale.body if scale.is_wide else scale.small
    words = wrap(picture.centre, inner * 1.85, size, lines=3)
    first = y + size * 0.35 - (len(words) - 1) * size * 0.6
    parts.append(label_lines(words, (x, first), size, size * 1.2, fill=STRENGTH_LETTER))
    return "".join((*parts, _views(picture, at, scale)))


def _views(picture: Picture, at: Point, scale: Scale) -> str:
    """Each view on the ring, towards its quadrant; those of one quadrant beside each other."""
    levels = {
        "earlier": picture.earlier[0] if picture.earlier else None,
        "judgement": picture.judgement,
        "tool": picture.suggested,
    }
    angles: dict[str, float] = {}
    apart = 0.56 if scale.is_wide else 0.6
    for level, angle in zip(picture.levels, _ANGLES, strict=True):
        together = [kind for kind, code in levels.items() if code == level.code]
        for place, kind in enumerate(together):
            angles[kind] = angle + (place - (len(together) - 1) / 2) * apart
    drawn = []
    if picture.differs:
        drawn.append(_track(at, angles["tool"], angles["judgement"], scale))
    shapes = {"earlier": marks.earlier, "judgement": marks.judgement, "tool": marks.tool}
    drawn += [shapes[kind](_on_ring(at, angle, scale), scale) for kind, angle in angles.items()]
    return "".join(drawn)


def _on_ring(at: Point, angle: float, scale: Scale) -> Point:
    return at[0] + _ring(scale) * cos(angle), at[1] + _ring(scale) * sin(angle)


def _track(at: Point, start: float, end: float, scale: Scale) -> str:
    """The dotted way along the ring, the shorter one, from the suggestion to a judgement that differs."""
    turn = (end - start + pi) % (2 * pi) - pi
    (x1, y1), (x2, y2) = _on_ring(at, start, scale), _on_ring(at, end, scale)
    ring, width = _ring(scale), 3.4 if scale.is_wide else 2.8
    path = f"M{x1:.1f} {y1:.1f}A{ring:.1f} {ring:.1f} 0 0 {1 if turn > 0 else 0} {x2:.1f} {y2:.1f}"
    white = element("path", d=path, fill="none", stroke=WHITE, stroke_width=width + 4)
    dots = {"stroke_dasharray": f"0.1 {width * 1.9:.1f}", "stroke_linecap": "round"}
    return white + element("path", d=path, fill="none", stroke=INK, stroke_width=width, **dots)
