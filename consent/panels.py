"""What consent brings to the frame: the lead's way to their desk, with how many wait there."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from consent.selectors.proposals import late_reviews_for, waiting_for
from pages.chrome import NavItem
from partnerships.permissions import Action, can


def desk_link(request: HttpRequest) -> dict[str, Any]:
    """The entry of the navigation for a safeguarding lead; nothing for anybody else."""
    user = request.user
    if not user.is_authenticated or not can(user, Action.PROPOSAL_REVIEW):
        return {}
    waiting = waiting_for(user).count() + late_reviews_for(user).count()
    return {"nav": (NavItem(f"Waiting for you ({waiting})" if waiting else "Waiting for you", reverse("consent:desk")),)}
