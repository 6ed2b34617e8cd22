"""The referrer's own page: where it is, what was decided, what is owed, what happened. Nothing internal to the front door."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from consent.models import Agreement
from consent.rules.reach import YES
from consent.selectors.agreements import agreements_of
from partnerships.models import User
from referrals.models import Contact, ContactNote, Decision, Disagreement
from referrals.presenters.contact import is_superseded, open_disagreement, pictures_of, shown_decision
from referrals.presenters.telling import Telling, tellings_of
from referrals.rules.outcomes import ACCEPTED
from referrals.selectors.contacts import decision_countdown, notes_for
from referrals.selectors.disagreements import disagreements_about
from referrals.selectors.history import assessment_of, decisions_of

Kind = ContactNote.Kind
Event = tuple[datetime.datetime, str, str, str]
"""When, what, in whose words (empty for none), by whom."""


@dataclass(frozen=True)
class Owed:
    """Something that is still to be done, with when."""

    code: str
    what: str
    when: str
    words: str
    address: str = ""


def sent_page(contact: Contact, user: User, now: datetime.datetime) -> dict[str, Any]:
    """Everything on the page of one contact for the side that sent it."""
    framework = contact.framework_version.framework_document()
    notes, decisions = list(notes_for(user, contact)), decisions_of(contact)
    disagreements = disagreements_about(contact)
    countdown = decision_countdown(user, contact, now)
    told = tellings_of(contact, user, now)
    return {
        "title": names_of(contact),
        "where": where_words(contact, decisions),
        "content": contact.content,
        "is_author": contact.author_id == user.pk,
        "is_superseded": is_superseded(contact.framework_version),
        "countdown": countdown if not decisions else None,
        "taken": _taken(contact, decisions),
        "decision": shown_decision(decisions[-1], framework) if decisions else None,
        "differs": bool(decisions) and decisions[-1].level != contact.level,
        "former": [shown_decision(decision, framework) for decision in decisions[:-1]],
        "owed": owed_by(contact, told, notes, decisions),
        "told": told,
        "agreed": standing_yes(contact) if contact.author_id == user.pk else [],
        "withdrawn": [note for note in notes if note.kind == Kind.WITHDRAWN],
        "late_review": getattr(contact.proposal, "late_review", None),
        "happened": happened_to(contact, notes, decisions, disagreements, told, user),
        "disagreements": disagreements,
        "open_disagreement": open_disagreement(disagreements),
        "assessment": assessment_of(contact),
        "pictures": pictures_of(contact),
        "numbers": contact.front_door.numbers,
    }


def standing_yes(contact: Contact) -> list[Agreement]:
    """Who agreed, and has not withdrawn it."""
    if contact.proposal is None:
        return []
    return list(agreements_of(contact.proposal.case_check).filter(answer__in=YES))


def names_of(contact: Contact) -> str:
    """The family as a heading: given names and the family name, or the heading as sent."""
    children = sorted(contact.children.all(), key=lambda child: child.position)
    given = [child.given_name or ("unborn child" if child.unborn else "") for child in children]
    surnames = {child.family_name for child in children if child.family_name}
    if len(surnames) != 1 or not all(given):
        return contact.heading
    joined = given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"
    return f"{joined} {surnames.pop()}" if children[-1].given_name else f"{joined} ({surnames.pop()})"


def where_words(contact: Contact, decisions: list[Decision]) -> tuple[str, str, str]:
    """Where it is, in one sentence: before the front door's name, the name, after it."""
    door = contact.front_door.name
    if decisions:
        outcome = decisions[-1].outcome
        if outcome in ACCEPTED:
            return "Accepted by ", door, ". It is now a referral."
        return "Decided by ", door, f": {decisions[-1].get_outcome_display().lower()}."
    if contact.acknowledged_at is None:
        return "With ", door, ". It has arrived; nobody there has opened it yet."
    return "With ", door, ". They have it in hand, and there is no decision yet."


def _taken(contact: Contact, decisions: list[Decision]) -> str:
    """How long the first decision took."""
    if not decisions:
        return ""
    minutes = int((decisions[0].decided_at - contact.received_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((hours, "hour"), (rest, "minute")) if count]
    return " ".join(said) or "less than a minute"


def owed_by(
    contact: Contact, told: list[Telling], notes: list[ContactNote], decisions: list[Decision]
) -> list[Owed]:  # fmt: skip
    """What the referrer still owes: telling each person, reading the decision, being reachable until there is one."""
    owed = []
    for telling in (telling for telling in told if not telling.task.answer):
        words = "They should hear it from you, on their own, unless that would be unsafe."
        address = reverse("referrals:parent_told", args=[telling.task.pk])
        owed.append(Owed("tell", telling.what, telling.when, words, address))
    if decisions and not _was_read(notes, decisions[-1], contact):
        owed.append(Owed("read", "Read the decision, and say that you have", "Now", "The front door sees that it reached you."))
    if not decisions and contact.author is not None and contact.author.phone:
        reachable = f"Be reachable on {contact.author.phone}"
        owed.append(Owed("phone", reachable, "Until a decision", "They may ring to ask more."))
    return owed


def _was_read(notes: list[ContactNote], decision: Decision, contact: Contact) -> bool:
    return any(n.kind == Kind.READ and n.by_id == contact.author_id and n.at >= decision.decided_at for n in notes)


def happened_to(
    contact: Contact, notes: list[ContactNote], decisions: list[Decision], disagreements: list[Disagreement],
    told: list[Telling], user: User,
) -> list[Event]:  # fmt: skip
    """What has happened, newest first, as the side that sent it may read it."""

    def who(person: User | None) -> str:
        return "" if person is None else "You" if person.pk == user.pk else person.name

    began = "Contact sent and received" + ("" if contact.is_practice else ". The 24 hours began")
    found: list[Event] = [(contact.received_at, began, "", who(contact.author))]
    if contact.acknowledged_at:
        found.append((contact.acknowledged_at, "Acknowledged: the front door has it", "", who(contact.acknowledged_by)))
    found += [(note.at, _note_words(note), note.words, who(note.by)) for note in notes]
    for decision in decisions:
        again = "Decided again, and you were told" if decision.supersedes_id else "Decision made, and you were told"
        found.append((decision.decided_at, f"{again}: {decision.get_outcome_display()}", "", who(decision.decided_by)))
    for telling in told:
        if telling.task.answered_at:
            found.append((telling.task.answered_at, telling.what, telling.task.words, who(telling.task.answered_by)))
    found += [(one.raised_at, "Seen differently, and said so", "", who(one.raised_by)) for one in disagreements]
    review = getattr(contact.proposal, "late_review", None)
    if review is not None:
        said = f"Reviewed after it was sent: {review.get_outcome_display()}"
        found.append((review.reviewed_at, said, review.reasons, who(review.reviewed_by)))
    return sorted(found, key=lambda event: event[0], reverse=True)


def _note_words(note: ContactNote) -> str:
    return {
        Kind.TALK_REFERRER: "The front door spoke to you",
        Kind.TALK_FAMILY: "The front door spoke to the family",
        Kind.CHECK: "The front door asked an agency",
        Kind.NOTE: "A note for you",
        Kind.ADDITION: "Added to what was sent",
        Kind.READ: "The decision was read",
        Kind.WITHDRAWN: "Agreement was withdrawn, and the front door was told",
        Kind.CORRECTION: "The front door put right what it had taken down",
    }[Kind(note.kind)]
