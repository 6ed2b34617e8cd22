"""Who opened a record without a part in the case: for front-door managers and safeguarding leads."""

from typing import Any

from django.utils import timezone

from audit.reading import mark_read
from pages.views import PageView
from partnerships.permissions import Action, can
from people.presenters.openings import openings_report, period_read
from people.selectors.emergencies import reviews_outstanding


class OpeningsPage(PageView):
    """The report by period. References and reasons, nothing else about a child. To look at it is marked too."""

    action = Action.OPENINGS_READ
    template_name = "people/openings.html"
    density = "staff"
    layout = "layout-wide"

    def get_page_context(self) -> dict[str, Any]:
        user: Any = self.request.user
        mark_read(self.request, action="openings-read", subject_type="opening", subject_id=None)
        days = period_read(self.request.GET.get("days", ""))
        may_open = can(user, Action.EMERGENCY_OPEN)
        return super().get_page_context() | openings_report(user, days=days, now=timezone.now()) | {"may_open": may_open}


class OutstandingPage(PageView):
    """How many reviews wait at each front door of a partnership: a number and a day, no record and no person."""

    action = Action.REVIEWS_COUNT
    template_name = "people/outstanding.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"doors": reviews_outstanding()}
