"""The levels' names, set along their arches as far as the arms, and the views that stand on them, leave room."""

from math import hypot

from thresholds.pictures.arch_plan import Plan
from thresholds.pictures.arches import Line
from thresholds.pictures.markup import advances, curved_label
from thresholds.pictures.palette import INK

_SMALLEST = 0.86  # of the size of a name, before it takes a second line
_LEADING = 1.08
_CAPITAL = 0.68  # a capital's height, by its size


def name_size(plan: Plan) -> float:
    return plan.scale.body if plan.scale.is_wide else 12.0


def level_name(plan: Plan, position: int) -> str:
    """A level's name on its arch."""
    lines, size = _set(plan, position)
    drawn = []
    for text, path in lines:
        widths = advances(text, size)
        start = (path.length - sum(widths)) / 2
        letters = []
        for width in widths:
            letters.append((path.at(start), path.turn(start + width / 2)))
            start += width
        drawn.append(curved_label(text, letters, size, fill=INK))
    return "".join(drawn)


def name_bottom(plan: Plan, position: int) -> float:
    """How far below the level's crown the last line of its name has its baseline."""
    lines, size = _set(plan, position)
    return _depth(plan, position) + (len(lines) - 1) * size * _LEADING


def names_fit(plan: Plan) -> bool:
    """Every level's name fits in one line."""
    return all(_set(plan, position)[0][0][0] == _name(plan, position) for position in range(len(plan.picture.levels)))


def _name(plan: Plan, position: int) -> str:
    return " ".join(plan.picture.levels[position].label.split())


def _depth(plan: Plan, position: int) -> float:
    """How far below its arch's crown a name's first baseline is: under the outline and the rim."""
    code = plan.picture.levels[position].code
    outline = plan.scale.outline if code == plan.picture.judgement else 3.0 if code == plan.picture.suggested else 0.0
    over = 9.0 if position == 0 else plan.scale.rim + 2.5
    return outline + over + name_size(plan) * _CAPITAL


def _set(plan: Plan, position: int) -> tuple[list[tuple[str, Line]], float]:
    """The lines of a name with their paths, and their size."""
    text, size = _name(plan, position), name_size(plan)
    path = _path(plan, position, 0.0)
    limit = _room(plan, position, path, size)
    while size > _SMALLEST * name_size(plan) and _width(text, size) > limit:
        size -= 0.3
    if _width(text, size) <= limit:
        return [(text, path)], size
    if plan.lines == 1 or " " not in text:
        return [(_cut(text, size, limit), path)], size
    under = _path(plan, position, size * _LEADING)
    first, second = _split(text, size, limit)
    room = _room(plan, position, under, size)
    if _width(second.split()[0] + "…", size) > room:
        return [(_cut(text, size, limit), path)], size
    return [(first, path), (_cut(second, size, room), under)], size


def _path(plan: Plan, position: int, down: float) -> Line:
    depth = _depth(plan, position) + down
    return plan.arches.line(plan.arches.nested[position].inside(depth, depth))


def _width(text: str, size: float) -> float:
    return sum(advances(text, size))


def _split(text: str, size: float, limit: float) -> tuple[str, str]:
    """A name in two lines of about one length, the first no longer than its limit if words allow."""
    words = text.split()
    splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    fitting = [pair for pair in splits if _width(pair[0], size) <= limit] or splits[:1]
    first, second = min(fitting, key=lambda pair: max(_width(pair[0], size), _width(pair[1], size)))
    return _cut(first, size, limit), second


def _cut(text: str, size: float, limit: float) -> str:
    """As many whole words as fit, with an ellipsis if some do not; the flags and lists have the whole name."""
    if _width(text, size) <= limit:
        return text
    words = text.split()
    while len(words) > 1 and _width(" ".join(words) + "…", size) > limit:
        words.pop()
    cut = " ".join(words)
    while len(cut) > 1 and _width(cut + "…", size) > limit:
        cut = cut[:-1]
    return cut + "…"


def _room(plan: Plan, position: int, path: Line, size: float) -> float:
    """The length round the crown of a line of letters that touches no arm, no view and no worry."""
    worries = [(spot, plan.scale.radius + 0.5) for spot in plan.under_crown(position)]
    taken, middle, half = [*plan.taken, *worries], path.length / 2, 0.0
    while half < middle:
        for side in (-1, 1):
            (x, y), (dx, dy) = path.station(middle + side * half)
            centre = (x + dy * size * 0.35, y - dx * size * 0.35)
            on_arm = plan.arches.from_arms(centre) < size * 0.42 + 2 or plan.arches.domain_at(centre) != 1
            if on_arm or any(hypot(centre[0] - a, centre[1] - b) < r + size * 0.42 for (a, b), r in taken):
                return 2 * half
        half += 3.0
    return 2 * half
