"""The levels' names round a windscreen; a level that was judged or suggested has its name on a plate."""

from dataclasses import dataclass
from math import cos

from thresholds.pictures.fan import Fan
from thresholds.pictures.markup import Point, box, label, label_lines
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import INK, MUTED, WHITE
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import measure, wrap
from thresholds.pictures.windscreen_plan import Plan

_SIDEWAYS = 0.8  # how level a sector's middle lies for its name to stand beside it
_APART = 8.0


@dataclass(frozen=True)
class _Name:
    """A level's name with whose view it is, in lines; `over` is empty where it is nobody's."""

    over: tuple[str, ...]
    lines: tuple[str, ...]
    width: float
    height: float
    judged: bool

    @property
    def is_plate(self) -> bool:
        return bool(self.over)


def is_beside(fan: Fan, position: int) -> bool:
    """Whether a level's name stands beside the fan, or under it where that is narrow, and not above it."""
    return abs(cos(fan.middle(position))) > _SIDEWAYS


def head_room(picture: Picture, scale: Scale, fan: Fan) -> float:
    """What the names above the fan need."""
    above = [_name(picture, scale, fan, i).height for i in range(len(picture.levels)) if not is_beside(fan, i)]
    return 3.0 + (max(above) + _APART if above else 0.0)


def names(plan: Plan) -> str:
    """Every name that stands beside or above the fan."""
    shown = [i for i in range(len(plan.picture.levels)) if plan.scale.is_wide or not is_beside(plan.fan, i)]
    return "".join(_at(plan, position) for position in shown)


def names_below(plan: Plan, top: float) -> tuple[str, float]:
    """Under the ground: on a narrow one the outer levels' names, then what the rings are; with where they end."""
    bottom, drawn = top, ""
    if not plan.scale.is_wide:
        for position in (i for i in range(len(plan.picture.levels)) if is_beside(plan.fan, i)):
            name = _name(plan.picture, plan.scale, plan.fan, position)
            left = 1.5 if position == 0 else plan.scale.canvas - 1.5 - name.width
            drawn += _drawn(name, (left, top + 5), plan.scale)
            bottom = max(bottom, top + 5 + name.height)
    rings, bottom = _ring_names(plan, bottom)
    return drawn + rings, bottom


def _ring_names(plan: Plan, top: float) -> tuple[str, float]:
    domains, size = plan.picture.domains, plan.scale.small
    if len(domains) < 2:
        return "", top
    y = top + size * 1.35
    widths = [outer - inner - 4 for inner, outer in plan.rings]
    fits = all(measure(domain.heading, size) <= width for domain, width in zip(domains, widths, strict=True))
    if not (plan.scale.is_wide and fits):
        words = f"Rings, rim to hub: {', '.join(domain.heading.lower() for domain in domains)}"
        lines = wrap(words, plan.scale.canvas - 6, size)
        drawn = label_lines(lines, (plan.scale.canvas / 2, y), size, size * 1.2, fill=MUTED)
        return drawn, y + (len(lines) - 1) * size * 1.2 + 4
    drawn = ""
    for domain, (inner, outer) in zip(domains, plan.rings, strict=True):
        for side in (-1, 1):
            drawn += label(domain.heading, (plan.fan.hub[0] + side * (inner + outer) / 2, y), size, fill=MUTED)
    return drawn, y + 5


def _room(picture: Picture, scale: Scale, fan: Fan, position: int) -> float:
    """How wide a name may be."""
    if not is_beside(fan, position):
        above = sum(not is_beside(fan, i) for i in range(len(picture.levels)))
        return min(236.0, (scale.canvas - 8) / max(above, 1) - 6)
    if scale.is_wide:
        return scale.canvas / 2 - fan.half - 6
    return scale.canvas / 2 - 5


def _name(picture: Picture, scale: Scale, fan: Fan, position: int) -> _Name:
    level, room = picture.levels[position], _room(picture, scale, fan, position)
    judged, plate = level.code == picture.judgement, level.code in (picture.judgement, picture.suggested)
    pad = (24 if scale.is_wide else 15) if plate else 0
    over = wrap(picture.whose(level), room - pad, scale.small) if plate else []
    lines = wrap(level.label, room - pad, scale.body, bold=True, lines=4)
    width = max(measure(row, scale.body, bold=True) for row in lines)
    width = max([width, *(measure(row, scale.small) for row in over)]) + pad
    height = len(over) * scale.small * 1.25 + len(lines) * scale.body * 1.22 + (14 if plate else 4)
    return _Name(tuple(over), tuple(lines), min(width, room), height, judged)


def _at(plan: Plan, position: int) -> str:
    picture, scale, fan = plan.picture, plan.scale, plan.fan
    name = _name(picture, scale, fan, position)
    x, y = fan.at(fan.half, fan.middle(position))
    if is_beside(fan, position):
        beside = x - 10 - name.width if position == 0 else x + 10
        left = min(max(beside, 2.0), scale.canvas - 2.0 - name.width)
        return _drawn(name, (left, y - name.height - 6), scale)
    above = [i for i in range(len(picture.levels)) if not is_beside(fan, i)]
    slot = scale.canvas / len(above)
    middle = x if scale.is_wide else slot * (above.index(position) + 0.5)
    left = min(max(middle - name.width / 2, 2.0), scale.canvas - 2 - name.width)
    return _drawn(name, (left, fan.hub[1] - fan.half * fan.tall - _APART - name.height), scale)


def _drawn(name: _Name, corner: Point, scale: Scale) -> str:
    x, y = corner
    plate, colour = "", INK
    if name.is_plate:
        colour = WHITE if name.judged else INK
        dash = None if name.judged else "5 3.5"
        fill = INK if name.judged else WHITE
        plate = box((x, y), (name.width, name.height), fill=fill, stroke=INK, width=1.8, radius=6, dash=dash)
    middle, first = x + name.width / 2, y + (5 if name.is_plate else 0)
    drawn = [plate]
    for i, row in enumerate(name.over):
        drawn.append(label(row, (middle, first + scale.small * (1 + 1.25 * i)), scale.small, fill=colour))
    first += len(name.over) * scale.small * 1.25 + scale.body
    drawn.append(label_lines(name.lines, (middle, first), scale.body, scale.body * 1.22, bold=True, fill=colour))
    return "".join(drawn)
