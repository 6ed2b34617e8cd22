"""The marks that stand on every picture, each drawn round a point. A mark never shrinks and never covers another."""

from math import cos, pi, sin

from thresholds.pictures.markup import Point, element, label, line, points
from thresholds.pictures.model import Mark, Shape
from thresholds.pictures.palette import (
    DANGER,
    INK,
    MUTED,
    NOT_EXPLORED,
    STRENGTH_EDGE,
    STRENGTH_FILL,
    STRENGTH_LETTER,
    WHITE,
)
from thresholds.pictures.scale import Scale

_NUMERAL_DROP = 0.345  # from the middle of a numeral to its baseline, by its size
_SQUARE = 0.9  # half a square's side, by the radius
_HEXAGON = (1.13, 0.96)  # half a hexagon's width and height
_OCTAGON = 1.16


def shape_corners(shape: Shape, radius: float, at: Point = (0, 0)) -> list[Point]:
    """The outline of a worry's shape; a circle as a polygon of 24 corners."""
    x, y = at
    if shape == "square":
        half = radius * _SQUARE
        return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    if shape == "hexagon":
        wide, high = radius * _HEXAGON[0], radius * _HEXAGON[1]
        rise = wide * 0.52
        half_row = [(wide, 0.0), (rise, high), (-rise, high), (-wide, 0.0), (-rise, -high), (rise, -high)]
        return [(x + dx, y + dy) for dx, dy in half_row]
    return _regular(24, radius, at)


def _regular(sides: int, radius: float, at: Point = (0, 0)) -> list[Point]:
    turn = pi / sides
    return [(at[0] + radius * cos(turn + 2 * turn * i), at[1] + radius * sin(turn + 2 * turn * i)) for i in range(sides)]


def _outline(shape: Shape, radius: float, **attributes: str | float | None) -> str:
    if shape == "circle":
        return element("circle", cx=0, cy=0, r=radius, **attributes)
    if shape == "square":
        half = radius * _SQUARE
        return element("rect", x=-half, y=-half, width=2 * half, height=2 * half, rx=1.8, **attributes)
    joined = {"stroke_linejoin": "round", **attributes}
    return element("polygon", points=points(shape_corners(shape, radius)), **joined)


def _placed(kind: str, at: Point, *children: str, **data: str | float) -> str:
    named = {f"data_{key}": str(value) for key, value in data.items()}
    return element("g", *children, data_mark=kind, **named, transform=f"translate({at[0]:.2f} {at[1]:.2f})")


def _numeral(text: str, size: float, fill: str) -> str:
    fitted = size if len(text) < 3 else size * 0.8
    return label(text, (0, fitted * _NUMERAL_DROP), fitted, bold=True, fill=fill)


def _badge(text: str, scale: Scale, colour: str) -> str:
    """A small disc on a mark's upper right."""
    radius, off = scale.radius * 0.44, scale.radius * 0.8
    size = scale.numeral * 0.78
    disc = element("circle", cx=off, cy=-off, r=radius, fill=WHITE, stroke=colour, stroke_width=1.2)
    return disc + label(text, (off, -off + size * _NUMERAL_DROP), size, bold=True, fill=colour)


def worry(mark: Mark, at: Point, strong: str, scale: Scale) -> str:
    """A worry: its number on its level's strong colour, its shape that of its domain."""
    data = {"number": mark.number, "shape": mark.shape, "level": mark.level, "domain": mark.domain}
    if mark.danger:
        return _placed("worry", at, danger_shape(scale), _numeral(str(mark.number), scale.numeral, WHITE),
                       _badge("!", scale, DANGER), **data)  # fmt: skip
    body = _outline(mark.shape, scale.radius, fill=strong, stroke=WHITE, stroke_width=2)
    asked = _badge("?", scale, INK) if mark.unconfirmed else ""
    return _placed("worry", at, body, _numeral(str(mark.number), scale.numeral, WHITE), asked, **data)


def fold(count: int, shape: Shape, at: Point, strong: str, scale: Scale) -> str:
    """The last mark of a full cell: hollow, with how many more there are."""
    body = _outline(shape, scale.radius, fill=WHITE, stroke=strong, stroke_width=1.8)
    return _placed("fold", at, body, _numeral(f"+{count}", scale.numeral * 0.9, strong), count=count, shape=shape)


def danger_shape(scale: Scale) -> str:
    """The red octagon with its double edge."""
    outer = element(
        "polygon",
        points=points(_regular(8, scale.radius * _OCTAGON)),
        fill=WHITE,
        stroke=DANGER,
        stroke_width=1.6,
        stroke_linejoin="round",
    )
    return outer + element("polygon", points=points(_regular(8, scale.radius * 0.98)), fill=DANGER)


def danger(at: Point, scale: Scale) -> str:
    """Immediate danger that no single worry carries."""
    return _placed("danger", at, danger_shape(scale), _numeral("!", scale.numeral * 1.25, WHITE))


def hollow(shape: Shape, at: Point, radius: float) -> str:
    """What was not explored: the domain's shape, dashed and hollow."""
    outline = _outline(shape, radius, fill=WHITE, stroke=NOT_EXPLORED, stroke_width=1.5, stroke_dasharray="3.2 2.4")
    return _placed("not-explored", at, outline)


def _chevron(width: float, height: float, back: bool, **attributes: str | float) -> str:
    """A notched chevron that points up, or back to the left."""
    half, tall = width / 2 - 1, height / 2 - 1
    shoulder, notch = tall * 0.42, tall * 0.66
    corners = [(0, -tall), (half, -shoulder), (half, tall), (0, notch), (-half, tall), (-half, -shoulder)]
    turned = [(y, x) for x, y in corners] if back else corners
    return element("polygon", points=points(turned), stroke_linejoin="round", **attributes)


