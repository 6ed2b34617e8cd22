"""The arch: levels as nested arches, Universal spanning all, three domains meeting in a Y, strengths the ground.

After the arch diagram of a published framework (Assessment Framework, September 2016, section 1B): each
level stands inside the one before it, because what it offers is added to it.
"""

from dataclasses import replace

from thresholds.pictures import ground, marks, rims
from thresholds.pictures.arch_cells import cell, planned
from thresholds.pictures.arch_flags import flag_room, flags
from thresholds.pictures.arch_names import level_name
from thresholds.pictures.arch_plan import Plan
from thresholds.pictures.arches import Arch
from thresholds.pictures.markup import element, label, label_lines, line
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import INK, MUTED, NOT_EXPLORED, STRENGTH_EDGE, STRENGTH_LETTER, WHITE, level_colour
from thresholds.pictures.scale import Scale
from thresholds.pictures.sheet import Sheet
from thresholds.pictures.typeface import shorten, wrap

DOMAINS = 3
MOST_LEVELS = 4


def can_draw(picture: Picture) -> bool:
    """A Y has three arms, and more than four arches leave no room for marks."""
    return len(picture.domains) == DOMAINS and 2 <= len(picture.levels) <= MOST_LEVELS


def draw(picture: Picture, scale: Scale) -> Sheet:
    """The whole drawing, from the flags down to the tray."""
    room = flag_room(picture, scale)
    above = wrap(picture.domains[1].name, room.between, scale.body, bold=True, lines=2)
    leading = scale.body * 1.2
    first = room.label_top + scale.body
    crown = first + (len(above) - 1) * leading + scale.body * 0.75
    plan = planned(picture, scale, crown)
    parts = [_level(plan, position) for position in range(len(picture.levels))]
    parts += [_outline(plan, position) for position in range(len(picture.levels))]
    parts.append(_arms(plan))
    parts.append(label_lines(above, (plan.arches.middle, first), scale.body, leading, bold=True))
    parts += [level_name(plan, position) for position in range(len(picture.levels))]
    parts.append(flags(plan, room))
    parts.append(_earlier_way(plan))
    parts += [_cell(plan, level, domain) for level in range(len(picture.levels)) for domain in range(DOMAINS)]
    parts.append(_views(plan))
    below, bottom = _below(plan)
    return Sheet("".join((*parts, below)), bottom)


def _level(plan: Plan, position: int) -> str:
    """One arch, filled down to the ground, with its rim inside its edge."""
    colour = level_colour(position, len(plan.picture.levels))
    outer, _ = plan.band(position)
    shape, code = plan.arches.path(outer), plan.picture.levels[position].code
    if plan.picture.is_empty:
        return element("path", d=shape, fill=WHITE, stroke=colour.strong, stroke_width=1.5, stroke_dasharray="4 3")
    body = element("path", d=shape + "Z", fill=colour.fill, stroke=colour.strong, stroke_width=1.2, data_level=code)
    edge = plan.scale.outline if code == plan.picture.judgement else 3.5 if code == plan.picture.suggested else 1.0
    inset = edge + plan.scale.rim / 2
    stations = plan.arches.line(outer.inside(inset, inset)).stations(rims.step(colour))
    return body + rims.rim(stations, colour, plan.scale.rim)


def _outline(plan: Plan, position: int) -> str:
    """The heaviest outline round the judgement's level, a dashed one round the tool's; each within its own band."""
    code = plan.picture.levels[position].code
    if code == plan.picture.judgement:
        return _edges(plan, position, plan.scale.outline / 2, stroke=INK, stroke_width=plan.scale.outline)
    if code == plan.picture.suggested:
        white = _edges(plan, position, 2.0, stroke=WHITE, stroke_width=3.4)
        return white + _edges(plan, position, 2.0, stroke=INK, stroke_width=2, stroke_dasharray="7 4")
    return ""


def _edges(plan: Plan, position: int, inset: float, **stroke: str | float) -> str:
    outer, inner = plan.band(position)
    inside = outer.inside(inset, inset)
    if inner is None:
        return element("path", d=_closed(plan, inside, inset), fill="none", **stroke)
    within = inner.inside(-inset, -inset)
    y, middle = plan.arches.ground - inset, plan.arches.middle
    feet = "".join(f"M{middle + side * inside.half:.2f} {y:.2f}H{middle + side * within.half:.2f}" for side in (-1, 1))
    paths = plan.arches.path(inside) + plan.arches.path(within) + feet
    return element("path", d=paths, fill="none", **stroke)


def _closed(plan: Plan, arch: Arch, inset: float) -> str:
    y, middle = plan.arches.ground - inset, plan.arches.middle
    return plan.arches.path(arch) + f"M{middle - arch.half:.2f} {y:.2f}H{middle + arch.half:.2f}"


def _arms(plan: Plan) -> str:
    """The Y in which the domains meet."""
    arches = plan.arches
    hub = (arches.middle, arches.spring)
    ends = [arches.on_arm(arches.nested[0], side) for side in (-1, 1)] + [(arches.middle, arches.ground)]
    halo = "" if plan.picture.is_empty else "".join(line(hub, end, WHITE, 4.2) for end in ends)
    return halo + "".join(line(hub, end, MUTED, 1.4, data_arm=str(i)) for i, end in enumerate(ends))


