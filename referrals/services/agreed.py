"""The day by which an assessment is to be complete, agreed by a manager who does not do it."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.models import Clock
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import AgreedDate, Assessment
from referrals.permissions import may_agree_date
from referrals.transitions import ASSESSMENT
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.transitions import next_state


@transaction.atomic
def completion_agree(
    *, assessment: Assessment, complete_on: datetime.date, why: str, by: User, at: datetime.datetime
) -> AgreedDate:
    """Agree by when an assessment is to be complete. Agreed again, the former stays on record; the same twice is once.

    Product decision: the day is agreed by a manager of the front door who does not do the assessment. It moves no clock: the
    limit of working days goes on as it was, and the day never lies past it.
    """
    assessment = _lock(assessment, by)
    former = assessment.agreed_dates.filter(superseded_by__isnull=True).first()
    if former is not None and (former.complete_on, former.why) == (complete_on, why.strip()):
        return former
    if complete_on < localdate(at):
        raise CheckRefused("complete_on", "That day is past. Agree on a day to come.")
    limit = _limit_of(assessment, by)
    if limit is not None and limit < localdate(at):
        raise CheckRefused("complete_on", f"Its time was over on {limit:%-d %B %Y}, so no day can be agreed. Complete it.")
    if limit is not None and complete_on > limit:
        raise CheckRefused("complete_on", f"It is complete by {limit:%-d %B %Y} at the latest. Agree on an earlier day.")
    if not why.strip():
        raise CheckRefused("why", "Write why this day.")
    agreed = AgreedDate.objects.create(
        assessment=assessment, complete_on=complete_on, why=why.strip(), agreed_by=by, agreed_at=at, supersedes=former
    )
    record_change(by=by, event="completion-agreed", subject_type="assessment", subject_id=assessment.pk, at=at)
    return agreed


def _lock(assessment: Assessment, by: User) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("contact").filter(pk=assessment.pk).first()
    if found is None or not can(by, Action.ASSESSMENT_WORK, found) or not may_agree_date(by, found):
        raise NotAllowed(Action.ASSESSMENT_WORK)
    next_state(ASSESSMENT, found.state, "agree-date")
    return found


def _limit_of(assessment: Assessment, by: User) -> datetime.date | None:
    limit = Clock.objects.visible_to(by).on("assessment", assessment.pk).filter(rule="assessment-limit").first()
    return localdate(limit.due_at) if limit else None
