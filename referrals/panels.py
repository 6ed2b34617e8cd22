"""What referrals brings to the home page and the frame: what I owe, contacts sent, and the front door's navigation."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from pages import panels
from pages.chrome import NavItem
from pages.panels import Panel
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Contact
from referrals.presenters.sent_list import owed_rows, sent_rows
from referrals.selectors.contacts import contacts_sent

MOST = 12
LATELY = datetime.timedelta(days=60)


def register() -> None:
    panels.register("what-i-owe", 50, what_i_owe)
    panels.register("contacts-sent", 60, contacts_sent_lately)


def front_door_links(request: HttpRequest) -> dict[str, Any]:
    """The entries of the navigation for front-door staff."""
    if not request.user.is_authenticated or not can(request.user, Action.CONTACT_TRIAGE):
        return {}
    entries = (("Inbox", "referrals:inbox"), ("Assessments", "referrals:assessments"), ("Find a child", "referrals:find_child"))
    return {"nav": tuple(NavItem(label, reverse(name), order=10) for label, name in entries)}


def what_i_owe(request: HttpRequest) -> Panel | None:
    """What this person still owes on the contacts that they sent; nothing where they owe nothing."""
    user = request.user
    if not isinstance(user, User) or not can(user, Action.CONTACT_ANSWER):
        return None
    rows = owed_rows(user, now())
    return Panel("referrals/panels/what_i_owe.html", {"rows": rows}) if rows else None


def contacts_sent_lately(request: HttpRequest) -> Panel | None:
    """What was sent lately and where each is; a lead sees their agency's."""
    user = request.user
    if not isinstance(user, User) or not can(user, Action.CONTACT_SEND):
        return None
    at = now()
    in_view = ~Q(state=Contact.State.DECIDED) | Q(received_at__gte=at - LATELY)
    listed = list(contacts_sent(user).filter(in_view).prefetch_related("children")[: MOST + 1])
    rows = sent_rows(listed[:MOST], user, at)
    return Panel("referrals/panels/contacts_sent.html", {"rows": rows, "more": len(listed) > MOST})
