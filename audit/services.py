"""Leaving the mark. Both write in the caller's transaction: if the mark cannot be written, the thing is not done."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Protocol

from audit.models import AccessEvent, ChangeEvent


class Actor(Protocol):
    pk: int


def record_access(*, user: Actor, action: str, subject_type: str, subject_id: uuid.UUID | None, reason: str = "") -> None:
    """Record that somebody read (or was refused) something about a child. `reason` is theirs, where one was asked for."""
    AccessEvent.objects.create(actor_id=user.pk, action=action, subject_type=subject_type, subject_id=subject_id, reason=reason)


def record_change(
    *,
    by: Actor,
    event: str,
    subject_type: str,
    subject_id: uuid.UUID,
    at: datetime.datetime,
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """Record an event in the past tense. `detail` holds codes and states only: never a name, never free text."""
    ChangeEvent.objects.create(
        actor_id=by.pk, event=event, subject_type=subject_type, subject_id=subject_id, at=at, detail=dict(detail or {})
    )
