"""What is new and unclassified fails: a model without a factory or a reason, a role or action that the page does not show."""

import importlib
import pkgutil
from pathlib import Path

import factory
import pytest
from django.apps import apps
from django.conf import settings

import tests.factories
from partnerships.models import Role
from partnerships.permissions import GRANTS, Action
from partnerships.permissions_page import permissions_page

MADE_BY_SERVICES = (
    "made by its service in tests/journeys/steps.py and tests/security/town.py: a row without its history proves nothing"
)
LOADED = "loaded from the published fixtures by tests/journeys/world.py"
WITHOUT_FACTORY = {
    "audit": "written by every service",
    "thresholds.Framework": LOADED,
    "thresholds.FrameworkVersion": LOADED,
    "partnerships.LocalAuthority": LOADED,
    "partnerships.AuthorityFramework": LOADED,
    "partnerships.FrontDoor": LOADED,
    "partnerships.OpeningHours": LOADED,
    "partnerships.Closure": LOADED,
    "partnerships.TimescaleRule": LOADED,
    "people": MADE_BY_SERVICES,
    "thresholds": MADE_BY_SERVICES,
    "consent": MADE_BY_SERVICES,
    "referrals": MADE_BY_SERVICES,
}
"""Model or app → why it has no factory."""


def models_with_a_factory() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(tests.factories.__path__):
        for value in vars(importlib.import_module(f"tests.factories.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory) and value._meta.model:
                found.add(value._meta.model._meta.label)
    return found


def our_models() -> set[str]:
    """But for the history of each, which triggers write."""
    ours = set(settings.OUR_APPS)
    return {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours
        and not hasattr(model, "pgh_tracked_model")
        and "pgh_id" not in {f.name for f in model._meta.fields}
    }


def test_every_model_has_a_factory_or_a_reason() -> None:
    excused = {label for label in our_models() if label in WITHOUT_FACTORY or label.partition(".")[0] in WITHOUT_FACTORY}
    assert our_models() - models_with_a_factory() - excused == set()


def test_no_reason_is_given_for_what_is_not_there() -> None:
    known = our_models() | {label.partition(".")[0] for label in our_models()}
    assert set(WITHOUT_FACTORY) - known == set()


def test_every_role_states_what_it_may_do() -> None:
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Action)


@pytest.mark.parametrize("role", list(Role))
def test_no_role_but_those_who_work_on_cases_reads_one(role: Role) -> None:
    casework = {Action.CHECK_READ, Action.CONTACT_READ, Action.DOCUMENT_READ, Action.PROPOSAL_READ, Action.ASSESSMENT_WORK}
    if role == Role.PARTNERSHIP_ADMIN:
        assert GRANTS[role] & casework == frozenset()


def test_the_page_of_permissions_is_what_is_declared() -> None:
    """`manage.py permissions_page` writes it."""
    assert Path(settings.BASE_DIR, "docs", "permissions.md").read_text() == permissions_page()
