"""A contact of any front door, read by emergency access."""

from functools import cached_property
from typing import Any

from partnerships.permissions import Action
from people.models import EmergencyAccess
from people.selectors.emergencies import emergency_running
from referrals.models import Contact
from referrals.presenters.emergency import emergency_contact
from referrals.selectors.contacts import contact_open
from referrals.views.base import MomentPage, mark_contact
from workflow.errors import NotAllowed


class EmergencyContactPage(MomentPage):
    """Read only, with the time left above it. Over or ended, it is the page of what does not exist."""

    action = Action.EMERGENCY_READ
    template_name = "referrals/emergency.html"
    density = "staff"
    layout = "layout-wide"
    subject: Contact

    def get_subject(self) -> Contact:
        return contact_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)

    @cached_property
    def access(self) -> EmergencyAccess:
        found = emergency_running(user=self.request.user, subject_type="contact", subject_id=self.subject.pk, at=self.now)
        if found is None:
            raise NotAllowed(self.action)
        return found

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"contact": self.subject} | emergency_contact(self.subject, self.access, self.now)

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "emergency-contact-read")
