"""The gate before every page of a record: whoever may see it but has no part in the case says first why they open it.

It stands in `pages.views.PageView`, so a page of a record cannot be made without it, and answers at the page's own address:
what was asked for is fetched and authorised before, and nothing of it is shown until the reason is kept. What somebody had
typed and sent goes along as hidden fields, and is taken up once they have answered.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from audit.reading import mark_read
from people.forms.openings import ASKED, OpeningForm
from people.records import Record, record_of
from people.services.openings import OpeningRefused, is_open_to, opening_record

WHY = "Say why you need to open this record: open its page in the browser, where you are asked, and then try again."


def ask_why(request: HttpRequest, subject: Any) -> HttpResponseBase | None:
    """None for a page of no record, and for somebody who has a part or has answered today; else the question."""
    record, now = record_of(subject), timezone.now()
    user: Any = request.user  # signed in: pages.views holds that
    if record is None or is_open_to(user, record, now):
        return _onward(request) if record is not None and _has_answered(request) else None
    if not _has_answered(request):
        mark_read(request, action="reason-asked", subject_type=record.subject_type, subject_id=record.subject_id)
        return _asked(request, record, OpeningForm())
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _asked(request, record, form)
    try:
        opening_record(record=record, by=user, at=now, **form.cleaned_data)
    except OpeningRefused as refusal:
        form.add_error(refusal.field, refusal.message)
        return _asked(request, record, form)
    return _onward(request)


def _know_page(record: Record) -> str:
    """Where somebody says that they know the family; empty for a record of which that cannot be said."""
    try:
        return reverse(f"people:know_{record.subject_type}", args=[record.subject_id])
    except NoReverseMatch:
        return ""


def _has_answered(request: HttpRequest) -> bool:
    return request.method == "POST" and ASKED in request.POST


def _onward(request: HttpRequest) -> HttpResponseBase | None:
    """To the page that was asked for; None lets what had been sent before the question be taken up as it was."""
    return None if request.POST.get(ASKED) == "post" else redirect(request.get_full_path())


def _asked(request: HttpRequest, record: Record, form: OpeningForm) -> HttpResponseBase:
    """403 until it is answered. htmx loads the whole page anew; a request for data is told in its own kind what to do."""
    if request.headers.get("HX-Request") == "true":
        again = HttpResponse(status=204)
        again["HX-Refresh"] = "true"
        return again
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "reason-needed", "what_now": WHY}, status=403)
    sent = request.method == "POST" and request.POST.get(ASKED) != "get"
    ours = {"csrfmiddlewaretoken", ASKED, *(form.add_prefix(name) for name in form.fields)}
    kept = [(name, value) for name in request.POST if name not in ours for value in request.POST.getlist(name)]
    context = {
        "form": form, "record": record, "asked": "post" if sent else "get", "asked_name": ASKED,
        "kept": kept if sent else [], "know": _know_page(record), "density": "practitioner",
    }  # fmt: skip
    return render(request, "people/why.html", context, status=422 if form.is_bound else 403)
