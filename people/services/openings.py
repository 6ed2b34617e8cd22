"""Giving a reason before a record is shown to somebody who has no part in the case."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from audit.services import record_access, record_change
from partnerships.models import Membership, Role, User
from partnerships.permissions import current_memberships
from people.models import EmergencyAccess, Opening
from people.records import Record
from people.rules.openings import LONGEST_WORDS, Reason
from workflow.errors import NotAllowed

_FIRST = (Role.FRONT_DOOR_MANAGER, Role.FRONT_DOOR, Role.SERVICE_MANAGER, Role.SAFEGUARDING_LEAD, Role.PRACTITIONER)


class OpeningRefused(ValueError):
    """A reason is missing; `field` is which, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def is_open_to(user: User, record: Record, at: datetime.datetime) -> bool:
    """Whether nothing has to be asked first: a part in the case, a reason given today, or an emergency access that runs."""
    if record.has_part(user):
        return True
    of_record = {"subject_type": record.subject_type, "subject_id": record.subject_id}
    if Opening.objects.filter(**of_record, user=user, day=localdate(at)).exists():
        return True
    return EmergencyAccess.objects.running(user, at).filter(**of_record).exists()


@transaction.atomic
def opening_record(*, record: Record, reason: str, words: str, by: User, at: datetime.datetime) -> None:
    """Say why one opens a record in which one has no part. It holds until the end of the local day; a second one is the first.

    Raises `OpeningRefused` without a kind of reason or without words, `NotAllowed` for somebody who has no role at the place
    that holds the record.
    """
    if reason not in list(Reason):
        raise OpeningRefused("reason", "Choose why you need to open this.")
    words = words.strip()
    if not words:
        raise OpeningRefused("words", "Say in your own words why you need to open this.")
    place = _place(by, record)
    day = localdate(at)
    of_record = {"user": by, "subject_type": record.subject_type, "subject_id": record.subject_id, "day": day}
    if Opening.objects.filter(**of_record).exists():
        return
    at_door = place.front_door_id is not None
    opening = Opening(
        **of_record, role=place.role, reference=record.reference, reason=reason, words=words[:LONGEST_WORDS], at=at,
        front_door_id=record.front_door_id if at_door else None, organisation_id=None if at_door else record.organisation_id,
    )  # fmt: skip
    Opening.objects.bulk_create([opening], ignore_conflicts=True)
    of_subject: dict[str, Any] = {"subject_type": record.subject_type, "subject_id": record.subject_id}
    record_change(by=by, event="reason-given", at=at, detail={"reason": reason, "role": place.role}, **of_subject)
    record_access(user=by, action="reason-given", reason=f"{Reason(reason).label}: {words}"[:500], **of_subject)


def _place(user: User, record: Record) -> Membership:
    """The role through which somebody may see this record; at the front door before in the agency."""
    held = [
        place
        for place in current_memberships(user)
        if (place.front_door_id is not None and place.front_door_id == record.front_door_id)
        or place.organisation_id == record.organisation_id
        or (place.organisation_id is not None and place.role == Role.SAFEGUARDING_LEAD)
    ]
    if not held:
        raise NotAllowed("open a record without a part in it")
    return min(held, key=lambda place: _FIRST.index(Role(place.role)))
