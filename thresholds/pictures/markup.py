"""SVG as text: every attribute and every text is escaped here and nowhere else.

Only presentation attributes are written, never `style` or `class`: the drawing needs no stylesheet, passes a strict
content security policy, and is the same in a browser and in a PDF.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from thresholds.pictures.palette import INK
from thresholds.pictures.typeface import glyph_width

Point = tuple[float, float]

# What XML 1.0 (section 2.2, Char) does not allow, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Svg(str):
    """A finished drawing: markup in which every text was escaped, so that a template takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def number(value: float) -> str:
    """A length with at most two decimals."""
    return f"{round(value, 2) + 0:g}" if abs(value) < 1000 else f"{value:.1f}"


def clean(text: str) -> str:
    """The text without characters that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; children are markup already; `stroke_width` becomes `stroke-width`; None is left out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(clean(number(value) if not isinstance(value, str) else value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def text_node(text: str) -> str:
    return escape(clean(text))


def label(
    text: str,
    at: Point,
    size: float,
    *,
    bold: bool = False,
    fill: str = INK,
    anchor: str | None = "middle",
) -> str:
    """One line of text on its baseline."""
    return element(
        "text",
        text_node(text),
        x=at[0],
        y=at[1],
        font_size=size,
        font_weight="700" if bold else None,
        fill=fill,
        text_anchor=None if anchor == "start" else anchor,
    )


def label_lines(
    lines: Iterable[str],
    at: Point,
    size: float,
    leading: float,
    *,
    bold: bool = False,
    fill: str = INK,
    anchor: str | None = "middle",
) -> str:
    """Lines of text, the first on the baseline given."""
    x, y = at
    rows = enumerate(lines)
    return "".join(label(row, (x, y + i * leading), size, bold=bold, fill=fill, anchor=anchor) for i, row in rows)


def curved_label(text: str, letters: Iterable[tuple[Point, float]], size: float, *, fill: str = INK) -> str:
    """Bold text set letter by letter: for each its starting point and its turn in degrees.

    A `textPath` would say it shorter, but is drawn straight in a PDF.
    """
    placed = list(letters)
    return element(
        "text",
        text_node(text),
        x=" ".join(number(point[0]) for point, _ in placed),
        y=" ".join(number(point[1]) for point, _ in placed),
        rotate=" ".join(number(turn) for _, turn in placed),
        font_size=size,
        font_weight="700",
        fill=fill,
    )


def advances(text: str, size: float) -> list[float]:
    """The width of each letter of a bold text."""
    return [glyph_width(character, size, bold=True) for character in text]


def line(
    start: Point, end: Point, stroke: str, width: float, dash: str | None = None, cap: str | None = None, **data: str
) -> str:
    return element(
        "line",
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linecap=cap,
        **data,
    )


def box(
    at: Point,
    size: Point,
    *,
    fill: str = "none",
    stroke: str | None = None,
    width: float | None = None,
    radius: float = 0,
    dash: str | None = None,
    level: str | None = None,
) -> str:
    return element(
        "rect",
        data_level=level,
        x=at[0],
        y=at[1],
        width=size[0],
        height=size[1],
        rx=radius or None,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash,
    )


def points(corners: Iterable[Point]) -> str:
    """Corners as a `points` attribute."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)
