"""The geometry of a windscreen: a half-circle, or a taller half-ellipse, cut into sectors and rings. No drawing here.

Angles are real ones in radians, from the right round to the left; distances from the hub are measured level with the ground.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from thresholds.pictures.markup import Point
from thresholds.pictures.rims import Station

_ARC = 1.03  # how much longer than the chord an arc between two marks is taken to be, at most


@dataclass(frozen=True)
class Fan:
    """A fan of equal sectors round a hub on the ground; `tall` is its height by its half width."""

    hub: Point
    half: float
    tall: float
    sectors: int

    def edges(self, position: int) -> tuple[float, float]:
        """The angles of a sector's left and right edge; the first sector is the one on the left."""
        wide = pi / self.sectors
        return pi - position * wide, pi - (position + 1) * wide

    def middle(self, position: int) -> float:
        left, right = self.edges(position)
        return (left + right) / 2

    def at(self, out: float, angle: float) -> Point:
        """The point on the ring `out` from the hub, in the direction of an angle."""
        turn = self._turn(angle)
        return (self.hub[0] + out * cos(turn), self.hub[1] - self.tall * out * sin(turn))

    def _turn(self, angle: float) -> float:
        """The angle at which the ellipse's circle is cut for a real angle."""
        return atan2(sin(angle) / self.tall, cos(angle))

    def along(self, out: float, angle: float, length: float) -> float:
        """The angle that lies a length further left along a ring (right if the length is negative)."""
        steps = max(1, int(abs(length) / 2))
        for _ in range(steps):
            ahead = self.at(out, angle + 0.001)
            here = self.at(out, angle)
            angle += 0.001 * (length / steps) / hypot(ahead[0] - here[0], ahead[1] - here[1])
        return angle

    def squeeze(self, position: int) -> float:
        """How much closer than upright two rings lie somewhere in a sector, by their distance level with the ground."""
        turns = [self._turn(angle) for angle in self.edges(position)]
        return max(hypot(cos(turn), sin(turn) / self.tall) for turn in turns)

    def clear_of_edges(self, point: Point, position: int, room: float) -> bool:
        """Whether a point keeps its distance from both edges of a sector, inside it."""
        x, y = point[0] - self.hub[0], self.hub[1] - point[1]
        left, right = self.edges(position)
        return x * sin(left) - y * cos(left) >= room and y * cos(right) - x * sin(right) >= room

    def arc(self, out: float, start: float, end: float) -> str:
        """Path data of a ring from one angle round to a smaller one, clockwise."""
        (x1, y1), (x2, y2) = self.at(out, start), self.at(out, end)
        return f"M{x1:.2f} {y1:.2f}A{out:.2f} {out * self.tall:.2f} 0 0 1 {x2:.2f} {y2:.2f}"

    def cell(self, inner: float, outer: float, position: int, inset: float = 0.0) -> str:
        """Path data of a sector between two rings, drawn in by an inset all round."""
        left, right = self.edges(position)
        near, far = inner + inset, outer - inset
        spots = []
        for out, angle, way in ((near, left, -1), (far, left, -1), (far, right, 1), (near, right, 1)):
            spots.append(self.at(out, self.along(out, angle, way * inset) if inset else angle))
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = spots
        return (
            f"M{ax:.2f} {ay:.2f}L{bx:.2f} {by:.2f}A{far:.2f} {far * self.tall:.2f} 0 0 1 {cx:.2f} {cy:.2f}"
            f"L{dx:.2f} {dy:.2f}A{near:.2f} {near * self.tall:.2f} 0 0 0 {ax:.2f} {ay:.2f}Z"
        )

    def stations(self, out: float, position: int, inset: float, step: float) -> list[Station]:
        """Stations along a sector's part of a ring, evenly spread."""
        left, right = self.edges(position)
        start, end = self.along(out, left, -inset), self.along(out, right, inset)
        spots = [self.at(out, start + (end - start) * i / 60) for i in range(61)]
        length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(spots))
        count = max(1, int(length / step))
        found = []
        for i in range(count):
            angle = start + (end - start) * (i + 0.5) / count
            (x, y), (fx, fy) = self.at(out, angle), self.at(out, angle - 0.01)
            size = hypot(fx - x, fy - y)
            found.append(((x, y), ((fx - x) / size, (fy - y) / size)))
        return found

    def row(self, out: float, position: int, wanted: int, pitch: float, room: float) -> list[Point]:
        """Up to `wanted` points `pitch` apart on a ring, in the middle of a sector and clear of its edges, left to right."""
        left, right = self.edges(position)
        most = int((left - right) * out * max(self.tall, 1.0) / pitch) + 1
        for count in range(min(wanted, most), 0, -1):
            offsets = [((count - 1) / 2 - i) * pitch * _ARC for i in range(count)]
            spots = [self.at(out, self.along(out, self.middle(position), offset)) for offset in offsets]
            if all(self.clear_of_edges(spot, position, room) for spot in spots):
                return spots
        return []
