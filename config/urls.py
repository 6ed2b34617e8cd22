"""Every address of the service: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("partnerships.urls")),
    path("", include("thresholds.urls")),
    path("", include("consent.urls")),
    path("", include("referrals.urls")),
    path("", include("documents.urls")),
    path("", include("clocks.urls")),
    path("", include("notices.urls")),
]
