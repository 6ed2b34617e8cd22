"""What this front door knew before: earlier contacts about the children that it recognised."""

import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from partnerships.models import User
from referrals.models import Assessment, Contact, Decision
from referrals.selectors.contacts import contacts_at

MOST = 30


def contacts_about(user: User, persons: Iterable[uuid.UUID], *, besides: Contact) -> QuerySet[Contact]:
    """Other live contacts about these people, newest first, with their decisions, in as many queries however many."""
    decisions = Decision.objects.select_related("decided_by").prefetch_related("for_children__child")
    return (
        contacts_at(user)
        .filter(children__matched__person__in=list(persons), is_practice=False)
        .exclude(pk=besides.pk)
        .distinct()
        .prefetch_related(Prefetch("decisions", decisions), "children")
        .order_by("-received_at", "-pk")[:MOST]
    )


def decisions_of(contact: Contact) -> list[Decision]:
    """Every decision on a contact, the one that stands last."""
    found = contact.decisions.select_related("decided_by").prefetch_related("for_children__child")
    return list(found.order_by("decided_at"))


def assessment_of(contact: Contact) -> Assessment | None:
    """The assessment that an accepted contact started, where this person may see it."""
    return Assessment.objects.filter(contact=contact).select_related("worker").first()
