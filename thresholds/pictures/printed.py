"""The picture of need in a printed document."""

from typing import Any

from documents.registry import Drawing
from thresholds.pictures import describe, draw, from_content


def drawn(content: dict[str, Any]) -> Drawing:
    """Draw a picture that a document kept, with the words that stand for it."""
    picture = from_content(content)
    return Drawing(svg=str(draw(picture)), description=describe(picture).desc)
