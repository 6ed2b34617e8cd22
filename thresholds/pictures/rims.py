"""The rim of each level: plain, dots, diagonals or dense, so that levels differ without colour.

Drawn as short strokes along a line, not as a pattern fill: strokes follow a curve, and print.
"""

from collections.abc import Sequence

from thresholds.pictures.markup import Point, element
from thresholds.pictures.palette import LevelColour

# (point on the rim's middle, unit vector along it)
Station = tuple[Point, Point]


def along(start: Point, end: Point, step: float) -> list[Station]:
    """Stations on a straight line, evenly spread."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    count = max(1, int(length / step))
    unit = (dx / length, dy / length)
    spots = [(i + 0.5) / count for i in range(count)]
    return [((start[0] + dx * t, start[1] + dy * t), unit) for t in spots]


def step(colour: LevelColour) -> float:
    """How far apart the stations of a rim are."""
    return {"plain": 40.0, "dots": 6.6, "diagonals": 6.4, "dense": 6.0}[colour.rim]


def rim(stations: Sequence[Station], colour: LevelColour, thick: float) -> str:
    """The rim along its stations, `thick` wide."""
    if colour.rim == "plain":
        return ""
    if colour.rim == "dots":
        return _dots(stations, colour.strong, thick * 0.42)
    if colour.rim == "diagonals":
        strokes = "".join(_slash(station, thick) for station in stations)
        return element("path", d=strokes, stroke=colour.strong, stroke_width=2.1, fill="none")
    first, last = stations[0], stations[-1]
    middle = "L".join(f"{x:.1f} {y:.1f}" for (x, y), _ in stations)
    starts = f"{first[0][0] - first[1][0] * 3:.1f} {first[0][1] - first[1][1] * 3:.1f}"
    ends = f"{last[0][0] + last[1][0] * 3:.1f} {last[0][1] + last[1][1] * 3:.1f}"
    band = element("path", d=f"M{starts}L{middle}L{ends}", stroke=colour.strong, stroke_width=thick, fill="none")
    return band + _dots(stations, colour.fill, thick * 0.4)


def _dots(stations: Sequence[Station], colour: str, width: float) -> str:
    spots = "".join(f"M{x:.1f} {y:.1f}h0.1" for (x, y), _ in stations)
    return element("path", d=spots, stroke=colour, stroke_width=width, stroke_linecap="round", fill="none")


def _slash(station: Station, thick: float) -> str:
    (x, y), (ux, uy) = station
    half = thick / 2
    dx, dy = (ux * 0.75 - uy) * half, (uy * 0.75 + ux) * half
    return f"M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}"
