"""The safeguarding lead's desk: what waits, since when, and the whole as the practitioner saw it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.reading import mark_read
from consent.forms import LateReviewForm, ReviewForm
from consent.models import SharingProposal
from consent.presenters import desk_queue, desk_reading, who_decided
from consent.rules.ways import MARKED
from consent.selectors.proposals import proposal_open
from consent.services.reviews import late_review_record, review_decide
from pages import error_pages
from pages.views import FormPage, PageView
from partnerships.permissions import Action, can
from thresholds.services.checks import CheckRefused
from thresholds.views.base import mark_check
from workflow.errors import IllegalTransition


class DeskPage(PageView):
    """Everything that waits for this lead, least time left first."""

    action = Action.PROPOSAL_REVIEW
    template_name = "consent/desk.html"
    density = "staff"
    layout = "layout-wide"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | desk_queue(self.request.user, at=timezone.now())

    def mark_shown(self) -> None:
        mark_read(self.request, action="desk-read", subject_type="agency", subject_id=None)


class ReviewPage(FormPage):
    """One proposal, whole, and the lead's decision on it."""

    action = Action.PROPOSAL_READ
    template_name = "consent/review.html"
    density = "staff"
    layout = "layout-wide"
    subject: SharingProposal

    def get_subject(self) -> SharingProposal:
        return proposal_open(proposal_id=self.kwargs["proposal_id"], user=self.request.user)

    @property
    def is_late(self) -> bool:
        return self.subject.way in MARKED

    def get_form(self) -> ReviewForm | LateReviewForm:
        if self.is_late:
            return LateReviewForm(**self.get_form_kwargs())
        reading = desk_reading(self.subject, self.request.user)
        return ReviewForm(**self.get_form_kwargs(), has_changes=bool(reading["changes"]))

    def get_initial(self) -> dict[str, Any]:
        return {} if self.is_late else {"read_hash": self.subject.content_hash}

    def get_page_context(self) -> dict[str, Any]:
        user = self.request.user
        context = super().get_page_context() | desk_queue(user, at=timezone.now()) | desk_reading(self.subject, user)
        return context | {
            "proposal": self.subject,
            "is_late": self.is_late,
            "may_decide": self._may_decide(),
            "know": self._know(),
        }

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.case_check_id, "proposal-read")

    def form_valid(self, form: ReviewForm | LateReviewForm) -> str | HttpResponseBase:
        given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "read_changes"}
        service = late_review_record if self.is_late else review_decide
        try:
            service(proposal=self.subject, by=self.request.user, at=timezone.now(), **given)
        except CheckRefused as refused:
            form.add_error(refused.field, refused.message)
            return self.form_invalid(form)
        return reverse("consent:desk")

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        typed = error_pages.typed_in(self.request)
        context = {"proposal": self.subject, "decided": who_decided(self.subject), "typed": typed, "density": "staff"}
        return render(self.request, "consent/already_decided.html", context, status=409)

    def _know(self) -> str:
        """Where whoever reviews this says that they know the family; empty for who wrote it."""
        mine = self.subject.author_id == self.request.user.pk
        return "" if mine else reverse("people:know_check", args=[self.subject.case_check_id])

    def _may_decide(self) -> bool:
        waiting = self.subject.state == SharingProposal.State.ASKED or (
            self.is_late and not hasattr(self.subject, "late_review")
        )
        return waiting and can(self.request.user, Action.PROPOSAL_REVIEW, self.subject)
