"""An island that no Python knows: five levels with codes of their own, its own routes, clocks, rules and document."""

from pathlib import Path

from partnerships.models import FrontDoor, LocalAuthority, Role, User
from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.world import World
from tests.roles import as_factory
from thresholds.services.frameworks import frameworks_load

HERE = Path(__file__).parent
FRAMEWORK, AUTHORITY = "framework.yaml", "authority.yaml"


def island() -> World:
    """Loaded from the two files beside this one, and nothing else."""
    with as_factory():
        frameworks_load(files=[(name, (HERE / name).read_bytes()) for name in (FRAMEWORK, AUTHORITY)])
        authority = LocalAuthority.objects.get()
        doors = {door.code: door for door in FrontDoor.objects.all()}
        school = OrganisationFactory(authority=authority, name="Farholm School (fictional)")
        elsewhere = OrganisationFactory(authority=authority, name="Farholm Nurses (fictional)")
        return World(
            authority=authority,
            school=school,
            door=doors["harbour"],
            practitioner=_member(Role.PRACTITIONER, "Pat Practitioner", organisation=school),
            colleague=_member(Role.PRACTITIONER, "Cory Colleague", organisation=school),
            lead=_member(Role.SAFEGUARDING_LEAD, "Lee Lead", organisation=school),
            second_lead=_member(Role.SAFEGUARDING_LEAD, "Sam Second", organisation=school),
            worker=_member(Role.FRONT_DOOR, "Wyn Worker", front_door=doors["harbour"]),
            manager=_member(Role.FRONT_DOOR_MANAGER, "Mo Manager", front_door=doors["harbour"]),
            admin=_member(Role.PARTNERSHIP_ADMIN, "Ada Admin", authority=authority),
            stranger=_member(Role.PRACTITIONER, "Stevie Stranger", organisation=elsewhere),
            other_worker=_member(Role.FRONT_DOOR, "Ola Other", front_door=doors["lighthouse"]),
        )


def _member(role: Role, name: str, **place: object) -> User:
    user = UserFactory(name=name)
    MembershipFactory(user=user, role=role, **place)
    return user
