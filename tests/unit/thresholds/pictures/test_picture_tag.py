"""The picture on a page: both drawings, in words too, and safe."""

import re
from dataclasses import replace

from django.template import Context, Template

from tests.unit.thresholds.pictures.checks import ARCH, BALANCE
from thresholds.pictures import Picture

PAGE = Template("{% load picture_tags %}{% for picture in pictures %}{% picture picture %}{% endfor %}")


def page(*pictures: Picture) -> str:
    return PAGE.render(Context({"pictures": pictures}))


def test_page_has_both_drawings_and_every_worry_in_words() -> None:
    html = page(BALANCE)
    assert 'viewBox="0 0 960 ' in html
    assert 'viewBox="0 0 328 ' in html
    for mark in BALANCE.worries:
        assert mark.text in html
        assert f"Worry {mark.number}: " in html
    assert "Child in Need, not confirmed yet" in html
    assert "Good enough housing" in html


def test_ids_are_unique_when_a_page_has_several_pictures() -> None:
    ids = re.findall(r' id="([^"]+)"', page(BALANCE, BALANCE, ARCH))
    assert len(ids) == 12
    assert len(set(ids)) == 12


def test_immediate_danger_is_said_in_words() -> None:
    assert "Immediate danger recorded." in page(replace(ARCH, danger=True))
    assert "Immediate danger" not in page(ARCH)


def test_grouping_note_stands_under_the_drawing() -> None:
    assert "The grouping here is ours." in page(replace(BALANCE, grouping_note="The grouping here is ours."))


def test_a_suggestion_that_is_not_passed_is_nowhere_on_the_page() -> None:
    assert "tool" not in page(replace(ARCH, suggested=None)).lower()


def test_free_text_with_markup_is_text_on_the_page() -> None:
    hostile = "<script>alert(1)</script>"
    worries = tuple(replace(mark, text=hostile) for mark in ARCH.worries)
    html = page(replace(ARCH, worries=worries, why=hostile, who=hostile, title=hostile, grouping_note=hostile))
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def test_page_writes_no_inline_style() -> None:
    assert "style=" not in page(ARCH)


def test_sentence_and_lists_can_be_left_to_the_page() -> None:
    html = Template("{% load picture_tags %}{% picture p sentence=False lists=False heading=2 %}").render(Context({"p": ARCH}))
    assert "judges" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    assert "picture__list" not in html
