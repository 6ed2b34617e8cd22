"""What was shared, with whom: for both sides of a contact."""

from typing import Any

from django.urls import reverse

from partnerships.permissions import Action
from referrals.models import Contact
from referrals.presenters.shared import home_of, shared_page
from referrals.selectors.contacts import contact_open
from referrals.views.base import MomentPage, mark_contact


class SharedPage(MomentPage):
    """The register of what left, newest first."""

    action = Action.CONTACT_READ
    template_name = "referrals/shared.html"
    layout = "layout-wide"
    subject: Contact

    def get_subject(self) -> Contact:
        return contact_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)

    def get_page_context(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_page_context() | {
            "contact": self.subject,
            "shared": shared_page(self.subject, user),
            "home": reverse(home_of(self.subject, user), args=[self.subject.pk]),
        }

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "contact-read")
