"""A check in a small world, and its author at a browser."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from partnerships.models import User
from rowsecurity.session import acting_as
from tests.factories.thresholds import CheckChildFactory, CheckFactory, ObservationFactory
from tests.journeys.world import World
from tests.roles import as_factory
from thresholds.models import Check, CheckChild, Observation
from thresholds.selectors.frameworks import framework_in_force, version_for

DAY = datetime.date(2026, 11, 18)


@dataclass
class Desk:
    """Somebody signed in, on one check."""

    world: World
    check: Check
    client: Client

    def url(self, name: str, **more: Any) -> str:
        return reverse(f"thresholds:{name}", kwargs={"check_id": self.check.pk, **more})

    def get(self, name: str, **more: Any) -> Any:
        return self.client.get(self.url(name, **more))

    def post(self, name: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(self.url(name, **more), data or {})

    def now(self) -> Check:
        """The check as it is recorded."""
        with as_factory():
            return Check.objects.get(pk=self.check.pk)

    def children(self) -> list[CheckChild]:
        with as_factory():
            return list(self.check.children.select_related("person").prefetch_related("observations"))

    def seen(self, child: CheckChild) -> dict[str, Any]:
        with as_factory():
            return {observation.code: observation for observation in Observation.objects.filter(child=child)}


def signed_in(user: User) -> Client:
    client = Client()
    with as_factory():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def desk_of(world: World, *, children: int = 1, framework: str = "", **fields: Any) -> Desk:
    """A check of the practitioner with some children, and its author signed in; a `framework` is for practice."""
    with as_factory():
        version = version_for(framework, DAY) if framework else framework_in_force(world.authority.slug, DAY)
        fields = {"kind": Check.Kind.PRACTICE, **fields} if framework else fields
        check = CheckFactory(
            author=world.practitioner, organisation=world.school, authority=world.authority, framework_version=version, **fields
        )
        for place in range(children):
            CheckChildFactory(case_check=check, position=place)
    return Desk(world, check, signed_in(world.practitioner))


def tick(child: CheckChild, code: str, **fields: Any) -> None:
    with as_factory():
        ObservationFactory(child=child, code=code, **fields)


def acting(world: World) -> Any:
    return acting_as(world.practitioner.pk)
