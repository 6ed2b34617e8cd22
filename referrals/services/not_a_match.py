"""That a child as sent is not a child of ours: kept with who and why, so that nobody compares them twice. It can be undone."""

import datetime

from django.db import transaction

from audit.services import record_change
from partnerships.models import User
from partnerships.permissions import Action
from people.models import Person
from referrals.models import ContactChild, ContactMatch, NotAMatch
from referrals.selectors.children import child_open
from referrals.services.triage import contact_lock
from thresholds.services.checks import CheckRefused


@transaction.atomic
def not_a_match(*, child: ContactChild, person: Person, why: str, by: User, at: datetime.datetime) -> NotAMatch:
    """Say that they are not one child. Said twice it is said once. Raises `CheckRefused` without why, or if linked."""
    contact = contact_lock(child.contact, by, Action.CONTACT_TRIAGE)
    person = child_open(person_id=person.pk, user=by, action=Action.CHILD_READ)
    if not why.strip():
        raise CheckRefused("why", "Say what tells them apart.")
    if ContactMatch.objects.filter(child=child, person=person).exists():
        raise CheckRefused("who", "They are linked. Undo that first.")
    said, is_new = NotAMatch.objects.get_or_create(
        child=child, person=person, defaults={"why": why.strip()[:300], "by": by, "at": at}
    )
    if is_new:
        record_change(by=by, event="not-a-match", subject_type="contact", subject_id=contact.pk, at=at)
    return said


@transaction.atomic
def may_match_again(*, child: ContactChild, person: Person, by: User, at: datetime.datetime) -> None:
    """Take back that they are not one child. Taken back twice it is taken back once."""
    contact = contact_lock(child.contact, by, Action.CONTACT_TRIAGE)
    gone, _ = NotAMatch.objects.filter(child=child, person=person).delete()
    if gone:
        record_change(by=by, event="not-a-match-undone", subject_type="contact", subject_id=contact.pk, at=at)
