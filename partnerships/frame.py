"""What partnerships adds to the frame of every page: who this is, for whom they work, and the links that never move."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pages.chrome import NavItem
from partnerships.models import Role
from partnerships.permissions import current_memberships


def identity(request: HttpRequest) -> dict[str, Any]:
    """The footer for everybody; for somebody who is signed in their name, their places and the way out."""
    footer = (
        NavItem("Who can see this record", reverse("partnerships:privacy")),
        NavItem("Accessibility", reverse("partnerships:accessibility")),
    )
    if not request.user.is_authenticated:
        return {"footer_links": footer}
    memberships = current_memberships(request.user)
    places = dict.fromkeys(str(membership.place) for membership in memberships)
    agency = {Role.PRACTITIONER, Role.SAFEGUARDING_LEAD} & {Role(membership.role) for membership in memberships}
    return {
        "footer_links": footer,
        "person": request.user.name,
        "organisation": ", ".join(places),
        "sign_out_url": reverse("partnerships:sign_out"),
        "nav": (NavItem("Your work", reverse("partnerships:home"), order=0),) if agency else (),
    }
