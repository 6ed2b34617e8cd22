"""The assessment that an accepted contact starts: allocated, the child seen, strategy, checkpoints, outcome."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.selectors import calendar_for
from clocks.services import clock_assign, clock_stop
from partnerships.closed import is_shut_out
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Assessment, Checkpoint, ChildSeen, ContactChild
from referrals.permissions import is_at_door, may_extend
from referrals.transitions import ASSESSMENT
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.transitions import next_state

CHECKPOINTS = ("checkpoint-10", "checkpoint-20", "checkpoint-35")
EXCEPTIONAL_AFTER = 35


@transaction.atomic
def assessment_allocate(*, assessment: Assessment, worker: User, by: User, at: datetime.datetime) -> Assessment:
    """Give an assessment to somebody at the same front door."""
    assessment = assessment_lock(assessment, by, "allocate")
    if not is_at_door(worker, assessment.front_door_id):
        raise CheckRefused("worker", "They do not work at this front door.")
    if is_shut_out(worker, assessment.contact_id):
        raise CheckRefused("worker", "They may not open this, so somebody else assesses.")
    if worker.pk == assessment.contact.author_id:
        raise CheckRefused("worker", "They sent the contact, so somebody else assesses.")
    assessment.worker = worker
    assessment.save(update_fields=["worker"])
    clock_assign(subject_type="assessment", subject_id=assessment.pk, owner=worker, at=at, by=by)
    assessment_event("assessment-allocated", assessment, by, at)
    return assessment


@transaction.atomic
def child_seen(
    *,
    assessment: Assessment,
    seen_at: datetime.datetime,
    where: str,
    alone: bool,
    by: User,
    at: datetime.datetime,
    children: Iterable[ContactChild] | None = None,
    alone_why: str = "",
) -> Assessment:
    """Record that children (all of them, where not said) were seen: when, where, alone or why not.

    The clock stops once each has been seen. Raises `CheckRefused` naming what cannot be.
    """
    assessment = assessment_lock(assessment, by, "see")
    refuse_time("seen_at", seen_at, assessment, at)
    all_children = list(assessment.contact.children.all())
    asked = {child.pk for child in (all_children if children is None else children)}
    seen = [child for child in all_children if child.pk in asked]
    _refuse_sighting(seen, seen_at, where, alone, alone_why)
    for child in seen:
        ChildSeen.objects.get_or_create(
            assessment=assessment, child=child, seen_at=seen_at, where=where.strip(), alone=alone,
            alone_why="" if alone else alone_why.strip(), seen_by=by, defaults={"recorded_at": at},
        )  # fmt: skip
    sighted = set(assessment.sightings.values_list("child_id", flat=True))
    if {child.pk for child in all_children} <= sighted:
        assessment.seen_at, assessment.seen_where, assessment.seen_alone, assessment.seen_by = seen_at, where.strip(), alone, by
        assessment.save(update_fields=["seen_at", "seen_where", "seen_alone", "seen_by"])
        for rule in ("child-seen", "child-seen-urgent"):
            assessment_clock_stop(rule, assessment, by, at, "seen")
    assessment_event("child-seen", assessment, by, at)
    return assessment


def _refuse_sighting(
    seen: list[ContactChild], seen_at: datetime.datetime, where: str, alone: bool, alone_why: str
) -> None:  # fmt: skip
    if not seen:
        raise CheckRefused("children", "Choose which child was seen.")
    if any(child.date_of_birth and localdate(seen_at) < child.date_of_birth for child in seen):
        raise CheckRefused("seen_at", "That is before the child was born.")
    if not where.strip():
        raise CheckRefused("where", "Say where the child was seen.")
    if not alone and not alone_why.strip():
        raise CheckRefused("alone_why", "Say why the child was not seen alone.")


@transaction.atomic
def checkpoint_hold(
    *, assessment: Assessment, rule: str, done: str, decided: str, by: User, at: datetime.datetime
) -> Checkpoint:
    """Record a checkpoint: what was done and what was decided. Each is held once."""
    assessment = assessment_lock(assessment, by, "hold-checkpoint")
    if rule not in CHECKPOINTS or assessment.checkpoints.filter(rule=rule).exists():
        raise CheckRefused("rule", "That checkpoint has been held, or there is no such one.")
    _refuse_without_worker(assessment)
    before = CHECKPOINTS[: CHECKPOINTS.index(rule)]
    if missing := sorted(set(before) - set(assessment.checkpoints.values_list("rule", flat=True))):
        raise CheckRefused("rule", f"Hold the checkpoint at {missing[0].rpartition('-')[2]} working days first.")
    if not done.strip():
        raise CheckRefused("done", "Write what has been done.")
    if not decided.strip():
        raise CheckRefused("decided", "Write what was decided.")
    checkpoint = Checkpoint.objects.create(
        assessment=assessment, rule=rule, done=done.strip(), decided=decided.strip(), held_by=by, held_at=at
    )
    assessment_clock_stop(rule, assessment, by, at, "held")
    assessment_event("checkpoint-held", assessment, by, at, rule=rule)
    return checkpoint


@transaction.atomic
def assessment_complete(*, assessment: Assessment, outcome: str, by: User, at: datetime.datetime) -> Assessment:
    """Complete an assessment with its outcome. Stops every clock of it but that of a conference.

    Raises `CheckRefused` before each child was seen, without a worker, and past 35 working days without a manager's reason.
    """
    assessment = assessment_lock(assessment, by, "complete")
    _refuse_without_worker(assessment)
    if assessment.seen_at is None:
        raise CheckRefused("outcome", "Nobody has recorded that every child was seen.")
    if assessment.extended_at is None and is_past_exceptional(assessment, at):
        raise CheckRefused("outcome", "It is past 35 working days: a manager records the exceptional reason first.")
    if not outcome.strip():
        raise CheckRefused("outcome", "Write what comes of it: the plan, and who leads it.")
    assessment.state = next_state(ASSESSMENT, assessment.state, "complete").target
    assessment.outcome, assessment.completed_at, assessment.completed_by = outcome.strip(), at, by
    assessment.save(update_fields=["state", "outcome", "completed_at", "completed_by"])
    for rule in (*CHECKPOINTS, "assessment-limit", "strategy-discussion"):
        assessment_clock_stop(rule, assessment, by, at, "assessment completed")
    assessment_event("assessment-completed", assessment, by, at)
    return assessment


@transaction.atomic
def assessment_extend(*, assessment: Assessment, why: str, by: User, at: datetime.datetime) -> Assessment:
    """A manager records why, exceptionally, an assessment goes past 35 working days. The limit of 45 stands (2016, 4B, 5)."""
    assessment = assessment_lock(assessment, by, "extend")
    if not may_extend(by, assessment):
        raise NotAllowed(Action.ASSESSMENT_WORK, "a manager who does not do it")
    if assessment.extended_at is not None:
        raise CheckRefused("why", "The reason has been recorded already.")
    if not why.strip():
        raise CheckRefused("why", "Write what is exceptional, and by when it will be finished.")
    assessment.extended_at, assessment.extended_by, assessment.extended_why = at, by, why.strip()
    assessment.save(update_fields=["extended_at", "extended_by", "extended_why"])
    assessment_event("assessment-extended", assessment, by, at)
    return assessment


def is_past_exceptional(assessment: Assessment, at: datetime.datetime) -> bool:
    """Whether it has run for more than 35 working days (Plymouth 2016, Part 4B paragraph 5)."""
    calendar = calendar_for(assessment.front_door.authority)
    return calendar.between(localdate(assessment.started_at), localdate(at)) > EXCEPTIONAL_AFTER


def _refuse_without_worker(assessment: Assessment) -> None:
    if assessment.worker_id is None:
        raise CheckRefused("worker", "Nobody has this assessment. Give it to a social worker first.")


def assessment_lock(assessment: Assessment, by: User, event: str) -> Assessment:
    """Hold an assessment still for somebody who may do this to it now."""
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("front_door__authority", "contact")
        .filter(pk=assessment.pk)
        .first()
    )
    if locked is None or not can(by, Action.ASSESSMENT_WORK, locked):
        raise NotAllowed(Action.ASSESSMENT_WORK)
    next_state(ASSESSMENT, locked.state, event)
    return locked


def refuse_time(field: str, moment: datetime.datetime, assessment: Assessment, at: datetime.datetime) -> None:
    if moment > at:
        raise CheckRefused(field, "That time is in the future. Record what has happened.")
    if moment < assessment.started_at - datetime.timedelta(days=1):
        raise CheckRefused(field, "That is before this assessment began.")


def assessment_clock_stop(rule: str, assessment: Assessment, by: User, at: datetime.datetime, reason: str) -> None:
    clock_stop(rule=rule, subject_type="assessment", subject_id=assessment.pk, at=at, by=by, reason=reason)


def assessment_event(event: str, assessment: Assessment, by: User, at: datetime.datetime, **detail: str) -> None:
    record_change(by=by, event=event, subject_type="assessment", subject_id=assessment.pk, at=at, detail=detail)
