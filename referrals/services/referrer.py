"""What the referrer still owes after sending: telling the parent, or saying why that would be unsafe."""

import datetime

from django.db import transaction

from audit.services import record_change
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Contact, ParentTold
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed


@transaction.atomic
def parent_told(*, contact: Contact, answer: str, words: str, by: User, at: datetime.datetime) -> ParentTold:
    """Say that the parent was told, or why telling them would be unsafe. Raises `IllegalTransition` once it is answered."""
    if not can(by, Action.CONTACT_ANSWER, contact):
        raise NotAllowed(Action.CONTACT_ANSWER)
    task = ParentTold.objects.select_for_update().get(contact=contact)
    if task.answer:
        raise IllegalTransition(task.answer, "tell", ())
    if answer not in {"told", "unsafe"}:
        raise CheckRefused("answer", "Say whether you have told them, or that it is not safe.")
    if not words.strip():
        raise CheckRefused("words", "Say how they were told and what they said, or why it is not safe.")
    task.answer, task.words, task.answered_by, task.answered_at = answer, words.strip(), by, at
    task.save(update_fields=["answer", "words", "answered_by", "answered_at"])
    record_change(by=by, event="parent-told", subject_type="contact", subject_id=contact.pk, at=at, detail={"answer": answer})
    return task
