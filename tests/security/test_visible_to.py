"""Every record says whose it is: `visible_to` stands on its model, and shows by itself nothing that the policies hide."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from tests.roles import as_factory
from tests.security.town import Town

PERSONAL = [
    model
    for model in apps.get_models()
    if model._meta.db_table in registry.tables
    and registry.tables[model._meta.db_table].personal
    and not model.__name__.endswith("History")
]
RECORDS = [model for model in PERSONAL if hasattr(model._default_manager, "visible_to")]
OF_NO_RECORD = {
    "audit.AccessEvent": "the marks themselves: audit.selectors asks rls for those of a record that was opened",
    "audit.ChangeEvent": "the marks themselves: audit.selectors asks rls for those of a record that was opened",
    "clocks.CalendarFeed": "one's own link: asked for by its owner or by its hash",
    "clocks.DigestChoice": "one's own choice",
    "clocks.ScheduleChange": "dates and rules of an authority, without a child",
    "consent.Absence": "who is away from work, and no child: consent.selectors.desk asks by agency",
    "people.ConflictOfInterest": "of any kind of record: people.selectors.need_to_know begins from the record that was opened",
    "people.RestrictionMember": "of a restriction",
    "people.Restriction": "of any kind of record: people.selectors.need_to_know begins from the record that was opened",
}
"""Models with nobody's record above them, and how they are read."""


def is_part_of_a_record(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a row of it is read through a row above it that says whose it is."""
    if model in RECORDS:
        return True
    above = {field.related_model for field in model._meta.fields if field.is_relation and not field.null} - seen - {model}
    return any(is_part_of_a_record(one, seen | {model}) for one in above if isinstance(one, type))


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_a_model_about_a_person_is_a_record_or_part_of_one(model: type[models.Model]) -> None:
    assert is_part_of_a_record(model) is not (model._meta.label in OF_NO_RECORD)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_it_shows_alone_no_more_than_the_policies_do(town: Town, model: Any) -> None:
    """Asked past the policies it finds only what they would show; somebody sees one, and somebody does not."""
    found = {}
    for who, user in town.people.items():
        with acting_as(user.pk):
            shown = set(model._default_manager.values_list("pk", flat=True))
            with as_factory():
                found[who] = set(model._default_manager.visible_to(user).values_list("pk", flat=True))
        assert found[who] <= shown, who
    assert any(found.values())
    assert not any(found["stranger"] & found[who] for who in ("practitioner", "worker"))
