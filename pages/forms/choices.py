"""Choices with a hint under each, and what an option opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One option of radios or checkboxes.

    ``reveals`` names the fields of the same form that belong to this option: they are drawn beneath it, asked for only if
    it is chosen, and emptied if it is not. ``divider`` puts a word ("or") before it. ``exclusive`` is for checkboxes: this one
    unticks the others.
    """

    value: str
    label: str
    hint: str = ""
    reveals: tuple[str, ...] = ()
    divider: str = ""
    exclusive: bool = False


def choices_of(options: Sequence[Choice] | Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that a Django choice field takes."""
    return [(o.value, o.label) if isinstance(o, Choice) else (str(o[0]), str(o[1])) for o in options]
