"""Template tags of the picture of need. What is marked safe here was escaped where it was drawn."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from thresholds.pictures import Mark, Picture, describe, draw, key
from thresholds.pictures.key import not_explored_glyph, strength_glyph, worry_glyph

register = template.Library()


@register.inclusion_tag("thresholds/partials/picture.html", takes_context=True)
def picture(
    context: template.RequestContext,
    picture: Picture,
    uid: str = "",
    heading: int = 3,
    sentence: bool = True,
    lists: bool = True,
) -> dict[str, Any]:
    """Show a picture: its sentence, both drawings, the key, and the lists of strengths and worries.

    `heading` is the level of the lists' headings. `sentence` and `lists` leave out what the page says elsewhere.
    """
    uid = uid or _next_uid(context)
    return {
        "picture": picture,
        "words": describe(picture),
        "wide": mark_safe(draw(picture, "wide", uid)),
        "narrow": mark_safe(draw(picture, "narrow", uid)),
        "key": key(picture),
        "uid": uid,
        "heading": f"h{heading}",
        "sentence": sentence,
        "lists": lists,
    }


def _next_uid(context: template.RequestContext) -> str:
    """Ids that no other picture of the page has."""
    count = context.render_context.get("pictures", 0) + 1
    context.render_context["pictures"] = count
    return f"picture-{count}"


@register.simple_tag
def picture_worry(picture: Picture, mark: Mark) -> SafeString:
    """The small mark of a worry in a list."""
    return mark_safe(worry_glyph(picture, mark))


@register.simple_tag
def picture_strength(letter: str) -> SafeString:
    """The small mark of a strength in a list."""
    return mark_safe(strength_glyph(letter))


@register.simple_tag
def picture_not_explored(shape: str) -> SafeString:
    """The small mark of what was not explored."""
    if shape not in ("circle", "square", "hexagon"):
        raise template.TemplateSyntaxError(f"no shape is called {shape!r}")
    return mark_safe(not_explored_glyph(shape))


@register.filter
def drawn(markup: str) -> SafeString:
    """Markup of our own drawing, escaped where it was drawn."""
    return mark_safe(markup)
