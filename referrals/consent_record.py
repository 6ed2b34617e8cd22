"""What a front door can show of the agreement on a contact that it received: from what was sent, and from what came since.

It holds what left the agency and nothing besides: the frozen document, who decided on it, who was told. What a lead was asked,
why they decided so where that was not sent, and whom the worry is about stay with the agency.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from consent.rules.chronology import Entry, Fact, in_order
from consent.rules.ways import MARKED
from documents.rules.content import ContactDocument
from documents.rules.record import RecordDocument
from partnerships.models import User
from referrals.models import Contact, ContactNote, ParentTold
from referrals.presenters.telling import what_came, what_to_tell
from referrals.selectors.contacts import notes_for

Kind = ContactNote.Kind
MOST = 280
"""Entries of one printed copy; a document takes 300 of anything."""
NOTE = (
    "This record holds what this front door received and what it recorded since. What the agency noted for itself, and its "
    "leads’ reasons where they were not sent, are in the agency’s own record."
)


def received_record(contact: Contact, user: User) -> tuple[Entry, ...]:
    """Who was asked and said what, who decided and on which rule, what was shared with whom, and what came of it. In order."""
    found = [*_as_sent(contact), *_decided(contact), *_told(contact), *_since(contact, user)]
    return in_order(found)


def _as_sent(contact: Contact) -> Iterator[Entry]:
    content, proposal = contact.content, contact.proposal
    if proposal is None or contact.author is None:
        return  # a call: nothing was asked in writing, and nothing left an agency
    agreement, by = content.get("agreement", {}), f"{contact.author.name}, {contact.organisation}"
    for person in agreement.get("people", []):
        who = ", ".join(part for part in (person["name"], person.get("relation")) if part)
        said = {
            "Asked": person.get("asked_words", ""), "In their words": person.get("their_words", ""),
            "Explained to them": "; ".join(person.get("explained", [])), "How far it reaches": person.get("reach", ""),
            "Ground for sharing all the same": ". ".join(
                part for part in (person.get("ground", ""), person.get("ground_source", "")) if part
            ),
            "What makes this so": person.get("ground_note", ""),
        }  # fmt: skip
        yield _entry(contact, proposal.prepared_at, f"{who}: {person['answer_words']}", by, said)
    for child in agreement.get("deciding", []):
        said = {"Judged": child.get("judged", ""), "Reasons": child.get("reasons", "")}
        yield _entry(contact, proposal.prepared_at, f"{child['name']}: {child['finding'].lower()}", by, said)
    way, framework = agreement.get("way", {}), content["framework"]
    rule = agreement.get("rule", {})
    how = {
        "Rule": ". ".join(part.rstrip(".") for part in (rule.get("text"), rule.get("source")) if part),
        "Framework": f"{framework['title']}, version {framework['version']}",
        "Basis": agreement.get("basis_name", ""),
        "Lead": way.get("lead", ""),
        "Why": way.get("reasons", ""),
        "Content": f"SHA-256 {contact.content_hash}",
    }
    what = f"Shared with {contact.front_door.name}. {proposal.way_words}"
    yield _entry(contact, contact.received_at, what, by, how, marked=contact.way in MARKED)


def _decided(contact: Contact) -> Iterator[Entry]:
    """By whom, when and what: the reasons are the agency's where the document does not print them."""
    proposal = contact.proposal
    if proposal is None:
        return
    for review in proposal.reviews.select_related("decided_by"):
        what = f"The {proposal.approver} decided: {review.get_decision_display().lower()}"
        said = {"Counts for": f"the content whose SHA-256 begins {review.content_hash[:12]}"}
        yield _entry(contact, review.decided_at, what, review.decided_by.name, said)
    late = getattr(proposal, "late_review", None)
    if late is not None:
        what = f"Reviewed afterwards: {late.get_outcome_display().lower()}"
        yield _entry(contact, late.reviewed_at, what, late.reviewed_by.name, {"Reasons": late.reasons})


def _told(contact: Contact) -> Iterator[Entry]:
    author = contact.author.name if contact.author else ""
    for task in contact.to_tell.select_related("answered_by", "asks_again"):
        if task.answered_at is None:
            since = task.asks_again.answered_at if task.asks_again else None
            yield _entry(
                contact,
                since or contact.received_at,
                f"Not done yet: {what_to_tell(task)}",
                author,
                {},
            )
            continue
        told = task.answer == ParentTold.Answer.TOLD
        said = {"What they said" if told else "Why it is not safe": task.words}
        by = task.answered_by.name if task.answered_by else ""
        yield _entry(contact, task.told_at or task.answered_at, what_came(task), by, said)


def _since(contact: Contact, user: User) -> Iterator[Entry]:
    for note in notes_for(user, contact).filter(kind__in=(Kind.WITHDRAWN, Kind.CHECK)):
        if note.kind == Kind.WITHDRAWN:
            yield _entry(contact, note.at, "Agreement withdrawn", note.by.name, {"What was said": note.words})
        else:
            agency, _, words = note.words.partition(":")
            _, because, ground = words.partition("because: ")
            yield _entry(
                contact, note.at, f"{agency} was asked", note.by.name, {"Without agreement": ground if because else ""}
            )


def _entry(
    contact: Contact, at: datetime.datetime, what: str, by: str, said: dict[str, str], *, marked: bool = False
) -> Entry:  # fmt: skip
    facts = tuple(Fact(label, words) for label, words in said.items() if words)
    return Entry(at=at, what=what, by=by, reference=contact.reference, facts=facts, marked=marked)


def received_printed(
    contact: Contact, entries: tuple[Entry, ...], *, by: User, at: datetime.datetime
) -> ContactDocument:  # fmt: skip
    """The same entries as a document's content, under the contact's reference."""
    framework = contact.content.get("framework", {"title": "", "version": ""})
    plain: dict[str, Any] = {
        "title": "Consent record of a contact received",
        "reference": contact.reference,
        "framework": {"title": framework["title"], "version": str(framework["version"])},
        "practice": contact.is_practice,
        "reason": f"{contact.front_door.name}: what it received, and what it recorded since",
        "sent_at": at.isoformat(),
        "from": {"name": by.name, "role": by.job_title, "organisation": contact.front_door.name},
        "children": [{"name": child.name} for child in contact.children.all()],
        "note": NOTE,
        "entries": [
            {
                "at": entry.at.isoformat(), "what": entry.what, "by": entry.by, "check": entry.reference,
                "marked": entry.marked,
                "facts": [{"label": fact.label, "words": fact.words} for fact in entry.facts],
            }
            for entry in entries[:MOST]
        ],
        "left": f"{len(entries) - MOST} later entries are not in this copy." if len(entries) > MOST else "",
    }  # fmt: skip
    return RecordDocument.from_plain(plain)
