"""What thresholds adds to the frame of every page: services and numbers, frameworks, the partnership's own pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pages.chrome import NavItem
from partnerships.models import Role
from partnerships.permissions import GRANTS, Action, roles_of


def links(request: HttpRequest) -> dict[str, Any]:
    """The entries for what this person may read. An admin has no entry that leads to a case."""
    if not request.user.is_authenticated:
        return {}
    roles = roles_of(request.user)
    granted = {action for role in roles for action in GRANTS[role]}
    if roles & {Role.PRACTITIONER, Role.SAFEGUARDING_LEAD}:
        granted -= {Action.READ_FRAMEWORK}  # theirs stands on their own page and beside the numbers
    entries = (
        (Action.FRAMEWORK_LOAD, "Partnership", "thresholds:partnership"),
        (Action.READ_DIRECTORY, "Services and numbers", "thresholds:directory"),
        (Action.READ_FRAMEWORK, "Frameworks", "thresholds:frameworks"),
    )
    return {"nav": tuple(NavItem(label, reverse(name)) for action, label, name in entries if action in granted)}
