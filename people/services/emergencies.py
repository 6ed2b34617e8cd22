"""Emergency access: opening across every front door, ending it, and somebody else's review of it."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from audit.services import record_access, record_change
from clocks.selectors import UnknownRule
from clocks.services import clock_start, clock_stop
from notices.services import notice_send
from partnerships.models import FrontDoor, Role, User
from partnerships.permissions import Action, can
from partnerships.selectors import people_with
from people.models import EmergencyAccess, EmergencyEnd, EmergencyReview
from people.rules.emergencies import LONGEST_WORDS, REVIEW_RULE, Finding, Reason
from workflow.errors import IllegalTransition, NotAllowed

SUBJECT = "emergency"


class EmergencyRefused(ValueError):
    """Something is missing; `field` is what, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a contact by its reference, or a child by exactly this family name and date of birth."""

    reference: str = ""
    family_name: str = ""
    born: datetime.date | None = None

    @property
    def is_whole(self) -> bool:
        return bool(self.reference.strip() or (self.family_name.strip() and self.born))


@transaction.atomic
def emergency_open(*, wanted: Wanted, reason: str, words: str, by: User, at: datetime.datetime) -> list[EmergencyAccess]:
    """Open what exactly this names to reading, for four hours, wherever it is held; tell those who answer for it at once.

    Empty for what does not exist and for what may not be opened alike; the attempt is marked either way. What is open to
    this person already is given as it is. Raises `NotAllowed` for anybody but a front door's manager, `EmergencyRefused`
    where something is missing.
    """
    if not can(by, Action.EMERGENCY_OPEN):
        raise NotAllowed(Action.EMERGENCY_OPEN)
    if not wanted.is_whole:
        raise EmergencyRefused("", "Name the contact by its reference, or the child by full family name and date of birth.")
    if reason not in list(Reason):
        raise EmergencyRefused("reason", "Choose why it cannot wait for whoever has it.")
    if not words.strip():
        raise EmergencyRefused("words", "Say in your own words why it cannot wait.")
    words = words.strip()[:LONGEST_WORDS]
    why = f"{Reason(reason).label}: {words}"[:500]
    record_access(user=by, action="emergency-asked", subject_type=SUBJECT, subject_id=None, reason=why)
    opened = _opened(wanted, reason, words)
    found = list(_whole().filter(pk__in=opened).order_by("reference"))
    for access in found:
        if opened[access.pk]:
            _begin_review(access, why, by, at)
    return found


def _opened(wanted: Wanted, reason: str, words: str) -> dict[uuid.UUID, bool]:
    """Ask the database, which says who may: id → whether it was opened now, or is open already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, opened_now from rls.emergency_open(%s, %s, %s::date, %s, %s)",
            [wanted.reference.strip(), wanted.family_name.strip(), wanted.born, reason, words],
        )
        return dict(cursor.fetchall())


def _whole():
    return EmergencyAccess.objects.select_related("front_door__authority", "home_door", "user", "organisation")


def _begin_review(access: EmergencyAccess, why: str, by: User, at: datetime.datetime) -> None:
    of_subject: dict[str, Any] = {"subject_type": access.subject_type, "subject_id": access.subject_id}
    record_access(user=by, action="emergency-opened", reason=why, **of_subject)
    record_change(
        by=by, event="emergency-opened", at=at, detail={"access": str(access.pk), "reason": access.reason}, **of_subject
    )
    managers = {person.pk: person for door in {access.front_door, access.home_door} for person in _managers(door, access)}
    notice_send(
        recipients=managers.values(), kind="emergency-opened", reference=access.reference,
        url=reverse("people:emergency_review", args=[access.pk]), key=f"emergency-opened:{access.pk}", at=at,
        due_at=_start_clock(access, by, at),
    )  # fmt: skip


def _managers(door: FrontDoor, access: EmergencyAccess) -> list[User]:
    """Its managers besides the one who opened it."""
    return list(people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=door).exclude(pk=access.user_id))


def _start_clock(access: EmergencyAccess, by: User, at: datetime.datetime) -> datetime.datetime | None:
    """At the front door whose managers review it. Where an authority has not the rule, the review waits without a time."""
    door = access.front_door if _managers(access.front_door, access) else access.home_door
    try:
        clock = clock_start(
            rule=REVIEW_RULE, authority=door.authority, subject_type=SUBJECT, subject_id=access.pk,
            reference=access.reference, started_at=at, by=by, front_door=door,
        )  # fmt: skip
    except UnknownRule:
        return None
    return clock.due_at


@transaction.atomic
def emergency_end(*, access: EmergencyAccess, by: User, at: datetime.datetime) -> None:
    """Close it before its time. A second time, and after its time, changes nothing."""
    if not can(by, Action.EMERGENCY_OPEN, access):
        raise NotAllowed(Action.EMERGENCY_OPEN)
    if access.until <= at or EmergencyEnd.objects.filter(access=access).exists():
        return
    EmergencyEnd.objects.bulk_create([EmergencyEnd(access=access, at=at)], ignore_conflicts=True)
    record_change(by=by, event="emergency-ended", subject_type=access.subject_type, subject_id=access.subject_id, at=at)


@transaction.atomic
def emergency_review(
    *, access: EmergencyAccess, finding: str, reasons: str, by: User, at: datetime.datetime
) -> EmergencyReview:
    """Say what one makes of it. Once: raises `IllegalTransition` where somebody has.

    Raises `NotAllowed` for the person who opened it and for whoever does not answer for it.
    """
    if not can(by, Action.EMERGENCY_REVIEW, access):
        raise NotAllowed(Action.EMERGENCY_REVIEW)
    if finding not in list(Finding):
        raise EmergencyRefused("finding", "Choose what you make of it.")
    if not reasons.strip():
        raise EmergencyRefused("reasons", "Give your reasons.")
    review = EmergencyReview(access=access, finding=finding, reasons=reasons.strip(), by=by, at=at)
    if EmergencyReview.objects.filter(access=access).exists():
        raise IllegalTransition("reviewed", "review", ())
    EmergencyReview.objects.bulk_create([review], ignore_conflicts=True)
    if not EmergencyReview.objects.filter(pk=review.pk).exists():
        raise IllegalTransition("reviewed", "review", ())
    clock_stop(rule=REVIEW_RULE, subject_type=SUBJECT, subject_id=access.pk, at=at, by=by, reason=finding)
    record_change(
        by=by, event="emergency-reviewed", subject_type=access.subject_type, subject_id=access.subject_id, at=at,
        detail={"access": str(access.pk), "finding": finding},
    )  # fmt: skip
    notice_send(
        recipients=[access.user], kind="emergency-reviewed", reference=access.reference,
        url=reverse("people:emergency_review", args=[access.pk]), key=f"emergency-reviewed:{access.pk}", at=at,
    )  # fmt: skip
    return review
