"""What was before a contact: earlier ones about the same children, with everything else that this front door knows of them."""

import datetime
from dataclasses import dataclass
from typing import Any

from partnerships.models import User
from referrals.models import Contact, ContactChild
from referrals.presenters.children import missing_words, repeat_words
from referrals.presenters.families import ago_words, ordinal
from referrals.selectors.children import contacts_of, merges_of
from referrals.selectors.chronology import SHOWN, Event, events_of
from referrals.selectors.inbox import YEAR, persons_of


@dataclass(frozen=True)
class EventBefore:
    """One event, and how long ago it was."""

    event: Event
    ago: str


def before_of(contact: Contact, children: list[ContactChild], user: User, now: datetime.datetime) -> dict[str, Any]:
    """The chronology of the linked children but for this contact, newest first; how often, and how often missing lately."""
    persons = persons_of(children)
    merges = merges_of(user, persons)
    ids = frozenset().union(*(merges.all_of(person) for person in persons)) if persons else frozenset()
    contacts = contacts_of(user, ids) if ids else []
    others = [one for one in contacts if one.pk != contact.pk]
    lately = [one for one in others if contact.received_at - YEAR <= one.received_at < contact.received_at]
    events = [event for event in events_of(user, ids, others) if event.contact_id != contact.pk] if ids else []
    return {
        "before": [EventBefore(event, ago_words(event.at, now)) for event in events[:SHOWN]],
        "older": max(0, len(events) - SHOWN),
        "known_first": next((child.match.person_id for child in children if child.match is not None), None),
        "nth": ordinal(len(lately) + 1),
        "is_first": not lately,
        "repeat": repeat_words(contacts, now) if lately else "",
        "missing": missing_words(user, persons, merges, now) if persons else {},
    }
