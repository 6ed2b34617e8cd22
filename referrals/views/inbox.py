"""The inbox of a front door."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from audit.reading import SEARCHED, mark_read
from clocks.board import late_for
from pages.views import FormPage
from partnerships.permissions import Action, can
from people.presenters.openings import reviews_waiting
from referrals.forms.triage import SearchForm
from referrals.presenters.inbox import OVERLOADED, BandRows, bands_of, moved_up
from referrals.presenters.keys import INBOX_KEYS
from referrals.presenters.narrowing import address, empty_words, filters_shown, in_words, places_of
from referrals.rules.narrowing import filters_read
from referrals.selectors.inbox import (
    PAGE,
    PRESETS,
    Asked,
    View,
    arrived_since,
    band_counts,
    contact_with_reference,
    filters_offered,
    inbox_counts,
    inbox_page,
    key_read,
    last_arrived,
)
from referrals.selectors.readings import views_of
from referrals.services.inbox import readings_end
from referrals.views.base import MomentPage


class InboxPage(MomentPage, FormPage):
    """What waits, most urgent first. Asked by htmx it answers with the times alone; what is posted is searched for."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/inbox.html"
    form_class = SearchForm
    density = "staff"
    layout = "layout-wide"
    words = ""

    @cached_property
    def asked(self) -> Asked:
        view = self.request.GET.get("view", "")
        return Asked(View(view) if view in list(View) else View.OPEN, filters_read(self.request.GET), self.words)

    @cached_property
    def manages(self) -> bool:
        return can(self.request.user, Action.EMERGENCY_OPEN)

    @property
    def after(self) -> str:
        return self.request.GET.get("after", "")

    def here(self, **more: str) -> str:
        return address(self.asked.view, self.asked.filters, **more)

    @property
    def can_save(self) -> bool:
        """Filters of one's own on what is open; what everybody has as a view needs no other name."""
        asked = self.asked
        return asked.state == View.OPEN and bool(asked.filters.given) and asked.all_filters not in PRESETS.values()

    @property
    def save_url(self) -> str:
        given = self.asked.all_filters.given
        return f"{reverse('referrals:view_add')}?{urlencode(given)}"

    def bands(self, size: int = PAGE) -> dict[str, Any]:
        user, asked = self.request.user, self.asked
        page = inbox_page(user, asked=asked, after=key_read(self.after), now=self.now, size=size)
        counts = band_counts(user, asked, self.now)
        bands = bands_of(page, user=user, asked=asked, counts=counts, now=self.now)
        return {"bands": bands, "next_key": page.next_key, "now": self.now, "asked": asked}

    def get_page_context(self) -> dict[str, Any]:
        user, asked = self.request.user, self.asked
        counts = inbox_counts(user, self.now)
        shown, filters = self.bands(), filters_shown(asked.all_filters, filters_offered(user))
        if not shown["bands"]:
            shown["empty"] = empty_words(asked, last_arrived(user))
        return super().get_page_context() | shown | {
            "places": places_of(asked, views_of(user), counts), "filters": filters, "filtered": in_words(filters),
            "here": self.here(), "next": self.here(after=str(shown["next_key"])), "after": self.after,
            "poll": self.here(since=f"{self.now.timestamp():.6f}", **({"after": self.after} if self.after else {})),
            "can_save": self.can_save, "save_url": self.save_url,
            "open_count": counts[View.OPEN], "nobody_count": counts[View.NOBODY], "overloaded": counts[View.OPEN] > OVERLOADED,
            "manages": self.manages, "late": late_for(user, self.now), "keys": INBOX_KEYS,
            "reviews_waiting": reviews_waiting(user) if self.manages else 0,
        }  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        since = _instant(request.GET.get("since", ""))
        if request.headers.get("HX-Request") == "true" and since is not None:
            return self.times(since)
        readings_end(by=request.user, at=self.now)
        return super().get(request, *args, **kwargs)

    def times(self, since: datetime.datetime) -> HttpResponseBase:
        """What a minute changes, for rows that stay where they are; what arrived since waits behind a link."""
        arrived = arrived_since(self.request.user, since)
        context = self.bands(PAGE + min(arrived, PAGE))
        bands: list[BandRows] = context["bands"]
        rows = [row for band in bands for row in band.rows if row.contact.received_at <= since]
        moved = moved_up(rows, since, self.now) if self.asked.state == View.OPEN else 0
        context |= {"rows": rows, "arrived": arrived, "moved": moved, "here": self.here()}
        return render(self.request, "referrals/partials/inbox/times.html", context)

    def mark_shown(self) -> None:
        """The list is a reading. The times that htmx asks for name nobody, and a search has left its own mark."""
        if self.request.method != "POST" and self.request.headers.get("HX-Request") != "true":
            mark_read(self.request, action="inbox-read", subject_type="front-door", subject_id=None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mark_read(request, action=SEARCHED, subject_type="front-door", subject_id=None)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponseBase:
        """A reference opens its contact; a name or a number lists what is open, or was decided lately, in this very answer."""
        words, user = form.cleaned_data["search"], self.request.user
        found = contact_with_reference(user, words)
        if found is not None:
            return redirect(reverse("referrals:contact", args=[found.pk]))
        bands = [band for view in (View.OPEN, View.DECIDED) for band in self.searched(Asked(view, words=words))]
        if not bands:
            form.add_error("search", "Nothing open, or decided in the last two weeks, has this name, reference or number")
            return self.form_invalid(form)
        self.words = words
        found_context = {"form": form, "bands": bands, "next_key": None, "found": sum(len(band.rows) for band in bands)}
        return self.render(found_context)

    def searched(self, asked: Asked) -> list[BandRows]:
        page = inbox_page(self.request.user, asked=asked, after=None, now=self.now)
        return bands_of(page, user=self.request.user, asked=asked, counts={}, now=self.now)


def _instant(text: str) -> datetime.datetime | None:
    """When the list was opened, as seconds since 1970; None for anything else."""
    try:
        return datetime.datetime.fromtimestamp(float(text), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
