"""The inbox of a front door: what is open, most urgent first, then least time left; paged by key."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from partnerships.closed import closed_to
from partnerships.models import User
from referrals.models import Contact, ContactChild, ContactMatch, Decision
from referrals.selectors.contacts import contacts_at

PAGE = 50
LATELY = datetime.timedelta(days=14)
YEAR = datetime.timedelta(days=365)
NO_WORK = [Contact.State.DECIDED, Contact.State.JOINED]
"""What was decided; and a call that was joined to what was written after it, which has its one row there."""


class View(StrEnum):
    """The saved views."""

    OPEN = "open"
    MINE = "mine"
    NOBODY = "nobody"
    URGENT = "urgent"
    DECIDED = "decided"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Key:
    """Where a page begins: after this contact. It holds an instant and an id, nothing personal."""

    urgent: bool
    at: datetime.datetime
    pk: uuid.UUID

    def __str__(self) -> str:
        return f"{'u' if self.urgent else 'n'}_{self.at.timestamp():.6f}_{self.pk}"


def key_read(text: str) -> Key | None:
    """The key in an address; None for none, and for anything that is not one."""
    urgent, _, rest = text.partition("_")
    at, _, pk = rest.partition("_")
    try:
        return Key(urgent == "u", datetime.datetime.fromtimestamp(float(at), datetime.UTC), uuid.UUID(pk))
    except (ValueError, OverflowError, OSError):
        return None


@dataclass(frozen=True)
class InboxPage:
    """Contacts in the order of the inbox, and the key of the next page where there is one."""

    contacts: list[Contact]
    next_key: Key | None


def inbox_counts(user: User) -> dict[View, int]:
    """How many are in each view of open contacts. What was decided is not counted: it is no work, and there is most of it."""
    live = Q(is_practice=False)
    counts = (
        contacts_at(user)
        .exclude(state__in=NO_WORK)
        .aggregate(
            open=Count("pk", filter=live),
            mine=Count("pk", filter=live & Q(owner=user)),
            nobody=Count("pk", filter=live & Q(owner__isnull=True)),
            urgent=Count("pk", filter=live & Q(urgency=Contact.Urgency.TODAY)),
            practice=Count("pk", filter=~live),
        )
    )
    return {View(name): count for name, count in counts.items()}


def inbox_page(user: User, *, view: View, after: Key | None, now: datetime.datetime, size: int = PAGE) -> InboxPage:
    """One page of a view. The same number of queries, however many rows."""
    wanted = _in_view(user, view, now)
    if view == View.DECIDED:
        return _decided(wanted, after, size)
    urgent = Q(urgency=Contact.Urgency.TODAY)
    found: list[Contact] = []
    if after is None or after.urgent:
        found = list(_after(wanted.filter(urgent), after)[: size + 1])
    rest = _after(wanted.exclude(urgent), after if after and not after.urgent else None)
    found += list(rest[: size + 1 - len(found)])
    return _page(found, size)


def _page(found: list[Contact], size: int) -> InboxPage:
    shown = found[:size]
    if len(found) <= size:
        return InboxPage(shown, None)
    last = shown[-1]
    return InboxPage(shown, Key(last.urgency == Contact.Urgency.TODAY, last.decide_by, last.pk))


def _in_view(user: User, view: View, now: datetime.datetime) -> QuerySet[Contact]:
    contacts = (
        contacts_at(user).select_related("document").defer("framework_version__content", "front_door__authority__content")
    )
    contacts = contacts.defer("document__pdf", "document__content").annotate(
        asked=KeyTransform("people", KeyTransform("agreement", "document__content"))
    )
    children = ContactChild.objects.select_related("matched").order_by("position")
    decisions = Decision.objects.select_related("decided_by")
    contacts = contacts.prefetch_related(Prefetch("children", children), Prefetch("decisions", decisions))
    if view == View.DECIDED:
        return contacts.filter(state=Contact.State.DECIDED, is_practice=False, received_at__gte=now - LATELY)
    narrower = {
        View.OPEN: Q(),
        View.MINE: Q(owner=user),
        View.NOBODY: Q(owner__isnull=True),
        View.URGENT: Q(urgency=Contact.Urgency.TODAY),
        View.PRACTICE: Q(),
    }
    return contacts.exclude(state__in=NO_WORK).filter(narrower[view], is_practice=view == View.PRACTICE)


def _after(contacts: QuerySet[Contact], after: Key | None) -> QuerySet[Contact]:
    if after is not None:
        contacts = contacts.filter(Q(decide_by__gt=after.at) | Q(decide_by=after.at, pk__gt=after.pk))
    return contacts.order_by("decide_by", "pk")


def _decided(contacts: QuerySet[Contact], after: Key | None, size: int) -> InboxPage:
    """Newest first; the key holds when the contact was received."""
    if after is not None:
        contacts = contacts.filter(Q(received_at__lt=after.at) | Q(received_at=after.at, pk__lt=after.pk))
    found = list(contacts.order_by("-received_at", "-pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return InboxPage(found[:size], Key(urgent=False, at=last.received_at, pk=last.pk) if last else None)


def persons_of(children: Iterable[ContactChild]) -> set[uuid.UUID]:
    """The front door's own records to which these children were linked."""
    return {child.match.person_id for child in children if child.match is not None}


def earlier_contacts(user: User, contacts: Iterable[Contact]) -> dict[uuid.UUID, int]:
    """For each contact, how many earlier ones within a year were about a child that is linked to one of its own."""
    listed = list(contacts)
    persons = {contact.pk: persons_of(contact.children.all()) for contact in listed}
    wanted = set().union(*persons.values())
    seen: dict[uuid.UUID, dict[uuid.UUID, datetime.datetime]] = defaultdict(dict)
    rows = ContactMatch.objects.filter(person__in=wanted, child__contact__is_practice=False)
    rows = rows.exclude(child__contact__in=closed_to(user))
    for person, pk, at in rows.values_list("person_id", "child__contact_id", "child__contact__received_at"):
        seen[person][pk] = at
    return {
        contact.pk: len(
            {
                pk
                for person in persons[contact.pk]
                for pk, at in seen[person].items()
                if pk != contact.pk and contact.received_at - YEAR <= at < contact.received_at
            }
        )
        for contact in listed
    }


def contact_with_reference(user: User, reference: str) -> Contact | None:
    """The contact of exactly this reference, if it came to one of this person's front doors."""
    return contacts_at(user).filter(reference=reference.strip().upper()).first()


def arrived_since(user: User, since: datetime.datetime) -> int:
    """How many live contacts have arrived since somebody opened the inbox."""
    return contacts_at(user).filter(received_at__gt=since, is_practice=False).exclude(state__in=NO_WORK).count()
