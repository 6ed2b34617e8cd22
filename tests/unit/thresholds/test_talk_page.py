"""The conversation of a check whose framework has no indicators: what is kept, what is asked, and what is given back."""

from __future__ import annotations

import pytest

from tests.factories.people import ChildFactory
from tests.factories.thresholds import CheckChildFactory
from tests.journeys.world import World
from tests.roles import as_factory
from tests.unit.thresholds.check_world import Desk, desk_of, tick
from thresholds.models import Observation
from thresholds.services.worries import mark_of

HARMED, PLAN, WISHES, OUTSIDE = "P22-Q-WO-06", "P22-Q-ST-02", "P22-Q-WI-01", "P22-Q-OU-01"


@pytest.fixture
def talk(plymouth: World) -> Desk:
    return desk_of(plymouth)


def answered(code: str, value: str, **more: str) -> dict[str, str]:
    return {f"{code}-old": "", f"{code}-value": value} | {f"{code}-{name}": words for name, words in more.items()}


def page_of(desk: Desk) -> str:
    (child,) = desk.children()
    return desk.get("talk", child_id=child.pk).content.decode()


def test_the_worries_of_a_framework_without_indicators_are_a_conversation(talk: Desk) -> None:
    (child,) = talk.children()
    assert talk.get("worries", child_id=child.pk).url == talk.url("talk", child_id=child.pk)
    page = page_of(talk)
    assert "Has the child been harmed, or is it likely that they will be?" in page
    assert 'type="checkbox" name="tick"' not in page


def test_a_framework_with_indicators_has_no_such_page(desk: Desk) -> None:
    child = desk.children()[0]
    assert desk.get("talk", child_id=child.pk).url == desk.url("worries", child_id=child.pk)
    assert desk.post("talk", answered(HARMED, "yes"), child_id=child.pk).url == desk.url("worries", child_id=child.pk)
    assert desk.seen(child) == {}


def test_an_answer_is_kept_with_the_words_that_were_said_and_who_said_them(talk: Desk) -> None:
    (child,) = talk.children()
    response = talk.post(
        "talk", answered(HARMED, "yes", seen="“He hits me.”", who="child", growing="yes") | {"do": "next"}, child_id=child.pk
    )
    assert response.url == talk.url("first_view", child_id=child.pk)
    seen = talk.seen(child)[HARMED]
    assert (seen.kind, seen.value, seen.seen, seen.who, seen.growing) == ("question", "yes", "“He hits me.”", "child", True)


def test_what_is_not_answered_is_not_kept_as_no(talk: Desk) -> None:
    (child,) = talk.children()
    talk.post("talk", answered(HARMED, "") | answered(PLAN, "no"), child_id=child.pk)
    assert set(talk.seen(child)) == {PLAN}
    assert "1 of 4 answered" in page_of(talk)
    assert "Not talked about yet" in page_of(talk)


def test_words_without_an_answer_are_given_back_and_nothing_is_saved(talk: Desk) -> None:
    (child,) = talk.children()
    response = talk.post("talk", answered(HARMED, "", seen="She said it.") | answered(PLAN, "yes"), child_id=child.pk)
    page = response.content.decode()
    assert response.status_code == 422
    assert "She said it." in page
    assert "There is a problem" in page
    assert talk.seen(child) == {}


def saved(desk: Desk, code: str, sent: dict[str, str]) -> str:
    """What comes back where one answer is saved by itself, as the page does while it is written on."""
    (child,) = desk.children()
    response = desk.post("talk", sent | {"do": f"question:{code}"}, child_id=child.pk)
    assert response.status_code == 200
    return response.content.decode()


