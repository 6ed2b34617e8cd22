"""How one hears of one's deadlines, and the calendar that is read under a private link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from clocks.feed import calendar_of
from clocks.selectors import digest_by_email, feed_clocks, feed_of
from clocks.services.hearing import AskedTooOften, digest_choose, feed_count, feed_make, feed_owner, feed_revoke
from pages import error_pages
from pages.views import PUBLIC, PageView
from partnerships.models import User
from partnerships.permissions import Action, can
from rowsecurity.session import acting_as


class HearingView(PageView):
    """The link for one's calendar, made and shown once or revoked, and whether the digest comes by e-mail."""

    action = Action.READ_DEADLINES
    template_name = "clocks/hearing.html"
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_page_context() | {
            "feed": feed_of(user), "by_email": digest_by_email(user), "digest_at": settings.DIGEST_AT,
        }  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user, now = self.request.user, timezone.now()
        wanted = request.POST.get("do")
        if wanted == "make":
            token = feed_make(by=user, at=now)
            return self.render({"link": f"{settings.BASE_URL}{reverse('clocks:feed', args=[token])}"})
        if wanted == "revoke":
            feed_revoke(by=user, at=now)
            messages.success(request, "The link is ended. A calendar that still asks is told nothing.")
        elif wanted in ("email", "no-email"):
            digest_choose(by=user, by_email=wanted == "email", at=now)
            messages.success(request, "Saved.")
        return redirect("clocks:hearing")


class FeedView(PageView):
    """A person's deadlines for their calendar, without sign-in. Unknown, revoked, a leaver's: the same 404."""

    action = PUBLIC

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        owner = feed_owner(self.kwargs["token"])
        if owner is None:
            raise Http404
        with acting_as(owner):
            user, now = User.objects.get(pk=owner), timezone.now()
            if not can(user, Action.READ_DEADLINES):
                raise Http404
            try:
                feed_count(owner=user, at=now)
            except AskedTooOften:
                return error_pages.too_many(request)
            body = calendar_of(*feed_clocks(user, now), now)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response
