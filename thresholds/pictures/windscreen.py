"""The windscreen: levels as the sectors of a fan, each domain a ring, strengths pushing back towards the first level.

After the windscreen of a published framework (Accessing the Right Help at the Right Time, "Windscreen"): a family's place
on it moves as life does, so where a mark stands inside its sector means nothing.
"""

from thresholds.pictures import ground, marks, rims, windscreen_names
from thresholds.pictures.fan import Fan
from thresholds.pictures.markup import box, element, label, line
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import (
    INK,
    MUTED,
    NOT_EXPLORED,
    STRENGTH_EDGE,
    STRENGTH_GROUND,
    STRENGTH_LETTER,
    WHITE,
    level_colour,
)
from thresholds.pictures.scale import Scale
from thresholds.pictures.sheet import Sheet
from thresholds.pictures.typeface import measure, wrap
from thresholds.pictures.windscreen_plan import NARROW, WIDE, Plan

MOST_LEVELS, MOST_DOMAINS = 4, 3
_STRENGTH_ROWS = 5


def can_draw(picture: Picture) -> bool:
    """More sectors or more rings leave no room for marks."""
    return 2 <= len(picture.levels) <= MOST_LEVELS and len(picture.domains) <= MOST_DOMAINS


def draw(picture: Picture, scale: Scale) -> Sheet:
    """The whole drawing, from the names above the fan down to the tray."""
    sizes = WIDE if scale.is_wide else NARROW
    flat = Fan((scale.canvas / 2, 0.0), sizes.half, sizes.tall, len(picture.levels))
    floor = windscreen_names.head_room(picture, scale, flat) + sizes.half * sizes.tall
    plan = Plan(picture, scale, sizes, Fan((scale.canvas / 2, floor), sizes.half, sizes.tall, len(picture.levels)))
    levels = range(len(picture.levels))
    parts = [_level(plan, position) for position in levels]
    parts.append(_rings(plan))
    parts += [_outline(plan, position) for position in levels]
    parts.append(_hub(plan))
    parts.append(windscreen_names.names(plan))
    parts += [_cell(plan, position, index) for position in levels for index in range(len(picture.domains))]
    parts.append(_views(plan))
    below, bottom = windscreen_names.names_below(plan, floor)
    edges = (plan.fan.hub[0] - sizes.half, plan.fan.hub[0] + sizes.half) if scale.is_wide else (1.5, scale.canvas - 1.5)
    held, bottom = _strengths(picture, bottom + 8, *edges, scale)
    wide = (54.0, scale.canvas - 54) if scale.is_wide else edges
    tray = ground.tray(picture, bottom + 12, *wide, scale)
    return Sheet("".join((*parts, below, held, tray.svg)), tray.bottom + 2)


def _level(plan: Plan, position: int) -> str:
    """One sector, filled, with its rim inside its outer edge."""
    colour = level_colour(position, len(plan.picture.levels))
    shape, code = plan.fan.cell(plan.sizes.hub, plan.sizes.half, position), plan.picture.levels[position].code
    if plan.picture.is_empty:
        return element(
            "path", d=shape, fill=WHITE, stroke=colour.strong, stroke_width=1.5, stroke_dasharray="4 3", data_level=code
        )
    body = element("path", d=shape, fill=colour.fill, stroke=colour.strong, stroke_width=1.2, data_level=code)
    edge = plan.scale.outline if code == plan.picture.judgement else 3.5 if code == plan.picture.suggested else 1.0
    inset = edge + plan.scale.rim / 2
    return body + rims.rim(
        plan.fan.stations(plan.sizes.half - inset, position, inset, rims.step(colour)), colour, plan.scale.rim
    )


def _rings(plan: Plan) -> str:
    """The lines between the domains' rings, and the one under the lane of the views."""
    drawn = []
    for inner, _ in ((plan.inner_lane, 0.0), *plan.rings[:-1]):
        left, _ = plan.fan.edges(0)
        arc = plan.fan.arc(inner, left, 0.0)
        if not plan.picture.is_empty:
            drawn.append(element("path", d=arc, fill="none", stroke=WHITE, stroke_width=3.6))
        drawn.append(element("path", d=arc, fill="none", stroke=MUTED, stroke_width=1))
    return "".join(drawn)


def _outline(plan: Plan, position: int) -> str:
    """The heaviest outline round the judgement's sector, a dashed one round the tool's."""
    code = plan.picture.levels[position].code
    if code == plan.picture.judgement:
        shape = plan.fan.cell(plan.sizes.hub, plan.sizes.half, position, plan.scale.outline / 2)
        return element("path", d=shape, fill="none", stroke=INK, stroke_width=plan.scale.outline, stroke_linejoin="round")
    if code == plan.picture.suggested:
        shape = plan.fan.cell(plan.sizes.hub, plan.sizes.half, position, 2.0)
        white = element("path", d=shape, fill="none", stroke=WHITE, stroke_width=3.6)
        return white + element("path", d=shape, fill="none", stroke=INK, stroke_width=2, stroke_dasharray="7 4")
    return ""


def _hub(plan: Plan) -> str:
    """Where the child stands: the middle of the fan, with a danger that no single worry carries."""
    x, y = plan.fan.hub
    half = plan.sizes.half
    soil = line((x - half, y), (x + half, y), MUTED, 1.2)
    if not plan.has_loose_danger:
        return soil
    return soil + marks.danger((x, y - plan.sizes.hub * plan.sizes.tall * 0.48), plan.scale)


