"""Putting one row of the matrix right."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pages.forms import Choice, GovForm
from thresholds.forms.moments import radios, words
from thresholds.presenters.levels import LevelWords
from thresholds.rules.framework import Framework
from thresholds.rules.matrix import NOT_EXPLORED, mark_of

UNEXPLORED = "not-explored"


class MatrixRowForm(GovForm):
    """What a row should be, and why. `version` is that of the correction which the page showed."""

    level = radios("What should this row be?", missing="Choose what this row should be")
    why = words(
        "Why?", rows=4, missing="Say why this row should be different",
        hint="What you know of this area that the ticks do not show. It is printed beside the row.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, framework: Framework, levels: Sequence[LevelWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [Choice(level.code, _named(framework, level), level.gist) for level in levels]
        self.set_options("level", [*offered, Choice(UNEXPLORED, NOT_EXPLORED, divider="or")])

    def level_chosen(self) -> str:
        chosen = str(self.cleaned_data["level"])
        return "" if chosen == UNEXPLORED else chosen


def _named(framework: Framework, level: LevelWords) -> str:
    mark = mark_of(framework, framework.level(level.code))
    return f"{level.full} ({mark})" if mark else level.full