def test_an_answer_is_saved_as_it_is_given_and_nothing_of_the_other_questions(talk: Desk) -> None:
    (child,) = talk.children()
    page = saved(talk, HARMED, answered(HARMED, "yes") | answered(PLAN, "yes", seen="Half a sent"))
    assert set(talk.seen(child)) == {HARMED}
    for part in (f"value-{HARMED}", f"counts-{HARMED}", f"id_{HARMED}-old", "so-far-box", "bottom-bar", "go-on"):
        tag = page.split(f'id="{part}"')[1].split(">")[0]
        assert 'hx-swap-oob="true"' in tag, part
    assert "Getting Risk Support" in page
    assert "Not asked after all" in page
    assert f'name="{PLAN}-value"' not in page
    assert "<html" not in page


def test_the_mark_that_comes_back_saves_what_is_said_next(talk: Desk) -> None:
    (child,) = talk.children()
    first = saved(talk, HARMED, answered(HARMED, "yes"))
    mark = first.split(f'id="id_{HARMED}-old" value="')[1].split('"')[0]
    saved(talk, HARMED, answered(HARMED, "yes", seen="“He hits me.”") | {f"{HARMED}-old": mark})
    assert talk.seen(child)[HARMED].seen == "“He hits me.”"


def test_words_without_an_answer_are_not_saved_on_the_way_and_say_why(talk: Desk) -> None:
    (child,) = talk.children()
    assert "Choose yes, no or I do not know" in saved(talk, HARMED, answered(HARMED, "", seen="She said it."))
    assert talk.seen(child) == {}


def test_two_tabs_that_answer_differently_are_shown_both_and_either_can_be_kept(talk: Desk) -> None:
    (child,) = talk.children()
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes", seen="First.")
    old = mark_of(talk.seen(child)[HARMED])
    saved(talk, HARMED, answered(HARMED, "yes", seen="From one tab.") | {f"{HARMED}-old": old})
    refused = talk.post("talk", answered(HARMED, "no", seen="From the other.") | {f"{HARMED}-old": old}, child_id=child.pk)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "From one tab." in page
    assert "From the other." in page
    now = mark_of(talk.seen(child)[HARMED])
    assert f'value="{now}"' in page


def test_a_question_that_is_not_asked_here_cannot_be_saved(talk: Desk) -> None:
    (child,) = talk.children()
    assert talk.post("talk", {"do": "question:P22-Q-NO-99"}, child_id=child.pk).status_code == 404


def test_topics_are_folded_with_their_count_and_the_one_just_saved_is_open(talk: Desk) -> None:
    (child,) = talk.children()
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes", seen="He said so.")
    page = page_of(talk)
    assert '<details class="area" id="topic-worries" open>' not in page
    assert "answered" in page.split('id="state-worries"')[1][:60]
    assert "He said so." in page
    kept = talk.post("talk", answered(PLAN, "no") | {"do": "topic:worries"}, child_id=child.pk).content.decode()
    assert '<details class="area" id="topic-worries" open>' in kept


def test_an_answer_can_be_taken_away_again(talk: Desk) -> None:
    (child,) = talk.children()
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes")
    assert "Not asked after all" in page_of(talk)
    talk.post("talk", answered(HARMED, "not-asked"), child_id=child.pk)
    assert talk.seen(child) == {}


def test_the_level_of_an_answer_shows_once_it_is_recorded_and_not_before(talk: Desk) -> None:
    (child,) = talk.children()
    before = page_of(talk).split(f'id="row-{HARMED}"')[1].split('id="row-')[0]
    assert "question__counts" not in before
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes")
    after = page_of(talk).split(f'id="row-{HARMED}"')[1].split('id="row-')[0]
    assert "Getting Risk Support" in after
    assert "Also yours to do" in after


@pytest.mark.parametrize(("age", "asked"), [(10, False), (11, True), (None, True)])
def test_harm_outside_the_home_is_asked_about_from_11_or_where_the_age_is_not_known(
    plymouth: World, age: int | None, asked: bool
) -> None:
    desk = desk_of(plymouth, children=0)
    with as_factory():
        person = ChildFactory(
            organisation=plymouth.school, recorded_by=plymouth.practitioner, date_of_birth=None, age_stated=age
        )
        CheckChildFactory(case_check=desk.check, person=person)
    assert (f'id="row-{OUTSIDE}"' in page_of(desk)) is asked


