"""The assessment that an accepted contact starts: allocated, the child seen, strategy, checkpoints, outcome."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_assign, clock_stop
from partnerships.closed import is_shut_out
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Assessment, Checkpoint, StrategyDiscussion
from referrals.permissions import is_at_door
from referrals.transitions import ASSESSMENT
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.transitions import next_state

CHECKPOINTS = ("checkpoint-10", "checkpoint-20", "checkpoint-35")


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """Who took part in a strategy discussion, and what was decided.

    Quorum: a social work manager, the police and health (Plymouth 2016, Part 4B paragraph 5; Working Together).
    """

    held_at: datetime.datetime
    social_work_manager: str
    police: str
    health: str
    knows_child_best: str = ""
    words: str = ""


@transaction.atomic
def assessment_allocate(*, assessment: Assessment, worker: User, by: User, at: datetime.datetime) -> Assessment:
    """Give an assessment to somebody at the same front door."""
    assessment = _lock(assessment, by, "allocate")
    if not is_at_door(worker, assessment.front_door_id):
        raise CheckRefused("worker", "They do not work at this front door.")
    if is_shut_out(worker, assessment.contact_id):
        raise CheckRefused("worker", "They may not open this, so somebody else assesses.")
    if worker.pk == assessment.contact.author_id:
        raise CheckRefused("worker", "They sent the contact, so somebody else assesses.")
    assessment.worker = worker
    assessment.save(update_fields=["worker"])
    clock_assign(subject_type="assessment", subject_id=assessment.pk, owner=worker, at=at, by=by)
    _event("assessment-allocated", assessment, by, at)
    return assessment


@transaction.atomic
def child_seen(
    *, assessment: Assessment, seen_at: datetime.datetime, where: str, alone: bool, by: User, at: datetime.datetime
) -> Assessment:
    """Record that the child was seen: when, where, alone or not. Stops that clock."""
    assessment = _lock(assessment, by, "see")
    _refuse_time("seen_at", seen_at, assessment, at)
    if not where.strip():
        raise CheckRefused("where", "Say where the child was seen.")
    assessment.seen_at, assessment.seen_where, assessment.seen_alone, assessment.seen_by = seen_at, where.strip(), alone, by
    assessment.save(update_fields=["seen_at", "seen_where", "seen_alone", "seen_by"])
    for rule in ("child-seen", "child-seen-urgent"):
        _stop(rule, assessment, by, at, "seen")
    _event("child-seen", assessment, by, at)
    return assessment


@transaction.atomic
def strategy_hold(*, assessment: Assessment, strategy: Strategy, by: User, at: datetime.datetime) -> Assessment:
    """Record a strategy discussion. Raises `CheckRefused` where it was not quorate, naming who is missing."""
    assessment = _lock(assessment, by, "hold-strategy")
    _refuse_time("held_at", strategy.held_at, assessment, at)
    for field, who in (("social_work_manager", "a social work manager"), ("police", "the police"), ("health", "health")):
        if not getattr(strategy, field).strip():
            raise CheckRefused(field, f"It is quorate only with {who}. Say who took part for them.")
    if not strategy.words.strip():
        raise CheckRefused("words", "Write what was decided, by whom it is done, and when you meet next.")
    present = [
        f"Social work manager: {strategy.social_work_manager}", f"Police: {strategy.police}", f"Health: {strategy.health}",
        *([f"Knows the child best: {strategy.knows_child_best}"] if strategy.knows_child_best.strip() else []),
    ]  # fmt: skip
    assessment.strategy_held_at, assessment.strategy_held_by = strategy.held_at, by
    assessment.save(update_fields=["strategy_held_at", "strategy_held_by"])
    words = "\n".join([*present, "", strategy.words.strip()])
    StrategyDiscussion.objects.create(assessment=assessment, words=words, held_at=strategy.held_at, held_by=by, recorded_at=at)
    _stop("strategy-discussion", assessment, by, at, "held")
    _event("strategy-held", assessment, by, at)
    return assessment


@transaction.atomic
def checkpoint_hold(
    *, assessment: Assessment, rule: str, done: str, decided: str, by: User, at: datetime.datetime
) -> Checkpoint:
    """Record a checkpoint: what was done and what was decided. Each is held once."""
    assessment = _lock(assessment, by, "hold-checkpoint")
    if rule not in CHECKPOINTS or assessment.checkpoints.filter(rule=rule).exists():
        raise CheckRefused("rule", "That checkpoint has been held, or there is no such one.")
    if not done.strip():
        raise CheckRefused("done", "Write what has been done.")
    if not decided.strip():
        raise CheckRefused("decided", "Write what was decided.")
    checkpoint = Checkpoint.objects.create(
        assessment=assessment, rule=rule, done=done.strip(), decided=decided.strip(), held_by=by, held_at=at
    )
    _stop(rule, assessment, by, at, "held")
    _event("checkpoint-held", assessment, by, at, rule=rule)
    return checkpoint


@transaction.atomic
def assessment_complete(*, assessment: Assessment, outcome: str, by: User, at: datetime.datetime) -> Assessment:
    """Complete an assessment with its outcome. Stops every clock of it. Raises `CheckRefused` before the child was seen."""
    assessment = _lock(assessment, by, "complete")
    if assessment.seen_at is None:
        raise CheckRefused("outcome", "Nobody has recorded that the child was seen.")
    if not outcome.strip():
        raise CheckRefused("outcome", "Write what comes of it: the plan, and who leads it.")
    assessment.state = next_state(ASSESSMENT, assessment.state, "complete").target
    assessment.outcome, assessment.completed_at, assessment.completed_by = outcome.strip(), at, by
    assessment.save(update_fields=["state", "outcome", "completed_at", "completed_by"])
    for rule in (*CHECKPOINTS, "assessment-limit", "strategy-discussion"):
        _stop(rule, assessment, by, at, "assessment completed")
    _event("assessment-completed", assessment, by, at)
    return assessment


def _lock(assessment: Assessment, by: User, event: str) -> Assessment:
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


def _refuse_time(field: str, moment: datetime.datetime, assessment: Assessment, at: datetime.datetime) -> None:
    if moment > at:
        raise CheckRefused(field, "That time is in the future. Record what has happened.")
    if moment < assessment.started_at - datetime.timedelta(days=1):
        raise CheckRefused(field, "That is before this assessment began.")


def _stop(rule: str, assessment: Assessment, by: User, at: datetime.datetime, reason: str) -> None:
    clock_stop(rule=rule, subject_type="assessment", subject_id=assessment.pk, at=at, by=by, reason=reason)


def _event(event: str, assessment: Assessment, by: User, at: datetime.datetime, **detail: str) -> None:
    record_change(by=by, event=event, subject_type="assessment", subject_id=assessment.pk, at=at, detail=detail)
