"""What consent brings to the home page and the frame: what waits for a lead, and the way to their desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from consent.selectors.desk import mine_of
from pages import panels
from pages.chrome import NavItem
from pages.panels import Panel
from partnerships.models import User
from partnerships.permissions import Action, can

MOST = 6


def register() -> None:
    panels.register("waiting-for-the-lead", 5, waiting)


def waiting(request: HttpRequest) -> Panel | None:
    """What waits for this lead, least time left first; nothing for anybody else, or where nothing waits."""
    user = request.user
    if not isinstance(user, User) or not can(user, Action.PROPOSAL_REVIEW):
        return None
    asked, late = mine_of(user, localdate())
    rows = [{"proposal": proposal, "what": "Approve or advise", "due": proposal.review_due_at} for proposal in asked[:MOST]]
    rows += [{"proposal": proposal, "what": "Review what was sent", "due": None} for proposal in late[:MOST]]
    return Panel("consent/panels/waiting.html", {"rows": rows}) if rows else None


def desk_link(request: HttpRequest) -> dict[str, Any]:
    """The entry of the navigation for a safeguarding lead; nothing for anybody else."""
    user = request.user
    if not user.is_authenticated or not can(user, Action.PROPOSAL_REVIEW):
        return {}
    waiting = sum(len(found) for found in mine_of(user, localdate()))
    return {"nav": (NavItem(f"Waiting for you ({waiting})" if waiting else "Waiting for you", reverse("consent:desk")),)}
