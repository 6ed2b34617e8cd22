"""The flags of the arch: whose judgement it is and what the tool suggested, in words, led to their mark."""

from dataclasses import dataclass

from thresholds.pictures import marks
from thresholds.pictures.arch_plan import Plan
from thresholds.pictures.markup import Point, box, label, label_lines, line
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import INK, WHITE
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import measure, wrap


@dataclass(frozen=True)
class _Flag:
    judged: bool
    words: str
    level: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True)
class FlagRoom:
    """The flags, and what they leave for the name of the upper domain."""

    flags: tuple[_Flag, ...]
    label_top: float
    between: float


def flag_room(picture: Picture, scale: Scale) -> FlagRoom:
    """One flag for the judgement, and one for a suggestion unless it is the same."""
    wanted: list[tuple[bool, str, str]] = []
    if picture.judgement:
        agrees = picture.suggested == picture.judgement
        tool = " (evidence agrees)" if agrees else " (evidence differs)" if picture.differs and scale.is_wide else ""
        wanted.append((True, f"Judgement{tool}", picture.level(picture.judgement).label))
    if picture.suggested and picture.suggested != picture.judgement:
        wanted.append((False, "Evidence points to", picture.level(picture.suggested).label))
    most = 252.0 if scale.is_wide else (162.0 if len(wanted) > 1 else 204.0)
    made = tuple(_flag(judged, words, level, most, scale) for judged, words, level in wanted)
    tallest = max((flag.height for flag in made), default=0.0)
    if scale.is_wide:
        return FlagRoom(made, max(8.0, tallest - 34), scale.canvas - 2 * most - 40)
    return FlagRoom(made, tallest + 12 if made else 2.0, 230)


def _disc_room(scale: Scale) -> float:
    return 46.0 if scale.is_wide else 37.0


def _flag(judged: bool, words: str, level: str, most: float, scale: Scale) -> _Flag:
    room = most - _disc_room(scale) - 10
    lines = tuple(wrap(level, room, scale.body, bold=True, lines=3))
    widest = max(measure(words, scale.small), *(measure(row, scale.body, bold=True) for row in lines))
    height = scale.small * 1.3 + len(lines) * scale.body * 1.22 + (17 if scale.is_wide else 13)
    return _Flag(judged, words, lines, min(most, widest + _disc_room(scale) + 14), height)


def flags(plan: Plan, room: FlagRoom) -> str:
    """Every flag with its leader, which meets the arm of the Y and follows it to the mark."""
    return "".join(_leader(plan, flag) + _plate(plan.scale, flag) for flag in room.flags)


def _corner(scale: Scale, flag: _Flag) -> Point:
    inset = 20.0 if scale.is_wide else 1.5
    return (scale.canvas - inset - flag.width if flag.judged else inset, 1.5)


def _plate(scale: Scale, flag: _Flag) -> str:
    x, y = _corner(scale, flag)
    colour = WHITE if flag.judged else INK
    plate = box(
        (x, y),
        (flag.width, flag.height),
        fill=INK if flag.judged else WHITE,
        stroke=INK,
        width=1.8,
        radius=7,
        dash=None if flag.judged else "5 3.5",
    )
    middle = (x + _disc_room(scale) / 2 + 1, y + flag.height / 2)
    mark = marks.judgement_badge(middle, scale) if flag.judged else marks.tool_badge(middle, scale)
    left, first = x + _disc_room(scale) + 1, y + (9 if scale.is_wide else 7) + scale.small
    words = label(flag.words, (left, first), scale.small, fill=colour, anchor="start")
    at = (left, first + scale.body * 1.22)
    return (
        plate
        + mark
        + words
        + label_lines(flag.level, at, scale.body, scale.body * 1.22, bold=True, fill=colour, anchor="start")
    )


def _leader(plan: Plan, flag: _Flag) -> str:
    """From the flag to the outer arch where the arm meets it, then along the arm."""
    code = plan.picture.judgement if flag.judged else plan.picture.suggested
    if code is None:
        return ""
    side = 1 if flag.judged else -1
    elbow = plan.arches.on_arm(plan.arches.nested[0], side)
    mark = plan.view_point(code, side)
    x, y = _corner(plan.scale, flag)
    near = elbow[0] + side * (16 if plan.scale.is_wide else 12)
    foot = (min(max(near, x + 12), x + flag.width - 12), y + flag.height)
    width, dash = (2.8, None) if flag.judged else (2.0, "5 3.5")
    halo = line(elbow, mark, WHITE, width + 4)
    return halo + line(foot, elbow, INK, width, dash=dash, cap="round") + line(elbow, mark, INK, width, dash=dash)
