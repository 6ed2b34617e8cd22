"""The one-click sign-ins of a demo: invented people only, known by the domain of their e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from partnerships.models import Membership, User

DOMAIN = "demo.righthelp.example"
"""No message can reach it (RFC 2606), and nobody real has it: these alone can be signed in without a password."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as, and what they do there."""

    pk: int
    name: str
    does: str


@dataclass(frozen=True)
class DemoPlace:
    """A school, a health service, a front door, a partnership, with its invented people."""

    authority: str
    name: str
    people: tuple[DemoPerson, ...]


def demo_person(pk: int) -> User | None:
    """The invented person of that key; None for anybody else, and for everybody where this is no demo."""
    if not settings.DEMO:
        return None
    return User.objects.filter(pk=pk, is_active=True, email__endswith=f"@{DOMAIN}").first()


def demo_places() -> dict[str, list[DemoPlace]]:
    """The invented people by authority and by where they work; none where this is no demo."""
    if not settings.DEMO:
        return {}
    memberships = (
        Membership.objects.filter(user__is_active=True, user__email__endswith=f"@{DOMAIN}", until_date__isnull=True)
        .select_related("user", "organisation__authority", "front_door__authority", "authority")
        .order_by("pk")
    )
    places: dict[tuple[str, str], dict[int, DemoPerson]] = {}
    for membership in memberships:
        user = membership.user
        does = ", ".join(dict.fromkeys(part for part in (user.job_title, membership.get_role_display()) if part))
        key = (_authority_of(membership), _place_name(membership))
        places.setdefault(key, {}).setdefault(user.pk, DemoPerson(user.pk, user.name, does))
    return _by_authority(DemoPlace(authority, name, tuple(people.values())) for (authority, name), people in places.items())


def _by_authority(places: Iterable[DemoPlace]) -> dict[str, list[DemoPlace]]:
    found: dict[str, list[DemoPlace]] = {}
    for place in places:
        found.setdefault(place.authority, []).append(place)
    return found


def _authority_of(membership: Membership) -> str:
    if membership.authority is not None:
        return membership.authority.name
    place = membership.organisation or membership.front_door
    return place.authority.name if place is not None else ""


def _place_name(membership: Membership) -> str:
    return "The partnership" if membership.authority is not None else str(membership.place)
