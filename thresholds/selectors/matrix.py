"""A child's matrix as it stands: from what was ticked, with what its author put right."""

import datetime
from collections.abc import Collection
from typing import Any

from thresholds.models import CheckChild
from thresholds.presenters.levels import level_words
from thresholds.rules.framework import Framework
from thresholds.rules.matrix import Correction, Filled, fill
from thresholds.rules.suggestion import weigh
from thresholds.rules.suggestion.weighing import Weighed
from thresholds.selectors.checks import answers_for


def matrix_for(
    child: CheckChild, framework: Framework, *, at: datetime.datetime, weighed: Collection[Weighed] | None = None
) -> tuple[Filled, ...]:
    """Every row for one child; nothing where the framework prints no matrix. `weighed` saves weighing again."""
    if framework.matrix is None or not framework.matrix.rows:
        return ()
    corrections = {
        each.row: Correction(level=each.level or None, why=each.why, version=each.version)
        for each in child.matrix_corrections.all()
    }
    seen = weigh(framework, answers_for(child, at=at)) if weighed is None else weighed
    return fill(framework, seen, child.explored, corrections)


def matrix_content(child: CheckChild, framework: Framework, *, at: datetime.datetime) -> list[dict[str, Any]]:
    """The matrix as a document prints it: the level or why there is none, and what was put right and why."""
    return [
        {
            "group": filled.row.group or "",
            "text": filled.row.text,
            "code": filled.mark,
            "name": level_words(filled.level).words if filled.level else filled.state,
            "note": f"Put right by the writer; what was ticked gives {_ticked(filled)}. Why: {filled.correction.why}"
            if filled.correction
            else "",
        }
        for filled in matrix_for(child, framework, at=at)
    ]


def _ticked(filled: Filled) -> str:
    return level_words(filled.ticked).words if filled.ticked else f"“{filled.ticked_state}”"
