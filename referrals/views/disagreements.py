"""Professional disagreement, from either side."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from pages import error_pages
from partnerships.permissions import Action
from referrals.forms.disagreeing import DisagreeForm, StepForm
from referrals.models import Contact, Disagreement
from referrals.permissions import is_at_door
from referrals.presenters.contact import open_disagreement
from referrals.presenters.disagreements import disagreement_page, next_stage
from referrals.presenters.referrer import names_of
from referrals.selectors.contacts import contact_open
from referrals.selectors.disagreements import disagreement_open, disagreements_about
from referrals.services.disagreements import disagreement_raise, disagreement_step
from referrals.views.base import MomentPage, ServiceFormPage, mark_contact
from thresholds.selectors.authorities import document_of
from workflow.errors import IllegalTransition


class DisagreePage(MomentPage, ServiceFormPage):
    """See a decision differently. Where one is open already, that one is read instead."""

    action = Action.DISAGREEMENT_RAISE
    template_name = "referrals/disagree.html"
    form_class = DisagreeForm
    subject: Contact

    def get_subject(self) -> Contact:
        return contact_open(contact_id=self.kwargs["contact_id"], user=self.request.user, action=self.action)

    @cached_property
    def home(self) -> str:
        ours = is_at_door(self.request.user, self.subject.front_door_id)
        return reverse("referrals:contact" if ours else "referrals:sent", args=[self.subject.pk])

    def get_page_context(self) -> dict[str, Any]:
        found = document_of(self.subject.front_door.authority).disagreement
        return super().get_page_context() | {
            "contact": self.subject, "home": self.home, "title": names_of(self.subject), "stages": found.stages if found else ()
        }  # fmt: skip

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.pk, "contact-read")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        running = open_disagreement(disagreements_about(self.subject))
        if running is not None:
            return redirect("referrals:disagreement", running.pk)
        return super().get(request, *args, **kwargs)

    def save(self, form: DisagreeForm) -> str:
        raised = disagreement_raise(contact=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return reverse("referrals:disagreement", args=[raised.pk])

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "There is an open disagreement about this contact already, so no second one was raised."
        return error_pages.conflict(self.request, back=self.request.path, what=what, now="Read it, and answer in it.")


class DisagreementPage(MomentPage, ServiceFormPage):
    """Its stages, what was said at each, and the next step. Either side reads and answers."""

    action = Action.DISAGREEMENT_ANSWER
    template_name = "referrals/disagreement.html"
    form_class = StepForm
    subject: Disagreement

    def get_subject(self) -> Disagreement:
        return disagreement_open(disagreement_id=self.kwargs["disagreement_id"], user=self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"next_stage": next_stage(self.subject)}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | disagreement_page(self.subject, self.request.user, self.now)

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.subject_id, "disagreement-read")

    def save(self, form: StepForm) -> str:
        disagreement_step(disagreement=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.request.path

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "It has been settled, or has moved on, since you opened the page. Nothing of yours was recorded."
        return error_pages.conflict(self.request, back=self.request.path, what=what)
