"""Tools that an indicator's wording names: what one showed places the indicator where the document prints that.

Source: Keeping Children Safe in Blackpool, Continuum of need, Example risk indicators ("using the Neglect Checklist or Graded
Care Profile 2", "using the CSE Screening Tool", "Brook traffic light tool"); the places are data. That a result without a
printed place leaves the indicator where it was ticked is a product decision, on the side of the child.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from thresholds.rules.framework import Framework, ListItem, ToolResult

NOT_USED: Final = "not-used"


class NoSuchResult(ValueError):
    """A tool, or what it showed, that the framework does not have for that indicator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """The indicator that a result stands for; `conditions_met` None where the result does not answer its condition."""

    indicator: str
    conditions_met: bool | None
    is_moved: bool


def tools_for(framework: Framework, codes: Iterable[str]) -> tuple[ListItem, ...]:
    """The tools that the wording of any of these indicators names and that have results to choose from."""
    named = set(codes)
    return tuple(tool for tool in framework.tools if tool.results and named & set(tool.places))


def place(framework: Framework, code: str, *, tool: str, result: str, conditions_met: bool | None = None) -> Placed:
    """Where an indicator stands after what its tool showed.

    Without a result (the tool was not used yet) it stays, with the answer to its condition as it was given. A result without
    a printed place leaves it where it is, too. Raises `NoSuchResult`.
    """
    if not tool or tool == NOT_USED:
        if result:
            raise NoSuchResult(result)
        return Placed(indicator=code, conditions_met=conditions_met, is_moved=False)
    found = next((each for each in tools_for(framework, [code]) if each.code == tool), None)
    if found is None:
        raise NoSuchResult(tool)
    if not result:
        return Placed(indicator=code, conditions_met=conditions_met, is_moved=False)
    shown = result_of(found, result)
    if shown is None:
        raise NoSuchResult(result)
    if shown.indicator is None:
        return Placed(indicator=code, conditions_met=conditions_met, is_moved=False)
    met = shown.conditions_met if shown.conditions_met is not None else conditions_met
    return Placed(indicator=shown.indicator, conditions_met=met, is_moved=shown.indicator != code)


def result_of(tool: ListItem, code: str) -> ToolResult | None:
    """What a tool showed, by its code."""
    return next((result for result in tool.results if result.code == code), None)


def answers_condition(framework: Framework, tool: str, result: str) -> bool:
    """Whether what a tool showed answers the condition of the indicator that it stands for."""
    found = next((each for each in framework.tools if each.code == tool), None)
    shown = result_of(found, result) if found else None
    return shown is not None and shown.conditions_met is not None


def told(framework: Framework, tool: str, result: str) -> str:
    """A recorded answer in words: "Neglect Checklist: moderate neglect"; empty where nothing was said of a tool."""
    if tool == NOT_USED:
        return "The tool that the framework names here has not been used yet"
    found = next((each for each in framework.tools if each.code == tool), None)
    shown = result_of(found, result) if found else None
    if found is None:
        return ""
    return (
        f"{found.name}: {shown.text[:1].lower()}{shown.text[1:]}" if shown else f"{found.name} used; what it showed is not said"
    )
