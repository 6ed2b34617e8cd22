"""What was shared about a family, with whom, when, by which way and under which rule: read from the rows that stand for it."""

import datetime
from dataclasses import dataclass, replace

from django.utils.timezone import localdate

from partnerships.models import User
from partnerships.selectors import lead_elsewhere, people_named
from referrals.models import Contact, ContactNote
from referrals.permissions import is_at_door
from referrals.presenters.families import sender_words
from referrals.selectors.contacts import notes_for
from referrals.selectors.history import decisions_of

Kind = ContactNote.Kind


@dataclass(frozen=True)
class Shared:
    """One thing that left: what, to whom, when, by whom, how, and for a document the rule, the version and the hash."""

    at: datetime.datetime
    what: str
    to: str
    by: str
    how: str = ""
    rule: str = ""
    version: str = ""
    content_hash: str = ""


def shared_page(contact: Contact, user: User) -> list[Shared]:
    """Newest first, as far as this side may read it: what the front door asks of agencies is its own."""
    door, sender = contact.front_door.name, sender_words(contact)
    found = _document(contact)
    for note in notes_for(user, contact):
        if note.kind == Kind.CHECK:
            agency, _, _ = note.words.partition(":")
            found.append(Shared(note.at, "What was asked of another agency", agency, f"{note.by.name}, {door}", "Agency check"))
        elif note.kind == Kind.ADDITION:
            found.append(Shared(note.at, "A correction or news", door, sender, "Added to the contact"))
        elif note.kind == Kind.WITHDRAWN:
            found.append(Shared(note.at, "Agreement withdrawn", f"{sender}; {door}", note.by.name, note.words))
        elif note.kind == Kind.TALK_FAMILY:
            found.append(Shared(note.at, "A talk about the contact", "The family", f"{note.by.name}, {door}", "Spoken"))
        elif note.kind == Kind.TALK_REFERRER:
            found.append(Shared(note.at, "A talk about the contact", sender, f"{note.by.name}, {door}", "Spoken"))
    for decision in decisions_of(contact):
        found.append(
            Shared(
                decision.decided_at,
                "The decision and its reasons",
                sender,
                f"{decision.decided_by.name}, {door}",
                "In Right Help",
            )
        )
    for task in contact.to_tell.select_related("answered_by"):
        if task.told_at is None:
            continue
        said = f"{task.answered_by.name}, {contact.organisation}" if task.answered_by else ""
        found.append(Shared(task.told_at, "That it was shared, and why", task.who, said, task.get_how_display()))
    found += read_outside(contact)
    return sorted(found, key=lambda one: one.at, reverse=True)


def read_outside(contact: Contact) -> list[Shared]:
    """The leads of another agency who decided on it, or to whom it was handed, as far as this side may read that.

    By where they worked on that day: what they read stays read when the agency names another approver, or their role ends.
    """
    agency, proposal = contact.organisation, contact.proposal
    if agency is None or proposal is None or contact.author is None:
        return []
    what, by = "What would be shared, to read and decide on", f"{contact.author.name}, {agency.name}"
    read = [
        (one.decided_by_id, Shared(one.decided_at, what, "", by, one.get_decision_display())) for one in proposal.reviews.all()
    ]
    handed = proposal.hand_overs.select_related("by")
    read += [(one.to_id, Shared(one.at, what, "", one.by.name, "Handed over")) for one in handed]
    late = getattr(proposal, "late_review", None)
    if late is not None:
        read.append((late.reviewed_by_id, Shared(late.reviewed_at, "What was shared, to review", "", by, "Late review")))
    people = people_named(reader for reader, _ in read)
    placed = [(people[reader], one, lead_elsewhere(people[reader], agency, localdate(one.at))) for reader, one in read]
    return [replace(one, to=f"{person.name}, {place.name}") for person, one, place in placed if place is not None]


def _document(contact: Contact) -> list[Shared]:
    """What left as a document; of a call nothing did."""
    if contact.document is None or contact.proposal is None:
        return []
    rule = contact.content.get("agreement", {}).get("rule", {})
    return [
        Shared(
            contact.received_at, f"The contact {contact.reference}, as a document", contact.front_door.name,
            sender_words(contact), contact.proposal.way_words,
            ". ".join(part for part in (rule.get("code"), rule.get("source")) if part),
            f"{contact.content['framework']['title']}, document version {contact.document.version}", contact.content_hash,
        )
    ]  # fmt: skip


def home_of(contact: Contact, user: User) -> str:
    """The page of the contact on the side on which this person reads it."""
    at_door = is_at_door(user, contact.front_door_id) and contact.author_id != user.pk
    return "referrals:contact" if at_door else "referrals:sent"
