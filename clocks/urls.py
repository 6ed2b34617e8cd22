"""Addresses of clocks."""

import datetime

from django.urls import path, register_converter

from clocks.views.deadlines import DeadlinesView, HealthView, MovedView
from clocks.views.hearing import FeedView, HearingView
from clocks.views.schedule import (
    CalendarView,
    DayOffAddView,
    DayOffRemoveView,
    ScheduleHomeView,
    TimescaleEditView,
    TimescalesView,
)


class DayConverter:
    """A day as 2026-12-24; any other text is a page that does not exist."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


class TokenConverter:
    """A token as `secrets.token_urlsafe(32)` makes it; any other text is a page that does not exist."""

    regex = r"[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "day")
register_converter(TokenConverter, "token")

app_name = "clocks"
urlpatterns = [
    path("deadlines/", DeadlinesView.as_view(), name="deadlines"),
    path("deadlines/moved/<uuid:change>/", MovedView.as_view(), name="moved"),
    path("deadlines/told/", HearingView.as_view(), name="hearing"),
    path("deadlines/feed/<token:token>.ics", FeedView.as_view(), name="feed"),
    path("health/", HealthView.as_view(), name="health"),
    path("partnership/calendar/", ScheduleHomeView.as_view(), name="schedule"),
    path("partnership/<slug:authority>/calendar/", CalendarView.as_view(), name="calendar"),
    path("partnership/<slug:authority>/calendar/add/", DayOffAddView.as_view(), name="day_off_add"),
    path("partnership/<slug:authority>/calendar/<day:day>/take-out/", DayOffRemoveView.as_view(), name="day_off_remove"),
    path("partnership/<slug:authority>/timescales/", TimescalesView.as_view(), name="timescales"),
    path("partnership/<slug:authority>/timescales/<slug:rule>/", TimescaleEditView.as_view(), name="timescale"),
]
