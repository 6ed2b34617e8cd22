"""Starting, stopping, replacing and handing over clocks. Each is an event on the clock, in the caller's transaction."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clocks import selectors
from clocks.locks import calendar_read_lock
from clocks.models import Clock, ClockEvent, EventKind
from clocks.rules.calendar import Calendar
from clocks.rules.deadlines import due_at, milestones_of
from clocks.rules.timescale import OWN_HOURS, TimescaleRule, Unit, rule_to_data
from clocks.services.replanning import milestones_replan
from clocks.writing import milestone_row, milestones_write
from partnerships.models import FrontDoor, LocalAuthority, Organisation, User


class NoOpenClock(LookupError):
    """A clock was to be stopped or replaced, and none of that rule is running on that subject."""


@transaction.atomic
def clock_start(
    *,
    rule: str,
    authority: LocalAuthority,
    subject_type: str,
    subject_id: uuid.UUID,
    reference: str,
    started_at: datetime,
    by: User,
    owner: User | None = None,
    organisation: Organisation | None = None,
    front_door: FrontDoor | None = None,
    passes_by: User | None = None,
    hours: int | None = None,
) -> Clock:
    """Start the clock of this rule on a subject; if one is already running, it is the answer, unchanged.

    `started_at` (aware) is when the start event happened, which may be long ago. The authority's rule in force on that
    local day is kept with the clock. At least one of `owner`, `organisation` and `front_door` says whose it is;
    `passes_by` is somebody of theirs whom the matter concerns, who neither sees the clock nor is told; `hours` is an agency's
    own time for a rule that counts hours, and is kept with the clock.
    Raises `selectors.UnknownRule` where the authority has no such rule.
    """
    running = _running(rule, subject_type, subject_id)
    if running is not None:
        return running
    calendar_read_lock(authority.pk)
    timescale, calendar = selectors.rule_for(authority, rule, started_at), selectors.calendar_for(authority)
    own = {}
    if hours is not None and timescale.unit is Unit.ELAPSED_HOURS:
        timescale, own = replace(timescale, amount=hours), {OWN_HOURS: True}
    begun = started_at.replace(microsecond=0)
    due = due_at(timescale, begun, calendar)
    clock = Clock(
        rule=rule, rule_snapshot=rule_to_data(timescale) | own, authority=authority, subject_type=subject_type,
        subject_id=subject_id, reference=reference, started_at=begun, started_by=by, created_at=timezone.now(),
        due_at=due.due, why=due.why, owner=owner, organisation=organisation, front_door=front_door, passes_by=passes_by,
    )  # fmt: skip
    if meanwhile := _stored_meanwhile(clock):
        return meanwhile
    _plan_milestones(clock, timescale, calendar)
    _record(clock, EventKind.STARTED, clock.started_at, by, {"rule": rule, "due_at": clock.due_at.isoformat()})
    return clock


def _running(rule: str, subject_type: str, subject_id: uuid.UUID) -> Clock | None:
    return Clock.objects.open().on(subject_type, subject_id).filter(rule=rule).first()


def _stored_meanwhile(clock: Clock) -> Clock | None:
    """Store a new clock; the one that somebody else has started in this moment, if there is one, and not this."""
    try:
        with transaction.atomic():
            clock.save(force_insert=True)
    except IntegrityError:
        meanwhile = _running(clock.rule, clock.subject_type, clock.subject_id)
        if meanwhile is None:
            raise
        return meanwhile
    return None


def _plan_milestones(clock: Clock, timescale: TimescaleRule, calendar: Calendar) -> None:
    """Of those that are past already when a clock is started late, the last is told, the others are only recorded."""
    planned = milestones_of(timescale, clock.started_at, clock.due_at, calendar)
    past = [plan for plan in planned if plan.at <= clock.created_at]
    missed = set(past[:-1])
    milestones_write(
        [milestone_row(clock.pk, plan, recorded_at=clock.created_at if plan in missed else None) for plan in planned]
    )


@transaction.atomic
def clock_stop(
    *,
    rule: str,
    subject_type: str,
    subject_id: uuid.UUID,
    at: datetime,
    by: User,
    reason: str = "",
    required: bool = False,
) -> list[Clock]:
    """Stop the open clock of this rule on a subject, as of `at`; with `required`, NoOpenClock if there is none.

    Milestones that were reached before `at` and not yet told are recorded without telling; the rest are cancelled.
    """
    clocks = _open_for_update(rule, subject_type, subject_id)
    if required and not clocks:
        raise NoOpenClock(f"no {rule} clock is running on this {subject_type}")
    for clock in clocks:
        _stop(clock, at, by, reason, EventKind.STOPPED, {})
    return clocks


@transaction.atomic
def clock_supersede(
    *,
    rule: str,
    subject_type: str,
    subject_id: uuid.UUID,
    started_at: datetime,
    by: User,
    reason: str,
    at: datetime | None = None,
) -> Clock:
    """Replace the open clock of this rule by one that began at another instant; raises NoOpenClock if there is none.

    Used when the start event itself is corrected. The old clock stops at `at` (now if left out) and points to nothing;
    the new one points back to it.
    """
    clocks = _open_for_update(rule, subject_type, subject_id)
    if not clocks:
        raise NoOpenClock(f"no {rule} clock is running on this {subject_type}")
    old = clocks[0]
    _stop(old, at or timezone.now(), by, reason, EventKind.SUPERSEDED, {"started_at": started_at.isoformat()})
    new = clock_start(
        rule=rule,
        authority=old.authority,
        subject_type=subject_type,
        subject_id=subject_id,
        reference=old.reference,
        started_at=started_at,
        by=by,
        owner=old.owner,
        organisation=old.organisation,
        front_door=old.front_door,
        passes_by=old.passes_by,
    )
    new.supersedes = old
    new.save(update_fields=["supersedes"])
    return new


@transaction.atomic
def clock_reopen(*, rule: str, subject_type: str, subject_id: uuid.UUID, at: datetime, by: User, reason: str) -> Clock:
    """Let the clock of this rule that stopped last run on, from its own start: no time is given back.

    Raises NoOpenClock where none has stopped or one is running. What it would have told meanwhile is recorded, the last told.
    """
    stopped = Clock.objects.on(subject_type, subject_id).filter(rule=rule).order_by("-stopped_at")
    clock = stopped.select_for_update(no_key=True, of=("self",)).filter(stopped_at__isnull=False).first()
    if clock is None or Clock.objects.open().on(subject_type, subject_id).filter(rule=rule).exists():
        raise NoOpenClock(f"no {rule} clock of this {subject_type} can run on")
    former = clock.stopped_at
    clock.stopped_at, clock.stopped_by, clock.stop_reason = None, None, ""
    clock.save(update_fields=["stopped_at", "stopped_by", "stop_reason"])
    calendar_read_lock(clock.authority_id)
    milestones_replan([(clock, clock.timescale)], selectors.calendar_for(clock.authority), timezone.now())
    _record(clock, EventKind.REOPENED, at, by, {"reason": reason, "stopped_at": former.isoformat() if former else None})
    return clock


@transaction.atomic
def clock_assign(*, subject_type: str, subject_id: uuid.UUID, owner: User, at: datetime, by: User) -> list[Clock]:
    """Give every open clock on a subject to somebody, who is told of its milestones from then on."""
    clocks = list(
        Clock.objects.open().on(subject_type, subject_id).exclude(owner=owner).select_for_update(no_key=True, of=("self",))
    )
    for clock in clocks:
        before = clock.owner_id
        clock.owner = owner
        clock.save(update_fields=["owner"])
        _record(clock, EventKind.ASSIGNED, at, by, {"from": before, "to": owner.pk})
    return clocks


@transaction.atomic
def clock_release(*, subject_type: str, subject_id: uuid.UUID, owner: User, at: datetime, by: User) -> list[Clock]:
    """Take every open clock on a subject from its owner: it goes on, and tells the team of its place in the owner's stead.

    Leaves one that is nobody's else: a clock is always somebody's.
    """
    held = Clock.objects.open().on(subject_type, subject_id).filter(owner=owner).exclude(organisation=None, front_door=None)
    clocks = list(held.select_for_update(no_key=True, of=("self",)))
    for clock in clocks:
        clock.owner = None
        clock.save(update_fields=["owner"])
        _record(clock, EventKind.ASSIGNED, at, by, {"from": owner.pk, "to": None})
    return clocks


@transaction.atomic
def clocks_pass_by(*, subjects: Iterable[uuid.UUID], person: User | None, by: User, at: datetime) -> list[Clock]:
    """Have the open clocks of these subjects pass somebody by from now on, or (None) nobody: said or changed after they began.

    The event says that it was set and not who: whoever sees the clock reads its events.
    """
    running = Clock.objects.open().filter(subject_id__in=list(subjects)).order_by("pk")
    clocks = [
        clock
        for clock in running.select_for_update(no_key=True, of=("self",))
        if clock.passes_by_id != (person.pk if person else None)
    ]
    for clock in clocks:
        clock.passes_by = person
        clock.save(update_fields=["passes_by"])
        _record(clock, EventKind.PASSES_BY, at, by, {"set": person is not None})
    return clocks


def _open_for_update(rule: str, subject_type: str, subject_id: uuid.UUID) -> list[Clock]:
    found = Clock.objects.open().on(subject_type, subject_id).filter(rule=rule)
    return list(found.select_for_update(no_key=True, of=("self",)))


def _stop(clock: Clock, at: datetime, by: User, reason: str, kind: EventKind, detail: dict[str, Any]) -> None:
    clock.stopped_at, clock.stopped_by, clock.stop_reason = at, by, reason
    clock.save(update_fields=["stopped_at", "stopped_by", "stop_reason"])
    now = timezone.now()
    waiting = clock.milestones.filter(recorded_at__isnull=True, cancelled_at__isnull=True)
    waiting.filter(at__lte=at).update(recorded_at=now, quiet=True)
    waiting.filter(at__gt=at).update(cancelled_at=now)
    _record(clock, kind, at, by, {"reason": reason, **detail})


def _record(clock: Clock, kind: EventKind, at: datetime, by: User, detail: dict[str, Any]) -> None:
    ClockEvent.objects.create(clock=clock, kind=kind, at=at, recorded_at=timezone.now(), by=by, detail=detail)
