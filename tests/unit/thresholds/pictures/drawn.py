"""Reads a drawing back from its SVG, so that the tests look at what is drawn and not at how it was planned."""

import re
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any
from xml.etree import ElementTree

from thresholds.pictures import Picture, draw
from thresholds.pictures.scale import Width
from thresholds.pictures.typeface import measure

SVG = "{http://www.w3.org/2000/svg}"
Corner = tuple[float, float]


@dataclass(frozen=True)
class DrawnMark:
    """A mark as it stands on the canvas: what kind, its data, its middle and its outline."""

    kind: str
    data: dict[str, str]
    at: Corner
    outline: tuple[Corner, ...]

    @property
    def number(self) -> int:
        return int(self.data["number"])


@dataclass(frozen=True)
class DrawnText:
    words: str
    left: float
    right: float
    baseline: float


@dataclass(frozen=True)
class Drawn:
    width: float
    height: float
    root: ElementTree.Element
    marks: tuple[DrawnMark, ...]
    texts: tuple[DrawnText, ...]

    def of(self, *kinds: str) -> list[DrawnMark]:
        return [mark for mark in self.marks if mark.kind in kinds]

    @property
    def arms(self) -> list[tuple[Corner, Corner]]:
        """The lines of the Y, each from its hub outward."""
        lines = (line.attrib for line in self.root.iter(f"{SVG}line") if "data-arm" in line.attrib)
        return [((float(a["x1"]), float(a["y1"])), (float(a["x2"]), float(a["y2"]))) for a in lines]

    def level_shape(self, code: str) -> ElementTree.Element:
        return next(shape for shape in self.root.iter() if shape.get("data-level") == code and shape.tag != f"{SVG}g")


def parsed(markup: str) -> ElementTree.Element:
    """The root of a drawing that is well-formed XML; anything else raises."""
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(["end"])
    parser.feed(markup)
    parser.close()
    events: list[Any] = list(parser.read_events())
    root: ElementTree.Element = events[-1][1]
    return root


def read(picture: Picture, width: Width) -> Drawn:
    root = parsed(draw(picture, width))
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    marks = tuple(_mark(group) for group in root.iter(f"{SVG}g") if "data-mark" in group.attrib)
    return Drawn(wide, high, root, marks, tuple(_texts(root)))


def _shift(group: ElementTree.Element) -> Corner:
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", group.attrib["transform"])
    assert found
    return float(found[1]), float(found[2])


def _mark(group: ElementTree.Element) -> DrawnMark:
    x, y = _shift(group)
    data = {key.removeprefix("data-"): value for key, value in group.attrib.items() if key.startswith("data-")}
    outline = tuple((x + dx, y + dy) for dx, dy in _corners(group[0]))
    return DrawnMark(data.pop("mark"), data, (x, y), outline)


def _corners(shape: ElementTree.Element) -> list[Corner]:
    if shape.tag == f"{SVG}circle":
        radius = float(shape.attrib["r"])
        return [(radius * cos(i * pi / 16), radius * sin(i * pi / 16)) for i in range(32)]
    if shape.tag == f"{SVG}rect":
        left, top, wide, high = (float(shape.attrib[key]) for key in ("x", "y", "width", "height"))
        return [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
    pairs = (pair.split(",") for pair in shape.attrib["points"].split())
    return [(float(x), float(y)) for x, y in pairs]


def _texts(root: ElementTree.Element) -> list[DrawnText]:
    """Texts of one line; those set letter by letter are bounded by their letters' starts."""
    found = []
    parents = {child: parent for parent in root.iter() for child in parent}
    for text in root.iter(f"{SVG}text"):
        parent = parents[text]
        dx, dy = _shift(parent) if "transform" in parent.attrib else (0.0, 0.0)
        xs = [float(x) for x in text.attrib["x"].split()]
        ys = [float(y) for y in text.attrib["y"].split()]
        words, size = text.text or "", float(text.attrib["font-size"])
        wide = measure(words, size, text.get("font-weight") == "700") if len(xs) == 1 else max(xs) - min(xs) + size
        start = {"middle": xs[0] - wide / 2, "end": xs[0] - wide}.get(text.get("text-anchor", ""), min(xs))
        found.append(DrawnText(words, dx + start, dx + start + wide, dy + max(ys)))
    return found


def overlap(one: DrawnMark, other: DrawnMark) -> bool:
    """Whether two outlines, or the hulls of notched ones, share any area (separating axis)."""
    if max(abs(one.at[0] - other.at[0]), abs(one.at[1] - other.at[1])) > 60:
        return False
    return meet(one.outline, other.outline)


def meet(one: tuple[Corner, ...], other: tuple[Corner, ...]) -> bool:
    axes = [(0.0, 1.0), (1.0, 0.0), *_axes(one), *_axes(other)]
    return not any(_parts(axis, one, other) for axis in axes)


def _axes(outline: tuple[Corner, ...]) -> list[Corner]:
    following = (*outline[1:], outline[0])
    return [(y1 - y2, x2 - x1) for (x1, y1), (x2, y2) in zip(outline, following, strict=True)]


def _parts(axis: Corner, one: tuple[Corner, ...], other: tuple[Corner, ...]) -> bool:
    first = [x * axis[0] + y * axis[1] for x, y in one]
    second = [x * axis[0] + y * axis[1] for x, y in other]
    return max(first) <= min(second) or max(second) <= min(first)
