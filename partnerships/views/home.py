"""The home page: one's work, made of the panels that the other apps bring."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from audit.reading import mark_read
from pages.panels import panels_for
from pages.views import PageView
from partnerships.models import Role
from partnerships.permissions import Action, roles_of

BEGINS_AT = (
    (frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_LEAD}), ""),
    (frozenset({Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER}), "/front-door/"),
    (frozenset({Role.PARTNERSHIP_ADMIN}), "/partnership/"),
)
"""Where each kind of work begins, the first that fits; empty is this page. The others belong to apps above this one."""


class HomeView(PageView):
    """Your work: what is in hand, what you owe, what you sent. Somebody without a role is told so, and shown nothing."""

    action = Action.SEE_OWN_WORK
    template_name = "partnerships/home.html"

    def get_page_context(self) -> dict[str, Any]:
        panels = panels_for(self.request)
        return super().get_page_context() | {
            "main": [panel for panel in panels if panel.place == "main"],
            "aside": [panel for panel in panels if panel.place == "aside"],
        }

    def mark_shown(self) -> None:
        """The panels name children, so the list is a reading."""
        mark_read(self.request, action="work-read", subject_type="own-work", subject_id=None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = roles_of(request.user)
        begins_at = next((place for roles, place in BEGINS_AT if roles & held), "")
        return redirect(begins_at) if begins_at else self.render()
