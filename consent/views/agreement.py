"""Two questions kept apart: does the family agree, and may it be shared without agreement?"""

import datetime
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from consent.agreement_page import about_now, agreement_page
from consent.forms import AskingForm, AskLeadForm
from consent.forms.asking import initial_of
from consent.models import Agreement
from consent.selectors.agreements import agreements_of
from consent.selectors.proposals import approver_for, people_to_ask, rule_for
from consent.services.agreements import agreement_record
from consent.services.proposals import proposal_ask, proposal_prepare
from pages.editing import EditPage
from pages.views import FormPage, PageView
from partnerships.models import Role, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from people.models import Person
from thresholds.models import Check
from thresholds.selectors.checks import check_open
from thresholds.services.checks import CheckRefused, concern_about_lead
from thresholds.views.base import mark_check
from workflow.errors import NotAllowed


class OfCheck(PageView, abstract=True):
    """A page of one check, for its author."""

    subject: Check

    def get_subject(self) -> Check:
        return check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=Action.CHECK_WRITE)

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.pk)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"check": self.subject}


class AgreementPage(OfCheck):
    """Who was asked and what they said, the rule that applies, and what that opens."""

    action = Action.CHECK_WRITE
    template_name = "consent/agreement.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | agreement_page(self.subject, at=timezone.now())


class AskingPage(EditPage, OfCheck):
    """What one person was asked and what they said."""

    action = Action.CHECK_WRITE
    template_name = "consent/asking.html"
    form_class = AskingForm

    def get_person(self) -> Person:
        found = next((p for p in people_to_ask(self.subject) if p.pk == self.kwargs["person_id"]), None)
        if found is None or rule_for(self.subject) is None:
            raise NotAllowed(Action.CHECK_WRITE)
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rule": rule_for(self.subject), "about": about_now(self.subject)}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.answer())

    def answer(self) -> Agreement | None:
        """What this person's answer is now."""
        return agreements_of(self.subject).filter(person=self.get_person()).first()

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        stands = self.answer()
        return (stands.recorded_by.name, stands.recorded_at) if stands else super().saved_by()

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "person": self.get_person(), "rule": rule_for(self.subject), "about": about_now(self.subject),
        }  # fmt: skip

    def form_valid(self, form: AskingForm) -> str | HttpResponseBase:
        self.refuse_overtaken(form)
        try:
            agreement_record(
                check=self.subject, person=self.get_person(), asking=form.asking(), by=self.request.user, at=timezone.now()
            )
        except CheckRefused as refused:
            form.add_error(form.field_of(refused.field), refused.message)
            return self.form_invalid(form)
        return reverse("consent:agreement", args=[self.subject.pk])


class AskLeadPage(OfCheck, FormPage):
    """Ask the agency's safeguarding leads about exactly what would be shared now."""

    action = Action.CHECK_WRITE
    template_name = "consent/ask_lead.html"
    form_class = AskLeadForm

    def leads(self) -> list[User]:
        found = people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=self.subject.organisation)
        return list(found.exclude(pk=self.request.user.pk))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leads": self.leads(), "approver": approver_for(self.subject)}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "approver": approver_for(self.subject),
            "leads": [lead.name for lead in self.leads() if lead != self.subject.concern_about],
        }

    def form_valid(self, form: AskLeadForm) -> str | HttpResponseBase:
        now, user = timezone.now(), self.request.user
        about = next((lead for lead in self.leads() if str(lead.pk) == form.cleaned_data["lead"]), None)
        try:
            if self.subject.concern_about != about:
                concern_about_lead(check=self.subject, lead=about, by=user, at=now)
            proposal = proposal_prepare(check=self.subject, by=user, at=now)
            proposal_ask(proposal=proposal, why=form.cleaned_data["why"], by=user, at=now)
        except CheckRefused as refused:
            form.add_error("why", refused.message)
            return self.form_invalid(form)
        return reverse("consent:agreement", args=[self.subject.pk])
