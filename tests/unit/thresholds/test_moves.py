"""Moves for a plan: offered by the framework, chosen by the practitioner, kept with the check and printed."""

import pytest

from consent.selectors.content import content_of
from consent.selectors.proposals import rule_for
from documents.rendering import pages_of
from documents.rules.content import ContactDocument
from rowsecurity.session import acting_as
from tests.journeys.steps import judged_check
from tests.journeys.world import NOW, World
from tests.unit.thresholds.check_world import Desk, desk_of, signed_in
from thresholds.services.checks import CheckRefused
from thresholds.services.moves import moves_choose
from workflow.errors import StaleVersion


@pytest.fixture
def codes(desk: Desk) -> list[str]:
    return [move.code for move in desk.check.framework_version.framework_document().moves]


def test_every_move_is_offered_under_its_heading_and_none_is_chosen_beforehand(desk: Desk, codes: list[str]):
    page = desk.get("moves").content.decode()
    assert [code for code in codes if f'value="{code}"' not in page] == []
    assert " checked" not in page


def test_chosen_moves_are_kept_with_who_does_what_and_can_be_taken_back(desk: Desk, codes: list[str]):
    first, last = codes[0], codes[-1]
    version = desk.now().version
    answer = desk.post("moves", {
        "version": version, "group_0": [first], "group_4": [last], f"how_{first}": " Sam, by Friday ",
        f"how_{codes[1]}": "Not ticked",
    })  # fmt: skip
    assert answer.status_code == 302
    assert desk.now().moves == {first: "Sam, by Friday", last: ""}
    shown = desk.get("moves").content.decode()
    assert "Sam, by Friday" in shown
    assert "1 chosen" in shown
    desk.post("moves", {"version": desk.now().version})
    assert desk.now().moves == {}


def test_a_tampered_move_is_refused(desk: Desk):
    assert desk.post("moves", {"version": desk.now().version, "group_0": ["BP-MV-NONE-99"]}).status_code == 422
    with acting_as(desk.world.practitioner.pk), pytest.raises(CheckRefused):
        moves_choose(check=desk.check, moves={"BP-CP-RI-01": ""}, by=desk.world.practitioner, at=NOW)


def test_two_tabs_show_both_choices_and_overwrite_nothing(desk: Desk, codes: list[str]):
    version = desk.now().version
    desk.post("moves", {"version": version, "group_0": [codes[0]]})
    with acting_as(desk.world.practitioner.pk), pytest.raises(StaleVersion):
        moves_choose(check=desk.now(), moves={codes[1]: ""}, by=desk.world.practitioner, at=NOW, version=version)
    assert desk.post("moves", {"version": version, "group_0": [codes[1]]}).status_code == 409
    assert list(desk.now().moves) == [codes[0]]


def test_a_framework_without_moves_has_no_page_of_them(plymouth: World):
    desk = desk_of(plymouth)
    assert desk.get("moves").status_code == 404
    assert "Moves for a plan" not in desk.get("check").content.decode()


def test_chosen_moves_are_printed_with_their_source(world: World):
    route = next(r for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"])
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route["code"])
    by = world.practitioner
    with acting_as(by.pk):
        move = check.framework_version.framework_document().moves[0]
        check = moves_choose(check=check, moves={move.code: "Aunt Jo, on Saturdays"}, by=by, at=NOW)
        content = content_of(check, recipient=world.door, rule=rule_for(check))
        html = pages_of(kind="contact", content=ContactDocument.from_plain(content)).html
    assert content["moves"][0]["text"] == move.text
    for words in ("Moves chosen for a plan", "Aunt Jo, on Saturdays"):
        assert words in html


def test_moves_chosen_stand_on_the_page_of_what_is_next(world: World):
    route = next(r for r in world.authority.content["routes"] if r["kind"] == "early-help")
    check = judged_check(world, code="BP-EH-RI-01", level="early-help", basis="early-help", route=route["code"])
    with acting_as(world.practitioner.pk):
        code = check.framework_version.framework_document().moves[0].code
        moves_choose(check=check, moves={code: "Aunt Jo, on Saturdays"}, by=world.practitioner, at=NOW)
    page = signed_in(world.practitioner).get(f"/checks/{check.pk}/next/").content.decode()
    assert "Moves you chose for a plan" in page
    assert "Aunt Jo, on Saturdays" in page
