"""The inbox narrowed by its filters and by what somebody searches for, each as one condition on contacts seen already."""

import datetime
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import DateTimeField as Instant
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from consent.rules.ways import Way
from partnerships.closed import closed_to
from partnerships.models import User
from referrals.models import Contact, ContactChild, ContactMatch
from referrals.rules.narrowing import ME, NOBODY, REPEAT, SPANS, Age, Agreement, Filters, born_between

YEAR = datetime.timedelta(days=365)
NHS_NUMBER = re.compile(r"\d{10}")
MOST_WORDS = 6
_waiting: list[Callable[[], Q]] = []


def waiting_on_agencies(which: Callable[[], Q]) -> None:
    """Say which contacts wait for what an agency was asked. Until somebody does, the view of them is not offered."""
    _waiting[:] = [which]


def knows_who_waits() -> bool:
    return bool(_waiting)


def narrowed(contacts: QuerySet[Contact], filters: Filters, user: User, day: datetime.date) -> QuerySet[Contact]:
    """The contacts that all of these filters leave."""
    return contacts.filter(condition(filters, user, day))


def condition(filters: Filters, user: User, day: datetime.date) -> Q:
    """The filters as one condition, to narrow by or to count by."""
    wanted = Q()
    if filters.level:
        wanted &= Q(level=filters.level)
    if filters.agency:
        wanted &= Q(organisation=int(filters.agency))
    if filters.agreement:
        wanted &= _agreement(Agreement(filters.agreement))
    if filters.owner:
        wanted &= _owner(filters.owner, user)
    if filters.waiting:
        wanted &= _waiting[0]() if _waiting else Q(pk__in=())
    if filters.age:
        wanted &= Q(Exists(_of_age(Age(filters.age), day)))
    if filters.repeat:
        again = Q(Exists(_again(user)))
        wanted &= again if filters.repeat == REPEAT else ~again
    return wanted


def _agreement(asked: Agreement) -> Q:
    if asked == Agreement.URGENT_WAITING:
        return Q(way=Way.URGENT, proposal__late_review__isnull=True)
    return Q(way=asked.value)


def _owner(asked: str, user: User) -> Q:
    if asked == NOBODY:
        return Q(owner__isnull=True)
    return Q(owner=user.pk if asked == ME else int(asked))


def _of_age(age: Age, day: datetime.date) -> QuerySet[ContactChild]:
    """Of this age on the day, by date of birth, or as stated where that is not known."""
    span = SPANS[age]
    after, until = born_between(span, day)
    born = Q(unborn=False, date_of_birth__gt=after, date_of_birth__lte=until)
    stated = Q(unborn=False, date_of_birth__isnull=True, age_stated__gte=span.first, age_stated__lt=span.below)
    wanted = born | stated | Q(unborn=True) if span.unborn else born | stated
    return ContactChild.objects.filter(wanted, contact=OuterRef("pk"))


def _again(user: User) -> QuerySet[ContactMatch]:
    """That a child of it was recognised as one about whom another contact came in the year before."""
    since = ExpressionWrapper(OuterRef("child__contact__received_at") - Value(YEAR), output_field=Instant())
    before = ContactMatch.objects.filter(
        person=OuterRef("person"), child__contact__is_practice=False,
        child__contact__received_at__lt=OuterRef("child__contact__received_at"), child__contact__received_at__gte=since,
    ).exclude(child__contact__in=closed_to(user))  # fmt: skip
    return ContactMatch.objects.filter(Exists(before), child__contact=OuterRef("pk"))


def searched(contacts: QuerySet[Contact], words: str) -> QuerySet[Contact]:
    """Those of this NHS number, or in whose names each of the words stands; nothing for no words.

    Asked only of contacts narrowed to a front door and a state before, of which there are few: no index serves a part of a
    name under row-level security.
    """
    given = words.split()[:MOST_WORDS]
    number = "".join(given)
    if NHS_NUMBER.fullmatch(number):
        return contacts.filter(Exists(ContactChild.objects.filter(contact=OuterRef("pk"), nhs_number=number)))
    if not given:
        return contacts.none()
    for word in given:
        named = ContactChild.objects.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word), contact=OuterRef("pk")
        )  # fmt: skip
        contacts = contacts.filter(Q(heading__icontains=word) | Q(Exists(named)))
    return contacts


@dataclass(frozen=True)
class Offered:
    """What open contacts give to choose: a level under its framework's version, an agency, an owner."""

    level: str
    version_id: uuid.UUID
    agency_id: int
    agency: str
    owner_id: int | None
    owner: str | None


def offered(contacts: QuerySet[Contact]) -> list[Offered]:
    """What there is to choose among open contacts, in one query."""
    named = contacts.order_by().values_list(
        "level", "framework_version_id", "organisation_id", "organisation__name", "owner_id", "owner__name"
    )  # fmt: skip
    return [Offered(*row) for row in named.distinct()]
