"""What becomes of a clock's milestones when its due time moves.

Product decisions: what was told stays told, and half the time is told of once; a warning, the due time and each step after it
are told again where they now lie ahead; of those that would lie in the past already the last is told and the others recorded,
as for a clock that is started late.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from clocks.rules.deadlines import PlannedMilestone
from clocks.rules.timescale import MilestoneKind

Key = TypeVar("Key")
TOLD_ONCE = frozenset({MilestoneKind.HALF})


class Mark(StrEnum):
    """How far a milestone has come."""

    WAITING = "waiting"
    RECORDED = "recorded"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Kept(Generic[Key]):
    """A milestone that a clock has: its key, kind, time and how far it has come."""

    key: Key
    kind: str
    at: datetime
    mark: Mark


@dataclass(frozen=True)
class Replan(Generic[Key]):
    """What to do: new milestones (told later, or recorded quietly), cancelled ones to bring back, waiting ones to cancel."""

    create: tuple[PlannedMilestone, ...]
    quietly: tuple[PlannedMilestone, ...]
    revive: tuple[Key, ...]
    cancel: tuple[Key, ...]


def replanned(planned: Sequence[PlannedMilestone], has: Iterable[Kept[Key]], now: datetime) -> Replan[Key]:
    """Compare what a clock's rule plans for its new due time with the milestones that it has."""
    listed = list(has)
    there = {(kept.kind, kept.at): kept for kept in listed}
    told = Counter(kept.kind for kept in listed if kept.mark is Mark.RECORDED)
    place = [sum(earlier.kind is plan.kind for earlier in planned[:number]) for number, plan in enumerate(planned)]
    wanted = [plan for number, plan in enumerate(planned) if _is_wanted(plan, there, place[number] < told[plan.kind], now)]
    past = [plan for plan in wanted if plan.at <= now]
    quietly = tuple(plan for plan in past[:-1] if (plan.kind, plan.at) not in there)
    stays = {(plan.kind.value, plan.at) for plan in wanted if plan not in past[:-1]}
    return Replan(
        create=tuple(plan for plan in wanted if plan not in past[:-1] and (plan.kind, plan.at) not in there),
        quietly=quietly,
        revive=tuple(kept.key for place, kept in there.items() if place in stays and kept.mark is Mark.CANCELLED),
        cancel=tuple(kept.key for place, kept in there.items() if place not in stays and kept.mark is Mark.WAITING),
    )


def _is_wanted(plan: PlannedMilestone, there: dict[tuple[str, datetime], Kept[Key]], is_told: bool, now: datetime) -> bool:
    """`is_told`: as many of this kind were told as the rule has up to this one; several steps of one kind are counted."""
    kept = there.get((plan.kind, plan.at))
    if kept is not None and kept.mark is not Mark.CANCELLED:
        return kept.mark is Mark.WAITING
    return not is_told or (plan.at > now and plan.kind not in TOLD_ONCE)
