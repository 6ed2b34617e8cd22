"""Which marks stand in which slots of a cell.

Product decision (look/pictures, "Twenty-five marks"): marks never shrink; the last slot of a full cell holds a hollow
"+n"; a danger mark is never the one folded away while there is a slot for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from thresholds.pictures.marks import fold, worry
from thresholds.pictures.markup import Point
from thresholds.pictures.model import Mark
from thresholds.pictures.scale import Scale


@dataclass(frozen=True)
class Stacked:
    """What stands in a cell: marks with their slot, and how many more the last slot stands for."""

    shown: tuple[tuple[Mark, Point], ...]
    folded: int = 0
    fold_at: Point | None = None

    def draw(self, strong: str, scale: Scale, folded: Sequence[Mark] = ()) -> str:
        marks = "".join(worry(mark, at, strong, scale) for mark, at in self.shown)
        if self.fold_at is None:
            return marks
        shape = folded[-1].shape if folded else "circle"
        return marks + fold(self.folded, shape, self.fold_at, strong, scale)


def stack(marks: Sequence[Mark], slots: Sequence[Point]) -> Stacked:
    """The marks, in the order given, in the slots; with too few slots the last one folds the rest."""
    if marks and not slots:
        raise ValueError("a cell with worries needs at least one slot")
    if len(marks) <= len(slots):
        return Stacked(tuple(zip(marks, slots, strict=False)))
    kept = len(slots) - 1
    return Stacked(tuple(zip(marks[:kept], slots[:kept], strict=True)), len(marks) - kept, slots[kept])


def rows_needed(count: int, per_row: int, most: int) -> int:
    """How many rows a grid needs for so many marks, at most `most`."""
    return min(most, -(-count // per_row))


def grid(count: int, per_row: int, most: int, middle: float, base: float, pitch: float) -> list[Point]:
    """Slots of a grid that grows upward from `base`, centred on `middle`: the lowest row first, left to right."""
    columns = max(1, min(per_row, count))
    left = middle - (columns - 1) * pitch / 2
    rows = range(rows_needed(count, columns, most))
    return [(left + column * pitch, base - row * pitch) for row in rows for column in range(columns)]
