"""Tools that an indicator's wording names: what one showed places the indicator."""

import copy

import pytest
from django.conf import settings

from tests.journeys.world import World
from tests.unit.thresholds.check_world import Desk, acting, tick
from thresholds.loading import read_yaml
from thresholds.rules.framework import Framework, FrameworkError, parse, to_document
from thresholds.rules.tools import NOT_USED, NoSuchResult, place, tools_for
from thresholds.selectors.checks import suggestion_for

MODERATE, TRIED, SEVERE, MEDIUM, BROOK = "BP-EH-RI-17", "BP-CIN-RI-14", "BP-CP-RI-04", "BP-EH-RI-18", "BP-EH-RI-04"
CHECKLIST, PROFILE, CSE, LIGHTS = "BP-TL-01", "BP-TL-02", "BP-TL-03", "BP-TL-04"
PRINTED = [
    (MODERATE, CHECKLIST, "mild-untried", MODERATE, False), (MODERATE, CHECKLIST, "mild-tried", MODERATE, True),
    (MODERATE, CHECKLIST, "moderate", MODERATE, True), (MODERATE, PROFILE, "moderate-tried", TRIED, True),
    (MODERATE, PROFILE, "severe", SEVERE, None), (SEVERE, CHECKLIST, "moderate", MODERATE, True),
    (MEDIUM, CSE, "high", "BP-CP-RI-14", None), (MEDIUM, CSE, "low", MEDIUM, None), (BROOK, LIGHTS, "red", "BP-CP-RI-07", None),
    (BROOK, LIGHTS, "mostly-orange", BROOK, False), (BROOK, LIGHTS, "green", BROOK, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def framework() -> Framework:
    return parse(read_yaml((settings.BASE_DIR / "fixtures/frameworks/blackpool.yaml").read_bytes()).value)


@pytest.mark.parametrize(("code", "tool", "result", "stands", "met"), PRINTED)
def test_what_a_tool_showed_places_the_indicator_as_printed(framework, code, tool, result, stands, met):
    placed = place(framework, code, tool=tool, result=result)
    assert (placed.indicator, placed.conditions_met) == (stands, met)


def test_a_tool_that_was_not_used_leaves_the_indicator_with_its_own_answer(framework):
    assert place(framework, MODERATE, tool=NOT_USED, result="", conditions_met=True).conditions_met is True
    assert place(framework, MODERATE, tool="", result="").indicator == MODERATE


@pytest.mark.parametrize(
    ("tool", "result"), [(CSE, "high"), (CHECKLIST, "no-such"), ("no-such", ""), (NOT_USED, "severe"), ("", "x")]
)
def test_a_tool_or_result_that_the_wording_does_not_name_is_refused(framework, tool, result):
    with pytest.raises(NoSuchResult):
        place(framework, MODERATE, tool=tool, result=result)


def test_only_rows_whose_wording_names_a_tool_ask_about_one(framework):
    assert [tool.code for tool in tools_for(framework, [MODERATE])] == [CHECKLIST, PROFILE]
    assert tools_for(framework, ["BP-CP-RI-01"]) == ()


@pytest.mark.parametrize(("change", "reason"), [
    ({"indicator": "BP-CP-RI-01"}, "no indicator among the tool's places"), ({"code": "moderate"}, "is there twice"),
    ({"conditions_met": True}, "has no condition"), ({"indicator": None, "conditions_met": True}, "goes with an indicator"),
])  # fmt: skip
def test_a_result_that_points_nowhere_is_refused_with_its_path(framework, change, reason):
    document = copy.deepcopy(to_document(framework))
    document["tools"][0]["results"][-1].update(change)
    with pytest.raises(FrameworkError, match=reason):
        parse(document)


def test_results_are_written_back_as_they_were_read(framework):
    again = parse(to_document(framework))
    assert again.tools[0].results == framework.tools[0].results
    assert again.tools[0].results[0].conditions_met is False


def post(desk: Desk, code: str, do: str, **answers: str):
    child = desk.children()[0]
    written = {f"{code}-{name}": value for name, value in answers.items()}
    return desk.post("worries", {"tick": [code], "was": [code], "do": do, f"{code}-old": "", **written}, child_id=child.pk)


def test_severe_neglect_moves_the_tick_with_its_evidence_and_the_suggestion_cites_it(desk: Desk, world: World):
    child = desk.children()[0]
    tick(child, MODERATE, seen="No food in the house.")
    post(desk, MODERATE, "stop", seen="No food in the house.", tool=CHECKLIST, **{f"shown_{CHECKLIST}": "severe"})
    kept = desk.seen(child)
    assert set(kept) == {SEVERE}
    assert (kept[SEVERE].seen, kept[SEVERE].tool_result) == ("No food in the house.", "severe")
    with acting(world):
        suggestion = suggestion_for(desk.children()[0], at=desk.check.updated_at)
    assert (suggestion.level, [reason.indicator for reason in suggestion.reasons]) == ("child-protection", [SEVERE])


def test_mild_neglect_without_help_tried_counts_below_and_answers_the_condition(desk: Desk, world: World):
    child = desk.children()[0]
    tick(child, MODERATE)
    post(desk, MODERATE, "stop", tool=PROFILE, value="yes", **{f"shown_{PROFILE}": "mild-untried"})
    assert desk.seen(child)[MODERATE].conditions_met is False
    with acting(world):
        assert suggestion_for(desk.children()[0], at=desk.check.updated_at).level == "universal"


def test_a_tool_that_points_to_what_is_ticked_already_is_said_at_the_row_and_loses_nothing(desk: Desk):
    child = desk.children()[0]
    for code in (MODERATE, SEVERE):
        tick(child, code)
    answer = post(desk, MODERATE, "stop", seen="Typed.", tool=CHECKLIST, **{f"shown_{CHECKLIST}": "severe"})
    assert answer.status_code == 422
    assert "it is ticked already" in answer.content.decode()
    assert "Typed." in answer.content.decode()
    assert set(desk.seen(child)) == {MODERATE, SEVERE}


def test_the_part_of_the_page_that_comes_back_has_both_rows(desk: Desk):
    child = desk.children()[0]
    tick(child, MODERATE)
    page = post(desk, MODERATE, f"evidence:{MODERATE}", tool=CHECKLIST, **{f"shown_{CHECKLIST}": "severe"}).content.decode()
    assert f'id="row-{MODERATE}" hx-swap-oob="true"' in page
    assert f'id="row-{SEVERE}" hx-swap-oob="true"' in page
    assert "Neglect Checklist: severe neglect." in page
    assert page.count("checked") >= 1


def test_a_tampered_tool_is_refused_in_words(desk: Desk):
    child = desk.children()[0]
    tick(child, MODERATE)
    answer = post(desk, MODERATE, "stop", tool="BP-TL-99")
    assert answer.status_code == 422
    assert desk.seen(child)[MODERATE].tool == ""
