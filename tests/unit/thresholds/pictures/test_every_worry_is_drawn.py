"""Whatever a check holds, its picture loses, covers and cuts off nothing."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.thresholds.pictures.checks import ARCH, BALANCE, FORMS, checks, worries_in
from tests.unit.thresholds.pictures.drawn import Corner, Drawn, DrawnMark, meet, overlap, read
from thresholds.pictures import Mark, Picture
from thresholds.pictures.scale import Width

ANY_CHECKS = settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
DRAWINGS = [(form, width) for form in FORMS for width in ("wide", "narrow")]
LONG_NAME = "An uncommonly long name for what is here and everything that stands beside it, in so many words"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
VIEWS = ("judgement", "tool", "earlier", "danger")


@pytest.mark.parametrize(("form", "width"), DRAWINGS)
@ANY_CHECKS
@given(data=st.data())
def test_any_check_is_drawn_whole(form: str, width: Width, data: st.DataObject) -> None:
    picture = data.draw(checks(FORMS[form]))
    drawn = read(picture, width)
    assert_no_worry_is_lost(picture, drawn)
    assert_nothing_overlaps(drawn)
    assert_nothing_is_off_canvas(drawn)
    assert_each_worry_is_in_its_level(drawn)


def assert_no_worry_is_lost(picture: Picture, drawn: Drawn) -> None:
    worries, folds = drawn.of("worry"), drawn.of("fold")
    numbers = [mark.number for mark in worries]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {mark.number for mark in picture.worries}
    assert len(numbers) + sum(int(fold.data["count"]) for fold in folds) == len(picture.worries)
    strengths = len(drawn.of("strength")) + sum(int(fold.data["count"]) for fold in drawn.of("strength-fold"))
    assert strengths == len(picture.strengths)


def assert_nothing_overlaps(drawn: Drawn) -> None:
    on_levels = drawn.of("worry", "fold")
    touching: list[object] = [pair for pair in combinations(on_levels, 2) if overlap(*pair)]
    touching += [(mark, view) for mark in on_levels for view in drawn.of(*VIEWS) if overlap(mark, view)]
    touching += [(mark, arm) for mark in on_levels for arm in drawn.arms if meet(mark.outline, arm)]
    touching += [pair for pair in combinations(drawn.of("strength", "strength-fold"), 2) if overlap(*pair)]
    assert touching == []


def assert_nothing_is_off_canvas(drawn: Drawn) -> None:
    for mark in drawn.marks:
        for x, y in mark.outline:
            assert 0 <= x <= drawn.width, mark
            assert 0 <= y <= drawn.height, mark
    for text in drawn.texts:
        assert text.left >= -1, text
        assert text.right <= drawn.width + 1, text
        assert 0 < text.baseline <= drawn.height, text


def assert_each_worry_is_in_its_level(drawn: Drawn) -> None:
    for mark in drawn.of("worry"):
        shape = drawn.level_shape(mark.data["level"])
        assert inside(mark, shape.attrib), mark


def test_each_worry_of_an_arch_stands_on_its_domains_side_of_the_y() -> None:
    drawn = read(ARCH, "wide")
    ((hub_x, hub_y), *_), *_ = drawn.arms
    assert len(drawn.arms) == 3
    where = {mark.data["domain"]: mark.at for mark in drawn.of("worry")}
    assert where["child"][0] < hub_x < where["family"][0]
    assert where["parents"][1] < hub_y


def inside(mark: DrawnMark, shape: dict[str, str]) -> bool:
    """In its field, in its sector of the fan, or under its arch and above its ground."""
    x, y = mark.at
    if "d" in shape and shape["d"].endswith("Z") and "L" in shape["d"]:
        return in_sector(x, y, shape["d"])
    if "d" not in shape:
        left, top = float(shape["x"]), float(shape["y"])
        return left < x < left + float(shape["width"]) and top < y < top + float(shape["height"])
    left, ground, spring, half, rise = arch_of(shape["d"])
    over = max(0.0, spring - y)
    return y < ground and ((x - left - half) / half) ** 2 + (over / rise) ** 2 < 1


def in_sector(x: float, y: float, path: str) -> bool:
    """Between the two edges that run out from the hub and the two rings that end them."""
    found = re.fullmatch(r"M(\S+) (\S+)L(\S+) (\S+)A(\S+) (\S+) 0 0 1 (\S+) (\S+)L(\S+) (\S+)A(\S+) (\S+) 0 0 0 \S+ \S+Z", path)
    assert found
    ax, ay, bx, by, wide, high, cx, cy, dx, dy, near, near_high = map(float, found.groups())
    (hub_x, hub_y) = _crossing((ax, ay), (bx, by), (dx, dy), (cx, cy))
    clockwise = (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0 > (cx - dx) * (y - dy) - (cy - dy) * (x - dx)
    outer, inner = (((x - hub_x) / w) ** 2 + ((y - hub_y) / h) ** 2 for w, h in ((wide, high), (near, near_high)))
    return clockwise and outer < 1 < inner


def _crossing(a: Corner, b: Corner, c: Corner, d: Corner) -> Corner:
    """Where the lines through two pairs of points meet."""
    (ux, uy), (vx, vy) = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    share = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / (ux * vy - uy * vx)
    return a[0] + ux * share, a[1] + uy * share


def arch_of(path: str) -> tuple[float, float, float, float, float]:
    found = re.match(r"M(\S+) (\S+)V(\S+)A(\S+) (\S+) ", path)
    assert found
    left, ground, spring, half, rise = map(float, found.groups())
    return left, ground, spring, half, rise


def test_a_worry_stands_between_its_own_arch_and_the_next() -> None:
    drawn = read(ARCH, "wide")
    worry = next(mark for mark in drawn.of("worry") if mark.data["level"] == "2")
    assert inside(worry, drawn.level_shape("2").attrib)
    assert not inside(worry, drawn.level_shape("3").attrib)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_full_cell_folds_the_rest_into_its_last_mark(width: Width) -> None:
    picture = _with(BALANCE, worries_in(BALANCE, 90, "early-help", "indicators"))
    drawn = read(picture, width)
    (fold,) = drawn.of("fold")
    shown = [mark.number for mark in drawn.of("worry")]
    assert shown == list(range(1, len(shown) + 1))
    assert int(fold.data["count"]) == 90 - len(shown)
    assert [text.words for text in drawn.texts if text.words.startswith("+")] == [f"+{90 - len(shown)}"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_danger_mark_is_the_last_to_be_folded_away(width: Width) -> None:
    worries = worries_in(ARCH, 60, "3", "child")
    marked = tuple(replace(mark, danger=mark.number == 60) for mark in worries)
    drawn = read(_with(ARCH, marked), width)
    assert drawn.of("fold")
    assert 60 in [mark.number for mark in drawn.of("worry")]


def test_legs_grow_before_anything_is_folded() -> None:
    few = read(_with(ARCH, worries_in(ARCH, 3, "3", "child")), "wide")
    many = read(_with(ARCH, worries_in(ARCH, 12, "3", "child")), "wide")
    assert many.height > few.height
    assert not many.of("fold")


@pytest.mark.parametrize("name", [LONG_NAME, LONG_WORD], ids=["many words", "one word"])
@pytest.mark.parametrize(("form", "width"), DRAWINGS)
def test_long_names_stay_on_the_canvas(form: str, width: Width, name: str) -> None:
    basis = FORMS[form]
    codes = [level.code for level in basis.levels]
    drawn = read(
        replace(
            basis,
            levels=tuple(replace(level, name=name) for level in basis.levels),
            domains=tuple(replace(domain, name=name, short=name) for domain in basis.domains),
            strengths=tuple(replace(mark, group=name) for mark in basis.strengths),
            strength_groups=(name, f"{name}, too"),
            strengths_name=name,
            not_explored=((name, "circle"), (name * 3, "square")),
            judgement=codes[1],
            suggested=codes[2],
            earlier=(codes[0], "September 2026"),
        ),
        width,
    )
    assert_nothing_is_off_canvas(drawn)


def _with(picture: Picture, worries: tuple[Mark, ...]) -> Picture:
    return replace(picture, worries=worries)
