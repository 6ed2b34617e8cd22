"""The plan of a windscreen: its sizes, how thick each domain's ring is, where a worry stands and whose view is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from thresholds.pictures.fan import Fan
from thresholds.pictures.markup import Point
from thresholds.pictures.model import Mark, Picture
from thresholds.pictures.scale import Scale
from thresholds.pictures.stacking import Stacked, stack

# How much room round a mark's middle its shape needs, by its radius, in any direction.
_REACH = {"circle": 1.0, "hexagon": 1.13, "square": 1.22}
_DANGER = 1.25


@dataclass(frozen=True)
class Dimensions:
    """The sizes of one scale's windscreen."""

    half: float
    tall: float
    hub: float
    gap: float  # between marks


WIDE = Dimensions(half=328, tall=1.0, hub=52, gap=4.5)
NARROW = Dimensions(half=161, tall=1.5, hub=36, gap=2.4)


@dataclass(frozen=True)
class Plan:
    """A windscreen at one scale, its hub on the ground."""

    picture: Picture
    scale: Scale
    sizes: Dimensions
    fan: Fan

    @property
    def lane(self) -> float:
        """How far out the views stand, in a lane of their own under the rim."""
        return self.sizes.half - self.scale.outline - self.scale.rim - self.scale.person - 2.5

    @property
    def inner_lane(self) -> float:
        """Where the lane ends and the domains' rings begin."""
        return self.lane - self.scale.person - 2.5

    @cached_property
    def rings(self) -> tuple[tuple[float, float], ...]:
        """For each domain, the outermost first, where its ring begins and ends.

        Each has room for a row of marks. What is left is shared evenly; where that would fold marks away, in the way that
        folds the fewest.
        """
        even = self._shared((1,) * len(self.picture.domains))
        if not self._folded(even):
            return even
        ways = sorted(_shares(len(self.picture.domains)), key=max)
        return min((even, *map(self._shared, ways)), key=self._folded)

    def _shared(self, shares: Sequence[int]) -> tuple[tuple[float, float], ...]:
        """The rings if what is left over is shared out so."""
        least = [2 * self._reach(index) + 3 for index in range(len(self.picture.domains))]
        spare = self.inner_lane - self.sizes.hub - sum(least)
        rings, outer = [], self.inner_lane
        for need, share in zip(least, shares, strict=True):
            inner = outer - need - spare * share / sum(shares)
            rings.append((inner, outer))
            outer = inner
        return tuple(rings)

    def _folded(self, rings: Sequence[tuple[float, float]]) -> int:
        """How many marks would be folded away."""
        cells = ((i, d) for i in range(len(self.picture.levels)) for d in range(len(self.picture.domains)))
        return sum(self._stacked(i, d, rings[d]).folded for i, d in cells)

    def _reach(self, index: int) -> float:
        """The room that the largest mark of a domain needs."""
        domain = self.picture.domains[index]
        return self.reach([mark for mark in self.picture.worries if mark.domain == domain.code], _REACH[domain.shape])

    def reach(self, marks: Sequence[Mark], least: float = 1.0) -> float:
        return self.scale.radius * max([least, *(_DANGER if mark.danger else _REACH[mark.shape] for mark in marks)])

    def cell(self, position: int, index: int) -> Stacked:
        """The marks of one level and domain in their slots."""
        return self._stacked(position, index, self.rings[index])

    def _stacked(self, position: int, index: int, ring: tuple[float, float]) -> Stacked:
        marks = self.picture.in_cell(self.picture.levels[position].code, self.picture.domains[index].code)
        return stack(marks, self._slots(position, ring, marks)) if marks else Stacked(())

    def _slots(self, position: int, ring: tuple[float, float], marks: Sequence[Mark]) -> list[Point]:
        """Rows from the ring's outer edge inward, as few as hold the marks, in the middle of the ring."""
        inner, outer = ring
        reach = self.reach(marks)
        squeeze = self.fan.squeeze(position)
        room, pitch = (reach + 1) * squeeze, (2 * reach + self.sizes.gap) * squeeze
        most = int((outer - inner - 2 * room) / pitch) + 1
        rows: list[list[Point]] = []
        for count in range(1, most + 1):
            rows = self._rows(
                position, outer - room - (outer - inner - 2 * room - (count - 1) * pitch) / 2, pitch, count, marks
            )
            if sum(map(len, rows)) >= len(marks):
                break
        return [spot for row in rows for spot in row]

    def _rows(self, position: int, first: float, pitch: float, count: int, marks: Sequence[Mark]) -> list[list[Point]]:
        reach, edge = self.reach(marks), self.scale.outline + 1.5
        rows, left = [], len(marks)
        for row in range(count):
            spots = self.fan.row(first - row * pitch, position, left, 2 * reach + self.sizes.gap, reach + edge)
            rows.append(spots)
            left -= len(spots)
        return rows

    @cached_property
    def views(self) -> dict[str, tuple[Point, float]]:
        """Where the tool, the judgement and the earlier check stand in the lane, and at what angle."""
        picture = self.picture
        held = (("tool", picture.suggested), ("judgement", picture.judgement), ("earlier", (picture.earlier or (None,))[0]))
        wanted = [(name, code) for name, code in held if code]
        found = {}
        step = 2 * self.scale.person + (14 if self.scale.is_wide else 4)
        for name, code in wanted:
            together = [other for other, at in wanted if at == code]
            offset = ((len(together) - 1) / 2 - together.index(name)) * step
            angle = self.fan.along(self.lane, self.fan.middle(picture.position(code)), offset)
            found[name] = (self.fan.at(self.lane, angle), angle)
        return found

    @property
    def has_loose_danger(self) -> bool:
        """Immediate danger was recorded and no worry carries it."""
        return self.picture.danger and not any(mark.danger for mark in self.picture.worries)


def _shares(rings: int, parts: int = 6) -> list[tuple[int, ...]]:
    """The ways to share so many parts among the rings."""
    return [shares for shares in product(range(parts + 1), repeat=rings) if sum(shares) == parts]
