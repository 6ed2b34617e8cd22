"""The colours of the pictures: measured for contrast, ordered in grey, the same in every form.

Level fills go from light to dark (L* 96, 89, 82, 71); text on them is always ink. Each level also has a rim of its
own, so that no meaning rests on colour. Red is immediate danger and nothing else.
"""

from dataclasses import dataclass
from typing import Literal

INK = "#17212B"
MUTED = "#4A5561"
WHITE = "#FFFFFF"
NOT_EXPLORED = "#57616C"
DANGER = "#B0112B"

STRENGTH_FILL = "#E6F4DF"
STRENGTH_GROUND = "#F3F9EF"
STRENGTH_EDGE = "#1D6B3A"
STRENGTH_LETTER = "#124A27"

Rim = Literal["plain", "dots", "diagonals", "dense"]


@dataclass(frozen=True)
class LevelColour:
    fill: str
    strong: str
    rim: Rim


LEVELS = (
    LevelColour("#F8F3E6", "#66573A", "plain"),
    LevelColour("#D0E3EF", "#1F5C7A", "dots"),
    LevelColour("#B9CDE9", "#2A4788", "diagonals"),
    LevelColour("#B3A7DA", "#40236F", "dense"),
)


def level_colour(position: int, count: int) -> LevelColour:
    """The colour of one of `count` levels: the lowest is always the lightest, the highest the darkest."""
    if count <= 1:
        return LEVELS[0]
    return LEVELS[round(position * (len(LEVELS) - 1) / (count - 1))]
