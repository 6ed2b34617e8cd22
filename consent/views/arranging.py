"""Who answers for an agency's leads: the approver outside, the agency's own time, and who is away."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from consent.forms.desk import NONE, ArrangeForm, AwayForm
from consent.presenters import prompt_of
from consent.selectors.desk import absence_of, absences_of, approvers_offered, leads_of, leads_outside
from consent.selectors.proposals import led_ids
from consent.services.desk import absence_end, absence_say, leads_arrange
from pages.editing import EditPage
from pages.views import FormPage
from partnerships.models import Organisation, User
from partnerships.permissions import Action
from partnerships.selectors import organisations_of
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed


class OfAgency(FormPage, abstract=True):
    """A page about the agency that this person leads: the first where there are several."""

    action = Action.LEADS_ARRANGE

    def agency(self) -> Organisation:
        led = led_ids(self.request.user)
        found = next((place for place in organisations_of(self.request.user) if place.pk in led), None)
        if found is None:
            raise NotAllowed(self.action)
        return found

    def get_page_context(self) -> dict[str, Any]:
        agency, user = self.agency(), self.request.user
        away = absences_of(agency, timezone.localdate())
        return super().get_page_context() | {
            "agency": agency,
            "leads": [{"lead": lead, "away": away.get(lead.pk)} for lead in leads_of(agency)],
            "outside": leads_outside(agency),
            "prompt": prompt_of(agency),
            "absence": absence_of(user, agency),
        }

    def refused(self, form: Any, refusal: CheckRefused) -> HttpResponseBase:
        form.add_error(refusal.field, refusal.message)
        return self.form_invalid(form)


class ArrangePage(EditPage, OfAgency):
    """Name who approves from outside, and in what time one's own leads answer."""

    action = Action.LEADS_ARRANGE
    template_name = "consent/arrange.html"
    form_class = ArrangeForm
    subject: Organisation

    def get_subject(self) -> Organisation:
        return self.agency()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": list(approvers_offered(self.agency()))}

    def get_initial(self) -> dict[str, Any]:
        agency = self.agency()
        chosen = str(agency.approver_id) if agency.approver_id else NONE if len(leads_of(agency)) > 1 else ""
        return {"approver": chosen, "answers_within": agency.answers_within}

    def form_valid(self, form: ArrangeForm) -> str | HttpResponseBase:
        self.refuse_overtaken(form)
        agency, given = self.agency(), form.cleaned_data
        approver = approvers_offered(agency).filter(pk=given["approver"]).first() if given["approver"] != NONE else None
        try:
            leads_arrange(
                organisation=agency, approver=approver, answers_within=given["answers_within"], by=self.request.user,
                at=timezone.now(),
            )  # fmt: skip
        except CheckRefused as refusal:
            return self.refused(form, refusal)
        return reverse("consent:arrange")


class AwayPage(OfAgency):
    """Say that one is away, until when, and who answers meanwhile."""

    action = Action.LEADS_ARRANGE
    template_name = "consent/away.html"
    form_class = AwayForm

    def deputies(self) -> list[User]:
        agency = self.agency()
        return [lead for lead in [*leads_of(agency), *leads_outside(agency)] if lead != self.request.user]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"deputies": self.deputies()}

    def form_valid(self, form: AwayForm) -> str | HttpResponseBase:
        deputy = next(lead for lead in self.deputies() if str(lead.pk) == form.cleaned_data["deputy"])
        try:
            absence_say(
                organisation=self.agency(), until=form.cleaned_data["until"], deputy=deputy, by=self.request.user,
                at=timezone.now(),
            )  # fmt: skip
        except CheckRefused as refusal:
            return self.refused(form, refusal)
        return reverse("consent:arrange")


class BackPage(OfAgency):
    """Say that one is back."""

    action = Action.LEADS_ARRANGE
    template_name = "consent/away.html"
    form_class = AwayForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("consent:arrange")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        absence_end(organisation=self.agency(), by=request.user, at=timezone.now())
        return redirect("consent:arrange")
