"""Where everything on the arch stands: sizes, whose view is where, and the slots of each cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot

from thresholds.pictures.arches import Arch, Arches, centred, nearest_run, walk
from thresholds.pictures.markup import Point
from thresholds.pictures.model import Mark, Picture
from thresholds.pictures.scale import Scale
from thresholds.pictures.stacking import Stacked, stack

# How much room round a mark's middle its shape needs, by its radius, in any direction.
_REACH = {"circle": 1.0, "hexagon": 1.13, "square": 1.22}
# And from side to side.
_SIDE = {"circle": 1.0, "hexagon": 1.13, "square": 0.96}
_DANGER = 1.25


@dataclass(frozen=True)
class Dimensions:
    """The sizes of one scale's arch."""

    outer: Arch
    across: float  # thickness of a band at its legs
    down: float  # and at its crown
    leg: float
    longest_leg: float
    arm: Point
    heart: float  # how far out on an arm a view of the innermost level stands


WIDE = Dimensions(Arch(332, 332), 66.5, 68, 112, 430, (0.7071, -0.7071), 0.64)
NARROW = Dimensions(Arch(162.5, 218), 31, 45.5, 98, 330, (0.68, -0.733), 0.72)


@dataclass(frozen=True)
class Plan:
    """An arch at one scale, with its springing line at y 0 until it is placed."""

    picture: Picture
    scale: Scale
    sizes: Dimensions
    arches: Arches

    def band(self, position: int) -> tuple[Arch, Arch | None]:
        """A level's outer arch and the one inside it; the innermost level has none."""
        nested = self.arches.nested
        return nested[position], nested[position + 1] if position + 1 < len(nested) else None

    def view_point(self, code: str, side: int) -> Point:
        """Where on an arm somebody's view of the level is marked."""
        outer, inner = self.band(self.picture.position(code))
        far = self.arches.on_arm(outer, side)
        if inner is not None:
            near, share = self.arches.on_arm(inner, side), 0.5
        else:
            near, share = (self.arches.middle, self.arches.spring), self.sizes.heart
        return (near[0] + (far[0] - near[0]) * share, near[1] + (far[1] - near[1]) * share)

    def earlier_point(self) -> Point | None:
        """Beside the right arm, in the earlier check's level."""
        if self.picture.earlier is None:
            return None
        x, y = self.view_point(self.picture.earlier[0], 1)
        off = self.scale.person + self.scale.earlier + (18 if self.scale.is_wide else 7.5)
        return (x - self.arches.arm[1] * off, y + self.arches.arm[0] * off)

    def taken(self) -> list[tuple[Point, float]]:
        """Discs that no worry may stand on: everybody's views, the arrow between them, loose danger."""
        scale, found = self.scale, []
        if self.picture.judgement:
            found.append((self.view_point(self.picture.judgement, 1), scale.person + 1))
        if self.picture.suggested:
            found.append((self.view_point(self.picture.suggested, -1), scale.diamond))
        before = self.earlier_point()
        if before is not None and self.picture.earlier is not None:
            found.append((before, scale.earlier + 1))
            if scale.is_wide:
                found += [((before[0] + off, before[1] + scale.earlier + 9), 8) for off in (-8, 8)]
            if self.picture.judgement:
                found += _between(before, self.view_point(self.picture.judgement, 1), 3.0)
        if self.has_loose_danger:
            found.append(((self.arches.middle, self.arches.spring), scale.radius * 1.3))
        return found

    @property
    def has_loose_danger(self) -> bool:
        return self.picture.danger and not any(mark.danger for mark in self.picture.worries)

    def pitch(self, marks: Sequence[Mark], *, level: bool = False) -> float:
        """The way from one mark to the next: in any direction, or in level rows, where shapes need less."""
        gap = 4.5 if self.scale.is_wide else 2.6
        return 2 * self.scale.radius * _widest(marks, _SIDE if level else _REACH) + gap

    def free(self, marks: Sequence[Mark], domain: int) -> Callable[[Point], bool]:
        """Whether a mark may stand at a point: in its own domain, off the arms, off whatever else is there."""
        reach = self.scale.radius * _widest(marks, _REACH)
        taken, edge = self.taken(), 2.5 if self.scale.is_wide else 1.5

        def check(point: Point) -> bool:
            x, y = point
            if self.arches.domain_at(point) != domain or y > self.arches.ground - reach - 4:
                return False
            off_arms = y > self.arches.spring or self.arches.from_arms(point) >= reach + edge
            off_stem = domain == 1 or y < self.arches.spring or abs(x - self.arches.middle) >= reach + edge
            clear = all(hypot(x - tx, y - ty) >= reach + size + 1.5 for (tx, ty), size in taken)
            return off_arms and off_stem and clear

        return check


def _widest(marks: Sequence[Mark], room: dict[str, float]) -> float:
    return max((_DANGER if mark.danger else room[mark.shape] for mark in marks), default=1.0)


def _between(start: Point, end: Point, size: float) -> list[tuple[Point, float]]:
    steps = max(1, int(hypot(end[0] - start[0], end[1] - start[1]) / 6))
    shares = [i / steps for i in range(steps + 1)]
    return [((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t), size) for t in shares]


def planned(picture: Picture, scale: Scale, crown: float) -> Plan:
    """The plan below a crown, with legs just long enough for the worries that stand in them, within reason."""
    sizes = WIDE if scale.is_wide else NARROW
    nested = tuple(sizes.outer.inside(sizes.across * i, sizes.down * i) for i in range(len(picture.levels)))
    spring, leg = crown + sizes.outer.rise, sizes.leg
    while True:
        arches = Arches(scale.canvas / 2, spring, spring + leg, nested, sizes.arm)
        plan = Plan(picture, scale, sizes, arches)
        if leg >= sizes.longest_leg or not _legs_fold(plan):
            return plan
        leg += scale.pitch


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
        slots = _crown(plan, inner, marks)
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


def _crown(plan: Plan, inner: Arch, marks: Sequence[Mark]) -> list[Point]:
    """A row under the level's name, along the inner arch."""
    off = plan.scale.radius + (6.5 if plan.scale.is_wide else 4.5)
    line = plan.arches.line(inner.inside(-off, -off))
    middle = line.length / 2
    return centred(lambda offset: line.at(middle + offset), plan.free(marks, 1), plan.pitch(marks), len(marks))


def _heart_crown(plan: Plan, outer: Arch, marks: Sequence[Mark]) -> list[Point]:
    """Rows between the arms of the innermost level, from under its name down."""
    free, pitch = plan.free(marks, 1), plan.pitch(marks, level=True)
    y = plan.arches.spring - outer.rise + label_depth(plan, outer) + 4 + plan.scale.radius * 1.15
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


def label_depth(plan: Plan, outer: Arch) -> float:
    """How far below an arch's crown its level's name has its baseline."""
    position = plan.arches.nested.index(outer)
    judged = plan.picture.levels[position].code == plan.picture.judgement
    suggested = plan.picture.levels[position].code == plan.picture.suggested
    outline = plan.scale.outline if judged else 3.0 if suggested else 0.0
    first = position == 0
    return outline + (0 if first else plan.scale.rim) + (7.0 if first else 2.5) + name_size(plan) * 0.68


def name_size(plan: Plan) -> float:
    return plan.scale.body if plan.scale.is_wide else 12.0
