"""Moves for a plan: a box for each, and under it who does what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from pages.forms import Choice, GovForm
from thresholds.forms.moments import line, waits
from thresholds.rules.framework import ListItem


class MovesForm(GovForm):
    """One question for each printed group of moves."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Mapping[str, Sequence[ListItem]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = dict(groups)
        self.small = frozenset(f"group_{place}" for place in range(len(groups)))
        for place, (heading, moves) in enumerate(self.groups.items()):
            name = f"group_{place}"
            boxes = forms.MultipleChoiceField(label=heading or "Moves", widget=forms.CheckboxSelectMultiple, choices=())
            self.fields[name] = waits(boxes)
            for move in moves:
                self.fields[_how(move.code)] = waits(line("Who does what, and by when?", limit=300))
            self.set_options(name, [Choice(move.code, move.text, reveals=(_how(move.code),)) for move in moves])

    def chosen(self) -> dict[str, str]:
        """The moves chosen, with who does what."""
        given = self.cleaned_data
        return {
            code: given.get(_how(code)) or "" for place in range(len(self.groups)) for code in given.get(f"group_{place}") or ()
        }

    def grouped(self) -> Iterator[tuple[BoundField, int, int]]:
        """Each group with how many moves it has, and how many are chosen."""
        for place, moves in enumerate(self.groups.values()):
            bound = self[f"group_{place}"]
            yield bound, len(moves), len(bound.value() or ())


def initial_moves(groups: Mapping[str, Sequence[ListItem]], kept: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen before, for the form."""
    given: dict[str, Any] = {_how(code): how for code, how in kept.items()}
    for place, moves in enumerate(groups.values()):
        given[f"group_{place}"] = [move.code for move in moves if move.code in kept]
    return given


def _how(code: str) -> str:
    return f"how_{code}"
