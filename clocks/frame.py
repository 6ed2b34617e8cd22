"""What clocks add to the frame of every page: the way to one's deadlines."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pages.chrome import NavItem
from partnerships.permissions import Action, can


def deadlines_link(request: HttpRequest) -> dict[str, Any]:
    """The entry in the navigation, for somebody who may have deadlines."""
    if not request.user.is_authenticated or not can(request.user, Action.READ_DEADLINES):
        return {}
    return {"nav": (NavItem("Deadlines", reverse("clocks:deadlines")),)}
