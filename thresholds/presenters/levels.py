"""Levels of need as pages name them, always beside their mark."""

from __future__ import annotations

from dataclasses import dataclass

from thresholds.rules.framework import Framework, Level


@dataclass(frozen=True)
class LevelWords:
    """A level's code, its place from 1, its short words ("Level 4"), its full ones, and what it means in one paragraph."""

    code: str
    n: int
    words: str
    full: str
    gist: str
    statutory: bool
    definition: str = ""
    source: str = ""


def level_words(level: Level) -> LevelWords:
    """How a page names a level: a numbered level is known by its number, another by its name, of two parts by the first."""
    numbered = level.code.isdigit()
    words = f"Level {level.code}" if numbered else level.name.partition(": ")[0]
    return LevelWords(
        code=level.code,
        n=level.order + 1,
        words=words,
        full=f"{words}: {level.name}" if numbered else level.name,
        gist=(level.definition or "").split("\n\n")[0],
        statutory=level.statutory,
        definition=level.definition or "",
        source=level.source,
    )


def levels_of(framework: Framework) -> tuple[LevelWords, ...]:
    """Every level, from the lowest."""
    return tuple(level_words(level) for level in framework.levels)


def level_of(framework: Framework, code: str | None) -> LevelWords | None:
    """The level of that code; None for none."""
    return level_words(framework.level(code)) if code and framework.has_level(code) else None
