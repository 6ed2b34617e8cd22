"""The matrix as pages show it: the ticks' level, the one that stands, and why they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thresholds.presenters.levels import LevelWords, level_words
from thresholds.rules.matrix import NOT_EXPLORED, Filled


@dataclass(frozen=True)
class RowShown:
    """One row; `mark` is the framework's own code for the level. `why` is empty where it is as it was ticked."""

    code: str
    group: str
    text: str
    source: str
    level: LevelWords | None
    state: str
    mark: str
    ticked: LevelWords | None
    ticked_state: str
    corrected: bool
    why: str

    @property
    def is_unexplored(self) -> bool:
        return self.level is None and self.state == NOT_EXPLORED


@dataclass(frozen=True)
class GroupShown:
    """Rows under one printed heading."""

    name: str
    rows: tuple[RowShown, ...]


def row_shown(filled: Filled) -> RowShown:
    """One row with its words."""
    correction = filled.correction
    return RowShown(
        code=filled.row.code, group=filled.row.group or "", text=filled.row.text, source=filled.row.source,
        level=level_words(filled.level) if filled.level else None, state=filled.state, mark=filled.mark,
        ticked=level_words(filled.ticked) if filled.ticked else None, ticked_state=filled.ticked_state,
        corrected=correction is not None, why=correction.why if correction else "",
    )  # fmt: skip


def matrix_shown(rows: Iterable[Filled]) -> tuple[GroupShown, ...]:
    """All rows under their headings, in printed order."""
    groups: dict[str, list[RowShown]] = {}
    for filled in rows:
        groups.setdefault(filled.row.group or "", []).append(row_shown(filled))
    return tuple(GroupShown(name, tuple(listed)) for name, listed in groups.items())
