"""No page fetches a record by its bare id: a view asks a selector, and a selector that takes an id asks whose it is."""

import ast
import inspect
from collections.abc import Iterator

import pytest
from django.apps import apps

from rowsecurity.registry import registry
from tests.security.wrapping import calls_of, modules_called

PERSONAL = {
    model.__name__
    for model in apps.get_models()
    if model._meta.db_table in registry.tables and registry.tables[model._meta.db_table].personal
}
ASKS = {"can", "visible_to", "contacts_at", "contacts_sent", "checks_for", "documents_for", "proposals_for", "notices_for"}
"""What narrows a query, or its answer, to what this person may see."""
OWN = ("visible_to", "running")
"""Questions of a manager that take the person and begin from what is theirs."""
WITHIN = {
    "thresholds.views.family": "the address of the household of the check that was opened",
    "referrals.views.sending": "the contact that this author made of the check that was opened",
}
"""View modules that ask a manager for a part of what was opened: never by an id of the request."""
BY_OTHERS = {
    "consent.selectors.desk.concerned_in": "whom to leave out of what is told of a proposal; no row is shown",
    "partnerships.selectors.people_named": "people who work here, by the marks that they left",
    "referrals.selectors.contacts.child_of": "within a contact that was opened",
}


def managed(module: object) -> Iterator[ast.Call]:
    """Calls on a manager of a personal model, and shortcuts that take one."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call):
            text = ast.unparse(node.func)
            taken = ast.unparse(node.args[0]) if node.args else ""
            begins = any(f".objects.{word}" in ast.unparse(node) for word in OWN)
            asked = text.partition(".objects")[0] if ".objects" in text and not begins else ""
            if asked in PERSONAL or (text in {"get_object_or_404", "get_list_or_404"} and taken in PERSONAL):
                yield node


@pytest.mark.parametrize("module", list(modules_called("views")), ids=lambda module: module.__name__)
def test_a_view_asks_no_manager_for_a_record(module: object) -> None:
    found = [ast.unparse(call) for call in managed(module)]
    if module.__name__ in WITHIN:
        assert found
        assert not any(word in call for call in found for word in ("kwargs", "request.GET", "request.POST", "pk=", "id="))
    else:
        assert found == []


@pytest.mark.parametrize("module", list(modules_called("selectors")), ids=lambda module: module.__name__)
def test_a_selector_that_takes_an_id_asks_whose_it_is(module: object) -> None:
    calls = calls_of(module)
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        by_id = [
            call
            for call in ast.walk(node)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in {"get", "filter"}
            and any(keyword.arg in {"pk", "id"} for keyword in call.keywords)
        ]
        name = f"{module.__name__}.{node.name}"
        if by_id and name not in BY_OTHERS:
            assert calls[node.name] & ASKS, f"{name} fetches by an id and asks nobody"


def test_what_is_excused_is_there() -> None:
    names = {f"{module.__name__}.{name}" for module in modules_called("selectors") for name in calls_of(module)}
    assert set(BY_OTHERS) <= names
    assert set(WITHIN) <= {module.__name__ for module in modules_called("views")}
