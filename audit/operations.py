"""A migration operation that adds many triggers without rendering every model again for each."""

from collections.abc import Sequence

import pgtrigger.compiler
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddTriggers(Operation):
    """What as many of pgtrigger's `AddTrigger` do: `triggers` are pairs of a model's name and a compiled trigger.

    pgtrigger's reads the model, and so renders it and all that it points to; a compiled trigger needs no model.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, triggers: Sequence[tuple[str, pgtrigger.compiler.Trigger]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, trigger in self.triggers:
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for _model, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for _model, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Create {len(self.triggers)} triggers"
