"""What clocks bring to the home page: what is late of all that a lead answers for, before anything else."""

from django.http import HttpRequest
from django.utils import timezone

from clocks.board import late_for
from pages import panels
from pages.panels import Panel
from partnerships.models import User
from partnerships.permissions import Action, can


def register() -> None:
    panels.register("late", 1, late)


def late(request: HttpRequest) -> Panel | None:
    """How many are overdue, and the worst three; nothing where none is, or for somebody who answers for no team."""
    user = request.user
    if not isinstance(user, User) or not can(user, Action.READ_DEADLINES):
        return None
    found = late_for(user, timezone.now())
    return Panel("clocks/panels/late.html", {"late": found}) if found else None
