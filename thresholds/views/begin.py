"""Beginning a check, coming back to it, and the urgent call."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now

from pages.views import FormPage
from partnerships.permissions import Action
from people.presenters.need_to_know import who_may_open
from thresholds.forms.begin import BeginForm
from thresholds.forms.conversation import CallForm
from thresholds.models import Check
from thresholds.models.check import Conversation
from thresholds.need_to_know import subject_of
from thresholds.presenters.steps import tasks_of
from thresholds.selectors.authorities import calls_at, document_of
from thresholds.selectors.frameworks import public_versions
from thresholds.services.checks import CheckRefused, check_begin, conversation_record, urgency_say
from thresholds.views.base import CheckFormPage, CheckPage


class BeginPage(FormPage):
    """How urgent is it? Answering begins the check."""

    action = Action.CHECK_BEGIN
    form_class = BeginForm
    template_name = "thresholds/checks/begin.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"versions": public_versions().order_by("framework__title", "-in_force_from")}

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def form_valid(self, form: BeginForm) -> str | HttpResponseBase:
        given = form.cleaned_data
        try:
            check = check_begin(
                by=self.request.user, urgency=given["urgency"], at=now(), kind=given["kind"] or Check.Kind.LIVE,
                version=form.version(), as_at=given["as_at"], new_id=given["token"],
            )  # fmt: skip
        except CheckRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        urgent = check.urgency != Check.Urgency.NEITHER
        return reverse("thresholds:call" if urgent else "thresholds:child_add", kwargs={"check_id": check.pk})


class CheckHome(CheckPage):
    """Where am I, and what is left? Read-only for the agency's leads, whose reading leaves its mark."""

    action = Action.CHECK_READ
    template_name = "thresholds/checks/check.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "sections": tasks_of(self.subject, self.children, self.members(), self.framework, self.now),
            "members": self.members(), "conversations": list(self.subject.conversations.all()),
            "need_to_know": who_may_open(subject_of(self.subject), self.request.user),
        }  # fmt: skip


class CallPage(CheckFormPage):
    """999 and the numbers for this hour, and the call on record."""

    form_class = CallForm
    template_name = "thresholds/checks/call.html"
    step = 1
    field_of = {"held_at": "time"}

    def calls(self) -> list[tuple[str, str]]:
        danger = self.subject.urgency == Check.Urgency.NOW
        return [(call.name, call.number) for call in calls_at(self.subject.authority, danger=danger, at=self.now)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"teams": self.calls()}

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def get_page_context(self) -> dict[str, Any]:
        made = [talk for talk in self.subject.conversations.all() if talk.kind == Conversation.Kind.URGENT_CALL]
        return super().get_page_context() | {
            "calls": self.calls(), "made": made, "danger": self.subject.urgency == Check.Urgency.NOW,
            "asked": document_of(self.subject.authority).asked_of_callers,
        }  # fmt: skip

    def save(self, form: CallForm) -> str:
        given = form.cleaned_data
        conversation_record(
            check=self.subject, kind=Conversation.Kind.URGENT_CALL, with_whom=form.with_whom(), held_at=given["at"],
            said=given["said"], advised=given["advised"], by=self.request.user, at=self.now, new_id=given["token"],
        )  # fmt: skip
        return self.at("family" if self.subject.children.exists() else "child_add")


class UrgencyPage(CheckPage):
    """It has become more, or less, urgent: said again, each answer on record."""

    template_name = "thresholds/checks/call.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        urgency = request.POST.get("urgency", "")
        if urgency in Check.Urgency.values and urgency != self.subject.urgency:
            urgency_say(check=self.subject, urgency=urgency, by=request.user, at=self.now)
        return redirect(self.at("check" if urgency == Check.Urgency.NEITHER else "call"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.at("call"))
