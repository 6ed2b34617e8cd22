"""The way to the list, for whoever answers for a front door or an agency."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pages import chrome
from pages.chrome import NavItem
from partnerships.models import User
from partnerships.permissions import Action, can


def register() -> None:
    chrome.register(links)


def links(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not isinstance(user, User) or not can(user, Action.NEED_TO_KNOW_READ):
        return {}
    return {"nav": (NavItem("Who may open", reverse("people:need_to_know"), order=70),)}
