"""Saving a page of worries at once: what was ticked, unticked and written on it, and nothing that it did not show."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from partnerships.models import User
from thresholds.models import CheckChild
from thresholds.models.check import Observation
from thresholds.services.checks import check_for_writing
from thresholds.services.judgements import Evidence, explored_save, observation_remove, observation_save
from workflow.errors import StaleVersion

LABELS: Mapping[str, str] = {
    "seen": "What was seen or said", "when": "When", "how_often": "How often", "who": "Who saw or heard it",
    "nature": "Fact or opinion", "value": "Whether the condition holds", "since": "Since when",
    "growing": "Whether it is growing", "tool": "The tool that was used", "tool_result": "What it showed",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change:
    """One tick with its evidence. `shown` is the mark of what the page showed, None for a new tick; `also` are siblings."""

    code: str
    evidence: Evidence
    shown: str | None = None
    instead_of: str | None = None
    also: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageOfWorries:
    """`explored` is None where the page did not ask."""

    removed: Sequence[str] = ()
    changes: Sequence[Change] = ()
    explored: Sequence[str] | None = None
    siblings: Mapping[uuid.UUID, CheckChild] = field(default_factory=dict)


@transaction.atomic
def worries_save(*, child: CheckChild, page: PageOfWorries, by: User, at: datetime.datetime) -> None:
    """Save a page of worries about one child.

    Raises `StaleVersion` with both texts where another tab has since written other evidence for the same tick. What only
    adds to what stands is saved, and what was sent before it and comes after it changes nothing: an answer that is saved as it
    is given may be overtaken by the page's own button.
    """
    check_for_writing(check=child.case_check, by=by)
    for code in page.removed:
        observation_remove(child=child, code=code, by=by, at=at)
    stood = {observation.code: observation for observation in Observation.objects.filter(child=child)}
    for change in page.changes:
        _save(child, change, stood, by, at)
        for sibling_id in change.also:
            sibling = page.siblings[sibling_id]
            if not Observation.objects.filter(child=sibling, code=change.code).exists():
                observation_save(child=sibling, code=change.code, evidence=change.evidence, by=by, at=at)
    if page.explored is not None and sorted(set(page.explored)) != child.explored:
        explored_save(child=child, dimensions=list(page.explored), by=by, at=at)


def _save(child: CheckChild, change: Change, stood: dict[str, Observation], by: User, at: datetime.datetime) -> None:
    now, moves = stood.get(change.instead_of or change.code), change.instead_of not in (None, change.code)
    if moves:
        observation_remove(child=child, code=str(change.instead_of), by=by, at=at)
    elif now is not None and (mark_of(now) == mark_of(change.evidence) or _overtaken(change, now)):
        return
    if now is not None and change.shown != mark_of(now) != mark_of(change.evidence) and not holds_all_of(change.evidence, now):
        raise StaleVersion(
            expected=change.shown or "", found=mark_of(now), theirs=_in_words(now), yours=_in_words(change.evidence),
            renew={"code": change.code},
        )  # fmt: skip
    observation_save(child=child, code=change.code, evidence=change.evidence, by=by, at=at)


def _overtaken(change: Change, now: Observation) -> bool:
    """Sent as new from a page that did not show what stands, and saying nothing that does not stand already."""
    return change.shown is None and holds_all_of(now, change.evidence)


def mark_of(evidence: Evidence | Observation | None) -> str:
    """A short mark of what is written: two pages that show the same have the same."""
    if evidence is None:
        return ""
    values = [str(getattr(evidence, name) or "").replace("\r\n", "\n").strip() for name in LABELS if name != "growing"]
    return hashlib.sha256("\x1f".join([*values, str(evidence.growing)]).encode()).hexdigest()[:12]


def holds_all_of(one: Evidence | Observation, other: Evidence | Observation) -> bool:
    """Whether nothing that the other says is missing from the one, or said otherwise."""
    said, before = _in_words(one), _in_words(other)
    return all(words in ("", said[label]) for label, words in before.items())


def _in_words(evidence: Evidence | Observation) -> dict[str, str]:
    answers = {None: "", True: "Yes", False: "No"}
    return {
        label: answers[evidence.growing] if name == "growing" else str(getattr(evidence, name) or "").strip()
        for name, label in LABELS.items()
    }
