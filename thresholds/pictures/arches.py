"""The geometry of nested arches: legs, half-ellipses, and the Y in which three domains meet. No drawing here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, sin

from thresholds.pictures.markup import Point
from thresholds.pictures.rims import Station


@dataclass(frozen=True)
class Arch:
    """One arch: half its width, and its rise above the springing line."""

    half: float
    rise: float

    def inside(self, across: float, down: float) -> "Arch":
        """The arch that runs inside this one, `across` from its legs and `down` from its crown."""
        return Arch(self.half - across, self.rise - down)


@dataclass(frozen=True)
class Arches:
    """Nested arches on one ground, outermost first. `arm` is the direction of the Y's right arm, y downward."""

    middle: float
    spring: float
    ground: float
    nested: tuple[Arch, ...]
    arm: Point

    def on_arm(self, arch: Arch, side: int) -> Point:
        """Where an arm of the Y (side -1 left, 1 right) meets an arch."""
        reach = 1 / hypot(self.arm[0] / arch.half, self.arm[1] / arch.rise)
        return (self.middle + side * self.arm[0] * reach, self.spring + self.arm[1] * reach)

    def from_arms(self, point: Point) -> float:
        """How far a point is from the nearer arm's line."""
        x, y = abs(point[0] - self.middle), point[1] - self.spring
        return abs(x * self.arm[1] - y * self.arm[0])

    def domain_at(self, point: Point) -> int:
        """Which of the three domains a point lies in: 0 left, 1 above, 2 right."""
        x, y = point[0] - self.middle, point[1] - self.spring
        if y < 0 and abs(x) * -self.arm[1] < -y * self.arm[0]:
            return 1
        return 0 if x < 0 else 2

    def inner_edge(self, arch: Arch, margin: float) -> Callable[[Point], bool]:
        """Whether a point lies inside an arch by a margin."""
        inside = arch.inside(margin, margin)

        def check(point: Point) -> bool:
            x, y = abs(point[0] - self.middle), min(0.0, point[1] - self.spring)
            return (x / inside.half) ** 2 + (y / inside.rise) ** 2 <= 1

        return check

    def path(self, arch: Arch) -> str:
        """The arch from its left foot over to its right foot, as path data."""
        left, right = self.middle - arch.half, self.middle + arch.half
        return (
            f"M{left:.2f} {self.ground:.2f}V{self.spring:.2f}"
            f"A{arch.half:.2f} {arch.rise:.2f} 0 0 1 {right:.2f} {self.spring:.2f}V{self.ground:.2f}"
        )

    def line(self, arch: Arch) -> "Line":
        """The arch as a line measured along its length, from the left foot."""
        left, right = self.middle - arch.half, self.middle + arch.half
        spots: list[Point] = [(left, self.ground)]
        for i in range(121):
            angle = pi - pi * i / 120
            spots.append((self.middle + arch.half * cos(angle), self.spring - arch.rise * sin(angle)))
        return Line((*spots, (right, self.ground)))


class Line:
    """A line through points, addressed by the length along it."""

    def __init__(self, spots: Sequence[Point]) -> None:
        self._spots = spots
        self._reached = [0.0]
        for (x1, y1), (x2, y2) in pairwise(spots):
            self._reached.append(self._reached[-1] + hypot(x2 - x1, y2 - y1))

    def reversed(self) -> "Line":
        return Line(tuple(reversed(self._spots)))

    @property
    def length(self) -> float:
        return self._reached[-1]

    def at(self, along: float) -> Point:
        return self._found(along)[0]

    def station(self, along: float) -> Station:
        """The point and the direction there."""
        return self._found(along)

    def turn(self, along: float) -> float:
        """The direction in degrees, clockwise from rightward."""
        _, (dx, dy) = self._found(along)
        return degrees(atan2(dy, dx))

    def stations(self, step: float) -> list[Station]:
        count = max(1, int(self.length / step))
        return [self._found((i + 0.5) * self.length / count) for i in range(count)]

    def _found(self, along: float) -> Station:
        along = min(max(along, 0.0), self.length)
        low, high = 0, len(self._reached) - 2
        while low < high:
            half = (low + high + 1) // 2
            low, high = (half, high) if self._reached[half] <= along else (low, half - 1)
        (x1, y1), (x2, y2) = self._spots[low], self._spots[low + 1]
        span = self._reached[low + 1] - self._reached[low] or 1.0
        t = (along - self._reached[low]) / span
        return (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t), ((x2 - x1) / span, (y2 - y1) / span)


def walk(line: Line, free: Callable[[Point], bool], pitch: float) -> list[Point]:
    """As many free slots as a line has from its start, `pitch` apart at least."""
    slots: list[Point] = []
    along = 0.0
    while along <= line.length:
        spot = line.at(along)
        if free(spot) and all(hypot(spot[0] - x, spot[1] - y) >= pitch for x, y in slots):
            slots.append(spot)
        along += 1.0
    return slots


def centred(at: Callable[[float], Point], free: Callable[[Point], bool], pitch: float, count: int) -> list[Point]:
    """Up to `count` free slots evenly round offset 0, in order; `at` says where an offset is."""
    for wanted in range(count, 0, -1):
        spots = [at((i - (wanted - 1) / 2) * pitch) for i in range(wanted)]
        if all(free(spot) for spot in spots):
            return spots
    return []


def nearest_run(slots: Sequence[Point], count: int, level: float) -> list[Point]:
    """`count` neighbouring slots whose middle lies nearest to a height."""
    if count >= len(slots):
        return list(slots)
    runs = [slots[i : i + count] for i in range(len(slots) - count + 1)]
    return list(min(runs, key=lambda run: abs(sum(y for _, y in run) / count - level)))
