"""The plan of an arch: its sizes, whose view stands where, and where a worry may stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot

from thresholds.pictures.arches import Arch, Arches, centred
from thresholds.pictures.markup import Point
from thresholds.pictures.model import Mark, Picture
from thresholds.pictures.scale import Scale

# How much room round a mark's middle its shape needs, by its radius, in any direction.
_REACH = {"circle": 1.0, "hexagon": 1.13, "square": 1.22}
# And from side to side.
_SIDE = {"circle": 1.0, "hexagon": 1.13, "square": 0.96}
_DANGER = 1.25


@dataclass(frozen=True)
class Dimensions:
    """The sizes of one scale's arch."""

    outer: Arch
    across: float  # thickness of a band at its legs
    down: float  # and at its crown
    leg: float
    longest_leg: float
    arm: Point
    heart: float  # how far out on an arm a view of the innermost level stands
    second_line: float  # how much deeper a band is where a level's name takes two lines

    def deeper(self, bands: int) -> "Dimensions":
        """Room for two lines of name in each band."""
        rise = self.outer.rise + self.second_line * (bands - 1)
        return replace(self, outer=Arch(self.outer.half, rise), down=self.down + self.second_line)


WIDE = Dimensions(Arch(332, 332), 66.5, 68, 112, 430, (0.7071, -0.7071), 0.64, 16)
NARROW = Dimensions(Arch(162.5, 218), 31, 45.5, 98, 330, (0.68, -0.733), 0.72, 14.5)


@dataclass(frozen=True)
class Plan:
    """An arch at one scale; `lines` is how many a level's name may take."""

    picture: Picture
    scale: Scale
    sizes: Dimensions
    arches: Arches
    lines: int = 1

    def band(self, position: int) -> tuple[Arch, Arch | None]:
        """A level's outer arch and the one inside it; the innermost level has none."""
        nested = self.arches.nested
        return nested[position], nested[position + 1] if position + 1 < len(nested) else None

    def view_point(self, code: str, side: int) -> Point:
        """Where on an arm somebody's view of the level is marked."""
        outer, inner = self.band(self.picture.position(code))
        far = self.arches.on_arm(outer, side)
        if inner is not None:
            near, share = self.arches.on_arm(inner, side), 0.5
        else:
            near, share = (self.arches.middle, self.arches.spring), self.sizes.heart
        return (near[0] + (far[0] - near[0]) * share, near[1] + (far[1] - near[1]) * share)

    def earlier_point(self) -> Point | None:
        """Beside the right arm, in the earlier check's level."""
        if self.picture.earlier is None:
            return None
        x, y = self.view_point(self.picture.earlier[0], 1)
        off = self.scale.person + self.scale.earlier + (18 if self.scale.is_wide else 7.5)
        return (x - self.arches.arm[1] * off, y + self.arches.arm[0] * off)

    @cached_property
    def taken(self) -> list[tuple[Point, float]]:
        """Discs that no worry may stand on: everybody's views, the arrow between them, loose danger."""
        scale, found = self.scale, []
        if self.picture.judgement:
            found.append((self.view_point(self.picture.judgement, 1), scale.person + 1))
        if self.picture.suggested:
            found.append((self.view_point(self.picture.suggested, -1), scale.diamond))
        before = self.earlier_point()
        if before is not None and self.picture.earlier is not None:
            found.append((before, scale.earlier + 1))
            if scale.is_wide:
                found += [((before[0] + off, before[1] + scale.earlier + 9), 8) for off in (-8, 8)]
            if self.picture.judgement:
                found += _between(before, self.view_point(self.picture.judgement, 1), 5.0)
        if self.has_loose_danger:
            found.append(((self.arches.middle, self.arches.spring), scale.radius * 1.3))
        return found

    @property
    def has_loose_danger(self) -> bool:
        return self.picture.danger and not any(mark.danger for mark in self.picture.worries)

    def pitch(self, marks: Sequence[Mark], *, level: bool = False) -> float:
        """The way from one mark to the next: in any direction, or in level rows, where shapes need less."""
        gap = 4.5 if self.scale.is_wide else 2.6
        return 2 * self.scale.radius * _widest(marks, _SIDE if level else _REACH) + gap

    def free(self, marks: Sequence[Mark], domain: int) -> Callable[[Point], bool]:
        """Whether a mark may stand at a point: in its own domain, off the arms, off whatever else is there."""
        reach = self.scale.radius * _widest(marks, _REACH)
        taken, edge = self.taken, 2.5 if self.scale.is_wide else 1.5

        def check(point: Point) -> bool:
            x, y = point
            if self.arches.domain_at(point) != domain or y > self.arches.ground - reach - 4:
                return False
            off_arms = y > self.arches.spring or self.arches.from_arms(point) >= reach + edge
            off_stem = domain == 1 or y < self.arches.spring or abs(x - self.arches.middle) >= reach + edge
            clear = all(hypot(x - tx, y - ty) >= reach + size + 1.5 for (tx, ty), size in taken)
            return off_arms and off_stem and clear

        return check

    def under_crown(self, position: int) -> list[Point]:
        """The row of worries under a level's name, along the inner arch; the innermost level has none."""
        inner = self.band(position)[1]
        marks = self.picture.in_cell(self.picture.levels[position].code, self.picture.domains[1].code)
        if inner is None or not marks:
            return []
        off = self.scale.radius + (6.5 if self.scale.is_wide else 4.5)
        line = self.arches.line(inner.inside(-off, -off))
        middle = line.length / 2
        return centred(lambda offset: line.at(middle + offset), self.free(marks, 1), self.pitch(marks), len(marks))


def _widest(marks: Sequence[Mark], room: dict[str, float]) -> float:
    return max((_DANGER if mark.danger else room[mark.shape] for mark in marks), default=1.0)


def _between(start: Point, end: Point, size: float) -> list[tuple[Point, float]]:
    steps = max(1, int(hypot(end[0] - start[0], end[1] - start[1]) / 10))
    shares = [i / steps for i in range(steps + 1)]
    return [((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t), size) for t in shares]
