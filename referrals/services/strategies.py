"""Strategy discussions: called, held with their quorum, tried without it; what each gave to do; the conference that follows."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from clocks.services import clock_start
from partnerships.models import User
from referrals.models import Assessment, StrategyAction, StrategyDiscussion
from referrals.services.assessments import assessment_clock_stop, assessment_event, assessment_lock, refuse_time
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition

Kind, Enquiry = StrategyDiscussion.Kind, StrategyDiscussion.Enquiry
QUORUM = (("social_work_manager", "a social work manager"), ("police", "the police"), ("health", "health"))


@dataclass(frozen=True, kw_only=True)
class Called:
    """For when a strategy discussion is called, and who is asked for each seat (name and role, empty where nobody yet)."""

    meets_at: datetime.datetime
    social_work_manager: str = ""
    police: str = ""
    health: str = ""
    knows_child_best: str = ""


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """Who took part in a strategy discussion, what each brought, and what was decided.

    Quorum: a social work manager, the police and health (Plymouth 2016, Part 4B paragraph 5; Working Together).
    """

    held_at: datetime.datetime
    social_work_manager: str
    police: str
    health: str
    knows_child_best: str = ""
    no_answer: str = ""
    shared: str = ""
    enquiry: str = Enquiry.YES
    led: str = StrategyDiscussion.Led.JOINT
    words: str = ""
    next_on: datetime.date | None = None


@transaction.atomic
def strategy_call(*, assessment: Assessment, called: Called, by: User, at: datetime.datetime) -> StrategyDiscussion:
    """Call a strategy discussion for a time to come. Called again, the former time is kept beside the new one."""
    assessment = assessment_lock(assessment, by, "call-strategy")
    if called.meets_at <= at:
        raise CheckRefused("meets_at", "That time is past. Say when it will be held, or record what was held.")
    seats = {name: getattr(called, name).strip() for name in (*(seat for seat, _ in QUORUM), "knows_child_best")}
    _refuse_two_seats(seats)
    row = StrategyDiscussion.objects.create(
        assessment=assessment, kind=Kind.CALLED, meets_at=called.meets_at, held_by=by, recorded_at=at, **seats
    )
    assessment_event("strategy-called", assessment, by, at)
    return row


@transaction.atomic
def strategy_hold(*, assessment: Assessment, strategy: Strategy, by: User, at: datetime.datetime) -> Assessment:
    """Record a strategy discussion, and stop its clock. Raises `CheckRefused` naming who is missing of its quorum."""
    assessment = assessment_lock(assessment, by, "hold-strategy")
    refuse_time("held_at", strategy.held_at, assessment, at)
    for field, who in QUORUM:
        if not getattr(strategy, field).strip():
            raise CheckRefused(field, f"Say who took part for {who}, or record that it was tried without them.")
    _refuse_two_seats({seat: getattr(strategy, seat) for seat, _ in QUORUM})
    _refuse_undecided(strategy, at)
    _record(assessment, strategy, Kind.HELD, by, at)
    assessment.strategy_held_at, assessment.strategy_held_by = strategy.held_at, by
    assessment.save(update_fields=["strategy_held_at", "strategy_held_by"])
    assessment_clock_stop("strategy-discussion", assessment, by, at, "held")
    assessment_event("strategy-held", assessment, by, at)
    return assessment


@transaction.atomic
def strategy_try(*, assessment: Assessment, strategy: Strategy, by: User, at: datetime.datetime) -> StrategyDiscussion:
    """Keep what was said where the quorum did not come. The clock goes on: a discussion with all three is still owed."""
    assessment = assessment_lock(assessment, by, "hold-strategy")
    refuse_time("held_at", strategy.held_at, assessment, at)
    if all(getattr(strategy, field).strip() for field, _ in QUORUM):
        raise CheckRefused("kind", "All three took part, so it was quorate: record it as held.")
    if not strategy.words.strip():
        raise CheckRefused("words", "Write what was said, and who is asked again.")
    row = _record(assessment, strategy, Kind.TRIED, by, at)
    assessment_event("strategy-tried", assessment, by, at)
    return row


@transaction.atomic
def action_add(
    *, assessment: Assessment, what: str, who: str, due: datetime.date, by: User, at: datetime.datetime
) -> StrategyAction:
    """Write down something to do from a strategy discussion: what, who does it, by which day."""
    assessment = assessment_lock(assessment, by, "act")
    if not what.strip():
        raise CheckRefused("what", "Say what is to be done.")
    if not who.strip():
        raise CheckRefused("who", "Say who does it.")
    if due < localdate(at):
        raise CheckRefused("due", "That day is past. Say by when it will be done.")
    row = StrategyAction.objects.create(
        assessment=assessment, what=what.strip(), who=who.strip(), due=due, added_by=by, added_at=at
    )
    assessment_event("action-added", assessment, by, at)
    return row


@transaction.atomic
def action_close(*, action: StrategyAction, came: str, by: User, at: datetime.datetime) -> StrategyAction:
    """Close an action with what came of it. Raises `IllegalTransition` where somebody has closed it already."""
    assessment = assessment_lock(action.assessment, by, "act")
    action = StrategyAction.objects.select_for_update().get(pk=action.pk, assessment=assessment)
    if action.closed_at is not None:
        raise IllegalTransition("closed", "close")
    if not came.strip():
        raise CheckRefused("came", "Write what came of it.")
    action.came, action.closed_by, action.closed_at = came.strip(), by, at
    action.save(update_fields=["came", "closed_by", "closed_at"])
    assessment_event("action-closed", assessment, by, at)
    return action


@transaction.atomic
def conference_need(*, assessment: Assessment, why: str, by: User, at: datetime.datetime) -> Assessment:
    """The enquiry concludes that a conference is needed. Its 15 working days run from the discussion that began the enquiry."""
    assessment = assessment_lock(assessment, by, "need-conference")
    began = assessment.strategies.filter(kind=Kind.HELD, enquiry=Enquiry.YES).order_by("held_at").first()
    if began is None or began.held_at is None:
        raise CheckRefused("why", "No strategy discussion has decided on a section 47 enquiry. Record that first.")
    if assessment.conference_needed_at is not None:
        raise IllegalTransition("needed", "need-conference", ("hold-conference",))
    if not why.strip():
        raise CheckRefused("why", "Write what the enquiry found, and why a conference is needed.")
    assessment.conference_needed_at, assessment.conference_needed_by, assessment.conference_why = at, by, why.strip()
    assessment.save(update_fields=["conference_needed_at", "conference_needed_by", "conference_why"])
    clock_start(
        rule="conference", authority=assessment.front_door.authority, subject_type="assessment", subject_id=assessment.pk,
        reference=assessment.reference, started_at=began.held_at, by=by, owner=assessment.worker,
        front_door=assessment.front_door,
    )  # fmt: skip
    assessment_event("conference-needed", assessment, by, at)
    return assessment


@transaction.atomic
def conference_hold(
    *, assessment: Assessment, held_at: datetime.datetime, result: str, by: User, at: datetime.datetime
) -> Assessment:
    """Record that the conference was held, and its result; also once the assessment is complete. Stops its clock."""
    assessment = assessment_lock(assessment, by, "hold-conference")
    refuse_time("held_at", held_at, assessment, at)
    if assessment.conference_needed_at is None or assessment.conference_held_at is not None:
        raise IllegalTransition("held" if assessment.conference_held_at else "not needed", "hold-conference")
    if not result.strip():
        raise CheckRefused("result", "Write what the conference decided.")
    assessment.conference_held_at, assessment.conference_result = held_at, result.strip()
    assessment.save(update_fields=["conference_held_at", "conference_result"])
    assessment_clock_stop("conference", assessment, by, at, "held")
    assessment_event("conference-held", assessment, by, at)
    return assessment


def _record(
    assessment: Assessment, strategy: Strategy, kind: str, by: User, at: datetime.datetime
) -> StrategyDiscussion:  # fmt: skip
    said = {
        name: getattr(strategy, name).strip()
        for name in ("social_work_manager", "police", "health", "knows_child_best", "no_answer", "shared", "words")
    }
    decided = {"enquiry": strategy.enquiry, "led": strategy.led if strategy.enquiry == Enquiry.YES else ""}
    if kind == Kind.TRIED:
        decided = {"enquiry": "", "led": ""}
    return StrategyDiscussion.objects.create(
        assessment=assessment, kind=kind, held_at=strategy.held_at, held_by=by, recorded_at=at, next_on=strategy.next_on,
        **said, **decided,
    )  # fmt: skip


def _refuse_two_seats(seats: dict[str, str]) -> None:
    """One person cannot be two of the three."""
    taken: set[str] = set()
    for seat, _ in QUORUM:
        who = " ".join(seats[seat].split()).casefold()
        if who and who in taken:
            raise CheckRefused(seat, "The same person cannot fill two seats. Say who took part for each.")
        taken.add(who)


def _refuse_undecided(strategy: Strategy, at: datetime.datetime) -> None:
    if strategy.enquiry not in Enquiry.values:
        raise CheckRefused("enquiry", "Say whether there is a section 47 enquiry.")
    if strategy.enquiry == Enquiry.YES and strategy.led not in StrategyDiscussion.Led.values:
        raise CheckRefused("led", "Say who makes the enquiry.")
    if not strategy.words.strip():
        raise CheckRefused("words", "Write what was decided, and the reasons.")
    if strategy.next_on is not None and strategy.next_on < localdate(at):
        raise CheckRefused("next_on", "That day is past. Say when you meet next.")
