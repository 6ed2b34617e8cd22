"""What the pages of a front door and of a referrer have in common."""

import datetime
import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.reading import mark_read
from pages.views import FormPage, PageView
from partnerships.models import User
from partnerships.permissions import Action
from people.selectors.need_to_know import restricted_among
from referrals.models import Contact
from referrals.permissions import manages_door
from referrals.selectors.contacts import contact_open, contact_sent_open
from referrals.services.inbox import reading_begin
from thresholds.services.checks import CheckRefused


class MomentPage(PageView, abstract=True):
    """A page that is drawn at one instant."""

    @cached_property
    def now(self) -> datetime.datetime:
        return timezone.now()


class ServiceFormPage(FormPage, abstract=True):
    """A form whose service may refuse a field: the refusal stands where it happened, and nothing typed is lost."""

    field_of: ClassVar[dict[str, str]] = {}

    def save(self, form: Any) -> str:
        """Do it, by one service; the address to go to."""
        raise NotImplementedError(f"{type(self).__qualname__} writes save")

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        try:
            return self.save(form)
        except CheckRefused as refusal:
            name = self.field_of.get(refusal.field, refusal.field)
            form.add_error(name if name in form.fields else None, refusal.message)
            return self.form_invalid(form)


class AtFrontDoor(MomentPage, abstract=True):
    """A page about one contact, for the front door to which it was sent. Each showing of it is recorded."""

    action: ClassVar[Action] = Action.CONTACT_TRIAGE
    density = "staff"
    layout = "layout-wide"
    subject: Contact

    def get_subject(self) -> Contact:
        return contact_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)

    def get_page_context(self) -> dict[str, Any]:
        manages = manages_door(self.request.user, self.subject.front_door_id)
        return super().get_page_context() | {"contact": self.subject, "home": self.home, "manages": manages}

    @property
    def home(self) -> str:
        return reverse("referrals:contact", args=[self.kwargs["contact_id"]])

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "contact-read")


class OfSender(MomentPage, abstract=True):
    """A page about one contact, for its author and their leads."""

    action: ClassVar[Action] = Action.CONTACT_READ
    subject: Contact

    def get_subject(self) -> Contact:
        return contact_sent_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"contact": self.subject, "home": self.home}

    @property
    def home(self) -> str:
        return reverse("referrals:sent", args=[self.kwargs["contact_id"]])

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "contact-read")


def mark_contact(request: HttpRequest, contact_id: uuid.UUID, action: str) -> None:
    """Leave the mark of a reading on the contact, of whatever part of it: "who has opened this" is asked of the whole."""
    mark_read(request, action=action, subject_type="contact", subject_id=contact_id)


def reads(contact: Contact, user: User, now: datetime.datetime) -> None:
    """Somebody at the front door has a contact before them: colleagues who may open it see that."""
    reading_begin(contact=contact, is_restricted=contact.pk in restricted_among([contact.pk]), by=user, at=now)
