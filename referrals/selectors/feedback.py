"""Which decisions nobody of the side that sent the contact has said that they have read."""

import datetime
import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Max
from django.utils.timezone import localdate

from clocks.rules.calendar import Calendar
from partnerships.models import User
from referrals.models import Contact, ContactNote
from referrals.rules.feedback import days_unread


def unread_by_sender(
    user: User, contacts: Iterable[Contact], calendars: Mapping[int, Calendar], now: datetime.datetime
) -> dict[uuid.UUID, int]:
    """For each contact of this person's front doors whose decision waits to be read, since how many working days.

    A call has nobody who reads here, and practice waits for nobody. One query, however many contacts.
    """
    decided = {
        contact.pk: contact for contact in contacts
        if contact.state == Contact.State.DECIDED and not contact.is_call and not contact.is_practice
    }  # fmt: skip
    if not decided:
        return {}
    ours = Contact.objects.at_doors_of(user).filter(pk__in=decided)
    notes = ContactNote.objects.filter(contact__in=ours, kind=ContactNote.Kind.READ)
    read = dict(notes.order_by().values_list("contact_id").annotate(last=Max("at")))
    found = {}
    for pk, contact in decided.items():
        made = max(decision.decided_at for decision in contact.decisions.all())
        last = read.get(pk)
        found[pk] = days_unread(
            decided_on=localdate(made), read_on=localdate(last) if last is not None and last >= made else None,
            today=localdate(now), calendar=calendars[contact.front_door.authority_id],
        )  # fmt: skip
    return {pk: days for pk, days in found.items() if days}
