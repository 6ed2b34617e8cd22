"""One's deadlines, one's team's, and whether the clocks are being watched."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from clocks.board import NOBODY, Asked, Place, board_for
from clocks.health import health_now
from clocks.selectors import MOST_ON_A_PAGE, mine_for, moved_for
from pages.views import PUBLIC, PageView
from partnerships.permissions import Action

CODE, NUMBER = re.compile(r"[a-z0-9-]{1,60}"), re.compile(r"[0-9]{1,18}")


class DeadlinesView(PageView):
    """What is due, least time left first: the team's board, narrowed as asked, and one's own. Asked by htmx, both anew."""

    action = Action.READ_DEADLINES
    template_name = "clocks/deadlines.html"
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        user, now, asked = self.request.user, timezone.now(), self.asked()
        board = board_for(user, now, asked)
        query = urlencode({"rule": asked.rule, "who": asked.who} if asked.is_narrowed else {})
        return super().get_page_context() | {
            "mine": mine_for(user, now), "board": board, "asked": asked, "now": now, "query": query,
            "here": urlencode({"rule": asked.rule, "who": asked.who, "after": asked.after or ""}), "most": MOST_ON_A_PAGE,
        }  # fmt: skip

    def asked(self) -> Asked:
        """As the address has it; what makes no sense there asks for nothing."""
        given = self.request.GET
        rule, who, after = (given.get(name, "") for name in ("rule", "who", "after"))
        return Asked(
            rule=rule if CODE.fullmatch(rule) else "", who=who if who == NOBODY or NUMBER.fullmatch(who) else "",
            after=Place.read(after),
        )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            return render(request, "clocks/partials/anew.html", self.get_page_context())
        return self.render()


class MovedView(PageView):
    """Which of one's deadlines a change of calendar or rule gave another time, with the old one: where its notice leads."""

    action = Action.READ_DEADLINES
    template_name = "clocks/moved.html"
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        moved = moved_for(self.request.user, self.kwargs["change"], timezone.now())
        return super().get_page_context() | {"moved": moved, "most": MOST_ON_A_PAGE}


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
