"""The questions after a tick whose wording names a tool: was it used, and what did it show?"""

from __future__ import annotations

from collections.abc import Sequence

from pages.forms import Choice, GovForm
from thresholds.forms.moments import radios, waits
from thresholds.models.check import Observation
from thresholds.rules.framework import ListItem
from thresholds.rules.tools import NOT_USED

TOOL = "tool"


def ask_about_tools(form: GovForm, tools: Sequence[ListItem]) -> None:
    """One question for the tools that the wording names, and under each what it showed."""
    if not tools:
        form.fields.pop(TOOL)
        return
    names = " or the ".join(tool.name or tool.text for tool in tools)
    form.fields[TOOL].label = f"Have you used the {names}?"
    for tool in tools:
        form.fields[_shown(tool.code)] = waits(radios("What did it show?"))
        form.set_options(_shown(tool.code), [Choice(each.code, each.text, each.note or "") for each in tool.results])
    yes = "Yes" if len(tools) == 1 else "Yes, the {}"
    form.set_options(TOOL, [
        *(Choice(tool.code, yes.format(tool.name), reveals=(_shown(tool.code),)) for tool in tools),
        Choice(NOT_USED, "Not yet"),
    ])  # fmt: skip


def answered(form: GovForm) -> tuple[str, str]:
    """The tool and what it showed; both empty where nothing was said."""
    tool = form.cleaned_data.get(TOOL) or ""
    return tool, (form.cleaned_data.get(_shown(tool)) or "") if tool not in ("", NOT_USED) else ""


def initial_tool(observation: Observation) -> dict[str, str]:
    """What was answered before, for the form."""
    given = {TOOL: observation.tool}
    return given | ({_shown(observation.tool): observation.tool_result} if observation.tool_result else {})


def _shown(tool: str) -> str:
    return f"shown_{tool}"
