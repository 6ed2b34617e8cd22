"""The two sizes at which each picture is drawn. The narrow one is its own drawing, not the wide one made smaller.

Product decision (look/pictures): 960 and 328 wide, swapped where the page gives it less than 640 px.
"""

from dataclasses import dataclass
from typing import Literal

Width = Literal["wide", "narrow"]


@dataclass(frozen=True)
class Scale:
    """Sizes in the unit of the drawing, which is about a CSS pixel."""

    name: Width
    canvas: float
    radius: float  # of a worry
    numeral: float
    heading: float
    body: float
    small: float
    chevron: tuple[float, float]
    person: float  # radius of the judgement's disc
    earlier: float
    diamond: float
    outline: float
    rim: float
    pitch: float  # from one worry to the next in a grid
    rows: int  # of worries in one cell, at most

    @property
    def is_wide(self) -> bool:
        return self.name == "wide"


WIDE = Scale(
    name="wide",
    canvas=960,
    radius=15,
    numeral=15,
    heading=17,
    body=15,
    small=14,
    chevron=(32, 38),
    person=14.5,
    earlier=10,
    diamond=16,
    outline=5.5,
    rim=7,
    pitch=36.5,
    rows=9,
)
NARROW = Scale(
    name="narrow",
    canvas=328,
    radius=10.4,
    numeral=11.6,
    heading=12.6,
    body=12.6,
    small=11.6,
    chevron=(25, 29),
    person=10.6,
    earlier=8,
    diamond=11.5,
    outline=4,
    rim=4.4,
    pitch=25,
    rows=9,
)
SCALES: dict[Width, Scale] = {"wide": WIDE, "narrow": NARROW}
