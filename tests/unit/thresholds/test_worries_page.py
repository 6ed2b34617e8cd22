"""The page of worries: ticks, evidence, search, areas; what is typed is never lost."""

import datetime

from tests.journeys.world import World
from tests.unit.thresholds.check_world import Desk, desk_of, tick

WORRY, MET, STRENGTH, DUTY = "BP-CIN-RI-03", "BP-U-RI-01", "BP-RF-01", "BP-CIN-RI-15"


def test_a_level_shows_only_once_it_is_ticked(desk: Desk):
    child = desk.children()[0]
    before = desk.get("worries", child_id=child.pk).content.decode()
    assert "level-mark--" not in before
    tick(child, WORRY)
    after = desk.get("worries", child_id=child.pk).content.decode()
    assert after.split(f'id="level-{WORRY}"')[1].split("</div>")[0].count("level-mark--3") == 1


def test_ticks_and_unticks_are_saved_and_what_the_page_did_not_show_stays(desk: Desk):
    child = desk.children()[0]
    tick(child, WORRY)
    tick(child, STRENGTH, kind="strength")
    desk.post("worries", {"tick": [MET, DUTY], "was": [WORRY], "do": "stop"}, child_id=child.pk)
    assert set(desk.seen(child)) == {MET, DUTY, STRENGTH}


def test_evidence_is_kept_for_the_child_and_for_the_siblings_named(desk: Desk):
    first, second = desk.children()
    tick(first, WORRY)
    desk.post("worries", {
        "tick": [WORRY], "was": [WORRY], "do": "next", f"{WORRY}-old": "", f"{WORRY}-seen": "<b>“He hits us.”</b>",
        f"{WORRY}-when": "Monday", f"{WORRY}-who": "child", f"{WORRY}-nature": "fact", f"{WORRY}-also": [str(second.pk)],
        f"{WORRY}-since_day": "1", f"{WORRY}-since_month": "11", f"{WORRY}-since_year": "2026", f"{WORRY}-growing": "yes",
    }, child_id=first.pk)  # fmt: skip
    for child in (first, second):
        kept = desk.seen(child)[WORRY]
        assert (kept.seen, kept.when, kept.who, kept.nature) == ("<b>“He hits us.”</b>", "Monday", "child", "fact")
        assert (kept.since, kept.growing) == (datetime.date(2026, 11, 1), True)
    page = desk.get("worries", child_id=first.pk).content.decode()
    assert "&lt;b&gt;“He hits us.”&lt;/b&gt;" in page
    assert "<b>“He" not in page


def test_a_wrong_date_in_one_row_is_said_there_and_loses_nothing_of_another(desk: Desk):
    child = desk.children()[0]
    for code in (WORRY, DUTY):
        tick(child, code)
    response = desk.post("worries", {
        "tick": [WORRY, DUTY, MET], "was": [WORRY, DUTY], f"{WORRY}-old": "", f"{WORRY}-since_day": "40",
        f"{WORRY}-since_month": "1", f"{WORRY}-since_year": "2026", f"{DUTY}-old": "", f"{DUTY}-seen": "Typed elsewhere",
    }, child_id=child.pk)  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    assert f'href="#id_{WORRY}-since_day"' in page
    assert "Typed elsewhere" in page
    assert set(desk.seen(child)) == {WORRY, DUTY}


def test_two_tabs_writing_different_evidence_are_shown_side_by_side(desk: Desk):
    child = desk.children()[0]
    tick(child, WORRY, seen="As first written")
    page = desk.get("worries", child_id=child.pk).content.decode()
    old = page.split(f'name="{WORRY}-old"')[1].split('value="')[1].split('"')[0]
    data = {"tick": [WORRY], "was": [WORRY], f"{WORRY}-old": old}
    desk.post("worries", data | {f"{WORRY}-seen": "In the other tab"}, child_id=child.pk)
    response = desk.post("worries", data | {f"{WORRY}-seen": "In this tab"}, child_id=child.pk)
    page = response.content.decode()
    assert response.status_code == 409
    assert "In the other tab" in page
    assert "In this tab" in page
    assert desk.seen(child)[WORRY].seen == "In the other tab"


