"""Asking a safeguarding lead, and sending a contact by each of the four ways."""

from __future__ import annotations

import datetime

from consent.models import SharingProposal
from consent.rules.ways import Way
from consent.services.proposals import proposal_ask, proposal_prepare
from consent.services.reviews import late_review_record, review_decide
from demo.telling import MINUTE, Telling
from partnerships.models import User
from partnerships.selectors import leads_for
from referrals.models import Contact, ParentTold
from referrals.services.referrer import Told, parent_told
from referrals.services.sending import contact_send

HOUR = 60.0


def prepare(telling: Telling) -> SharingProposal:
    with telling.as_(telling.author) as at:
        return proposal_prepare(check=telling.check, by=telling.author, at=at)


def lead_of(telling: Telling) -> User:
    """A lead of the author's agency who is not the author."""
    return telling.rng.choice(leads_for(telling.check.organisation, besides={telling.author.pk}))


def ask(telling: Telling) -> SharingProposal:
    proposal = prepare(telling)
    with telling.as_(telling.author) as at:
        why = telling.pick(telling.answers["asked_why"])
        return proposal_ask(proposal=proposal, why=why, by=telling.author, at=at)


def answer(telling: Telling, proposal: SharingProposal, decision: str) -> None:
    """The lead reads exactly this and decides, within two hours."""
    lead = lead_of(telling)
    with telling.as_(lead, after=(15, 75)) as at:
        reasons = telling.pick(telling.answers["reviews"][decision])
        review_decide(proposal=proposal, decision=decision, reasons=reasons, read_hash=proposal.content_hash, by=lead, at=at)


def send(telling: Telling, proposal: SharingProposal, way: Way, reasons: str = "") -> Contact:
    with telling.as_(telling.author) as at:
        proposal = SharingProposal.objects.get(pk=proposal.pk)
        return contact_send(
            proposal=proposal, way=way, reasons=reasons, recipient_id=proposal.recipient_id, by=telling.author, at=at
        )


def send_urgently(telling: Telling) -> Contact:
    return send(telling, prepare(telling), Way.URGENT, telling.pick(telling.answers["urgent_reasons"]))


def send_on_judgement(telling: Telling) -> Contact:
    """After the lead has declined, or two hours without an answer."""
    proposal = ask(telling)
    if telling.rng.random() < 0.6:
        answer(telling, proposal, "decline")
        reasons = telling.say(telling.answers["judgement_reasons"][0])
    else:
        telling.at = min(telling.at + datetime.timedelta(hours=2, minutes=5), telling.now)
        reasons = telling.say(telling.answers["judgement_reasons"][1])
    return send(telling, proposal, Way.PROFESSIONAL_JUDGEMENT, reasons)


def review_late(telling: Telling, contact: Contact) -> None:
    """A lead looks at what went without them, the same day."""
    lead = lead_of(telling)
    with telling.as_(lead, after=(60, 150)) as at:
        outcome = telling.rng.choice(["supported", "supported", "learning"])
        proposal = SharingProposal.objects.get(contact=contact)
        reasons = telling.pick(telling.answers["late_reviews"][outcome])
        late_review_record(proposal=proposal, outcome=outcome, reasons=reasons, by=lead, at=at)


LONG_AGO = datetime.timedelta(days=10)


def tell_parent(telling: Telling, contact: Contact) -> None:
    """What a referrer owes after sending against a parent's wishes."""
    with telling.as_(telling.author, after=(30, 200)) as at:
        for task in ParentTold.objects.filter(contact=contact, answer="").order_by("name", "pk"):
            answer = telling.rng.choice(["told", "told", "unsafe"])
            if at < telling.now - LONG_AGO:
                answer = "told"  # what was not safe then was looked at again since
            words = telling.pick(telling.answers["told" if answer == "told" else "unsafe"])
            told = Told(answer=answer, words=words)
            if answer == "told":
                told = Told(answer=answer, words=words, how="face-to-face", told_at=at)
            parent_told(task=task, told=told, by=telling.author, at=at)


__all__ = [
    "HOUR", "MINUTE", "answer", "ask", "prepare", "review_late", "send", "send_on_judgement", "send_urgently", "tell_parent",
]  # fmt: skip
