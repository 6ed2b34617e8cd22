"""A plainly fictional partnership for the tests of clocks: one school, one front door, two of each kind of person."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from clocks.models import Clock
from clocks.services import clock_start
from partnerships.models import FrontDoor, LocalAuthority, Membership, Organisation, Role, TimescaleRule, User
from rowsecurity import roles
from rowsecurity.session import acting_as
from tests.roles import as_factory

DECISION_MILESTONES = [
    {"kind": "half", "at": 0.5, "tell": ["owner"]},
    {"kind": "near", "before": 4, "unit": "elapsed-hours", "tell": ["owner", "team"]},
    {"kind": "due", "tell": ["owner", "team"]},
    {"kind": "overdue", "after": 1, "unit": "elapsed-hours", "tell": ["owner", "team", "manager"]},
]
CHECKPOINT_MILESTONES = [
    {"kind": "near", "before": 2, "unit": "working-days", "tell": ["owner"]},
    {"kind": "overdue", "after": 1, "unit": "working-days", "tell": ["owner", "manager"]},
]


@dataclass
class Partnership:
    authority: LocalAuthority
    school: Organisation
    other_school: Organisation
    front_door: FrontDoor
    other_front_door: FrontDoor
    practitioner: User
    lead: User
    worker: User
    colleague: User
    manager: User
    stranger: User
    admin: User

    def start(self, started_at: datetime, *, rule: str = "decision", by: User | None = None, **more) -> Clock:
        """Start a clock at the front door, owned by its worker unless told otherwise."""
        fields = {
            "subject_type": "contact",
            "subject_id": uuid.uuid4(),
            "reference": "TST-26-000001",
            "owner": self.worker,
            "front_door": self.front_door,
            "organisation": self.school,
        } | more
        actor = by or self.practitioner
        with acting_as(actor.pk):
            return clock_start(rule=rule, authority=self.authority, started_at=started_at, by=actor, **fields)


def make_partnership() -> Partnership:
    with as_factory():
        authority = LocalAuthority.objects.create(
            slug=f"testshire-{uuid.uuid4().hex[:8]}", name="Testshire", council="Testshire", content={}
        )
        for rule, name, amount, unit, milestones in (
            ("decision", "Decision on the contact", 24, "elapsed-hours", DECISION_MILESTONES),
            ("checkpoint-10", "Checkpoint at 10 working days", 10, "working-days", CHECKPOINT_MILESTONES),
        ):
            TimescaleRule.objects.create(
                authority=authority,
                rule=rule,
                name=name,
                amount=amount,
                unit=unit,
                starts="contact-received",
                stops="decision-made",
                milestones=milestones,
                source="Test document, section 1",
                from_date=date(2018, 1, 1),
            )
        school, other_school = (
            Organisation.objects.create(slug=f"{name}-{authority.slug}", name=name, kind="school", authority=authority)
            for name in ("oakfield", "elmfield")
        )
        front_door, other_front_door = (
            FrontDoor.objects.create(authority=authority, code=code, name=code, short_name=code, reference_prefix="TST")
            for code in ("duty-team", "gateway")
        )
        people = {}
        for person, role, where in (
            ("practitioner", Role.PRACTITIONER, {"organisation": school}),
            ("lead", Role.SAFEGUARDING_LEAD, {"organisation": school}),
            ("worker", Role.FRONT_DOOR, {"front_door": front_door}),
            ("colleague", Role.FRONT_DOOR, {"front_door": front_door}),
            ("manager", Role.FRONT_DOOR_MANAGER, {"front_door": front_door}),
            ("stranger", Role.FRONT_DOOR, {"front_door": other_front_door}),
            ("admin", Role.PARTNERSHIP_ADMIN, {"authority": authority}),
        ):
            user = User.objects.create(email=f"{person}@{authority.slug}.example", name=f"Test {person.title()}")
            Membership.objects.create(user=user, role=role, from_date=date(2018, 1, 1), **where)
            people[person] = user
    return Partnership(authority, school, other_school, front_door, other_front_door, **people)


@contextmanager
def sweeping() -> Iterator[None]:
    """Run a block on this thread's connection as the sweep's login, each of its transactions its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.SYSTEM}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.WEB}")