def test_an_unconfirmed_condition_counts_lower_and_says_what_it_would_be(plymouth_hub: World):
    desk = desk_of(plymouth_hub, framework="plymouth-2016")
    (child,) = desk.children()
    document = desk.check.framework_version.framework_document()
    indicator = next(
        i for i in document.indicators if i.level == "4" and i.age is None and any(c.aggravating for c in i.conditions)
    )
    tick(child, indicator.code)
    page = desk.get("worries", child_id=child.pk).content.decode()
    level = page.split(f'id="level-{indicator.code}"')[1].split("</div>")[0]
    assert "Level 3" in level
    assert "Would be Level 4 once confirmed" in level
    desk.post("worries", {
        "do": f"evidence:{indicator.code}", "tick": [indicator.code], f"{indicator.code}-old": "",
        f"{indicator.code}-value": "yes",
    }, child_id=child.pk)  # fmt: skip
    assert desk.seen(child)[indicator.code].conditions_met is True


def test_one_row_saved_by_itself_leaves_the_others_alone(desk: Desk):
    child = desk.children()[0]
    tick(child, DUTY, seen="Kept")
    response = desk.post(
        "worries", {"do": f"row:{WORRY}", "tick": [WORRY], f"{DUTY}-old": "", f"{DUTY}-seen": "Half typed"}, child_id=child.pk
    )
    part = response.content.decode()
    assert f'id="row-{WORRY}"' in part
    assert 'id="so-far-box" hx-swap-oob="true"' in part
    assert "<html" not in part
    assert {code: seen.seen for code, seen in desk.seen(child).items()} == {WORRY: "", DUTY: "Kept"}


def test_searching_saves_what_is_ticked_and_keeps_its_words_out_of_the_address(desk: Desk):
    child = desk.children()[0]
    response = desk.post("worries", {"do": "search", "q": "drinking at home", "tick": [WORRY]}, child_id=child.pk)
    page = response.content.decode()
    assert response.status_code == 200
    assert "fit ‘drinking at home’" in page
    assert "?q=" not in page
    assert set(desk.seen(child)) == {WORRY}


def test_not_explored_is_never_no_worry(plymouth_hub: World):
    desk = desk_of(plymouth_hub, framework="plymouth-2016")
    (child,) = desk.children()
    page = desk.get("worries", child_id=child.pk).content.decode()
    assert "area-state--no-worry" not in page
    assert page.count("area-state--not-explored") == len(desk.check.framework_version.framework_document().dimensions)
    desk.post("worries", {"explored-asked": ["health", "identity"], "explored": ["health"]}, child_id=child.pk)
    page = desk.get("worries", child_id=child.pk).content.decode()
    assert page.count("area-state--no-worry") == 1


def test_a_duty_shows_beside_its_indicator_once_that_is_ticked(desk: Desk):
    child = desk.children()[0]
    assert "report to the police" not in desk.get("worries", child_id=child.pk).content.decode()
    tick(child, DUTY)
    assert "report to the police" in desk.get("worries", child_id=child.pk).content.decode()


def test_one_long_list_is_divided_by_themes_that_say_they_are_ours_and_hold_every_row_once(desk: Desk):
    child = desk.children()[0]
    page = desk.get("worries", child_id=child.pk).content.decode()
    framework = desk.check.framework_version.framework_document()
    themes = list(dict.fromkeys(indicator.theme for indicator in framework.indicators))
    assert None not in themes
    assert page.count('class="area__name"') == len(themes) + len({strength.group for strength in framework.strengths})
    assert "the groups are ours" in page
    assert [code.code for code in framework.indicators if page.count(f'id="tick-{code.code}"') != 1] == []


def test_a_tick_within_a_theme_brings_back_the_state_of_that_theme_alone(desk: Desk):
    child = desk.children()[0]
    page = desk.post("worries", {"tick": [WORRY], "do": f"row:{WORRY}"}, child_id=child.pk).content.decode()
    assert page.count('id="state-risk-indicators-') == 1
    assert "1 worry" in page


def test_a_list_that_was_gone_through_without_a_worry_is_kept_so(desk: Desk):
    child = desk.children()[0]
    dimension = desk.check.framework_version.framework_document().dimensions[0].code
    desk.post("worries", {"explored-asked": dimension, "explored": dimension, "do": f"area:{dimension}"}, child_id=child.pk)
    assert desk.children()[0].explored == [dimension]
    assert "Looked at, no worry" in desk.get("worries", child_id=child.pk).content.decode()
