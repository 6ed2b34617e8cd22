"""What a picture says in words is all that it shows."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.thresholds.pictures.checks import ARCH, BALANCE, emptied
from tests.unit.thresholds.pictures.drawn import SVG, parsed
from thresholds.pictures import Mark, Picture, PictureDomain, describe, draw, key
from thresholds.pictures.scale import Width


def test_title_names_the_model_and_the_child() -> None:
    assert describe(ARCH).title == "Picture of need: Wren, 7, Arch model"


def test_description_counts_worries_by_level_from_the_highest_down() -> None:
    assert describe(replace(ARCH, suggested="2")).desc == (
        "3 worries seen: 2 at 3 Targeted Early Help Support and Prevention, 1 at 2 Early Help. 1 strength. "
        "2 areas not explored. Judgement: 3 Targeted Early Help Support and Prevention. The evidence points to: 2 Early Help. "
        "Earlier, March 2026: 2 Early Help."
    )


def test_description_says_danger_first_and_what_is_not_confirmed() -> None:
    said = describe(replace(BALANCE, danger=True)).desc
    assert said.startswith("Immediate danger recorded. 2 worries seen")
    assert "1 not confirmed." in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"judgement": "3", "suggested": "3", "earlier": ("2", "March 2026")},
            "R. Example judges Level 3 Targeted Early Help Support and Prevention. The evidence points to the same. "
            "In March 2026: Level 2 Early Help; need has risen since then.",
        ),
        (
            {"judgement": "2", "suggested": "4", "earlier": ("3", "June 2026")},
            "R. Example judges Level 2 Early Help. The evidence points to Level 4 Statutory Threshold. They differ, and the "
            "judgement stands. In June 2026: Level 3 Targeted Early Help Support and Prevention; need has eased since then.",
        ),
        (
            {"judgement": "2", "suggested": None, "earlier": ("2", "June 2026")},
            "R. Example judges Level 2 Early Help. In June 2026: Level 2 Early Help; the same level.",
        ),
        ({"judgement": "2", "suggested": None, "earlier": None}, "R. Example judges Level 2 Early Help. First check."),
        (
            {"judgement": None, "suggested": "2", "earlier": None},
            "No judgement yet. The evidence points to Level 2 Early Help.",
        ),
    ],
)
def test_sentence_says_whose_judgement_and_how_it_compares(change: dict[str, Any], sentence: str) -> None:
    assert describe(replace(ARCH, **change)).sentence == sentence


def test_an_empty_picture_says_where_to_begin() -> None:
    assert describe(emptied(ARCH)).sentence == (
        "No judgement yet. Nothing has been placed on the picture. Start with what is going well."
    )


def test_lists_hold_every_worry_with_its_level_by_domain() -> None:
    listed = [(d.name, [(w.mark.number, w.level) for w in d.worries]) for d in describe(ARCH).worries]
    three = "3 Targeted Early Help Support and Prevention"
    assert listed == [
        ("Child's Developmental Needs", [(1, "2 Early Help")]),
        ("Parents and Carers", [(2, three)]),
        ("Family and Environmental Factors", [(3, three)]),
    ]


def test_what_was_not_explored_is_listed_with_its_domain_or_on_its_own() -> None:
    by_domain = {d.name: d.not_explored for d in describe(ARCH).worries}
    assert by_domain["Child's Developmental Needs"] == (("Identity", "circle"),)
    other = describe(replace(ARCH, not_explored=(("Identity", "circle"),), domains=_all_circles(ARCH)))
    assert other.not_explored == (("Identity", "circle"),)
    assert all(not d.not_explored for d in other.worries)


def _all_circles(picture: Picture) -> tuple[PictureDomain, ...]:
    return tuple(replace(domain, shape="circle") for domain in picture.domains)


def test_worries_by_level_begin_with_the_highest() -> None:
    levels = [(level, [mark.number for mark in marks]) for level, marks in describe(ARCH).by_level]
    assert levels == [("3 Targeted Early Help Support and Prevention", [2, 3]), ("2 Early Help", [1])]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("picture", [ARCH, BALANCE, emptied(ARCH), emptied(BALANCE)])
def test_every_drawing_is_an_image_with_name_and_description(picture: Picture, width: Width) -> None:
    root = parsed(draw(picture, width, "one"))
    words = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert words[root.get("aria-labelledby")] == describe(picture).title
    assert words[root.get("aria-describedby")] == describe(picture).desc


def test_key_explains_only_what_is_shown() -> None:
    hidden = [entry.text for entry in key(replace(ARCH, suggested=None, earlier=None))]
    assert "What the evidence points to" not in hidden
    assert "Earlier check" not in hidden
    shown = [entry.text for entry in key(replace(ARCH, danger=True))]
    assert shown == [
        "Judgement (this counts)",
        "What the evidence points to",
        "Earlier check",
        "Worry: child",
        "Worry: parents",
        "Worry: family",
        "Immediate danger",
        "Strength",
        "Not explored",
    ]


def test_key_explains_a_worry_that_is_not_confirmed() -> None:
    assert "Not confirmed yet" in [entry.text for entry in key(BALANCE)]
    sure = tuple(Mark(m.number, m.level, m.domain, m.shape, m.text) for m in BALANCE.worries)
    assert "Not confirmed yet" not in [entry.text for entry in key(replace(BALANCE, worries=sure))]
