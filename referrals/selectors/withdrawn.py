"""What a contact says of who agreed, and who has withdrawn it since."""

from referrals.models import Contact, ContactNote
from referrals.rules.withdrawn import needs_ground


def people_who_agreed(contact: Contact) -> list[str]:
    """Those who agreed, also to part of it, as it was sent, each with their relation: only a yes has a reach."""
    asked = contact.content.get("agreement", {}).get("people", [])
    return [", ".join(part for part in (one["name"], one.get("relation")) if part) for one in asked if one.get("reach")]


def still_agreeing(contact: Contact) -> list[str]:
    """Those of them who have not withdrawn, as either side has recorded it."""
    withdrawn = [note.words for note in withdrawn_of(contact)]
    return [who for who in people_who_agreed(contact) if not any(words.startswith(f"{who}:") for words in withdrawn)]


def withdrawn_of(contact: Contact) -> list[ContactNote]:
    """What was recorded of agreement being withdrawn since it was sent."""
    return list(contact.notes.filter(kind=ContactNote.Kind.WITHDRAWN).select_related("by").order_by("at"))


def asking_needs_ground(contact: Contact) -> bool:
    """Whether the front door asks another agency only on a ground that it writes down."""
    decision = contact.decisions.order_by("decided_at").last()
    proposal = contact.proposal
    return needs_ground(
        is_withdrawn=contact.notes.filter(kind=ContactNote.Kind.WITHDRAWN).exists(),
        harm_suspected=proposal is not None and proposal.harm_suspected,
        is_urgent=proposal is not None and proposal.is_urgent, outcome=decision.outcome if decision else "",
    )  # fmt: skip
