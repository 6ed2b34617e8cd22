"""The framework's matrix for one child: what each row has from what was ticked, and what the practitioner put right.

Source: Plymouth Assessment Framework & Threshold Guidance (2016), 3C, a matrix of areas by level for checking an assessment,
with a vulnerability code for each level. That it is filled in from what was ticked, and that a correction never moves the
suggestion, are product decisions (issue 4, "The check").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from thresholds.rules.framework import Framework, Indicator, Level, ListItem
from thresholds.rules.suggestion.weighing import Weighed

NOT_EXPLORED: Final = "Not explored yet"
NO_WORRY: Final = "Looked at, no worry"


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What the practitioner says of a row, and why; `level` None: it was not explored."""

    level: str | None
    why: str
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A row: `ticked` is the level from what was ticked, `level` the one that stands. Without one, `state` says why."""

    row: ListItem
    ticked: Level | None
    ticked_state: str
    level: Level | None
    state: str
    mark: str
    correction: Correction | None = None


def fill(
    framework: Framework,
    weighed: Collection[Weighed],
    explored: Collection[str],
    corrections: Mapping[str, Correction],
) -> tuple[Filled, ...]:
    """Every row of the framework's matrix for one child, in printed order.

    `weighed` is everything that was seen, `explored` the dimensions that were looked at without a worry, `corrections` are by
    the row's code. A row has the highest level at which a worry in its dimensions counts; with met needs only, the highest of
    those; a row of which nothing was ticked has no level, and is never read as the lowest one.
    """
    rows = framework.matrix.rows if framework.matrix else ()
    return tuple(_filled(framework, row, weighed, explored, corrections.get(row.code)) for row in rows)


def _filled(
    framework: Framework,
    row: ListItem,
    weighed: Collection[Weighed],
    explored: Collection[str],
    correction: Correction | None,
) -> Filled:
    here = [item for item in weighed if isinstance(item.entry, Indicator) and item.entry.dimension in row.maps_to]
    counted = [item.counts_at for item in here if item.is_worry] or [item.counts_at for item in here]
    ticked = max(counted, key=lambda level: level.order, default=None)
    looked_at = not here and bool(set(row.maps_to) & set(explored))
    ticked_state = "" if ticked else NO_WORRY if looked_at else NOT_EXPLORED
    level, state = ticked, ticked_state
    if correction is not None:
        level = framework.level(correction.level) if correction.level else None
        state = "" if level else NOT_EXPLORED
    return Filled(
        row=row, ticked=ticked, ticked_state=ticked_state, level=level, state=state, mark=mark_of(framework, level),
        correction=correction,
    )  # fmt: skip


def mark_of(framework: Framework, level: Level | None) -> str:
    """The framework's vulnerability code for a level; empty where it prints none."""
    codes = framework.matrix.codes if framework.matrix and level else ()
    return next((mark.code for mark in codes if level and mark.level == level.code), "")
