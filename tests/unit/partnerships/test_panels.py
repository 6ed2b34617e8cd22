"""The home page's panels: in order, each once, and only those that have something."""

import pytest

from pages import panels
from pages.panels import Panel


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(panels, "_parts", {})


def test_panels_stand_in_their_order_and_leave_out_who_has_nothing():
    panels.register("second", 20, lambda request: Panel("second.html"))
    panels.register("silent", 15, lambda request: None)
    panels.register("first", 10, lambda request: Panel("first.html"))

    assert [panel.template for panel in panels.panels_for(None)] == ["first.html", "second.html"]


def test_two_panels_under_one_name_are_an_error():
    def part(request):
        return None

    panels.register("one", 10, part)
    panels.register("one", 10, part)

    with pytest.raises(ValueError, match="one"):
        panels.register("one", 10, lambda request: None)
