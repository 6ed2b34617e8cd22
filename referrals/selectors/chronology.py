"""What happened to a child, as this front door knows it: from every source, newest first.

A source is a function that gives events for a child's records and contacts. What an agency answered is added as one::

    also_from(answers_of_child)      # Source: (user, ids, contacts) -> Iterable[Event]
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from partnerships.models import User
from people.rules.missing import Away, length_words
from referrals.models import Assessment, Contact, ContactNote
from referrals.selectors.children import episodes_of

SHOWN = 6
"""How many are shown before "older": product decision, the front door's mocks."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what in a few words, from whom it is known, and where it is read."""

    at: datetime.datetime
    what: str
    words: str = ""
    source: str = ""
    url: str = ""
    outcome: str = ""
    is_contact: bool = False
    contact_id: uuid.UUID | None = None


Source = Callable[[User, frozenset[uuid.UUID], list[Contact]], Iterable[Event]]
_sources: list[Source] = []


def also_from(source: Source) -> None:
    """Add a source. The same twice is one."""
    if source not in _sources:
        _sources.append(source)


def events_of(user: User, ids: frozenset[uuid.UUID], contacts: list[Contact]) -> list[Event]:
    """Everything from every source, newest first."""
    found = [event for source in _sources for event in source(user, ids, contacts)]
    return sorted(found, key=lambda event: (event.at, event.is_contact, event.what), reverse=True)


def _contacts(_user: User, _ids: frozenset[uuid.UUID], contacts: list[Contact]) -> Iterator[Event]:
    for contact in contacts:
        decisions = list(contact.decisions.all())
        outcome = decisions[-1].outcome_words if decisions else contact.get_state_display()
        yield Event(
            at=contact.received_at, what=_from(contact), words=contact.summary, outcome=outcome,
            source=contact.reference, url=reverse("referrals:contact", args=[contact.pk]), is_contact=True,
            contact_id=contact.pk,
        )  # fmt: skip


def _from(contact: Contact) -> str:
    return "Call to this front door" if contact.organisation is None else f"Contact from {contact.organisation.name}"


def _assessments(user: User, _ids: frozenset[uuid.UUID], contacts: list[Contact]) -> Iterator[Event]:
    by_id = {contact.pk: contact for contact in contacts}
    for one in Assessment.objects.filter(contact__in=by_id):
        source, url = by_id[one.contact_id].reference, reverse("referrals:assessment", args=[one.pk])
        yield Event(at=one.started_at, what="Assessment began", source=source, url=url)
        if one.seen_at is not None:
            yield Event(at=one.seen_at, what="Child seen", source=source, url=url)
        if one.completed_at is not None:
            yield Event(at=one.completed_at, what="Assessment completed", source=source, url=url)


def _noted(_user: User, _ids: frozenset[uuid.UUID], contacts: list[Contact]) -> Iterator[Event]:
    """What an agency was asked and answered, as it was noted on a contact."""
    by_id = {contact.pk: contact for contact in contacts}
    asked = ContactNote.objects.filter(contact__in=by_id, kind=ContactNote.Kind.CHECK).select_related("by")
    for note in asked:
        agency, _, words = note.words.partition(": ")
        source = f"{by_id[note.contact_id].reference}, noted by {note.by.name}"
        yield Event(at=note.at, what=f"Asked {agency}", words=words, source=source)


def _missing(user: User, ids: frozenset[uuid.UUID], _contacts: list[Contact]) -> Iterator[Event]:
    for episode in episodes_of(user, ids):
        away = Away(episode.missing_from, episode.found_at)
        end = length_words(away, episode.found_at) if episode.found_at else "not found when this was recorded"
        yield Event(
            at=episode.missing_from, what=f"Missing from {episode.get_away_from_display().lower()}", words=end,
            source=f"recorded by {episode.recorded_by.name}", url=reverse("referrals:episode", args=[episode.pk]),
        )  # fmt: skip


for _source in (_contacts, _assessments, _noted, _missing):
    also_from(_source)
