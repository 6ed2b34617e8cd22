"""What upper apps register here, because documents may not import them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Drawing:
    """A picture as SVG markup of our own making, with the words that stand for it and, if any, those printed under it."""

    svg: str
    description: str
    caption: str = ""


PictureRenderer = Callable[[dict[str, Any]], Drawing]

_picture_renderers: list[PictureRenderer] = []


def register_picture_renderer(renderer: PictureRenderer) -> None:
    """Let `renderer` draw a child's picture of need from the plain dict in the content; it escapes every text it draws."""
    _picture_renderers[:] = [renderer]


def picture_drawn(picture: dict[str, Any] | None) -> Drawing | None:
    """Return the drawing, or None when there is no picture or nobody who draws it."""
    if not picture or not _picture_renderers:
        return None
    return _picture_renderers[0](picture)
