"""Joining a call to what was written after it, and taking the two apart."""

from typing import Any

from django.contrib import messages
from django.utils.functional import cached_property

from partnerships.permissions import Action
from referrals.forms.joining import JoinForm, UnjoinForm
from referrals.models import Contact
from referrals.selectors.contacts import contact_open
from referrals.selectors.joining import Candidate, join_of, written_since
from referrals.services.joining import call_join, call_unjoin
from referrals.views.base import ServiceFormPage
from referrals.views.contact import BesideContact
from workflow.errors import IllegalTransition, NotAllowed


class OfCall(BesideContact, ServiceFormPage, abstract=True):
    """A page about a call. A contact that came in writing has none."""

    action = Action.CONTACT_TRIAGE
    layout = ""

    def get_subject(self) -> Contact:
        contact = super().get_subject()
        if not contact.is_call:
            raise NotAllowed(self.action)
        return contact

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"call": self.subject.taken}


class JoinPage(OfCall):
    """What was written since the call, those that fit first, each with its reasons; a person chooses."""

    template_name = "referrals/join.html"
    form_class = JoinForm

    @cached_property
    def candidates(self) -> list[Candidate]:
        return written_since(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": self.candidates}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"candidates": self.candidates}

    def save(self, form: JoinForm) -> str:
        written = contact_open(
            contact_id=form.cleaned_data["written"], user=self.request.user, action=Action.CONTACT_TRIAGE
        )  # fmt: skip
        call_join(call=self.subject, written=written, by=self.request.user, at=self.now)
        messages.success(
            self.request, f"Joined to {written.reference}. It is one piece of work now, and its 24 hours run from the call."
        )
        return self.home


class UnjoinPage(OfCall):
    """Take them apart again, with the reason."""

    template_name = "referrals/unjoin.html"
    form_class = UnjoinForm

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"join": join_of(self.subject)}

    def save(self, form: UnjoinForm) -> str:
        if self.subject.state != Contact.State.JOINED:
            raise IllegalTransition(self.subject.state, "unjoin", ("join",))
        call_unjoin(call=self.subject, why=form.cleaned_data["why"], by=self.request.user, at=self.now)
        return self.home
