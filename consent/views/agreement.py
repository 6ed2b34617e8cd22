"""Two questions kept apart: does the family agree, and may it be shared without agreement?"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from consent.agreement_page import about_now, agreement_page
from consent.forms import AskingForm, AskLeadForm
from consent.forms.asking import initial_of
from consent.models import Absence, Agreement
from consent.presenters import prompt_of
from consent.selectors.agreements import agreements_of
from consent.selectors.desk import absences_of, last_voided, leads_let_in, leads_of, leads_outside
from consent.selectors.proposals import approver_for, people_to_ask, rule_for
from consent.services.agreements import agreement_record
from consent.services.asking_lead import lead_ask
from pages.editing import EditPage
from pages.views import FormPage, PageView
from partnerships.closed import those_let_in
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
        """Everybody who could be passed by: the leads of the agency and of its approver outside, then colleagues."""
        agency, me = self.subject.organisation, self.request.user
        colleagues = people_with(roles=[Role.PRACTITIONER], organisation=agency)
        found = {person.pk: person for person in [*leads_of(agency), *leads_outside(agency), *colleagues] if person != me}
        return list(found.values())

    def get_initial(self) -> dict[str, Any]:
        """What was asked before, where it has changed since; and whom the worry is about, if that was said."""
        voided, about = last_voided(self.subject.pk), self.subject.concern_about
        initial = {"why": voided.asked_why if voided is not None else ""}
        return initial | ({"concern": "yes", "lead": str(about.pk)} if about is not None else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leads": self.leads(), "approver": approver_for(self.subject)}

    def asked(self) -> list[User]:
        """To whom it goes: the agency's leads, or where none is left those outside."""
        about = self.subject.concern_about_id or 0
        return leads_let_in(self.subject.organisation, self.subject.pk, besides={self.request.user.pk, about})

    def standing_in(self, away: Mapping[int, Absence]) -> list[str]:
        """Who answers for a lead who would be asked and is away; without those who may not answer this."""
        asked = {one.pk for one in self.asked()}
        out = {self.request.user.pk, self.subject.concern_about_id}
        leading = {*leads_of(self.subject.organisation), *leads_outside(self.subject.organisation)}
        may = those_let_in(self.subject.pk, (one for one in leading if one.pk not in out))
        listed = [one for one in away.values() if one.lead_id in asked and one.deputy in may]
        return [f"{one.deputy.name} answers for {one.lead.name}" for one in listed]

    def get_page_context(self) -> dict[str, Any]:
        away = absences_of(self.subject.organisation, timezone.localdate())
        return super().get_page_context() | {
            "approver": approver_for(self.subject),
            "asked": [f"{one.name} (away)" if one.pk in away else one.name for one in self.asked()],
            "deputies": self.standing_in(away),
            "prompt": prompt_of(self.subject.organisation),
            "voided": last_voided(self.subject.pk),
        }

    def form_valid(self, form: AskLeadForm) -> str | HttpResponseBase:
        now, user = timezone.now(), self.request.user
        about = next((lead for lead in self.leads() if str(lead.pk) == form.cleaned_data["lead"]), None)
        try:
            lead_ask(check=self.subject, why=form.cleaned_data["why"], about=about, by=user, at=now)
        except CheckRefused as refused:
            if self.subject.concern_about != about:  # whom the worry is about is passed by, whatever came of the asking
                concern_about_lead(check=self.subject, lead=about, by=user, at=now)
            form.add_error("why", refused.message)
            return self.form_invalid(form)
        return reverse("consent:agreement", args=[self.subject.pk])
