"""A contact as it is read by emergency access: what was sent and what was done about it, and nothing that could be done."""

import datetime
from typing import Any

from people.models import EmergencyAccess
from people.rules.emergencies import time_left
from referrals.models import Contact, ContactNote
from referrals.presenters.contact import FROM_REFERRER, head_of, pictures_of, shown_decision
from referrals.presenters.rung import said_in
from referrals.selectors.history import assessment_of, decisions_of


def emergency_contact(contact: Contact, access: EmergencyAccess, now: datetime.datetime) -> dict[str, Any]:
    """Everything on the page."""
    framework = contact.framework_version.framework_document()
    notes = list(contact.notes.select_related("by").order_by("at"))
    return head_of(contact, list(contact.children.order_by("position")), framework) | {
        "access": access,
        "left": time_left(access.until, now),
        "content": contact.content,
        "pictures": pictures_of(contact),
        "additions": [note for note in notes if note.kind == ContactNote.Kind.ADDITION],
        "notes": [note for note in notes if note.kind not in FROM_REFERRER],
        "decisions": [shown_decision(decision, framework) for decision in decisions_of(contact)],
        "assessment": assessment_of(contact),
        "read_only": True,
        "call": contact.taken,
        "said": said_in(contact.taken) if contact.taken else [],
    }
