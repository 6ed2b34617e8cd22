"""Addresses of people. Ids alone: what is looked for in an emergency is posted."""

from django.urls import path

from people import need_to_know_urls
from people.views import emergencies, openings

app_name = "people"

EMERGENCY = "emergency/<uuid:emergency_id>/"

urlpatterns = [
    path("emergency/", emergencies.EmergencyPage.as_view(), name="emergency"),
    path(f"{EMERGENCY}end/", emergencies.EndPage.as_view(), name="emergency_end"),
    path(f"{EMERGENCY}review/", emergencies.ReviewPage.as_view(), name="emergency_review"),
    path("openings/", openings.OpeningsPage.as_view(), name="openings"),
    path("openings/outstanding/", openings.OutstandingPage.as_view(), name="outstanding"),
    *need_to_know_urls.urlpatterns,
]
