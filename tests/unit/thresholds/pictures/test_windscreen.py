"""The windscreen: its rings, its lane of views, and what becomes of it when much stands in one place."""

from dataclasses import replace
from math import hypot

import pytest

from tests.unit.thresholds.pictures.checks import BALANCE, THREE_DOMAINS, WINDSCREEN, emptied, worries_in
from tests.unit.thresholds.pictures.drawn import read
from thresholds.pictures import Mark, StrengthMark, draw, key
from thresholds.pictures.forms import FORMS, form_for
from thresholds.pictures.scale import Width

WIDTHS = ("wide", "narrow")


def one_in_each_ring(level: str) -> tuple[Mark, ...]:
    return tuple(Mark(n, level, d.code, d.shape, f"Worry {n}") for n, d in enumerate(THREE_DOMAINS, 1))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_the_first_domain_is_the_outermost_ring(width: Width, level: str) -> None:
    drawn = read(replace(WINDSCREEN, worries=one_in_each_ring(level)), width)
    hub = (drawn.width / 2, max(mark.at[1] for mark in drawn.of("worry")))
    out = [hypot(mark.at[0] - hub[0], mark.at[1] - hub[1]) for mark in sorted(drawn.of("worry"), key=lambda m: m.number)]
    assert out[0] > out[1] > out[2]


@pytest.mark.parametrize("width", WIDTHS)
def test_levels_run_from_left_to_right(width: Width) -> None:
    marks = tuple(Mark(n, str(n), "child", "circle", "Worry") for n in (1, 2, 3, 4))
    drawn = read(replace(WINDSCREEN, worries=marks), width)
    across = [mark.at[0] for mark in sorted(drawn.of("worry"), key=lambda mark: mark.number)]
    assert across == sorted(across)


@pytest.mark.parametrize("width", WIDTHS)
def test_views_of_one_level_stand_beside_each_other_in_their_lane(width: Width) -> None:
    drawn = read(replace(WINDSCREEN, judgement="2", suggested="2", earlier=("2", "May 2026")), width)
    (tool,), (judged,), (earlier,) = drawn.of("tool"), drawn.of("judgement"), drawn.of("earlier")
    assert tool.at[0] < judged.at[0] < earlier.at[0]
    assert hypot(judged.at[0] - tool.at[0], judged.at[1] - tool.at[1]) > 20


def test_a_ring_gives_room_to_the_one_that_needs_it_before_anything_is_folded() -> None:
    picture = replace(WINDSCREEN, worries=worries_in(WINDSCREEN, 9, "2", "child"))
    assert read(picture, "wide").of("fold") == []
    inner = replace(WINDSCREEN, worries=worries_in(WINDSCREEN, 6, "2", "family"))
    assert read(inner, "wide").of("fold") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_danger_that_no_worry_carries_stands_in_the_hub(width: Width) -> None:
    drawn = read(replace(WINDSCREEN, danger=True), width)
    (danger,) = drawn.of("danger")
    assert danger.at[0] == pytest.approx(drawn.width / 2)
    carried = tuple(replace(mark, danger=mark.number == 1) for mark in WINDSCREEN.worries)
    assert read(replace(WINDSCREEN, danger=True, worries=carried), width).of("danger") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_strengths_point_back_to_the_first_level(width: Width) -> None:
    strengths = tuple(StrengthMark(letter, "child", "x") for letter in "abc")
    drawn = read(replace(WINDSCREEN, strengths=strengths), width)
    for mark in drawn.of("strength"):
        left = min(mark.outline, key=lambda corner: corner[0])
        assert left[1] == pytest.approx(mark.at[1])
    assert "Strengths push back" in " ".join(text.words for text in drawn.texts)


def test_a_strength_in_the_key_points_as_it_does_in_the_picture() -> None:
    (back,) = (entry.glyph for entry in key(WINDSCREEN) if entry.text == "Strength")
    (up,) = (entry.glyph for entry in key(BALANCE) if entry.text == "Strength")
    assert back != up


@pytest.mark.parametrize("width", WIDTHS)
def test_the_suggestion_is_nowhere_where_it_is_not_shown(width: Width) -> None:
    drawn = read(replace(WINDSCREEN, suggested=None), width)
    assert drawn.of("tool") == []
    assert not any("ool" in text.words for text in drawn.texts)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_plate_says_whether_the_tool_agrees(width: Width) -> None:
    def said(suggested: str) -> str:
        return " ".join(text.words for text in read(replace(WINDSCREEN, suggested=suggested), width).texts)

    assert "agrees)" in said("3")
    assert "Evidence points to" not in said("3")
    assert "differs)" in said("1")
    assert "Evidence points to" in said("1")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_empty_windscreen_has_every_name_and_no_colour(width: Width) -> None:
    markup = draw(emptied(WINDSCREEN), width)
    drawn = read(emptied(WINDSCREEN), width)
    words = " ".join(text.words for text in drawn.texts)
    for level in WINDSCREEN.levels:
        assert level.label.split()[0] in words
    assert [mark.kind for mark in drawn.of("no-strength")] == ["no-strength"]
    assert 'fill="#D0E3EF"' not in markup


def test_more_levels_or_domains_than_it_has_room_for_are_drawn_as_a_balance() -> None:
    five = replace(WINDSCREEN, levels=(*WINDSCREEN.levels, replace(WINDSCREEN.levels[0], code="5")))
    assert form_for(five) is FORMS["balance"]
    assert form_for(replace(BALANCE, form="windscreen")) is FORMS["windscreen"]


def test_it_is_drawn_the_same_every_time() -> None:
    assert draw(WINDSCREEN, "wide") == draw(WINDSCREEN, "wide")
