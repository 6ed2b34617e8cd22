"""A finished drawing: its parts on a canvas, closed as one SVG with a name and a description."""

from dataclasses import dataclass

from thresholds.pictures.markup import Svg, element, number, text_node
from thresholds.pictures.palette import INK
from thresholds.pictures.scale import Scale

# "Document" is what printed documents call the same typeface.
TYPEFACE = "Atkinson Hyperlegible Next, Document, Arial, Liberation Sans, sans-serif"


@dataclass(frozen=True)
class Sheet:
    """What a form draws: markup and how tall it is."""

    body: str
    height: float


def closed(sheet: Sheet, scale: Scale, title: str, desc: str, uid: str) -> Svg:
    """The drawing as one `<svg>`, an image with its name and description; ids begin with `uid`."""
    prefix = f"{uid}-{scale.name}"
    drawing = element(
        "svg",
        element("title", text_node(title), id=f"{prefix}-title"),
        element("desc", text_node(desc), id=f"{prefix}-desc"),
        sheet.body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(scale.canvas)} {number(sheet.height)}",
        width=scale.canvas,
        height=sheet.height,
        role="img",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
        focusable="false",
        font_family=TYPEFACE,
        fill=INK,
    )
    return Svg(drawing)


def glyph(body: str, half: float) -> Svg:
    """A mark on its own, for the key and the lists, where the words beside it say what it is."""
    drawing = element(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{number(-half)} {number(-half)} {number(2 * half)} {number(2 * half)}",
        width=2 * half,
        height=2 * half,
        aria_hidden="true",
        focusable="false",
        font_family=TYPEFACE,
    )
    return Svg(drawing)
