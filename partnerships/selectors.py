"""Who works where, and which front door answers."""

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from partnerships.models import FrontDoor, LocalAuthority, Membership, Organisation, Role, TimescaleRule, User
from partnerships.permissions import current_memberships


def people_with(
    *, roles: list[Role], organisation: Organisation | None = None, front_door: FrontDoor | None = None
) -> QuerySet[User]:
    """The people who hold one of these roles today in this organisation or front door, by name, each once."""
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=today), from_date__lte=today, role__in=roles
    ).filter(organisation=organisation, front_door=front_door)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def people_named(ids: Iterable[int]) -> dict[int, User]:
    """These people by id, with every role that they have or had, in two queries. Without those who are not there any more."""
    found = User.objects.filter(pk__in=set(ids)).prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("organisation", "front_door", "authority"))
    )
    return {user.pk: user for user in found}


def organisation_of(user: User) -> Organisation | None:
    """The agency for which somebody works: the first, where there are several; None at a front door or partnership."""
    return next((m.organisation for m in current_memberships(user) if m.organisation_id), None)


def organisations_of(user: User) -> list[Organisation]:
    """The agencies for which somebody works today, each once, by name."""
    found = {m.organisation.pk: m.organisation for m in current_memberships(user) if m.organisation is not None}
    return sorted(found.values(), key=lambda place: place.name)


def front_doors_of(user: User) -> list[FrontDoor]:
    """The front doors at which somebody works today."""
    return [m.front_door for m in current_memberships(user) if m.front_door is not None]


def authorities_of(user: User) -> list[LocalAuthority]:
    """The authorities whose partnership somebody administers today."""
    return [m.authority for m in current_memberships(user) if m.authority is not None]


def leads_for(organisation: Organisation, *, besides: set[int]) -> list[User]:
    """Who can review for this agency, leaving out the people named.

    The agency's own leads; where none is left, those of the agency that it names as its approver outside.
    """
    own = [lead for lead in people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=organisation) if lead.pk not in besides]
    if own or organisation.approver is None:
        return own
    outside = people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=organisation.approver)
    return [lead for lead in outside if lead.pk not in besides]


def lead_elsewhere(person: User, organisation: Organisation, day: datetime.date) -> Organisation | None:
    """The other agency that somebody led on a day; None for somebody who worked for this one then."""
    held = [
        one
        for one in person.memberships.all()
        if one.organisation is not None and one.from_date <= day and (one.until_date is None or one.until_date >= day)
    ]
    if any(one.organisation_id == organisation.pk for one in held):
        return None
    return next((one.organisation for one in held if one.role == Role.SAFEGUARDING_LEAD), None)


def without_cover(authority: LocalAuthority) -> list[tuple[Organisation, User | None]]:
    """The agencies of a partnership where nobody answers for the one lead (or there is none): each with that lead, by name."""
    found: list[tuple[Organisation, User | None]] = []
    for place in Organisation.objects.filter(authority=authority).select_related("approver").order_by("name"):
        own = list(people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=place))
        if len(own) > 1:
            continue
        outside = people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=place.approver) if place.approver else []
        if not [lead for lead in outside if lead not in own]:
            found.append((place, own[0] if own else None))
    return found


def timescale_rule(authority: LocalAuthority, rule: str, on: datetime.date) -> TimescaleRule:
    """The rule of that name in force on a day. Raises `TimescaleRule.DoesNotExist` where the authority has none."""
    return authority.timescales.filter(rule=rule, from_date__lte=on).latest("from_date")