def _cell(plan: Plan, position: int, index: int) -> str:
    colour = level_colour(position, len(plan.picture.levels))
    stacked = plan.cell(position, index)
    level, domain = plan.picture.levels[position].code, plan.picture.domains[index].code
    return stacked.draw(colour.strong, plan.scale, plan.picture.in_cell(level, domain)[len(stacked.shown) :])


def _views(plan: Plan) -> str:
    """The judgement, the suggestion and the earlier check in their lane, and the ways between them."""
    views, scale, drawn = plan.views, plan.scale, []
    if plan.picture.differs:
        drawn.append(_way(plan, views["tool"][1], views["judgement"][1]))
    if plan.picture.earlier and plan.picture.judgement and plan.picture.earlier[0] != plan.picture.judgement:
        drawn.append(_arrow(plan, views["earlier"][1], views["judgement"][1]))
    if "earlier" in views and plan.picture.earlier is not None:
        at, angle = views["earlier"]
        drawn.append(marks.earlier(at, scale))
        if scale.is_wide and "judgement" not in views:
            x, y = plan.fan.at(plan.lane, plan.fan.along(plan.lane, angle, -scale.earlier - 18))
            drawn.append(label(plan.picture.earlier[1][:3], (x, y + scale.small * 0.35), scale.small))
    if "tool" in views:
        drawn.append(marks.tool(views["tool"][0], scale))
    if "judgement" in views:
        drawn.append(marks.judgement(views["judgement"][0], scale))
    return "".join(drawn)


def _way(plan: Plan, start: float, end: float) -> str:
    """The dotted way along the lane between the suggestion and a judgement that differs."""
    arc = plan.fan.arc(plan.lane, max(start, end), min(start, end))
    width = 3.4 if plan.scale.is_wide else 2.8
    halo = element("path", d=arc, fill="none", stroke=WHITE, stroke_width=width + 4)
    return halo + element(
        "path",
        d=arc,
        fill="none",
        stroke=INK,
        stroke_width=width,
        stroke_dasharray=f"0.1 {width * 1.9:.1f}",
        stroke_linecap="round",
    )


def _arrow(plan: Plan, start: float, end: float) -> str:
    """From the earlier check round to the judgement, on the lane's inner side."""
    out = plan.lane - plan.scale.person * 0.55
    way = -1 if start > end else 1
    near = plan.fan.along(out, end, -way * (plan.scale.person + 4))
    foot = plan.fan.along(out, start, way * plan.scale.earlier * 0.6)
    neck = plan.fan.along(out, near, -way * (9 if plan.scale.is_wide else 7))
    if (neck - foot) * way <= 0:
        return marks.arrow(plan.fan.at(out, foot), plan.fan.at(out, near), plan.scale)
    arc = plan.fan.arc(out, max(foot, neck), min(foot, neck))
    halo = element("path", d=arc, fill="none", stroke=WHITE, stroke_width=5.5)
    shaft = element("path", d=arc, fill="none", stroke=INK, stroke_width=2.4)
    return halo + shaft + marks.arrow(plan.fan.at(out, neck), plan.fan.at(out, near), plan.scale)


def _strengths(picture: Picture, top: float, left: float, right: float, scale: Scale) -> tuple[str, float]:
    """The strengths in one strip, each pointing back to the first level; with where it ends."""
    empty, size = not picture.strengths, scale.body
    does = ground.what_strengths_do(picture) if empty else "push back"
    words = f"{picture.strengths_name}{':' if empty else ''} {does}"
    long, high = scale.chevron[1] + 4, scale.chevron[0] + 6
    pad = 14.0 if scale.is_wide else 8.0
    lines = wrap(words, right - left - 2 * pad - 2 * long, size, bold=True)
    beside = max(measure(row, size, bold=True) for row in lines) + 2 * pad
    per_row = max(1, int((right - left - beside - pad) // long))
    room = per_row * _STRENGTH_ROWS
    shown = picture.strengths if len(picture.strengths) <= room else picture.strengths[: room - 1]
    total = max(1, len(shown) + (len(shown) < len(picture.strengths)))
    rows = -(-total // per_row)
    tall = max(rows * high, len(lines) * size * 1.22) + 10
    drawn = []
    for i in range(total):
        at = (left + beside + long * (i % per_row + 0.5), top + (tall - rows * high) / 2 + high * (i // per_row + 0.5))
        if empty:
            drawn.append(marks.no_strength(at, scale, back=True))
        elif i < len(shown):
            drawn.append(marks.strength(shown[i].letter, at, scale, back=True))
        else:
            drawn.append(marks.strength_fold(len(picture.strengths) - len(shown), at, scale, back=True))
    edge = NOT_EXPLORED if empty else STRENGTH_EDGE
    strip = box(
        (left, top), (right - left, tall), fill=WHITE if empty else STRENGTH_GROUND, stroke=edge,
        width=1.6 if empty else 2.2, radius=6, dash="3.5 3" if empty else None,
    )  # fmt: skip
    first = top + tall / 2 - (len(lines) - 1) * size * 0.61 + size * 0.35
    named = "".join(
        label(row, (left + pad, first + i * size * 1.22), size, bold=True, fill=STRENGTH_LETTER, anchor="start")
        for i, row in enumerate(lines)
    )
    return strip + named + "".join(drawn), top + tall
