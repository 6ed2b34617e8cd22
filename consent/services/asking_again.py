"""The clock by which somebody who agreed is asked again: one for each check, from the earliest agreement that stands."""

import datetime

from django.db import transaction

from clocks.models import Clock
from clocks.services import clock_start, clock_stop, clock_supersede
from consent.rules.reach import YES
from consent.selectors.agreements import agreements_of
from partnerships.models import User
from thresholds.models import Check

RULE = "consent-review"


@transaction.atomic
def consent_review_keep(check: Check, by: User, at: datetime.datetime) -> None:
    """Have the clock run from the earliest agreement that stands, or stop it where none does.

    Call it after every answer, and after a withdrawal. A practice or past-dated check has no clock.
    """
    if check.kind != Check.Kind.LIVE:
        return
    earliest = agreements_of(check).filter(answer__in=YES).order_by("asked_at").values_list("asked_at", flat=True).first()
    running = Clock.objects.open().on("check", check.pk).filter(rule=RULE).first()
    if earliest is None:
        clock_stop(rule=RULE, subject_type="check", subject_id=check.pk, at=at, by=by, reason="nobody agrees now")
    elif running is None:
        clock_start(
            rule=RULE, authority=check.authority, subject_type="check", subject_id=check.pk, reference=check.reference,
            started_at=earliest, by=by, owner=by, organisation=check.organisation, passes_by=check.concern_about,
        )  # fmt: skip
    elif running.started_at != earliest.replace(microsecond=0):
        clock_supersede(
            rule=RULE, subject_type="check", subject_id=check.pk, started_at=earliest, by=by, reason="asked again", at=at
        )


@transaction.atomic
def consent_review_end(check: Check, by: User, at: datetime.datetime) -> None:
    """Stop it when the check is closed."""
    clock_stop(rule=RULE, subject_type="check", subject_id=check.pk, at=at, by=by, reason="check closed")
