"""One authority with a school, a front door and a partnership, and somebody of each kind who can sign in."""

from dataclasses import dataclass

import pytest

PASSWORD = "a-long-enough-word"


@dataclass(frozen=True)
class Staff:
    practitioner: object
    lead: object
    worker: object
    admin: object
    nobody: object


@pytest.fixture
def staff(db) -> Staff:
    from django.contrib.auth.hashers import make_password

    from partnerships.models import FrontDoor, LocalAuthority, Role
    from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory, authority_content
    from tests.roles import as_factory

    with as_factory():
        authority = LocalAuthority.objects.create(
            slug="testshire", name="Testshire", council="Testshire", content=authority_content("testshire", "Testshire")
        )
        school = OrganisationFactory(authority=authority)
        door = FrontDoor.objects.create(
            authority=authority, code="door", name="Front door", short_name="Door", reference_prefix="TST"
        )
        people = [UserFactory(password=make_password(PASSWORD)) for _ in range(5)]
        places = [
            (Role.PRACTITIONER, {"organisation": school}),
            (Role.SAFEGUARDING_LEAD, {"organisation": school}),
            (Role.FRONT_DOOR, {"front_door": door}),
            (Role.PARTNERSHIP_ADMIN, {"authority": authority}),
        ]
        for user, (role, place) in zip(people, places, strict=False):
            MembershipFactory(user=user, role=role, **place)
        return Staff(*people)
