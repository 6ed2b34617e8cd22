"""Authorities: who answers at this hour, which ways on there are, and what a document is refused for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from clocks.rules.calendar import england
from clocks.rules.local_time import LONDON
from tests.unit.thresholds.sample import authority_sample
from thresholds.rules.authority import (
    Authority,
    AuthorityError,
    authority_document,
    calls_now,
    every_call,
    hours_of,
    parse_authority,
    routes_for,
)

AUTHORITY = parse_authority(authority_sample())
IS_OPEN = hours_of(AUTHORITY, england({date(2026, 12, 24): "Christmas Eve"}))
MORNING = datetime(2026, 11, 20, 10, tzinfo=LONDON)
NIGHT = datetime(2026, 11, 20, 22, tzinfo=LONDON)


def numbers(authority: Authority, at: datetime, *, danger: bool = False) -> list[str]:
    calls = calls_now(authority, danger=danger, at=at, is_open=hours_of(authority, england()))
    return [call.number for call in calls]


def without(**changes: Any) -> Authority:
    return parse_authority(authority_sample() | changes)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 20, 8, 59, tzinfo=LONDON), False),
        (datetime(2026, 11, 20, 9, 0, tzinfo=LONDON), True),
        (datetime(2026, 11, 20, 16, 59, tzinfo=LONDON), True),
        (datetime(2026, 11, 20, 17, 0, tzinfo=LONDON), False),
        (datetime(2026, 11, 21, 10, 0, tzinfo=LONDON), False),
        (datetime(2026, 12, 24, 10, 0, tzinfo=LONDON), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=LONDON), False),
        (datetime.fromisoformat("2026-07-01T08:30:00+00:00"), True),
    ],
)
def test_front_door_is_open_in_its_local_hours_but_for_holidays_and_closures(at: datetime, expected: bool) -> None:
    assert IS_OPEN("desk", at) is expected


def test_hours_of_a_front_door_without_any_are_not_known() -> None:
    assert IS_OPEN("help", MORNING) is None


def test_calls_follow_the_hour() -> None:
    assert numbers(AUTHORITY, MORNING) == ["01632 960001"]
    assert numbers(AUTHORITY, NIGHT) == ["01632 960099"]


def test_danger_puts_999_first() -> None:
    assert numbers(AUTHORITY, MORNING, danger=True) == ["999", "01632 960001"]


def test_without_a_confirmed_route_for_the_night_999_and_101_are_shown() -> None:
    no_night = without(routes=[route for route in authority_sample()["routes"] if route["code"] != "SAM-UR-2"])
    assert numbers(no_night, NIGHT) == ["999", "01632 960002", "101"]
    assert numbers(no_night, MORNING) == ["01632 960001"]


def test_hours_not_known_show_the_number_with_999_and_101() -> None:
    assert numbers(without(routes=[], opening_hours=[]), NIGHT) == ["999", "01632 960001", "01632 960002", "101"]


def test_police_number_is_no_confirmed_route_for_the_night() -> None:
    routes = authority_sample()["routes"]
    routes[1]["number"] = "101"
    assert numbers(without(routes=routes), NIGHT) == ["999", "101"]


def test_every_call_is_999_and_each_front_door_with_its_night_number() -> None:
    calls = every_call([AUTHORITY])
    assert [call.number for call in calls] == ["999", "01632 960001", "01632 960002", "01632 960099"]
    assert "Sampleshire" in calls[1].name


def codes(**known: Any) -> list[str]:
    asked = {"level": "4", "at": MORNING, "is_open": IS_OPEN} | known
    return [route.code for route in routes_for(AUTHORITY, **asked)]


def test_routes_follow_level_basis_need_and_allocated_worker() -> None:
    assert codes(basis="s47", allocated_worker=False) == ["SAM-UR-1", "SAM-AD-1", "SAM-CO-1"]
    assert codes(basis="s17", allocated_worker=False) == ["SAM-UR-1", "SAM-AD-1"]
    assert "SAM-CO-2" in codes(need="complex-disability")
    assert "SAM-AW-1" in codes(allocated_worker=True)
    assert "SAM-CO-3" in codes(level="3", allocated_worker=False)
    assert "SAM-CO-3" not in codes(level="3", allocated_worker=True)
    assert codes(level=None, at=NIGHT, allocated_worker=False) == ["SAM-UR-2", "SAM-AD-1"]


def test_what_is_not_known_leaves_no_route_out() -> None:
    assert {"SAM-CO-1", "SAM-AW-1"} <= set(codes())


def test_superseded_contacts_are_left_out_of_the_live_directory() -> None:
    assert [contact.code for contact in AUTHORITY.live_contacts()] == ["SAM-CT-2"]


def test_framework_of_a_day_is_the_one_whose_dates_cover_it() -> None:
    used = [{"slug": "old", "from": "2016-01-01", "until": "2019-12-31"}, {"slug": "new", "from": "2020-01-01"}]
    authority = without(frameworks=used)
    assert authority.framework_on(date(2019, 12, 31)) == "old"
    assert authority.framework_on(date(2020, 1, 1)) == "new"
    assert authority.framework_on(date(2015, 1, 1)) is None
    assert authority.uses("old")


def test_document_goes_out_and_comes_back_the_same() -> None:
    document = json.loads(json.dumps(authority_document(AUTHORITY)))
    assert parse_authority(document) == AUTHORITY


Change = Callable[[dict[str, Any]], Any]
BAD: dict[str, tuple[Change, str]] = {
    "unknown key": (lambda d: d.update(motto="x"), "'motto' is not a key here"),
    "no front door": (lambda d: d.update(front_doors=[]), "at least 1"),
    "route to no front door": (lambda d: d["routes"][0].update(front_door="side"), "there is no front door side"),
    "route to no document": (lambda d: d["routes"][0].update(document="form"), "there is no document form"),
    "unknown kind of route": (lambda d: d["routes"][0].update(kind="fax"), "must be one of advice"),
    "worker as a flag": (lambda d: d["routes"][0].update(allocated_worker=True), "must be one of any, yes, no"),
    "code used twice": (lambda d: d["routes"][0].update(code="SAM-CT-1"), "the code SAM-CT-1 is used twice"),
    "hours backwards": (lambda d: d["opening_hours"][0].update(to="08:00"), "must be later"),
    "hours of nobody": (lambda d: d["opening_hours"][0].update(front_door="side"), "there is no front door side"),
    "no time of day": (lambda d: d["opening_hours"][0].update(to="25:00"), "must be a time of day"),
    "no weekday": (lambda d: d["opening_hours"][0].update(days=["monday"]), "must be one of mon"),
    "frameworks overlap": (
        lambda d: d["frameworks"].append({"slug": "other", "from": "2021-01-01"}),
        "overlaps with the dates of sample",
    ),
    "timescale twice": (lambda d: d["timescales"].append(d["timescales"][0]), "the timescale decision is there twice"),
    "closure twice": (lambda d: d["closures"].append(d["closures"][0]), "2026-12-24 is there twice"),
    "unit of nobody": (lambda d: d["timescales"][0].update(unit="moons"), "must be one of elapsed-hours"),
    "amount as text": (lambda d: d["timescales"][0].update(amount="24"), "must be a whole number"),
    "milestone of nobody": (lambda d: d["timescales"][0]["milestones"][0].update(kind="third"), "must be one of half"),
    "milestone at no time": (lambda d: d["timescales"][0]["milestones"][0].pop("at"), "how long before"),
    "slug in capitals": (lambda d: d.update(slug="Sample"), "is not a slug"),
    "name too long": (lambda d: d.update(name="x" * 121), "one line of up to 120"),
    "outcome of nobody": (lambda d: d["response_options"][0].update(outcome="maybe"), "must be one of nfa"),
}


@pytest.mark.parametrize("name", BAD)
def test_document_that_does_not_hold_together_is_refused(name: str) -> None:
    change, expected = BAD[name]
    document = authority_sample()
    change(document)
    with pytest.raises(AuthorityError) as refused:
        parse_authority(document)
    assert expected in str(refused.value)
