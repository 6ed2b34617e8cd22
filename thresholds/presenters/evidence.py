"""What the evidence points to, for one child: the suggestion, its reasons with their evidence, and what to weigh."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from thresholds.models import CheckChild
from thresholds.pictures import Mark
from thresholds.presenters.levels import LevelWords, level_of, level_words
from thresholds.presenters.matrix import matrix_shown
from thresholds.presenters.rows import told_of, under_of
from thresholds.presenters.worries import picture_with
from thresholds.rules.framework import Framework
from thresholds.rules.suggestion import Suggestion, weigh
from thresholds.rules.suggestion.weighing import Weighed
from thresholds.selectors.checks import answers_for
from thresholds.selectors.matrix import matrix_for
from thresholds.services.judgements import NOT_SURE

HEADINGS = {
    "protective": "What holds it", "unconfirmed": "Not confirmed", "age": "The child’s age",
    "cumulative": "Several worries together", "recent": "Recent or growing", "single-indicator": "One indicator alone",
    "strengths": "What is holding", "tool": "Worth offering", "not-explored": "Not explored",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """Something seen, with the level at which it counts, the evidence, and where it is printed."""

    text: str
    level: LevelWords
    under: str
    told: str
    source: str
    mark: Mark | None = None


class EvidencePresenter:
    """Pure: what it is given in, what the page shows out."""

    def __init__(self, child: CheckChild, framework: Framework, suggestion: Suggestion, *, at: datetime.datetime) -> None:
        self.child, self.framework, self.suggestion = child, framework, suggestion
        self.at = at
        self.weighed = weigh(framework, answers_for(child, at=at))
        self.picture = picture_with(child, framework, suggestion.level)
        worries = [item.code for item in self.weighed if item.is_worry]
        self.marks = dict(zip(worries, self.picture.worries, strict=True))
        self.seen = {observation.code: observation for observation in child.observations.all()}

    def context(self) -> dict[str, Any]:
        reasons = {reason.indicator for reason in self.suggestion.reasons}
        suggested = level_of(self.framework, self.suggestion.level)
        first = self.child.first_view
        return {
            "suggestion": self.suggestion, "suggested": suggested,
            "picture_value": self.picture,
            "reasons": [self.shown(item) for item in self.weighed if item.code in reasons],
            "others": [self.shown(item) for item in self.weighed if item.is_worry and item.code not in reasons],
            "considerations": self.considerations(),
            **self.matrix(),
            "first_view": "You were not sure" if first == NOT_SURE else f"You first placed it at {self.words_of(first)}",
            "judged": level_of(self.framework, self.child.level),
        }  # fmt: skip

    def words_of(self, code: str) -> str:
        level = level_of(self.framework, code)
        return level.full if level else ""

    def shown(self, item: Weighed) -> Shown:
        observation = self.seen.get(item.code)
        return Shown(
            text=item.words, level=level_words(item.counts_at), under=under_of(item, observation),
            told=told_of(observation) if observation else "", source=f"{item.cited} ({item.code})",
            mark=self.marks.get(item.code),
        )  # fmt: skip

    def considerations(self) -> list[tuple[str, list[str]]]:
        """Under one heading each kind, in the order in which they come."""
        found: dict[str, list[str]] = {}
        for each in self.suggestion.considerations:
            found.setdefault(HEADINGS.get(each.kind, "To weigh"), []).append(each.text)
        return list(found.items())

    def matrix(self) -> dict[str, Any]:
        """The rows under their headings, how many there are, have a level, and were put right."""
        rows = matrix_for(self.child, self.framework, at=self.at, weighed=self.weighed)
        return {
            "matrix": matrix_shown(rows),
            "matrix_rows": len(rows),
            "matrix_filled": sum(row.level is not None for row in rows),
            "matrix_corrected": sum(row.correction is not None for row in rows),
        }
