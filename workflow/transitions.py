"""One table per workflow: ``{(state, event): Transition(target, permission, requires)}``.

A service that moves a record reads the table here, inside its own transaction; nothing else assigns a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from workflow.errors import IllegalTransition


@dataclass(frozen=True)
class Transition:
    """Where an event leads, the action that a person needs for it, and the names of what the service checks first."""

    target: str
    permission: Enum | None = None
    requires: tuple[str, ...] = ()


Table = Mapping[Any, Transition]
"""Keys are (state, event); a workflow's states are an enumeration of its own, which a mapping's type would have to name."""


def events_from(table: Table, state: str) -> tuple[str, ...]:
    """The events that this state accepts, in order of their names."""
    return tuple(sorted(event for origin, event in table if origin == state))


def next_state(table: Table, state: str, event: str) -> Transition:
    """The transition for this event in this state.

    A product decision (house style, State): an illegal move is an error with a name, never a quiet return. Raises
    ``IllegalTransition`` with what would have been allowed.
    """
    try:
        return table[(state, event)]
    except KeyError:
        raise IllegalTransition(state, event, events_from(table, state)) from None
