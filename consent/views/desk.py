"""The safeguarding lead's desk: what waits, since when, and the whole as the practitioner saw it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.reading import mark_read
from consent.forms.desk import GONE, HandOverForm
from consent.forms.lead import LateReviewForm, ReviewForm
from consent.models import SharingProposal
from consent.presenters import desk_queue, desk_reading, waits_for_review
from consent.rules.ways import MARKED
from consent.selectors.desk import deputies_for, was_reading
from consent.selectors.proposals import led_ids, proposal_open
from consent.services.desk import proposal_hand_over, proposal_read
from consent.services.reviews import late_review_record, review_decide
from pages import error_pages
from pages.keys import EVERYWHERE, Key
from pages.views import FormPage, PageView
from partnerships.permissions import Action, can
from thresholds.services.checks import CheckRefused
from thresholds.views.base import mark_check
from workflow.errors import IllegalTransition

DESK_KEYS = (Key(("d",), "to the decision", in_bar=True), Key(("x",), "to what changed", in_bar=True), *EVERYWHERE)


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


class OfProposal(FormPage, abstract=True):
    """A page about one proposal, for its author and for the leads who may read it."""

    density = "staff"
    layout = "layout-wide"
    subject: SharingProposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.method == "POST" and self._lead_no_longer():
                context = {"typed": error_pages.typed_in(request), "density": "staff"}
                return render(request, "consent/lead_no_longer.html", context, status=404)
            raise

    def _lead_no_longer(self) -> bool:
        """Whether this person read it as a lead of an agency, or from outside, and no longer leads there."""
        user = self.request.user
        reading = was_reading(user, self.kwargs["proposal_id"]) if user.is_authenticated else None
        return reading is not None and not {reading.organisation_id, reading.organisation.approver_id} & led_ids(user)

    def get_subject(self) -> SharingProposal:
        return proposal_open(proposal_id=self.kwargs["proposal_id"], user=self.request.user)

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.case_check_id, "proposal-read")
        proposal_read(proposal=self.subject, by=self.request.user, at=timezone.now())

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        decided = self.subject.reviews.select_related("decided_by").last()
        typed = error_pages.typed_in(self.request)
        context = {"proposal": self.subject, "decided": decided, "typed": typed, "density": "staff"}
        return render(self.request, "consent/already_decided.html", context, status=409)

    def may_decide(self) -> bool:
        waiting = self.subject.state == SharingProposal.State.ASKED or waits_for_review(self.subject)
        return waiting and can(self.request.user, Action.PROPOSAL_REVIEW, self.subject)


class ReviewPage(OfProposal):
    """One proposal, whole, and the lead's decision on it."""

    action = Action.PROPOSAL_READ
    template_name = "consent/review.html"

    @property
    def is_late(self) -> bool:
        return self.subject.way in MARKED

    def get_form(self) -> ReviewForm | LateReviewForm:
        if self.is_late:
            return LateReviewForm(**self.get_form_kwargs())
        reading = desk_reading(self.subject, self.request.user, at=timezone.now())
        return ReviewForm(**self.get_form_kwargs(), has_changes=bool(reading["changes"]))

    def get_initial(self) -> dict[str, Any]:
        return {} if self.is_late else {"read_hash": self.subject.content_hash}

    def get_page_context(self) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        context = super().get_page_context() | desk_queue(user, at=now) | desk_reading(self.subject, user, at=now)
        return context | {
            "proposal": self.subject,
            "is_late": self.is_late,
            "may_decide": self.may_decide(),
            "is_author": self.subject.author_id == user.pk,
            "know": self._know(),
            "keys": DESK_KEYS,
        }

    def form_valid(self, form: ReviewForm | LateReviewForm) -> str | HttpResponseBase:
        given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "read_changes"}
        service = late_review_record if self.is_late else review_decide
        try:
            service(proposal=self.subject, by=self.request.user, at=timezone.now(), **given)
        except CheckRefused as refused:
            form.add_error(refused.field, refused.message)
            return self.form_invalid(form)
        return reverse("consent:desk")

    def _know(self) -> str:
        """Where whoever reviews this says that they know the family; empty for who wrote it."""
        mine = self.subject.author_id == self.request.user.pk
        return "" if mine else reverse("people:know_check", args=[self.subject.case_check_id])


class HandOverPage(OfProposal):
    """Give what waits to a named other lead. The clock goes on."""

    action = Action.PROPOSAL_REVIEW
    template_name = "consent/hand_over.html"
    form_class = HandOverForm
    layout = ""

    def get_subject(self) -> SharingProposal:
        return proposal_open(
            proposal_id=self.kwargs["proposal_id"], user=self.request.user, action=Action.PROPOSAL_REVIEW
        )  # fmt: skip

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"deputies": deputies_for(self.subject, self.request.user)}

    def get_page_context(self) -> dict[str, Any]:
        reading = desk_reading(self.subject, self.request.user, at=timezone.now())
        return super().get_page_context() | reading | {"proposal": self.subject, "may_hand_over": self.may_decide()}

    def form_valid(self, form: HandOverForm) -> str | HttpResponseBase:
        user = self.request.user
        to = next((one for one in deputies_for(self.subject, user) if str(one.pk) == form.cleaned_data["to"]), None)
        if to is None:
            form.add_error("to", GONE)
            return self.form_invalid(form)
        try:
            proposal_hand_over(proposal=self.subject, to=to, note=form.cleaned_data["note"], by=user, at=timezone.now())
        except CheckRefused as refused:
            form.add_error(refused.field, refused.message)
            return self.form_invalid(form)
        return reverse("consent:desk")
