"""The report of openings without a part and of emergency accesses: who, in which role, when, of which reference and why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from partnerships.models import Role, User
from people.models import EmergencyAccess, Opening
from people.rules.openings import SEVERAL, Opened, standing_out

PERIODS = (7, 30, 90)
MOST = 300


@dataclass(frozen=True)
class Several:
    """Somebody who opened several records without a part."""

    name: str
    openings: int
    of_one_record: int


def period_read(text: str) -> int:
    """The days of a period that is offered; 30 for anything else."""
    return next((days for days in PERIODS if str(days) == text), 30)


def openings_report(user: User, *, days: int, now: datetime.datetime) -> dict[str, Any]:
    """Everything on the page: those of the front doors that this person manages, or of the agencies that they lead."""
    since = now - datetime.timedelta(days=days)
    beside = ("user", "front_door", "organisation")
    openings = list(Opening.objects.answered_for_by(user).filter(at__gte=since).select_related(*beside)[: MOST + 1])
    emergencies = emergencies_shown(user, since)
    return {
        "days": days,
        "since": localdate(since),
        "periods": PERIODS,
        "openings": openings[:MOST],
        "more": len(openings) > MOST,
        "emergencies": emergencies,
        "several": several_by(openings),
        "several_from": SEVERAL,
        "roles": dict(Role.choices),
    }


def emergencies_shown(user: User, since: datetime.datetime) -> list[EmergencyAccess]:
    """Those within the period, and those that still wait for a review however old, which stand first."""
    answered = EmergencyAccess.objects.answered_for_by(user).select_related(
        "user", "home_door", "front_door", "review__by", "ended"
    )
    waiting = list(answered.to_review()[:MOST])
    return waiting + list(answered.filter(at__gte=since, review__isnull=False)[:MOST])


def several_by(openings: Iterable[Opening]) -> list[Several]:
    """Those who stand out, by name."""
    listed = list(openings)
    names = {opening.user_id: opening.user.name for opening in listed}
    found = standing_out(Opened(opening.user_id, str(opening.subject_id)) for opening in listed)
    return [Several(names[one.user_id], one.openings, one.of_one_record) for one in found]


def reviews_waiting(user: User) -> int:
    """How many emergency accesses this person answers for wait for a review."""
    return EmergencyAccess.objects.answered_for_by(user).exclude(user=user).to_review().count()
