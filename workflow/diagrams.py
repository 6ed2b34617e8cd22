"""Every workflow as a picture and a list, written from its transition table: `docs/workflows.md`.

A table is found, not listed: any mapping of `Transition` at the top of an app's `transitions.py`. What is written below a table
in its module, as a string, is its note.
"""

import ast
import importlib
import importlib.util
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import Any

from workflow.transitions import Table, Transition

_HEAD = """# Workflows

Written by `manage.py workflows_page` from the transition tables (`transitions.py` of each app); a test holds it to them.
Nothing else moves a state. An event that a state does not list is refused, and said to be (409 in the browser). What an event
needs beside the permission is checked by its service. A loop is an event that is recorded and leaves the state.
"""


@dataclass(frozen=True)
class Workflow:
    """One table, by the app that owns it and its name there, with the note that stands below it."""

    app: str
    name: str
    table: Table
    note: str = ""

    @property
    def title(self) -> str:
        words = self.name.replace("_", " ").lower()
        return f"{words[0].upper()}{words[1:]} ({self.app})"


def workflows_of(apps: Iterable[str]) -> list[Workflow]:
    """The tables of these apps, by app in the order given and by their order in the module."""
    found = []
    for app in apps:
        if importlib.util.find_spec(f"{app}.transitions") is not None:
            module = importlib.import_module(f"{app}.transitions")
            notes = _notes(module)
            tables = ((name, value) for name, value in vars(module).items() if _is_table(value))
            found += [Workflow(app, name, table, notes.get(name, "")) for name, table in tables]
    return found


def workflows_page(workflows: Iterable[Workflow]) -> str:
    """The whole of `docs/workflows.md`."""
    return "\n".join([_HEAD, *("\n".join(_section(workflow)) for workflow in workflows)])


def _section(workflow: Workflow) -> Iterator[str]:
    yield f"## {workflow.title}\n"
    if workflow.note:
        yield f"{workflow.note}\n"
    yield "```mermaid"
    yield from diagram(workflow.table)
    yield "```\n"
    yield "| from | event | to | who | and |"
    yield "| --- | --- | --- | --- | --- |"
    for (state, event), move in workflow.table.items():
        who = getattr(move.permission, "value", "")
        yield f"| {_label(state)} | {event} | {_label(move.target)} | {who} | {'; '.join(move.requires)} |"
    yield ""


def diagram(table: Table) -> Iterator[str]:
    """A table as a Mermaid state diagram: one arrow for all events that lead from one state to another."""
    yield "stateDiagram-v2"
    states = dict.fromkeys(state for (origin, _), move in table.items() for state in (origin, move.target))
    for state in states:
        if state:
            yield f'    state "{_label(state)}" as {_key(state)}'
    arrows: dict[tuple[str, str], list[str]] = {}
    for (origin, event), move in table.items():
        arrows.setdefault((_key(origin), _key(move.target)), []).append(str(event))
    for (origin, target), events in arrows.items():
        yield f"    {origin} --> {target}: {', '.join(events)}"


def _key(state: Any) -> str:
    return re.sub(r"\W", "_", str(state)) or "[*]"


def _label(state: Any) -> str:
    """As people read it; what has no state yet is "not yet"."""
    return str(getattr(state, "label", state)) if state else "not yet"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(move, Transition) for move in value.values())


def _notes(module: ModuleType) -> dict[str, str]:
    """The string below an assignment at the top of a module, by the assigned name."""
    body = ast.parse(inspect.getsource(module)).body
    notes: dict[str, str] = {}
    for node, below in pairwise(body):
        if isinstance(node, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            notes |= {name.id: str(below.value.value) for name in node.targets if isinstance(name, ast.Name)}
    return notes
