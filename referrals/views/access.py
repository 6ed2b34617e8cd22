"""Who has opened this contact: for its author, their leads and the manager of the front door."""

from typing import Any

from django.urls import reverse

from audit.selectors import access_is_shown, access_of
from partnerships.permissions import Action
from partnerships.presenters.access import opened_by
from referrals.models import Contact
from referrals.permissions import is_sender
from referrals.selectors.contacts import contact_open
from referrals.views.base import MomentPage, mark_contact
from workflow.errors import NotAllowed

NEWEST = 500


class AccessPage(MomentPage):
    """The marks that reading left, newest first. To look at them is a reading too."""

    action = Action.CONTACT_READ
    template_name = "referrals/access.html"
    subject: Contact

    def get_subject(self) -> Contact:
        contact = contact_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)
        if not access_is_shown(subject_type="contact", subject_id=contact.pk):
            raise NotAllowed(self.action)
        return contact

    def get_page_context(self) -> dict[str, Any]:
        found = access_of(subject_type="contact", subject_id=self.subject.pk, limit=NEWEST + 1)
        home = "referrals:sent" if is_sender(self.request.user, self.subject) else "referrals:contact"
        return super().get_page_context() | {
            "contact": self.subject,
            "opened": opened_by(found[:NEWEST]),
            "more": len(found) > NEWEST,
            "home": reverse(home, args=[self.subject.pk]),
        }

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "access-read")
