"""Emergency access: open, what is open, end it, and somebody else's review."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from audit.reading import mark_read
from pages.views import FormPage, PageView
from partnerships.permissions import Action, can
from people import records
from people.forms.emergencies import EmergencyForm, ReviewForm
from people.models import EmergencyAccess
from people.permissions import managed_doors
from people.rules.emergencies import HOURS, time_left
from people.selectors.emergencies import emergency_one
from people.services.emergencies import EmergencyRefused, emergency_end, emergency_open, emergency_review
from workflow.errors import IllegalTransition


class EmergencyPage(FormPage):
    """Name exactly what is needed and why. What is open already stands above, with the time left and the way to end it."""

    action = Action.EMERGENCY_OPEN
    template_name = "people/emergency.html"
    form_class = EmergencyForm
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        user: Any = self.request.user
        now = timezone.now()
        running = EmergencyAccess.objects.running(user, now).select_related("front_door").order_by("until")
        return super().get_page_context() | {"running": [shown(access, now) for access in running], "hours": HOURS}

    def form_valid(self, form: EmergencyForm) -> str | HttpResponseBase:
        user: Any = self.request.user
        given = form.cleaned_data
        try:
            opened = emergency_open(
                wanted=form.wanted(), reason=given["reason"], words=given["words"], by=user, at=timezone.now()
            )
        except EmergencyRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        if not opened:
            return self.render({"form": form, "nothing": True})
        if len(opened) == 1:
            return records.emergency_page(opened[0].subject_type, opened[0].subject_id)
        return reverse("people:emergency")


def shown(access: EmergencyAccess, now: Any) -> dict[str, Any]:
    """One that runs: its page, and the time left in words."""
    page = records.emergency_page(access.subject_type, access.subject_id)
    return {"access": access, "left": time_left(access.until, now), "page": page}


class EndPage(PageView):
    """End it now."""

    action = Action.EMERGENCY_OPEN
    subject: EmergencyAccess

    def get_subject(self) -> EmergencyAccess:
        user: Any = self.request.user
        return emergency_one(access_id=self.kwargs["emergency_id"], user=user, action=self.action)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("people:emergency")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        emergency_end(access=self.subject, by=user, at=timezone.now())
        return redirect("people:emergency")


class ReviewPage(FormPage):
    """One emergency access, and what somebody else makes of it: who, when, which reference and why; nothing of the record."""

    action = Action.OPENINGS_READ
    template_name = "people/emergency_review.html"
    form_class = ReviewForm
    density = "staff"
    subject: EmergencyAccess

    def get_subject(self) -> EmergencyAccess:
        user: Any = self.request.user
        return emergency_one(access_id=self.kwargs["emergency_id"], user=user, action=self.action)

    def get_page_context(self) -> dict[str, Any]:
        access = self.subject
        mark_read(self.request, action="emergency-read", subject_type=access.subject_type, subject_id=access.subject_id)
        return super().get_page_context() | {
            "access": access,
            "review": getattr(access, "review", None),
            "ended": getattr(access, "ended", None),
            "is_mine": access.user_id == self.request.user.pk,
            "may_review": can(self.request.user, Action.EMERGENCY_REVIEW, access) and not hasattr(access, "review"),
            "is_manager": bool(managed_doors(self.request.user)),
        }

    def form_valid(self, form: ReviewForm) -> str | HttpResponseBase:
        user: Any = self.request.user
        try:
            emergency_review(access=self.subject, by=user, at=timezone.now(), **form.given())
        except EmergencyRefused as refusal:
            form.add_error(refusal.field, refusal.message)
            return self.form_invalid(form)
        return self.request.path

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        """409: who reviewed it and what they found, beside what was typed here."""
        self.subject = self.get_subject()
        typed = self.request.POST.get("reasons", "")
        return render(
            self.request, self.template_name, self.get_page_context() | {"typed": typed, "overtaken": True}, status=409
        )