def test_a_question_for_another_age_cannot_be_slipped_in(plymouth: World) -> None:
    desk = desk_of(plymouth, children=0)
    with as_factory():
        person = ChildFactory(organisation=plymouth.school, recorded_by=plymouth.practitioner, date_of_birth=None, age_stated=6)
        child = CheckChildFactory(case_check=desk.check, person=person)
    desk.post("talk", answered(OUTSIDE, "yes"), child_id=child.pk)
    assert desk.seen(child) == {}


def test_the_same_answer_can_be_given_for_a_sibling(plymouth: World) -> None:
    desk = desk_of(plymouth, children=2)
    first, second = desk.children()
    desk.post("talk", answered(PLAN, "yes") | {f"{PLAN}-also": str(second.pk), "do": "next"}, child_id=first.pk)
    assert desk.seen(second)[PLAN].value == "yes"


def test_two_tabs_writing_different_words_are_shown_side_by_side(talk: Desk) -> None:
    (child,) = talk.children()
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes", seen="As first written")
    old = page_of(talk).split(f'name="{HARMED}-old"')[1].split('value="')[1].split('"')[0]
    assert old
    data = {f"{HARMED}-old": old, f"{HARMED}-value": "yes"}
    talk.post("talk", data | {f"{HARMED}-seen": "In the other tab"}, child_id=child.pk)
    response = talk.post("talk", data | {f"{HARMED}-seen": "In this tab"}, child_id=child.pk)
    assert response.status_code == 409
    assert "In the other tab" in response.content.decode()
    assert talk.seen(child)[HARMED].seen == "In the other tab"


def test_the_evidence_cites_the_question_and_its_passage_only_after_the_first_view(talk: Desk) -> None:
    (child,) = talk.children()
    tick(child, HARMED, kind=Observation.Kind.QUESTION, value="yes", seen="“He hits me.”")
    assert "first-view" in talk.get("evidence", child_id=child.pk).url
    talk.post("first_view", {"level": "not-sure"}, child_id=child.pk)
    page = talk.get("evidence", child_id=child.pk).content.decode()
    assert "The child has been harmed, or is likely to be" in page
    assert f"Social Care – Single Assessments ({HARMED})" in page
    assert "“He hits me.”" in page


def test_an_answer_that_the_pages_own_button_overtook_takes_nothing_away(talk: Desk) -> None:
    """The yes is on its way when the page is sent with the words; it arrives last, knowing of no words."""
    (child,) = talk.children()
    talk.post("talk", answered(HARMED, "yes", seen="“He hits me.”", who="child"), child_id=child.pk)
    saved(talk, HARMED, answered(HARMED, "yes"))
    assert (talk.seen(child)[HARMED].seen, talk.seen(child)[HARMED].who) == ("“He hits me.”", "child")


def test_what_only_adds_to_an_answer_is_saved_from_a_page_that_did_not_know_it(talk: Desk) -> None:
    (child,) = talk.children()
    saved(talk, HARMED, answered(HARMED, "yes"))
    talk.post("talk", answered(HARMED, "yes", seen="“He hits me.”"), child_id=child.pk)
    assert talk.seen(child)[HARMED].seen == "“He hits me.”"


def test_a_new_answer_from_a_second_tab_does_not_write_over_the_other(talk: Desk) -> None:
    (child,) = talk.children()
    saved(talk, HARMED, answered(HARMED, "yes", seen="“He hits me.”"))
    refused = talk.post("talk", answered(HARMED, "no", seen="All well."), child_id=child.pk)
    assert refused.status_code == 409
    assert talk.seen(child)[HARMED].seen == "“He hits me.”"
