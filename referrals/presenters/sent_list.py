"""Contacts in a list of the side that sent them: where each is, and what is still owed on it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse

from clocks.rules.countdown import Countdown
from clocks.selectors import calendars_for
from partnerships.models import User
from referrals.models import Contact, ContactNote, Decision, ParentTold
from referrals.presenters.families import AgeChip, age_chips
from referrals.presenters.referrer import names_of
from referrals.presenters.telling import due_words, dues_of, what_to_tell
from referrals.selectors.contacts import clocks_by_subject, contacts_sent, countdowns_of

MOST = 50


@dataclass(frozen=True)
class SentRow:
    """One contact that was sent."""

    contact: Contact
    title: str
    ages: list[AgeChip]
    standing: str
    countdown: Countdown | None
    is_mine: bool


@dataclass(frozen=True)
class OwedRow:
    """Something owed on a contact."""

    contact: Contact
    title: str
    what: str
    when: str
    address: str


def sent_rows(contacts: list[Contact], user: User, now: datetime.datetime) -> list[SentRow]:
    """Where each is, with the time left to decide; the same number of queries however many."""
    clocks = clocks_by_subject(user, "contact", [contact.pk for contact in contacts], "decision")
    left = countdowns_of(clocks, calendars_for({clock.authority_id for clock in clocks.values()}), now)
    stands = {
        decision.contact_id: decision
        for decision in Decision.objects.filter(contact__in=contacts)
        .prefetch_related("for_children__child")
        .order_by("decided_at")
    }
    return [
        SentRow(
            contact,
            names_of(contact),
            age_chips(list(contact.children.all()), contact.received_at.date()),
            _standing(contact, stands.get(contact.pk)),
            left.get(contact.pk),
            contact.author_id == user.pk,
        )
        for contact in contacts
    ]


def _standing(contact: Contact, decision: Decision | None) -> str:
    if decision is not None:
        return decision.outcome_words
    if contact.acknowledged_at is None:
        return "Arrived, not opened yet"
    return "Being looked at"


def owed_rows(user: User, now: datetime.datetime) -> list[OwedRow]:
    """What the author still owes: telling a parent, and reading a decision."""
    waiting = ParentTold.objects.filter(answer="")
    decided = Q(state=Contact.State.DECIDED)
    found = contacts_sent(user).filter(Q(pk__in=waiting.values("contact")) | decided, author=user)
    listed = list(
        found.prefetch_related("children", Prefetch("to_tell", waiting.order_by("name", "pk"), to_attr="untold"))[:MOST]
    )
    due = dues_of(user, [task for contact in listed for task in contact.untold])
    unread = _unread(user, listed)
    rows = []
    for contact in listed:
        for task in contact.untold:
            rows.append(_row(contact, what_to_tell(task), due_words(due.get(task.pk), now), "referrals:parent_told", task.pk))
        if contact.pk in unread:
            rows.append(_row(contact, "Read the decision", "Now", "referrals:sent", contact.pk))
    return rows


def _row(contact: Contact, what: str, when: str, address: str, pk: uuid.UUID) -> OwedRow:
    return OwedRow(contact, names_of(contact), what, when, reverse(address, args=[pk]))


def _unread(user: User, contacts: Sequence[Contact]) -> set[Any]:
    """The contacts whose last decision was not read by their author."""
    ids = [contact.pk for contact in contacts if contact.state == Contact.State.DECIDED]
    decided = dict(Decision.objects.filter(contact__in=ids).order_by("decided_at").values_list("contact_id", "decided_at"))
    read = dict(
        ContactNote.objects.filter(contact__in=ids, kind=ContactNote.Kind.READ, by=user)
        .order_by("at")
        .values_list("contact_id", "at")
    )
    return {pk for pk, at in decided.items() if pk not in read or read[pk] < at}
