"""What people brings to the frame and the home page: the way to the report, with what waits for a review."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from clocks.models import Clock
from clocks.registry import subject_page
from pages import chrome, panels
from pages.chrome import NavItem
from pages.panels import Panel
from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import Opening
from people.presenters.openings import reviews_waiting
from people.selectors.emergencies import reviews_outstanding
from people.services.emergencies import SUBJECT


def register() -> None:
    chrome.register(links)
    panels.register("openings", 90, openings)
    subject_page(SUBJECT, _review_page)


def _review_page(clock: Clock) -> str:
    return reverse("people:emergency_review", args=[clock.subject_id])


def links(request: HttpRequest) -> dict[str, Any]:
    """For a partnership's admin how many reviews wait. A manager finds the report in the inbox, a lead on their home page."""
    user = request.user
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    if can(user, Action.REVIEWS_COUNT):
        waiting = sum(one.count for one in reviews_outstanding())
        return {"nav": (NavItem(f"Reviews waiting ({waiting})", reverse("people:outstanding"), order=60),)} if waiting else {}
    return {}


def openings(request: HttpRequest) -> Panel | None:
    """For a safeguarding lead: how often a record of their agency was opened without a part in the last 30 days."""
    user = request.user
    if not isinstance(user, User) or not can(user, Action.OPENINGS_READ):
        return None
    since = now() - datetime.timedelta(days=30)
    count = Opening.objects.answered_for_by(user).filter(at__gte=since).count()
    return Panel("people/panels/openings.html", {"count": count, "waiting": reviews_waiting(user)}, place="aside")
