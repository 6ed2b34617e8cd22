"""What clocks add to the frame of every page: the way to one's deadlines, and to what an admin sets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pages.chrome import NavItem
from partnerships.permissions import Action, can

SCHEDULE_PAGES = r"/partnership/[^/]+/(?:calendar|timescales)/"
"""The pages of each authority, which do not begin as the link to the first of them does."""


def deadlines_link(request: HttpRequest) -> dict[str, Any]:
    """Entries in the navigation for somebody who has deadlines, and for somebody who sets what they follow from."""
    if not request.user.is_authenticated:
        return {}
    links = []
    if can(request.user, Action.READ_DEADLINES):
        links.append(NavItem("Deadlines", reverse("clocks:deadlines")))
    if can(request.user, Action.CALENDAR_EDIT):
        links.append(NavItem("Calendar and timescales", reverse("clocks:schedule"), order=60, also=SCHEDULE_PAGES))
    return {"nav": tuple(links)}
