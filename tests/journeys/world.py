"""A small world on the published fixtures: a school, its leads, a front door, and another agency and front door beside them."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from partnerships.models import FrontDoor, LocalAuthority, Organisation, Role, User
from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory
from tests.roles import as_factory
from thresholds.services.frameworks import frameworks_load

LONDON = ZoneInfo("Europe/London")
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)


@dataclass
class World:
    authority: LocalAuthority
    school: Organisation
    door: FrontDoor
    practitioner: User
    colleague: User
    lead: User
    second_lead: User
    worker: User
    manager: User
    admin: User
    stranger: User
    other_worker: User


def _fixtures() -> list[tuple[str, bytes]]:
    folder = settings.BASE_DIR / "fixtures"
    paths = [*sorted((folder / "frameworks").glob("*.yaml")), *sorted((folder / "authorities").glob("*.yaml"))]
    return [(path.name, path.read_bytes()) for path in paths]


def _member(role: Role, name: str, **place: object) -> User:
    user = UserFactory(name=name)
    MembershipFactory(user=user, role=role, **place)
    return user


def world_of(slug: str, door_code: str, other_slug: str, *, more: tuple[tuple[str, bytes], ...] = ()) -> World:
    """`more` are files of frameworks and authorities besides the published ones."""
    with as_factory():
        frameworks_load(files=[*_fixtures(), *more])
        authority = LocalAuthority.objects.get(slug=slug)
        door = FrontDoor.objects.get(authority=authority, code=door_code)
        other_door = FrontDoor.objects.filter(authority__slug=other_slug).first()
        school = OrganisationFactory(authority=authority, name="Larkfield Primary (fictional)")
        elsewhere = OrganisationFactory(authority=authority, name="Elsewhere Health (fictional)")
        return World(
            authority=authority,
            school=school,
            door=door,
            practitioner=_member(Role.PRACTITIONER, "Pat Practitioner", organisation=school),
            colleague=_member(Role.PRACTITIONER, "Cory Colleague", organisation=school),
            lead=_member(Role.SAFEGUARDING_LEAD, "Lee Lead", organisation=school),
            second_lead=_member(Role.SAFEGUARDING_LEAD, "Sam Second", organisation=school),
            worker=_member(Role.FRONT_DOOR, "Wyn Worker", front_door=door),
            manager=_member(Role.FRONT_DOOR_MANAGER, "Mo Manager", front_door=door),
            admin=_member(Role.PARTNERSHIP_ADMIN, "Ada Admin", authority=authority),
            stranger=_member(Role.PRACTITIONER, "Stevie Stranger", organisation=elsewhere),
            other_worker=_member(Role.FRONT_DOOR, "Ola Other", front_door=other_door),
        )
