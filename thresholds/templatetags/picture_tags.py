"""Template tags of the picture of need."""

from typing import Any
from zlib import crc32

from django import template

from thresholds.pictures import Mark, Picture, describe, draw, key
from thresholds.pictures.key import not_explored_glyph, strength_glyph, worry_glyph
from thresholds.pictures.markup import Svg
from thresholds.pictures.model import Shape

register = template.Library()


@register.inclusion_tag("thresholds/partials/picture.html", takes_context=True)
def picture(
    context: template.Context,
    picture: Picture,
    uid: str = "",
    heading: int = 3,
    sentence: bool = True,
    lists: bool = True,
) -> dict[str, Any]:
    """Show a picture: its sentence, both drawings, the key, and the lists of strengths and worries.

    `heading` is the level of the lists' headings. `sentence` and `lists` leave out what the page says elsewhere.
    """
    uid = uid or _next_uid(context, picture)
    return {
        "picture": picture,
        "words": describe(picture),
        "wide": draw(picture, "wide", uid),
        "narrow": draw(picture, "narrow", uid),
        "key": key(picture),
        "uid": uid,
        "heading": f"h{heading}",
        "sentence": sentence,
        "lists": lists,
    }


def _next_uid(context: template.Context, picture: Picture) -> str:
    """Ids that no other picture of the page has: an included template begins to count anew."""
    count: int = (context.render_context.get("pictures") or 0) + 1
    context.render_context["pictures"] = count
    return f"picture-{count}-{crc32(repr(picture).encode()):08x}"


@register.simple_tag
def picture_worry(picture: Picture, mark: Mark) -> Svg:
    """The small mark of a worry in a list."""
    return worry_glyph(picture, mark)


@register.simple_tag
def picture_strength(picture: Picture, letter: str) -> Svg:
    """The small mark of a strength in a list."""
    return strength_glyph(picture, letter)


@register.simple_tag
def picture_not_explored(shape: Shape) -> Svg:
    """The small mark of what was not explored."""
    return not_explored_glyph(shape)
