"""The people of the demo: who can be signed in as, and where each works. Written as the database's owner."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo.data import read
from partnerships.demo_sign_ins import DOMAIN
from partnerships.models import FrontDoor, LocalAuthority, Membership, Organisation, Role, User

YEARS = datetime.timedelta(days=3 * 365)


@transaction.atomic
def people_make(*, today: datetime.date) -> None:
    """Make every invented organisation and person, each with the roles that they have had for three years.

    An authority that is not loaded is left out with its people. All share a password, hashed once; nobody needs it.
    """
    hashed = make_password(read("people")["password"])
    for place in _loaded_places():
        authority = LocalAuthority.objects.get(slug=place["authority"])
        for entry in place["organisations"]:
            organisation = Organisation.objects.create(
                slug=entry["slug"], name=entry["name"], kind=entry["kind"], authority=authority
            )
            _staff(entry["people"], hashed, today, organisation=organisation)
        for entry in place["front_doors"]:
            door = FrontDoor.objects.get(authority=authority, code=entry["code"])
            _staff(entry["people"], hashed, today, front_door=door)
        _staff(place["partnership"], hashed, today, authority=authority)
        _name_approvers(place["organisations"])


def address_of(name: str) -> str:
    """The e-mail address of a demo person, from the name in the data."""
    return f"{name}@{DOMAIN}"


def _loaded_places() -> Iterator[dict[str, Any]]:
    loaded = set(LocalAuthority.objects.values_list("slug", flat=True))
    yield from (place for place in read("people")["places"] if place["authority"] in loaded)


def _staff(people: list[dict[str, Any]], hashed: str, today: datetime.date, **where: Any) -> None:
    for person in people:
        user = User.objects.create(
            email=address_of(person["email"]), name=person["name"], job_title=person["job"], phone=person["phone"],
            password=hashed,
        )  # fmt: skip
        for role in person["roles"]:
            Membership.objects.create(user=user, role=Role(role), from_date=today - YEARS, **where)


def _name_approvers(organisations: list[dict[str, Any]]) -> None:
    for entry in organisations:
        if "approver" in entry:
            approver = Organisation.objects.get(slug=entry["approver"])
            Organisation.objects.filter(slug=entry["slug"]).update(approver=approver)
