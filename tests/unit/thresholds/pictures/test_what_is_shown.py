"""The marks that carry meaning: whose view, what is not known, what is dangerous; and what must never be drawn."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.thresholds.pictures.checks import ARCH, BALANCE, FORMS, emptied
from tests.unit.thresholds.pictures.drawn import SVG, parsed, read
from thresholds.pictures import FORMS as REGISTERED
from thresholds.pictures import Mark, Picture, as_content, draw, from_content
from thresholds.pictures.palette import DANGER, LEVELS
from thresholds.pictures.scale import Width

EVERY = [(form, width) for form in FORMS for width in ("wide", "narrow")]
HOSTILE = "</text><script>alert('1')</script>&\"' style=\"x\" \x00\x0b"


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_a_suggestion_that_is_not_passed_is_nowhere_in_the_drawing(form: str, width: Width) -> None:
    judged = replace(FORMS[form], judgement=FORMS[form].levels[1].code, suggested=None)
    assert not read(judged, width).of("tool", "flag-tool")
    assert "tool" not in draw(judged, width).lower()
    assert read(replace(judged, suggested=judged.levels[2].code), width).of("tool")


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_an_empty_picture_is_white_dashed_and_has_the_domains_in_its_tray(form: str, width: Width) -> None:
    drawn = read(emptied(FORMS[form]), width)
    assert [mark.kind for mark in drawn.marks if mark.kind == "not-explored"] == ["not-explored"] * len(FORMS[form].domains)
    words = {text.words for text in drawn.texts}
    assert {domain.name for domain in FORMS[form].domains} <= words
    assert not drawn.of("worry", "judgement", "tool", "earlier", "danger", "strength")
    assert drawn.of("no-strength")
    fills = {shape.get("fill") for shape in drawn.root.iter()}
    assert not fills & {level.fill for level in LEVELS}


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_red_is_immediate_danger_and_nothing_else(form: str, width: Width) -> None:
    calm = replace(FORMS[form], judgement=FORMS[form].levels[-1].code)
    assert DANGER not in draw(calm, width)
    assert DANGER in draw(replace(calm, danger=True), width)


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_danger_that_no_worry_carries_is_drawn_on_its_own(form: str, width: Width) -> None:
    alone = replace(FORMS[form], danger=True)
    assert len(read(alone, width).of("danger")) == 1
    carried = replace(alone, worries=(replace(alone.worries[0], danger=True), *alone.worries[1:]))
    assert not read(carried, width).of("danger")


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_beam_never_tilts(width: Width) -> None:
    heavy = tuple(Mark(n, "child-protection", "indicators", "circle", f"Worry {n}") for n in range(1, 20))
    drawn = read(replace(BALANCE, worries=heavy, judgement="child-protection"), width)
    fields = [drawn.level_shape(level.code) for level in BALANCE.levels]
    assert len({(field.get("y"), field.get("height")) for field in fields}) == 1
    assert not [e for e in drawn.root.iter() if "rotate" in e.get("transform", "")]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_judgement_suggestion_and_earlier_check_stand_under_their_own_fields(width: Width) -> None:
    picture = replace(BALANCE, judgement="universal", suggested="child-in-need", earlier=("child-protection", "May 2026"))
    drawn = read(picture, width)
    for kind, code in (("judgement", "universal"), ("tool", "child-in-need"), ("earlier", "child-protection")):
        field = drawn.level_shape(code)
        left = float(field.attrib["x"])
        (mark,) = drawn.of(kind)
        assert left < mark.at[0] < left + float(field.attrib["width"])


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_markup_in_any_text_is_text(form: str, width: Width) -> None:
    basis = FORMS[form]
    picture = replace(
        basis,
        title=HOSTILE,
        model_name=HOSTILE,
        who=HOSTILE,
        strengths_name=HOSTILE,
        levels=tuple(replace(level, name=HOSTILE) for level in basis.levels),
        domains=tuple(replace(domain, name=HOSTILE, short=HOSTILE) for domain in basis.domains),
        worries=tuple(replace(mark, text=HOSTILE) for mark in basis.worries),
        strengths=tuple(replace(mark, group=HOSTILE, letter=HOSTILE) for mark in basis.strengths),
        strength_groups=(HOSTILE,),
        not_explored=((HOSTILE, "circle"),),
        earlier=(basis.levels[0].code, HOSTILE),
        judgement=basis.levels[1].code,
        suggested=basis.levels[2].code,
    )
    root = parsed(draw(picture, width))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "text", "rect", "circle", "path", "polygon", "line",
    }  # fmt: skip
    assert "<script>" in root.findtext(f"{SVG}title", "")


@pytest.mark.parametrize(("form", "width"), EVERY)
def test_a_drawing_needs_no_stylesheet(form: str, width: Width) -> None:
    for element in parsed(draw(FORMS[form], width)).iter():
        assert not {"style", "class", "onclick", "href"} & set(element.attrib)


def test_ids_begin_with_the_name_given() -> None:
    ids = {e.get("id") for e in parsed(draw(ARCH, "wide", "wren")).iter() if e.get("id")}
    assert ids == {"wren-wide-title", "wren-wide-desc"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"worries": (Mark(1, "5", "child", "circle", "x"),)},
        {"worries": (Mark(1, "1", "school", "circle", "x"),)},
        {"judgement": "5"},
        {"suggested": "5"},
        {"earlier": ("5", "May 2026")},
    ],
)
def test_what_has_no_place_on_the_picture_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no place for (5|school)"):
        draw(replace(ARCH, **wrong))


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'spiral'"):
        draw(replace(ARCH, form="spiral"))


def test_issue_two_has_its_two_forms() -> None:
    assert set(REGISTERED) >= {"balance", "arch"}


def test_an_arch_without_three_domains_is_drawn_as_a_balance() -> None:
    two = replace(ARCH, domains=ARCH.domains[:2], worries=ARCH.worries[:2])
    assert read(two, "wide").level_shape("1").tag == f"{SVG}rect"
    assert read(ARCH, "wide").level_shape("1").tag == f"{SVG}path"


@pytest.mark.parametrize("picture", [ARCH, BALANCE, emptied(ARCH)])
def test_a_frozen_picture_is_drawn_again_the_same(picture: Picture) -> None:
    assert from_content(as_content(picture)) == picture
