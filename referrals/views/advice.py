"""Advice that a front door gave: its list, and the form that adds to it."""

import uuid
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from audit.reading import mark_read
from pages.views import PageView
from partnerships.models import FrontDoor
from partnerships.permissions import Action
from partnerships.selectors import front_doors_of
from referrals.forms.joining import AdviceForm
from referrals.selectors.advice import MOST, advice_at, asked_before, reasons_at
from referrals.selectors.calls import door_of
from referrals.services.advice import AdviceEntry, advice_record
from referrals.views.base import MomentPage, ServiceFormPage


class AdviceList(MomentPage, PageView):
    """What was asked and advised, newest first, with how often the same agency asked before."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/advice.html"
    density = "staff"

    def mark_shown(self) -> None:
        mark_read(self.request, action="advice-read", subject_type="front-door", subject_id=None)

    def get_page_context(self) -> dict[str, Any]:
        listed = list(advice_at(self.request.user)[: MOST + 1])
        before = asked_before(self.request.user, listed[:MOST])
        rows = [(one, *before[one.pk]) for one in listed[:MOST]]
        return super().get_page_context() | {"rows": rows, "is_more": len(listed) > MOST, "most": MOST}


class AdvicePage(MomentPage, ServiceFormPage):
    """Keep what was asked and advised."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/advice_new.html"
    form_class = AdviceForm
    density = "staff"

    @cached_property
    def door(self) -> FrontDoor:
        return door_of(self.request.user, self.request.POST.get("door", "") or self.request.GET.get("door", ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reasons": reasons_at(self.door, self.now)}

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4(), "time": f"{localtime(self.now):%H:%M}"}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"door": self.door, "doors": front_doors_of(self.request.user)}

    def save(self, form: AdviceForm) -> str:
        given = form.cleaned_data
        names = ("kind", "agency", "role", "asked", "advised")
        entry = AdviceEntry(
            reason=given.get("reason") or "", asked_at=given["at"], **{name: given[name] for name in names}
        )  # fmt: skip
        advice = advice_record(
            entry=entry, front_door=self.door, by=self.request.user, at=self.now, new_id=given["token"] or uuid.uuid4()
        )
        messages.success(self.request, f"Kept as {advice.reference}.")
        return reverse("referrals:advice")
