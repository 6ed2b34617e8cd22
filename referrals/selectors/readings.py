"""Who has which contact open, and to whom it is new; and the views that somebody keeps."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnerships.models import User
from people.selectors.need_to_know import restricted_among
from referrals.models import Contact, ContactReading, SavedView
from referrals.permissions import is_at_door
from workflow.errors import NotAllowed


@dataclass(frozen=True)
class Readings:
    """Of one contact: who else reads it now, and whether this person, or anybody, has opened it."""

    now: list[ContactReading] = field(default_factory=list)
    by_me: bool = False
    by_anybody: bool = False


def readings_on(user: User, contacts: Iterable[Contact], now: datetime.datetime) -> dict[uuid.UUID, Readings]:
    """The readings of contacts that this person was shown, in two queries for all of them.

    Who reads what only those named may open is shown to nobody.
    """
    shown = {contact.pk for contact in contacts}
    hidden = restricted_among(shown)
    found: dict[uuid.UUID, list[ContactReading]] = defaultdict(list)
    seen = ContactReading.objects.filter(contact__in=Contact.objects.at_doors_of(user), contact_id__in=shown)
    for reading in seen.select_related("user").order_by("since", "pk"):
        found[reading.contact_id].append(reading)
    return {
        pk: Readings(
            now=[one for one in found[pk] if one.until > now and one.user_id != user.pk and pk not in hidden],
            by_me=any(one.user_id == user.pk for one in found[pk]),
            by_anybody=bool(found[pk]),
        )
        for pk in shown
    }


def readers_of(user: User, contact: Contact, now: datetime.datetime) -> list[ContactReading]:
    """Who else has this contact open."""
    if not is_at_door(user, contact.front_door_id):
        return []
    return readings_on(user, [contact], now)[contact.pk].now


def views_of(user: User) -> list[SavedView]:
    """The views that this person keeps, in the order in which they made them."""
    return list(SavedView.objects.visible_to(user))


def view_open(*, view_id: uuid.UUID, user: User) -> SavedView:
    """One of one's own. Raises `NotAllowed` for somebody else's and for none alike."""
    view = SavedView.objects.visible_to(user).filter(pk=view_id).first()
    if view is None:
        raise NotAllowed("open a saved view")
    return view
