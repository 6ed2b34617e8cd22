"""The pictures of the workflows follow their tables."""

from pathlib import Path

from django.conf import settings

from workflow.diagrams import diagram, workflows_of, workflows_page
from workflow.transitions import Transition


def test_the_pictures_of_the_workflows_are_up_to_date() -> None:
    """`manage.py workflows_page` writes them."""
    assert Path(settings.BASE_DIR, "docs", "workflows.md").read_text() == workflows_page(workflows_of(settings.OUR_APPS))


def test_every_transition_table_is_found_where_it_stands() -> None:
    named = {
        path.parent.name
        for app in settings.OUR_APPS
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        if "migrations" not in path.parts and " Transition(" in path.read_text() and path.name == "transitions.py"
    }
    elsewhere = [
        str(path)
        for app in settings.OUR_APPS
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        if path.name != "transitions.py" and ": Transition(" in path.read_text()
    ]
    assert elsewhere == []
    assert {found.app for found in workflows_of(settings.OUR_APPS)} == named


def test_events_between_the_same_two_states_share_an_arrow() -> None:
    table = {("", "told"): Transition("told"), ("open", "see"): Transition("open"), ("open", "hold"): Transition("open")}
    assert list(diagram(table))[-2:] == ["    [*] --> told: told", "    open --> open: see, hold"]
