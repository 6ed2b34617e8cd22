"""The sweep: record every milestone whose time has come, once, and tell people in the same transaction.

Any number of workers may sweep at once. What is due is found by index and claimed with FOR UPDATE SKIP LOCKED; a batch
is settled in a handful of statements. A batch that fails is taken again row by row, and a row that fails alone is put
off, with its error, so that it does not hold up the rest. Source: DESIGN.md, Timescales.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from clocks import registry
from clocks.claiming import Claimed, claim, milestones_of_claimed, record
from clocks.models import HandlerRun, Milestone, SweepState
from clocks.models.milestone import WAITING
from clocks.recipients import Recipients
from clocks.rules.deadlines import PlannedMilestone, next_day_overdue, told_when_overdue
from clocks.rules.timescale import MilestoneKind
from clocks.selectors import calendars_for
from clocks.words import notice_kind
from clocks.writing import milestone_row, milestones_write
from notices.services import Draft, notices_write

log = structlog.get_logger(__name__)
BATCH = 1_000
LONGEST_WAIT = timedelta(hours=1)
LONGEST_SWEEP = timedelta(minutes=4)
LOST_CONNECTION = (OperationalError, InterfaceError)
ROW_FAULTS = (DatabaseError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a row that was written wrongly can raise, here or in the page resolver of an upper app."""
OVERDUE = {MilestoneKind.OVERDUE, MilestoneKind.OVERDUE_DAY}
STATE = "milestones"


@dataclass
class Swept:
    """How many milestones one sweep recorded, and which failed."""

    recorded: int = 0
    failed: list[UUID] = field(default_factory=list)


def sweep(*, batch: int = BATCH) -> Swept:
    """Record all that is due now. Raises only if the database itself is gone: the next sweep begins where this ended."""
    swept, now = Swept(), timezone.now()
    SweepState.objects.update_or_create(name=STATE, defaults={"started_at": now})
    while True:
        try:
            count = _settle_next(now, batch)
        except LOST_CONNECTION:
            raise
        except ROW_FAULTS as wrong:
            log.warning("sweep_batch_failed", error=type(wrong).__name__)
            count = _settle_one_by_one(now, batch, swept)
        else:
            swept.recorded += count
        if count == 0 or timezone.now() - now > LONGEST_SWEEP:
            break
    _note_state(swept)
    return swept


@transaction.atomic
def _settle_next(now: datetime, batch: int, only: UUID | None = None) -> int:
    """Claim what is due, a batch at most or only one, and settle it; how many."""
    claimed = claim(now, batch, only)
    if claimed:
        _settle(claimed, timezone.now())
    return len(claimed)


def _settle(claimed: list[Claimed], now: datetime) -> None:
    people = Recipients((each.clock for each in claimed), timezone.localdate(now))
    notices_write(draft for each in claimed for draft in _drafts(each, people.told(each.clock, each.tell), now))
    HandlerRun.objects.bulk_create(
        HandlerRun(milestone_id=each.pk, handler=name, actor_id=each.clock.started_by_id, next_try_at=now)
        for each in claimed
        for name in registry.handlers_of(each.clock.rule, each.kind)
    )
    overdue = [each for each in claimed if each.kind in OVERDUE]
    if overdue:
        _plan_next_days(milestones_of_claimed(overdue), now)
    record(claimed, now)


def _drafts(claimed: Claimed, people: Collection[int], now: datetime) -> list[Draft]:
    clock = claimed.clock
    return [
        Draft(
            recipient_id=person,
            kind=notice_kind(claimed.kind, clock.rule),
            reference=clock.reference,
            path=registry.path_of(clock),
            key=f"milestone:{claimed.pk}",
            meant_at=claimed.meant_at,
            created_at=now,
            about=claimed.name,
            due_at=clock.due_at,
        )
        for person in people
    ]


def _plan_next_days(overdue: list[Milestone], now: datetime) -> None:
    """The next morning on which to tell again; mornings that went by unswept are recorded without telling."""
    calendars = calendars_for({m.clock.authority_id for m in overdue})
    days: list[dict[str, Any]] = []
    for milestone in overdue:
        clock, calendar = milestone.clock, calendars[milestone.clock.authority_id]
        rule = clock.timescale
        mornings = next_day_overdue(rule, milestone.at, now, calendar)
        days += [
            milestone_row(clock.pk, PlannedMilestone(
                MilestoneKind.OVERDUE_DAY, morning, told_when_overdue(rule, clock.started_at, clock.due_at, morning, calendar)
            ), recorded_at=now if morning <= now else None)
            for morning in mornings
        ]  # fmt: skip
    milestones_write(days)


def _settle_one_by_one(now: datetime, batch: int, swept: Swept) -> int:
    """Take a batch that failed row by row; a row that fails again is put off. How many were settled or put off."""
    due = Milestone.objects.filter(WAITING, next_try_at__lte=now, clock__stopped_at__isnull=True)
    before = swept.recorded + len(swept.failed)
    for pk in list(due.exclude(pk__in=swept.failed).order_by("next_try_at").values_list("pk", flat=True)[:batch]):
        try:
            swept.recorded += _settle_next(now, 1, only=pk)
        except LOST_CONNECTION:
            raise
        except ROW_FAULTS as wrong:
            swept.failed.append(pk)
            _put_off(pk, wrong)
    return swept.recorded + len(swept.failed) - before


def _put_off(pk: UUID, wrong: BaseException) -> None:
    """Look at a row again in a minute, then in two, four and so on, an hour at most. Only the error's name is kept."""
    error = type(wrong).__name__
    log.error("milestone_failed", milestone=str(pk), error=error)
    try:
        with transaction.atomic():
            milestone = Milestone.objects.select_for_update(no_key=True).get(pk=pk)
            milestone.failures += 1
            wait = min(LONGEST_WAIT, timedelta(minutes=2 ** min(milestone.failures - 1, 6)))
            milestone.next_try_at, milestone.last_error = timezone.now() + wait, error
            milestone.save(update_fields=["failures", "next_try_at", "last_error"])
    except LOST_CONNECTION:
        raise
    except DatabaseError as worse:
        log.error("milestone_not_put_off", milestone=str(pk), error=type(worse).__name__)


def _note_state(swept: Swept) -> None:
    """Keep what the health page says: how many were recorded, how many keep failing, how long the oldest has waited."""
    waiting = Milestone.objects.filter(WAITING, clock__stopped_at__isnull=True)
    unswept = waiting.filter(next_try_at__lte=timezone.now()).order_by("next_try_at").values_list("at", flat=True).first()
    failing = list(waiting.filter(failures__gt=0).order_by("at").values_list("at", flat=True))
    SweepState.objects.filter(name=STATE).update(
        finished_at=timezone.now(),
        recorded=swept.recorded,
        failed=len(failing),
        oldest_waiting_at=min((at for at in (unswept, *failing[:1]) if at), default=None),
    )
