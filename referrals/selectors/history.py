"""What became of a contact: its decisions, and the assessment that it started."""

from referrals.models import Assessment, Contact, Decision


def decisions_of(contact: Contact) -> list[Decision]:
    """Every decision on a contact, the one that stands last."""
    found = contact.decisions.select_related("decided_by").prefetch_related("for_children__child")
    return list(found.order_by("decided_at"))


def assessment_of(contact: Contact) -> Assessment | None:
    """The assessment that an accepted contact started, where this person may see it."""
    return Assessment.objects.filter(contact=contact).select_related("worker").first()
