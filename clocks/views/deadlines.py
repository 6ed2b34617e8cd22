"""One's deadlines, one's team's, and whether the clocks are being watched."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from clocks.health import health_now
from clocks.selectors import deadlines_for
from pages.views import PUBLIC, PageView
from partnerships.permissions import Action


class DeadlinesView(PageView):
    """What is due, least time left first. Asked by htmx, it answers with the times alone, each for its own place."""

    action = Action.READ_DEADLINES
    template_name = "clocks/deadlines.html"
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        now = timezone.now()
        return super().get_page_context() | {"deadlines": deadlines_for(self.request.user, now), "now": now}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            return render(request, "clocks/partials/times.html", self.get_page_context())
        return self.render()


class HealthView(PageView):
    """For monitoring, as JSON, and for people: database, broker, last sweep and how far behind it is. No personal data.

    Status 503 if the database or the broker does not answer. A sweep that is late is said, with status 200: starting
    the web server again would not help it.
    """

    action = PUBLIC
    template_name = "clocks/health.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        health = health_now(timezone.now())
        status = 200 if health.is_up else 503
        if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
            return self.render({"health": health}, status=status)
        return JsonResponse(health.as_data(), status=status)
