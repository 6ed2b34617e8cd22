"""The inbox of a front door: what is open, most urgent first, then least time left; paged by key."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.timezone import localdate

from partnerships.closed import closed_to
from partnerships.models import User
from referrals.models import Contact, ContactChild, ContactMatch, Decision
from referrals.rules.narrowing import ME, NOBODY, Age, Agreement, Filters
from referrals.selectors.children import merges_of
from referrals.selectors.contacts import contacts_at
from referrals.selectors.narrowing import YEAR, Offered, condition, narrowed, offered, searched

PAGE = 50
LATELY = datetime.timedelta(days=14)
NO_WORK = [Contact.State.DECIDED, Contact.State.JOINED]
"""What was decided; and a call that was joined to what was written after it, which has its one row there."""


class View(StrEnum):
    """The views that everybody has. Each but the last two is a set of filters on what is open."""

    OPEN = "open"
    MINE = "mine"
    NOBODY = "nobody"
    AGENCIES = "agencies"
    REVIEW = "review"
    YOUNG = "young"
    DECIDED = "decided"
    PRACTICE = "practice"


PRESETS = {
    View.MINE: Filters(owner=ME),
    View.NOBODY: Filters(owner=NOBODY),
    View.AGENCIES: Filters(waiting="agencies"),
    View.REVIEW: Filters(agreement=Agreement.URGENT_WAITING),
    View.YOUNG: Filters(age=Age.UNBORN_AND_UNDER_1),
}
EVERYTHING = Filters()
STATES = (View.OPEN, View.DECIDED, View.PRACTICE)
NEXT_HOURS = datetime.timedelta(hours=4)


class Band(StrEnum):
    """Why a contact stands where it does."""

    URGENT = "urgent"
    OVER = "over"
    SOON = "soon"
    LATER = "later"
    PRACTICE = "practice"
    DECIDED = "decided"


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the inbox: which contacts by their state, narrowed how, and with which words in them."""

    view: View = View.OPEN
    filters: Filters = EVERYTHING
    words: str = ""

    @property
    def all_filters(self) -> Filters:
        return self.filters.over(PRESETS.get(self.view, EVERYTHING))

    @property
    def state(self) -> View:
        return self.view if self.view in STATES else View.OPEN


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


def band_of(contact: Contact, now: datetime.datetime, state: View) -> Band:
    """The band of a contact. Product decision (the front door's mocks, "Time and urgency"): position comes first."""
    if state == View.DECIDED:
        return Band.DECIDED
    if state == View.PRACTICE:
        return Band.PRACTICE
    if contact.urgency == Contact.Urgency.TODAY:
        return Band.URGENT
    if contact.decide_by < now:
        return Band.OVER
    return Band.SOON if contact.decide_by - now <= NEXT_HOURS else Band.LATER


def inbox_counts(user: User, now: datetime.datetime) -> dict[View, int]:
    """How many are in each view of open contacts. What was decided is not counted: it is no work, and there is most of it."""
    live, day = Q(is_practice=False), localdate(now)
    counted = {view.value: Count("pk", filter=live & condition(filters, user, day)) for view, filters in PRESETS.items()}
    counts = (
        contacts_at(user)
        .exclude(state__in=NO_WORK)
        .aggregate(open=Count("pk", filter=live), practice=Count("pk", filter=~live), **counted)
    )
    return {View(name): count for name, count in counts.items()}


def band_counts(user: User, asked: Asked, now: datetime.datetime) -> dict[Band, int]:
    """How many stand in each band of what was asked for, however many pages there are. Of open live contacts alone."""
    if asked.state != View.OPEN:
        return {}
    urgent, soon = Q(urgency=Contact.Urgency.TODAY), now + NEXT_HOURS
    counts = _narrowed(contacts_at(user), user, asked, now).aggregate(
        urgent=Count("pk", filter=urgent),
        over=Count("pk", filter=~urgent & Q(decide_by__lt=now)),
        soon=Count("pk", filter=~urgent & Q(decide_by__gte=now, decide_by__lte=soon)),
        later=Count("pk", filter=~urgent & Q(decide_by__gt=soon)),
    )
    return {Band(name): count for name, count in counts.items()}


def inbox_page(user: User, *, asked: Asked, after: Key | None, now: datetime.datetime, size: int = PAGE) -> InboxPage:
    """One page of what was asked for. The same number of queries, however many rows."""
    wanted = _narrowed(_with_what_a_line_shows(contacts_at(user)), user, asked, now)
    if asked.state == View.DECIDED:
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


def _with_what_a_line_shows(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    contacts = contacts.select_related("document").defer("framework_version__content", "front_door__authority__content")
    contacts = contacts.defer("document__pdf", "document__content").annotate(
        asked=KeyTransform("people", KeyTransform("agreement", "document__content"))
    )
    children = ContactChild.objects.select_related("matched").order_by("position")
    decisions = Decision.objects.select_related("decided_by").prefetch_related("for_children__child")
    return contacts.prefetch_related(Prefetch("children", children), Prefetch("decisions", decisions))


def _narrowed(contacts: QuerySet[Contact], user: User, asked: Asked, now: datetime.datetime) -> QuerySet[Contact]:
    """Those of the state that was asked for, of which there are few at a front door, then by filters and words."""
    if asked.state == View.DECIDED:
        contacts = contacts.filter(state=Contact.State.DECIDED, is_practice=False, received_at__gte=now - LATELY)
    else:
        contacts = contacts.exclude(state__in=NO_WORK).filter(is_practice=asked.state == View.PRACTICE)
    contacts = narrowed(contacts, asked.all_filters, user, localdate(now))
    return searched(contacts, asked.words) if asked.words else contacts


def filters_offered(user: User) -> list[Offered]:
    """The levels, agencies and owners among what is open and live."""
    return offered(contacts_at(user).exclude(state__in=NO_WORK).filter(is_practice=False))


def last_arrived(user: User) -> datetime.datetime | None:
    """When the last contact arrived, where all that did are decided."""
    decided = contacts_at(user).filter(state=Contact.State.DECIDED).order_by("-received_at")
    found: datetime.datetime | None = decided.values_list("received_at", flat=True).first()
    return found


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
    linked = {contact.pk: persons_of(contact.children.all()) for contact in listed}
    merges = merges_of(user, set().union(*linked.values()))
    persons = {pk: {record for one in ones for record in merges.all_of(one)} for pk, ones in linked.items()}
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
