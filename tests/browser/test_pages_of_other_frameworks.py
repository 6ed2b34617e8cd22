"""Pages that only some frameworks have, by axe and at both widths: a row of the matrix, a conversation."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from rowsecurity.session import acting_as
from tests.browser.axe import runs_off_the_side, violations
from tests.browser.people import DESKTOP, PHONE, Person
from tests.journeys.world import World, world_of
from thresholds.selectors.frameworks import version_for
from thresholds.services.checks import check_begin
from thresholds.services.families import ChildEntry, child_save
from thresholds.services.judgements import first_view_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def child_of(world: World, framework: str, kind: str = "live") -> dict[str, object]:
    """A child whose worker has said a first view."""
    by, at = world.practitioner, timezone.now()
    with acting_as(by.pk):
        version = version_for(framework, at)
        check = check_begin(by=by, urgency="neither", at=at, version=version, kind=kind)
        entry = ChildEntry(given_name="Ellis", date_of_birth=datetime.date(2018, 5, 29))
        child = child_save(check=check, by=by, at=at, entry=entry)
        first_view_record(child=child, level="not-sure", by=by, at=at)
    return {"check_id": check.pk, "child_id": child.pk}


def looked_at(person: Person, name: str) -> None:
    person.looks(f"page-{name}")
    for width, height in (DESKTOP, PHONE):
        person.page.set_viewport_size({"width": width, "height": height})
        assert violations(person.page) == []
        assert not runs_off_the_side(person.page)


def test_a_row_of_the_matrix(arrives: Callable[..., Person]) -> None:
    world = world_of("plymouth", "hub", "blackpool")
    ids = child_of(world, "plymouth-2016", kind="practice") | {"row": "P16-MX-01"}
    teacher = arrives(world.practitioner, bypass_csp=True)
    teacher.goes(reverse("thresholds:matrix_row", kwargs=ids))
    looked_at(teacher, "thresholds-matrix-row")


def test_a_conversation(arrives: Callable[..., Person]) -> None:
    world = world_of("plymouth", "mash", "blackpool")
    path = reverse("thresholds:talk", kwargs=child_of(world, "plymouth-2022"))
    teacher = arrives(world.practitioner, bypass_csp=True)
    teacher.goes(path)
    assert teacher.page.url.endswith(path)
    looked_at(teacher, "thresholds-talk")
