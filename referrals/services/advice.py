"""Keeping what a front door advised an agency, without a child's name, and the assessments that it is told of."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from audit.services import record_change
from partnerships.models import FrontDoor, User
from partnerships.permissions import Action, can
from referrals.models import AdviceGiven
from referrals.permissions import is_at_door
from referrals.selectors.advice import reasons_at
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.references import reference_new


@dataclass(frozen=True, kw_only=True)
class AdviceEntry:
    """What was asked and what was said, in the form's own terms."""

    kind: str
    agency: str
    role: str
    reason: str
    asked: str
    advised: str
    asked_at: datetime.datetime


@transaction.atomic
def advice_record(
    *, entry: AdviceEntry, front_door: FrontDoor, by: User, at: datetime.datetime, new_id: uuid.UUID
) -> AdviceGiven:
    """Keep what was asked and advised; the same `new_id` twice is one. No clock runs: nothing is decided about a child.

    Raises `NotAllowed` for anybody who does not work at the front door, `CheckRefused` naming what is missing.
    """
    if not can(by, Action.CONTACT_TRIAGE) or not is_at_door(by, front_door.pk):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    known = AdviceGiven.objects.filter(pk=new_id, given_by=by).first()
    if known is not None:
        return known
    reasons = {item.code: item.text for item in reasons_at(front_door, at)}
    _refuse(entry, reasons, at)
    try:
        with transaction.atomic():
            advice = AdviceGiven.objects.create(
                id=new_id, front_door=front_door, reference=reference_new("ADV"), kind=entry.kind, agency=entry.agency.strip(),
                role=entry.role.strip(), reason=entry.reason, reason_text=reasons.get(entry.reason, ""),
                asked=entry.asked.strip(), advised=entry.advised.strip(), asked_at=entry.asked_at, given_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError:
        known = AdviceGiven.objects.filter(pk=new_id, given_by=by).first()
        if known is None:
            raise NotAllowed(Action.CONTACT_TRIAGE) from None
        return known
    record_change(by=by, event="advice-given", subject_type="advice", subject_id=advice.pk, at=at, detail={"kind": entry.kind})
    return advice


def _refuse(entry: AdviceEntry, reasons: dict[str, str], at: datetime.datetime) -> None:
    if entry.kind not in AdviceGiven.Kind.values:
        raise CheckRefused("kind", "Say whether they asked for advice or told you of an assessment.")
    for field, words in (
        ("agency", "Say which agency it is."), ("role", "Say what their work is."),
        ("asked", "Write what they asked, without a child’s name."), ("advised", "Write what you advised."),
    ):  # fmt: skip
        if not getattr(entry, field).strip():
            raise CheckRefused(field, words)
    if entry.kind == AdviceGiven.Kind.ADVICE and reasons and entry.reason not in reasons:
        raise CheckRefused("reason", "Choose the reason that is nearest.")
    if entry.reason and entry.reason not in reasons:
        raise CheckRefused("reason", "Choose one of the reasons.")
    if entry.asked_at > at:
        raise CheckRefused("time", "This cannot be in the future.")
