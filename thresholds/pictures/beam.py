"""The beam of the balance: it carries whose view is where, and it is level."""

from thresholds.pictures import marks
from thresholds.pictures.markup import box, label
from thresholds.pictures.model import Picture
from thresholds.pictures.palette import INK, WHITE
from thresholds.pictures.scale import Scale
from thresholds.pictures.typeface import measure


def beam(picture: Picture, middles: list[float], top: float, deep: float, edges: tuple[float, float], scale: Scale) -> str:
    """The beam from edge to edge, with the judgement, the suggestion and the earlier check under their fields."""
    left, right = edges
    y = top + deep / 2
    frame = box((left, top), (right - left, deep), fill=WHITE, stroke=INK, width=2.4, radius=7)
    inset = 16.0
    placed = _placed(picture, middles, scale)
    drawn = [frame, marks.double_arrow((left + inset, y), (right - inset, y))]
    drawn.append(_links(picture, placed, y, scale))
    if picture.earlier and scale.is_wide:
        drawn.append(_month(picture.earlier[1], placed, y, scale))
    shapes = {"earlier": marks.earlier, "judgement": marks.judgement, "tool": marks.tool}
    drawn += [shapes[kind]((x, y), scale) for kind, x in placed.items()]
    return "".join(drawn)


def _placed(picture: Picture, middles: list[float], scale: Scale) -> dict[str, float]:
    """Where each mark stands; those of one level side by side round its middle."""
    levels = {
        "earlier": picture.earlier[0] if picture.earlier else None,
        "judgement": picture.judgement,
        "tool": picture.suggested,
    }
    apart = 41.0 if scale.is_wide else 25.5
    placed: dict[str, float] = {}
    for position, middle in enumerate(middles):
        code = picture.levels[position].code
        together = [kind for kind, level in levels.items() if level == code]
        if picture.judgement and position > picture.position(picture.judgement):
            together.reverse()  # the month is written on the far side
        for i, kind in enumerate(together):
            placed[kind] = middle + (i - (len(together) - 1) / 2) * apart
    return placed


def _links(picture: Picture, placed: dict[str, float], y: float, scale: Scale) -> str:
    """An arrow from the earlier check, a dotted track to a suggestion that differs."""
    here = placed.get("judgement")
    if here is None:
        return ""
    drawn = []
    before, tool = placed.get("earlier"), placed.get("tool")
    same_side = before is not None and tool is not None and (before - here) * (tool - here) > 0
    lane = (5.0 if scale.is_wide else 4.0) if same_side and picture.differs else 0.0
    if tool is not None and picture.differs:
        side = 1 if tool > here else -1
        drawn.append(marks.track((here + side * (scale.person + 4), y - lane), (tool, y - lane), scale))
        if scale.is_wide:
            drawn.append(_differ(here + side * (_step(picture, placed) / 2), y - lane, scale))
    if before is not None:
        side = 1 if before > here else -1
        drawn.append(
            marks.arrow((before + -side * scale.earlier, y + lane), (here + side * (scale.person + 1), y + lane), scale)
        )
    return "".join(drawn)


def _step(picture: Picture, placed: dict[str, float]) -> float:
    """The way from one field's middle to the next, along the track."""
    fields = abs(picture.position(picture.judgement or "") - picture.position(picture.suggested or ""))
    return abs(placed["tool"] - placed["judgement"]) / max(1, fields)


def _differ(x: float, y: float, scale: Scale) -> str:
    wide = measure("differ", scale.small)
    plate = box((x - wide / 2 - 4, y - 9), (wide + 8, 18), fill=WHITE)
    return plate + label("differ", (x, y + scale.small * 0.33), scale.small)


def _month(month: str, placed: dict[str, float], y: float, scale: Scale) -> str:
    """The earlier check's month, on the side away from the judgement."""
    short = month[:3]
    x = placed["earlier"]
    right = placed.get("judgement", x) < x
    wide = measure(short, scale.small)
    start = x + scale.earlier + 6 if right else x - scale.earlier - 6 - wide
    plate = box((start - 3, y - 9), (wide + 6, 18), fill=WHITE)
    return plate + label(short, (start, y + scale.small * 0.33), scale.small, anchor="start")
