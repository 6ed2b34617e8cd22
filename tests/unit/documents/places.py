"""A school, a front door and another school with one person each, for the tests."""

import datetime
import uuid
from dataclasses import dataclass

from documents import services
from documents.models import Document
from partnerships.models import FrontDoor, LocalAuthority, Membership, Organisation, Role, User
from tests.roles import as_factory
from tests.unit.documents.contents import contact

AT = datetime.datetime(2026, 3, 3, 14, 58, tzinfo=datetime.UTC)


@dataclass
class Place:
    """Who works where: the writer at the school, the receiver at the front door, the stranger elsewhere, the admin nowhere."""

    school: Organisation
    front_door: FrontDoor
    writer: User
    receiver: User
    stranger: User
    admin: User


def place_made() -> Place:
    """Make them, past the policies."""
    with as_factory():
        authority = LocalAuthority.objects.create(slug="sample", name="Sample", council="Sample Council", content={})
        school = Organisation.objects.create(slug="school", name="Sample School", kind="school", authority=authority)
        other = Organisation.objects.create(slug="other", name="Other School", kind="school", authority=authority)
        door = FrontDoor.objects.create(
            authority=authority, code="door", name="Sample Front Door", short_name="Door", reference_prefix="SMP"
        )
        return Place(
            school=school,
            front_door=door,
            writer=_user("writer", Role.PRACTITIONER, organisation=school),
            receiver=_user("receiver", Role.FRONT_DOOR, front_door=door),
            stranger=_user("stranger", Role.SAFEGUARDING_LEAD, organisation=other),
            admin=_user("admin", Role.PARTNERSHIP_ADMIN, authority=authority),
        )


def _user(name: str, role: Role, **place: object) -> User:
    user = User.objects.create(email=f"{name}@example.test", name=name.title())
    Membership.objects.create(user=user, role=role, from_date=datetime.date(2020, 1, 1), **place)
    return user


def freeze(place: Place, **changes: object) -> Document:
    """Freeze the sample contact as the writer would; call it acting as them."""
    given: dict[str, object] = {
        "subject_type": "contact",
        "subject_id": uuid.uuid4(),
        "reference": "RH-7Q2M",
        "kind": "contact",
        "content": contact(),
        "by": place.writer,
        "organisation": place.school,
        "front_door": place.front_door,
        "at": AT,
    }
    return services.document_freeze(**(given | changes))
