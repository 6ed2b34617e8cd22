"""The slots of each cell of the arch: up a leg, under a crown, or round the Y in the innermost level."""

from collections.abc import Callable, Sequence

from thresholds.pictures.arch_names import name_bottom, names_fit
from thresholds.pictures.arch_plan import NARROW, WIDE, Dimensions, Plan
from thresholds.pictures.arches import Arch, Arches, centred, nearest_run, walk
from thresholds.pictures.markup import Point
from thresholds.pictures.model import Mark, Picture
from thresholds.pictures.scale import Scale
from thresholds.pictures.stacking import Stacked, stack


def planned(picture: Picture, scale: Scale, crown: float) -> Plan:
    """The plan below a crown, with legs just long enough for the worries that stand in them, within reason."""
    sizes = WIDE if scale.is_wide else NARROW
    plan = _plan(picture, scale, sizes, crown, sizes.leg)
    if not names_fit(plan):
        sizes = sizes.deeper(len(picture.levels))
    leg = sizes.leg
    while True:
        plan = _plan(picture, scale, sizes, crown, leg)
        if leg >= sizes.longest_leg or not _legs_fold(plan):
            return plan
        leg += scale.pitch


def _plan(picture: Picture, scale: Scale, sizes: Dimensions, crown: float, leg: float) -> Plan:
    nested = tuple(sizes.outer.inside(sizes.across * i, sizes.down * i) for i in range(len(picture.levels)))
    spring = crown + sizes.outer.rise
    lines = 1 if sizes in (WIDE, NARROW) else 2
    return Plan(picture, scale, sizes, Arches(scale.canvas / 2, spring, spring + leg, nested, sizes.arm), lines)


def _legs_fold(plan: Plan) -> bool:
    positions = range(len(plan.picture.levels))
    return any(cell(plan, position, domain).folded for position in positions for domain in (0, 2))


def cell(plan: Plan, position: int, domain: int) -> Stacked:
    """The marks of one level and domain in their slots."""
    picture = plan.picture
    marks = picture.in_cell(picture.levels[position].code, picture.domains[domain].code)
    if not marks:
        return Stacked(())
    outer, inner = plan.band(position)
    if inner is None:
        slots = _heart_crown(plan, outer, marks) if domain == 1 else _heart_leg(plan, outer, marks, domain)
    elif domain == 1:
        slots = plan.under_crown(position)
    else:
        slots = _leg(plan, outer, inner, marks, domain)
    return stack(marks, slots)


def _leg(plan: Plan, outer: Arch, inner: Arch, marks: Sequence[Mark], domain: int) -> list[Point]:
    """Up one leg and along its shoulder to the arm, in the middle of the band."""
    across = (outer.half - inner.half + plan.scale.rim) / 2
    down = (outer.rise - inner.rise + plan.scale.rim) / 2
    line = plan.arches.line(outer.inside(across, down))
    line = line if domain == 0 else line.reversed()
    free, pitch, level = plan.free(marks, domain), plan.pitch(marks), plan.arches.ground - _eye_level(plan)
    wished = [line.at(level + (i - (len(marks) - 1) / 2) * pitch) for i in range(len(marks))]
    if level > (len(marks) - 1) / 2 * pitch and all(free(spot) for spot in wished):
        return wished
    slots = walk(line, free, pitch)
    return nearest_run(slots, len(marks), _eye_level(plan))


def _eye_level(plan: Plan) -> float:
    return plan.arches.spring + (plan.arches.ground - plan.arches.spring) * 0.12


def _heart_crown(plan: Plan, outer: Arch, marks: Sequence[Mark]) -> list[Point]:
    """Rows between the arms of the innermost level, from under its name down."""
    free, pitch = plan.free(marks, 1), plan.pitch(marks, level=True)
    y = plan.arches.spring - outer.rise + name_bottom(plan, plan.arches.nested.index(outer)) + 4 + plan.scale.radius * 1.15
    slots: list[Point] = []
    while len(slots) < len(marks) and y < plan.arches.spring:
        row = _level_row(plan.arches.middle, y)
        slots += centred(row, free, pitch, len(marks) - len(slots))
        y += pitch
    return slots


def _level_row(middle: float, y: float) -> Callable[[float], Point]:
    return lambda offset: (middle + offset, y)


def _heart_leg(plan: Plan, outer: Arch, marks: Sequence[Mark], domain: int) -> list[Point]:
    """A grid beside the stem, from the ground up to the arm; as few rows as hold the marks, at eye level."""
    free, pitch, arches = plan.free(marks, domain), plan.pitch(marks, level=True), plan.arches
    side = -1 if domain == 0 else 1
    near = pitch / 2
    far = outer.half - plan.scale.rim - plan.scale.outline / 2 - pitch / 2
    columns = max(1, int((far - near) / pitch) + 1)
    middle = arches.middle + side * (near + far) / 2
    inside = arches.inner_edge(outer, plan.scale.rim + pitch / 2)
    rows: list[list[Point]] = []
    y = arches.ground - pitch / 2 - 3
    while y > arches.spring - outer.rise:
        spots = [(middle + (i - (columns - 1) / 2) * pitch, y) for i in range(columns)]
        rows.append([spot for spot in spots if free(spot) and inside(spot)])
        y -= pitch
    return _fewest_rows([row for row in rows if row], len(marks), _eye_level(plan))


def _fewest_rows(rows: list[list[Point]], count: int, level: float) -> list[Point]:
    for height in range(1, len(rows) + 1):
        runs = [rows[i : i + height] for i in range(len(rows) - height + 1)]
        enough = [run for run in runs if sum(map(len, run)) >= count]
        if enough:
            best = min(enough, key=lambda run: abs((run[0][0][1] + run[-1][0][1]) / 2 - level))
            return [spot for row in best for spot in row][:count]
    return [spot for row in rows for spot in row]
