"""Recording whether a child under 16 can decide about sharing for themselves."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from audit.services import record_change
from consent.models import Agreement, Competence
from consent.rules.deciding import NOT_COMPETENT, why_not_judged, wrong_finding
from consent.rules.moments import wrong_moment
from consent.services.asking_again import consent_review_keep
from partnerships.models import User
from people.models import Person
from people.selectors import age_on
from thresholds.models import Check
from thresholds.selectors.checks import day_of
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch

_STAYS = (Agreement.Answer.REFUSED, Agreement.Answer.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Judging:
    """What was found about one child, why, by whom (a colleague, or empty for whoever records it) and when."""

    finding: str
    reasons: str
    judged_at: datetime.datetime | None
    judged_by_name: str = ""
    judged_by_job: str = ""


@transaction.atomic
def competence_record(*, check: Check, person: Person, judging: Judging, by: User, at: datetime.datetime) -> Competence:
    """Record whether a child can decide; a former judgement is kept and no longer stands.

    A child who can is asked for themselves from then on. The yes of one who turns out not to be able to decide no longer
    stands; a no does. Raises `CheckRefused` at the field.
    """
    check = check_for_writing(check=check, by=by)
    judged_at = _refuse_wrong(check, person, judging, at)
    Competence.objects.filter(case_check=check, person=person, superseded_at__isnull=True).update(superseded_at=at)
    kept = Competence.objects.create(
        case_check=check, person=person, finding=judging.finding, reasons=judging.reasons.strip(),
        judged_by_name=judging.judged_by_name.strip(), judged_by_job=judging.judged_by_job.strip(),
        judged_at=judged_at, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if judging.finding == NOT_COMPETENT:
        stands = Agreement.objects.filter(case_check=check, person=person, superseded_at__isnull=True)
        stands.exclude(answer__in=_STAYS).update(superseded_at=at)
        consent_review_keep(check, by, at)
    check_touch(check, at)
    record_change(
        by=by, event="competence-recorded", subject_type="check", subject_id=check.pk, at=at,
        detail={"person": str(person.pk), "finding": judging.finding},
    )  # fmt: skip
    return kept


def _refuse_wrong(check: Check, person: Person, judging: Judging, at: datetime.datetime) -> datetime.datetime:
    """When it was judged, where everything can be kept."""
    if not check.children.filter(person=person).exists():
        raise CheckRefused("finding", "This child is not in this check.")
    if closed := why_not_judged(age=age_on(person, day_of(check)), unborn=person.unborn):
        raise CheckRefused("finding", closed)
    field, wrong = wrong_finding(finding=judging.finding, reasons=judging.reasons, name=person.short_name)
    if wrong:
        raise CheckRefused(field, wrong)
    births = [(person.short_name, person.date_of_birth)] if person.date_of_birth else []
    wrong = wrong_moment(judging.judged_at, now=at, births=births, what="judged")
    if wrong or judging.judged_at is None:
        raise CheckRefused("judged_at", wrong)
    if judging.judged_by_job.strip() and not judging.judged_by_name.strip():
        raise CheckRefused("judged_by_name", "Say who judged it.")
    if judging.judged_by_name.strip() and not judging.judged_by_job.strip():
        raise CheckRefused("judged_by_job", "Say what their job is.")
    return judging.judged_at
