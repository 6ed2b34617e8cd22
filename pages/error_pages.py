"""The pages for what went wrong: what happened, whether anything was saved, what now. ``config.urls`` names the handlers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template import loader
from django.utils.cache import patch_cache_control

from workflow.errors import StaleVersion


def _page(request: HttpRequest, name: str, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    response = render(request, f"errors/{name}.html", context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For ``CSRF_FAILURE_VIEW``: an old tab or blocked cookies, and how to keep what was typed."""
    return _page(request, "403", 403, {"stale_tab": True})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what this person may not see; what was typed comes back.

    Somebody may have lost the role with the form still open: their words are theirs.
    """
    return _page(request, "404", 404, {"typed": typed_in(request)})


def conflict(
    request: HttpRequest, *, back: str, what: str = "", now: str = "", again: Sequence[tuple[str, str]] = (), button: str = ""
) -> HttpResponse:
    """409 after an illegal move. ``what`` happened and what ``now``, as sentences; both have a plain default.

    ``again`` (of ``sent_again``) does it all the same, by a button of that name.
    """
    context = {"what": what, "now": now, "back": back, "typed": typed_in(request), "again": again, "button": button}
    return _page(request, "409", 409, context)


def typed_in(request: HttpRequest) -> list[str]:
    """Whatever of more than one word was sent, so that a page which cannot keep it gives it back."""
    values = (value.strip() for name in request.POST for value in request.POST.getlist(name))
    return [value for value in values if len(value.split()) > 1]


def signed_out(request: HttpRequest, *, sign_in: str) -> HttpResponse:
    """403 for what was written and sent after the session had ended: the words come back, and where to sign in."""
    return _page(request, "signed_out", 403, {"typed": typed_in(request), "sign_in": sign_in})


def stale(request: HttpRequest, refusal: StaleVersion, *, back: str) -> HttpResponse:
    """409 after saving on an old version: theirs and yours side by side, so that nothing typed is lost."""
    return _page(request, "409", 409, {"stale": refusal, "back": back, "again": sent_again(request, refusal.renew)})


def sent_again(request: HttpRequest, renew: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything that was sent, with the fields of ``renew`` instead of its own: what a form of one button sends once more."""
    if not renew:
        return []
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in renew]
    return [*((name, value) for name, value in kept if name != "csrfmiddlewaretoken"), *renew.items()]


def too_many(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """For ``AXES_LOCKOUT_CALLABLE`` and anything else that asks for a pause."""
    response = _page(request, "429", 429)
    response.headers.setdefault("Retry-After", "900")
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may be what the frame needs too. What was typed comes back.

    The transaction is rolled back on a 500, so nothing that was sent is stored.
    """
    try:
        typed = typed_in(request)
    except (SuspiciousOperation, MultiPartParserError, OSError):  # a request that cannot be read was what broke
        typed = []
    response = HttpResponse(loader.render_to_string("errors/500.html", {"typed": typed}), status=500)
    patch_cache_control(response, no_store=True, private=True)
    return response