def _cell(plan: Plan, position: int, domain: int) -> str:
    colour = level_colour(position, len(plan.picture.levels))
    stacked = cell(plan, position, domain)
    level, place = plan.picture.levels[position].code, plan.picture.domains[domain].code
    return stacked.draw(colour.strong, plan.scale, plan.picture.in_cell(level, place)[len(stacked.shown) :])


def _earlier_way(plan: Plan) -> str:
    before = plan.earlier_point()
    if before is None or plan.picture.judgement is None:
        return ""
    here = plan.view_point(plan.picture.judgement, 1)
    gap = ((here[0] - before[0]) ** 2 + (here[1] - before[1]) ** 2) ** 0.5
    short = (plan.scale.person + 1.5) / gap
    end = (here[0] + (before[0] - here[0]) * short, here[1] + (before[1] - here[1]) * short)
    return marks.arrow(before, end, plan.scale)


def _views(plan: Plan) -> str:
    """The judgement, the suggestion and the earlier check, on the arms of the Y."""
    picture, scale, drawn = plan.picture, plan.scale, []
    before = plan.earlier_point()
    if before is not None and picture.earlier is not None:
        drawn.append(marks.earlier(before, scale))
        if scale.is_wide:
            at = (before[0], before[1] + scale.earlier + scale.small * 0.95)
            drawn.append(label(picture.earlier[1][:3], at, scale.small))
    if picture.suggested:
        drawn.append(marks.tool(plan.view_point(picture.suggested, -1), scale))
    if picture.judgement:
        drawn.append(marks.judgement(plan.view_point(picture.judgement, 1), scale))
    if plan.has_loose_danger:
        drawn.append(marks.danger((plan.arches.middle, plan.arches.spring), scale))
    return "".join(drawn)


def _below(plan: Plan) -> tuple[str, float]:
    """The ground with its strengths, the names of the outer domains, and the tray."""
    picture, scale, arches = plan.picture, plan.scale, plan.arches
    half, top = arches.nested[0].half, arches.ground + 2
    standing = _by_domain(picture)
    left, right = arches.middle - half, arches.middle + half
    held = ground.strengths(standing, top, left, right, scale, named=standing is picture and any(picture.groups))
    colour = STRENGTH_EDGE if picture.strengths else NOT_EXPLORED
    over = 22.0 if scale.is_wide else 1.2
    soil = line((left - over, arches.ground), (right + over, arches.ground), colour, 4.4)
    names, bottom = _names_wide(plan, held.bottom) if scale.is_wide else _names_narrow(plan, held.bottom)
    edges = (54.0, scale.canvas - 54) if scale.is_wide else (1.5, scale.canvas - 1.5)
    tray = ground.tray(picture, bottom + 12, *edges, scale)
    return held.svg + soil + names + tray.svg, tray.bottom + 2


def _by_domain(picture: Picture) -> Picture:
    """Strengths grouped by domain stand under their domain's leg, where they need no name of their own."""
    headings: dict[str, str] = {}
    for domain in picture.domains:
        headings |= {name.casefold(): domain.heading for name in (domain.code, domain.name, domain.heading)}
    if any(group.casefold() not in headings for group in picture.groups):
        return picture
    strengths = tuple(replace(mark, group=headings[mark.group.casefold()]) for mark in picture.strengths)
    return replace(picture, strengths=strengths, strength_groups=tuple(domain.heading for domain in picture.domains))


def _names_wide(plan: Plan, bottom: float) -> tuple[str, float]:
    scale, arches, picture = plan.scale, plan.arches, plan.picture
    half, size = arches.nested[0].half + 14, scale.body
    leading, room = size * 1.22, scale.canvas / 2 - arches.nested[0].half - 18
    drawn = []
    for domain, side, anchor in ((0, -1, "end"), (2, 1, "start")):
        lines = wrap(picture.domains[domain].name, room, size, bold=True)
        at = (arches.middle + side * half, arches.spring + 4)
        drawn.append(label_lines(lines, at, size, leading, bold=True, anchor=anchor))
    x, y = arches.middle - half - 12, arches.ground + 21
    lines = wrap(picture.strengths_name, room - 12, size, bold=True, lines=2)
    drawn.append(label_lines(lines, (x, y), size, leading, bold=True, fill=STRENGTH_LETTER, anchor="end"))
    under = (x, y + len(lines) * leading)
    drawn.append(label(ground.what_strengths_do(picture), under, scale.small, fill=STRENGTH_LETTER, anchor="end"))
    return "".join(drawn), max(bottom, under[1] + 2)


def _names_narrow(plan: Plan, bottom: float) -> tuple[str, float]:
    scale, picture, size = plan.scale, plan.picture, plan.scale.body
    y, middle = bottom + size * 1.3, plan.arches.middle
    sides = [shorten(picture.domains[domain].heading, 84, size, bold=True) for domain in (0, 2)]
    words = wrap(ground.strengths_caption(picture), 148, size, bold=True, lines=2)
    drawn = label(sides[0], (1.5, y), size, bold=True, anchor="start")
    drawn += label(sides[1], (scale.canvas - 1.5, y), size, bold=True, anchor="end")
    drawn += label_lines(words, (middle, y), size, size * 1.2, bold=True, fill=STRENGTH_LETTER)
    return drawn, y + (len(words) - 1) * size * 1.2 + 3
