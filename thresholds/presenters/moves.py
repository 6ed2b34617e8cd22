"""Moves for a plan: those that the framework offers, by group, and those that were chosen."""

from __future__ import annotations

from dataclasses import dataclass

from thresholds.models import Check
from thresholds.rules.framework import Framework, ListItem


@dataclass(frozen=True)
class ChosenMove:
    """A move that was chosen, and who does what."""

    move: ListItem
    how: str


def moves_by_group(framework: Framework) -> dict[str, list[ListItem]]:
    """The framework's moves under their printed headings."""
    groups: dict[str, list[ListItem]] = {}
    for move in framework.moves:
        groups.setdefault(move.group or "", []).append(move)
    return groups


def moves_chosen(check: Check, framework: Framework) -> list[ChosenMove]:
    """The moves kept with a check, in printed order."""
    return [ChosenMove(move, check.moves[move.code]) for move in framework.moves if move.code in check.moves]
