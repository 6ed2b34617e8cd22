"""Addresses of clocks."""

from django.urls import path

from clocks.views import DeadlinesView, HealthView

app_name = "clocks"
urlpatterns = [
    path("deadlines/", DeadlinesView.as_view(), name="deadlines"),
    path("health/", HealthView.as_view(), name="health"),
]
