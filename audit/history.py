"""What a row was: every insertion, change and deletion kept by a trigger, with who and from which request.

An app declares its own in `<app>/models/history.py`, because the tables stand beside the model's migrations::

    tracked(Person)
    tracked(Document, exclude=["pdf"])

Who is the setting that the policies read (`app.user_id`), so it cannot be forgotten. The request is pghistory's context,
which `rowsecurity.session.acting_as` sets with it; why is the `ChangeEvent` of the same request.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pghistory
import pghistory.models
from django.apps import apps
from django.db import models
from django.db.models.functions import Cast, NullIf

_ASKING = models.Func(
    models.Value("app.user_id"), models.Value(True), function="current_setting", output_field=models.TextField()
)

_KEY_TYPES: dict[str, type[models.Field]] = {
    "BigAutoField": models.BigIntegerField,
    "UUIDField": models.UUIDField,
}


class History(pghistory.models.Event):
    """One version of one row. Added by the trigger alone, never changed."""

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_actor_id = models.BigIntegerField(
        null=True, db_default=Cast(NullIf(_ASKING, models.Value("")), models.BigIntegerField())
    )

    class Meta:
        abstract = True


def tracked(
    model: type[models.Model], *, exclude: Sequence[str] = (), formerly: Mapping[str, models.Field] | None = None
) -> type[models.Model]:
    """Keep the history of a model in a table of its own, `<model>History`. `exclude` names what stands frozen elsewhere.

    `formerly` are columns that the model once had. A sealed table keeps them: what was recorded in them stays true of its
    time, and the seals of those rows cover it. They may be null, because no new row fills them.

    The table points nowhere: what a row pointed to is kept as the plain key that it was, under the same column.
    """
    plain = {field.name: _plain(field) for field in model._meta.local_fields if field.is_relation}
    computed = [field.name for field in model._meta.local_fields if isinstance(field, models.GeneratedField)]
    key = model._meta.pk
    no_link: Any = None  # documented by pghistory, missing from its types
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[*exclude, *computed],
        obj_field=no_link,
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        append_only=True,
        base_model=History,
        abstract=False,
        attrs=plain | dict(formerly or {}) | {key.name: _KEY_TYPES[key.get_internal_type()](db_index=True)},
    )


def _plain(field: Any) -> models.Field:
    return _KEY_TYPES[field.target_field.get_internal_type()](null=field.null, db_column=field.column)


def history_models() -> list[type[models.Model]]:
    """Every history table there is, in order of name."""
    found = [model for model in apps.get_models() if issubclass(model, History)]
    return sorted(found, key=lambda model: model._meta.db_table)


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """The history of a model, or None if it keeps none."""
    return next((kept for kept in history_models() if getattr(kept, "pgh_tracked_model", None) is model), None)
