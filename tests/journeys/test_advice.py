"""Gateway keeps what it advised, without a child's name, and takes the contacts that are its own."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.db import connection

from partnerships.models import FrontDoor, Role
from referrals.models import AdviceGiven, Call, Contact
from referrals.selectors.calls import version_at
from referrals.services.advice import AdviceEntry, advice_record
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.front_door import SignIn, page
from tests.journeys.test_taking_calls import FORM
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.rules.authority import routes_for
from thresholds.selectors.authorities import document_under
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("at_half_past_seven")
ENTRY = AdviceEntry(
    kind="advice", agency="Larkfield Primary", role="SENCO", reason="PLY-CR-02", asked="A family will not meet us.",
    advised="Go together with the health visitor.", asked_at=NOW,
)  # fmt: skip


def gateway_of(world: World):
    with as_factory():
        door = FrontDoor.objects.get(authority=world.authority, code="gateway")
        person = UserFactory(name="Gil Gateway")
        MembershipFactory(user=person, role=Role.FRONT_DOOR, front_door=door)
    return door, person


def test_gateway_keeps_advice_with_its_own_reasons_and_sees_who_asked_before(plymouth: World, sign_in: SignIn) -> None:
    door, person = gateway_of(plymouth)
    later = NOW + datetime.timedelta(hours=2)
    with acting_as(person.pk):
        advice_record(entry=ENTRY, front_door=door, by=person, at=NOW, new_id=uuid.uuid4())
        again = replace(ENTRY, agency="larkfield primary", asked_at=later)
        advice = advice_record(entry=again, front_door=door, by=person, at=later, new_id=uuid.uuid4())
    assert advice.reason_text == "Family are not engaging with support"
    client = sign_in(person)
    assert "To gather previous history re a family with consent" in page(client, "/front-door/advice/new/")
    assert "Asked 1 time in the 90 days before, 1 about the same" in page(client, "/front-door/advice/")
    for other in (plymouth.worker, plymouth.practitioner, plymouth.admin):
        with acting_as(other.pk), connection.cursor() as cursor:
            cursor.execute("select count(*) from referrals_advicegiven")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"asked": " "}, "asked"), ({"advised": ""}, "advised"), ({"agency": ""}, "agency"),
        ({"reason": "PLY-CR-99"}, "reason"), ({"reason": ""}, "reason"), ({"kind": "x"}, "kind"),
        ({"asked_at": NOW + datetime.timedelta(days=1)}, "time"),
    ],
)  # fmt: skip
def test_advice_that_is_not_whole_is_refused_by_its_field(plymouth: World, changed: dict, field: str) -> None:
    door, person = gateway_of(plymouth)
    with acting_as(person.pk), pytest.raises(CheckRefused) as refused:
        advice_record(entry=replace(ENTRY, **changed), front_door=door, by=person, at=NOW, new_id=uuid.uuid4())
    assert refused.value.field == field


def test_a_level_three_assessment_that_gateway_is_told_of_is_kept_without_a_reason(plymouth: World) -> None:
    door, person = gateway_of(plymouth)
    told, token = replace(ENTRY, kind="notified", reason=""), uuid.uuid4()
    with acting_as(person.pk):
        for _ in range(2):
            advice_record(entry=told, front_door=door, by=person, at=NOW, new_id=token)
        assert AdviceGiven.objects.count() == 1
    with acting_as(plymouth.worker.pk), pytest.raises(NotAllowed):
        advice_record(entry=told, front_door=door, by=plymouth.worker, at=NOW, new_id=uuid.uuid4())


def test_advice_becomes_a_call_without_typing_it_again(plymouth: World, sign_in: SignIn) -> None:
    door, person = gateway_of(plymouth)
    with acting_as(person.pk):
        advice = advice_record(entry=ENTRY, front_door=door, by=person, at=NOW, new_id=uuid.uuid4())
    client = sign_in(person)
    shown = page(client, f"/front-door/calls/?advice={advice.pk}")
    assert "A family will not meet us." in shown
    assert "Larkfield Primary" in shown
    token = uuid.uuid4()
    given = {"token": str(token), "advice": str(advice.pk), "caller": "professional", "caller_agency": "L", "call_back": "1"}
    assert client.post("/front-door/calls/", FORM | given)["Location"] == f"/front-door/contacts/{token}/"
    with as_factory():
        assert Call.objects.get().advice == advice
        assert Contact.objects.get(pk=token).front_door == door
    assert sign_in(plymouth.worker).get(f"/front-door/calls/?advice={advice.pk}").status_code == 404


@pytest.mark.parametrize(("level", "need"), [("2", ""), ("3", ""), ("4", "complex-disability")])
def test_levels_two_and_three_and_complex_disability_go_to_gateway(plymouth: World, level: str, need: str) -> None:
    door, _ = gateway_of(plymouth)
    document = document_under(plymouth.authority, version_at(door, NOW))
    routes = routes_for(document, level=level, at=NOW, is_open=lambda *_: True, need=need or None, allocated_worker=False)
    assert "gateway" in {route.front_door for route in routes if route.kind == "contact"}
