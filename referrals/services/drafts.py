"""A call as it is being taken down: kept as typed, so that nothing said is lost, and gone once it is taken or put away."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from audit.services import record_change
from partnerships.models import FrontDoor, User
from partnerships.permissions import Action, can
from referrals.models import CallDraft, Contact
from referrals.permissions import is_at_door
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

MOST_LETTERS = 200_000


@transaction.atomic
def draft_keep(
    *, draft_id: uuid.UUID, front_door: FrontDoor, typed: Mapping[str, list[str]], by: User, at: datetime.datetime
) -> CallDraft | None:
    """Keep what was typed of a call, under the id that its contact will have. None once that contact is there.

    Raises `NotAllowed` for somebody else's draft, `CheckRefused` for more than any call could hold.
    """
    if not can(by, Action.CONTACT_TRIAGE) or not is_at_door(by, front_door.pk):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    if sum(len(value) for values in typed.values() for value in values) > MOST_LETTERS:
        raise CheckRefused("worry", "That is more than can be kept here.")
    if Contact.objects.filter(pk=draft_id, call__taken_by=by).exists():
        return None
    kept = CallDraft.objects.select_for_update().filter(pk=draft_id, by=by).first()
    if kept is not None:
        kept.typed, kept.front_door, kept.kept_at = dict(typed), front_door, at
        kept.save(update_fields=["typed", "front_door", "kept_at"])
        return kept
    try:
        with transaction.atomic():
            kept = CallDraft.objects.create(
                id=draft_id, front_door=front_door, by=by, typed=dict(typed), begun_at=at, kept_at=at
            )  # fmt: skip
    except IntegrityError:
        raise NotAllowed(Action.CONTACT_TRIAGE) from None  # the id of somebody else's
    record_change(by=by, event="call-begun", subject_type="call-draft", subject_id=draft_id, at=at)
    return kept


@transaction.atomic
def draft_discard(*, draft: CallDraft, by: User, at: datetime.datetime) -> None:
    """Put a call away that is not to be taken. Nothing of it stays but that it was begun and put away, and its history."""
    gone, _ = CallDraft.objects.filter(pk=draft.pk, by=by).delete()
    if not gone:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    record_change(by=by, event="call-put-away", subject_type="call-draft", subject_id=draft.pk, at=at)
