"""The inbox of a front door."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from audit.reading import SEARCHED, mark_read
from clocks.board import late_for
from pages.views import FormPage
from partnerships.permissions import Action, can
from people.presenters.openings import reviews_waiting
from referrals.forms.triage import ReferenceForm
from referrals.presenters.inbox import EMPTY, VIEWS, bands_of
from referrals.selectors.inbox import View, arrived_since, contact_with_reference, inbox_counts, inbox_page, key_read
from referrals.views.base import MomentPage


class InboxPage(MomentPage, FormPage):
    """What waits, most urgent first. Asked by htmx it answers with the times alone; a reference that is posted opens it."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/inbox.html"
    form_class = ReferenceForm
    density = "staff"
    layout = "layout-wide"

    @cached_property
    def chosen(self) -> View:
        asked = self.request.GET.get("view", "")
        return View(asked) if asked in list(View) else View.OPEN

    @cached_property
    def manages(self) -> bool:
        return can(self.request.user, Action.EMERGENCY_OPEN)

    def bands(self) -> dict[str, Any]:
        user = self.request.user
        page = inbox_page(user, view=self.chosen, after=key_read(self.request.GET.get("after", "")), now=self.now)
        return {
            "bands": bands_of(page, user=user, view=self.chosen, now=self.now), "next_key": page.next_key, "now": self.now
        }  # fmt: skip

    def get_page_context(self) -> dict[str, Any]:
        counts = inbox_counts(self.request.user)
        views = [(view, label, counts.get(view)) for view, label in VIEWS.items() if view != View.PRACTICE or counts[view]]
        return super().get_page_context() | self.bands() | {
            "views": views, "chosen": self.chosen, "empty": EMPTY[self.chosen], "is_filtered": self.chosen != View.OPEN,
            "after": self.request.GET.get("after", ""), "manages": self.manages, "late": late_for(self.request.user, self.now),
            "reviews_waiting": reviews_waiting(self.request.user) if self.manages else 0,
        }  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        since = _instant(request.GET.get("since", ""))
        if request.headers.get("HX-Request") == "true" and since is not None:
            context = self.bands() | {"arrived": arrived_since(request.user, since), "since": since, "chosen": self.chosen}
            return render(request, "referrals/partials/times.html", context)
        return super().get(request, *args, **kwargs)

    def mark_shown(self) -> None:
        """The list is a reading. The times that htmx asks for name nobody, and a search has left its own mark."""
        if self.request.method != "POST" and self.request.headers.get("HX-Request") != "true":
            mark_read(self.request, action="inbox-read", subject_type="front-door", subject_id=None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mark_read(request, action=SEARCHED, subject_type="front-door", subject_id=None)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        found = contact_with_reference(self.request.user, form.cleaned_data["reference"])
        if found is None:
            form.add_error("reference", "No contact with this reference came to your front door")
            return self.form_invalid(form)
        return reverse("referrals:contact", args=[found.pk])


def _instant(text: str) -> datetime.datetime | None:
    """When the list was opened, as seconds since 1970; None for anything else."""
    try:
        return datetime.datetime.fromtimestamp(float(text), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
