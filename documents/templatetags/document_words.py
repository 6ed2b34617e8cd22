"""Template tags of printed documents."""

from typing import Any

from django import template

from documents.rules import wording
from documents.rules.content import Framework, Level

register = template.Library()
register.filter("when_words", wording.when_words)
register.filter("fact_words", wording.fact_words)
register.filter("sentence", wording.sentence)


@register.inclusion_tag("documents/parts/prose.html")
def prose(text: str, quoted: bool = False) -> dict[str, Any]:
    """Print free text as paragraphs, quoted or not, and say how much of a very long one is left out."""
    paragraphs, left = wording.paragraphs(text)
    return {"paragraphs": paragraphs, "left": left, "quoted": quoted}


@register.inclusion_tag("documents/parts/level.html")
def level(framework: Framework, level: Level) -> dict[str, Any]:
    """Print a level of need with its mark, where the framework's levels are known."""
    return {"name": level.name or level.code, "mark": mark_name(framework, level)}


@register.simple_tag
def worry_level(worry: Any) -> Level:
    """Return the level at which a worry counts."""
    return Level(code=worry.level_code, name=worry.level_name)


def mark_name(framework: Framework, level: Level) -> str:
    """Return the name of the level's mark among the pictures of a document, empty when it has none."""
    levels = tuple((one.code, one.name) for one in framework.levels)
    rank = wording.level_rank((level.code, level.name), levels)
    return f"level-{rank}" if rank else ""
