"""Pages of a check that were tampered with, or that another tab has overtaken: an answer each time, and nothing lost."""

import uuid

import pytest
from django.urls import reverse

from tests.journeys.world import World
from tests.unit.thresholds.check_world import Desk, desk_of, signed_in
from thresholds.models.check import Conversation

CALL = {"team": "other", "other": "The duty team", "time": "9:30", "said": "He is alone.", "advised": "Nobody answered."}


def a_call(**day: str) -> dict[str, str]:
    return CALL | {"token": str(uuid.uuid4())} | {f"day_{part}": value for part, value in day.items()}


@pytest.mark.parametrize("year", ["0001", "1926"])
def test_an_urgent_call_long_ago_is_refused_at_its_day_and_what_was_typed_stays(world: World, year: str):
    desk = desk_of(world, urgency="today")
    answer = desk.post("call", a_call(day="18", month="11", year=year))
    assert answer.status_code == 422
    assert "The duty team" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_an_area_that_the_framework_does_not_have_is_not_an_error_page(desk: Desk):
    child = desk.children()[0]
    data = {"do": "stay", "explored-asked": ["nowhere"], "explored": ["nowhere"]}
    answer = desk.post("worries", data, child_id=child.pk)
    assert answer.status_code == 200
    assert desk.children()[0].explored == []


def test_routes_sent_after_the_last_child_was_taken_out_lead_back_to_the_check(world: World):
    desk = desk_of(world, children=0)
    for data in ({"do": "show"}, {"route": "x"}):
        answer = desk.post("routes", data)
        assert (answer.status_code, answer.url) == (302, desk.url("check"))


def test_the_token_of_somebody_elses_check_begins_nothing_and_tells_nothing(desk: Desk):
    answer = signed_in(desk.world.colleague).post(
        reverse("thresholds:new"), {"token": str(desk.check.pk), "urgency": "neither"}
    )
    assert answer.status_code == 404


def test_the_token_of_something_in_another_check_is_refused(desk: Desk):
    other = desk_of(desk.world)
    child = other.children()[0]
    answer = desk.post("child_add", {"token": str(child.pk), "given_name": "Ellis", "how_old": "unknown"})
    assert answer.status_code == 404
    assert len(desk.children()) == 2


def test_a_null_in_an_address_is_a_page_that_is_not_there(world: World):
    client = signed_in(world.practitioner)
    assert client.get("/frameworks/blackpool/%00/").status_code == 404