def strength(letter: str, at: Point, scale: Scale, back: bool = False) -> str:
    """A strength: a notched chevron that pushes up, or back."""
    body = _chevron(*scale.chevron, back, fill=STRENGTH_FILL, stroke=STRENGTH_EDGE, stroke_width=2.2)
    return _placed("strength", at, body, _numeral(letter, scale.numeral, STRENGTH_LETTER), letter=letter)


def strength_fold(count: int, at: Point, scale: Scale, back: bool = False) -> str:
    body = _chevron(*scale.chevron, back, fill=WHITE, stroke=STRENGTH_EDGE, stroke_width=1.6)
    numeral = _numeral(f"+{count}", scale.numeral * 0.85, STRENGTH_LETTER)
    return _placed("strength-fold", at, body, numeral, count=count)


def no_strength(at: Point, scale: Scale, back: bool = False) -> str:
    """Where no strength has been written down yet."""
    body = _chevron(*scale.chevron, back, fill=WHITE, stroke=NOT_EXPLORED, stroke_width=1.5, stroke_dasharray="3.2 2.6")
    return _placed("no-strength", at, body)


def _person(radius: float, colour: str, hollow_line: float | None = None) -> str:
    """Head and shoulders inside a disc of the given radius."""
    style: dict[str, str | float] = {"fill": colour}
    if hollow_line is not None:
        style = {"fill": "none", "stroke": colour, "stroke_width": hollow_line, "stroke_linejoin": "round"}
    head = element("circle", cx=0, cy=-radius * 0.27, r=radius * 0.27, **style)
    w, top, base = radius * 0.52, radius * 0.14, radius * 0.54
    body = f"M{-w:.2f} {base:.2f}C{-w:.2f} {top:.2f} {w:.2f} {top:.2f} {w:.2f} {base:.2f}Z"
    return head + element("path", d=body, **style)


def judgement(at: Point, scale: Scale) -> str:
    """The practitioner's judgement: a white person on an ink disc."""
    disc = element("circle", cx=0, cy=0, r=scale.person, fill=INK, stroke=WHITE, stroke_width=2)
    return _placed("judgement", at, disc, _person(scale.person, WHITE))


def earlier(at: Point, scale: Scale) -> str:
    """The check before this one: an outlined person."""
    disc = element("circle", cx=0, cy=0, r=scale.earlier, fill=WHITE, stroke=INK, stroke_width=1.8)
    return _placed("earlier", at, disc, _person(scale.earlier, INK, scale.earlier * 0.14))


def tool(at: Point, scale: Scale) -> str:
    """The tool's suggestion: a hollow, dashed diamond."""
    half = scale.diamond
    corners = points([(0, -half), (half, 0), (0, half), (-half, 0)])
    white = element("polygon", points=corners, fill=WHITE, stroke=WHITE, stroke_width=3.5)
    dashed = element("polygon", points=corners, fill=WHITE, stroke=INK, stroke_width=1.9, stroke_dasharray="3.6 2.4")
    return _placed("tool", at, white, dashed)


def judgement_badge(at: Point, scale: Scale) -> str:
    """The judgement's person on a dark flag."""
    radius = scale.person - 0.5
    ring = element("circle", cx=0, cy=0, r=radius, fill=INK, stroke=WHITE, stroke_width=2)
    return _placed("flag-judgement", at, ring, _person(radius, WHITE))


def tool_badge(at: Point, scale: Scale) -> str:
    """The suggestion's diamond on a white flag."""
    half = scale.diamond * 0.85
    corners = points([(0, -half), (half, 0), (0, half), (-half, 0)])
    return _placed(
        "flag-tool",
        at,
        element("polygon", points=corners, fill=WHITE, stroke=INK, stroke_width=1.8, stroke_dasharray="3.4 2.4"),
    )


def track(start: Point, end: Point, scale: Scale) -> str:
    """The dotted way between the suggestion and a judgement that differs."""
    width = 3.4 if scale.is_wide else 2.8
    return line(start, end, WHITE, width + 4) + line(start, end, INK, width, dash=f"0.1 {width * 1.9:.1f}", cap="round")


def arrow(start: Point, end: Point, scale: Scale) -> str:
    """From the earlier check to the judgement; both ends are on the edge of their marks."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    if length < 1:
        return ""
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    head = min(9 if scale.is_wide else 7, length)
    neck = (end[0] - along[0] * head, end[1] - along[1] * head)
    side = (-along[1] * head * 0.5, along[0] * head * 0.5)
    corners = [end, (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1])]
    halo = line(start, end, WHITE, 5.5) + element("polygon", points=points(corners), fill=WHITE, stroke=WHITE, stroke_width=3)
    return halo + line(start, neck, INK, 2.4) + element("polygon", points=points(corners), fill=INK)


def double_arrow(start: Point, end: Point) -> str:
    """A thin line that points both ways: a continuum, not a scale."""
    (x1, y), (x2, _) = start, end
    ends = f"M{x1 + 7:.1f} {y - 5:.1f}L{x1:.1f} {y:.1f}L{x1 + 7:.1f} {y + 5:.1f}"
    ends += f"M{x2 - 7:.1f} {y - 5:.1f}L{x2:.1f} {y:.1f}L{x2 - 7:.1f} {y + 5:.1f}"
    return line(start, end, MUTED, 1.4) + element("path", d=ends, fill="none", stroke=MUTED, stroke_width=1.4)
