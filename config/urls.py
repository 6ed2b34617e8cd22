"""Every address of the service: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("partnerships.urls")),
    path("", include("people.urls")),
    path("", include("thresholds.urls")),
    path("", include("consent.urls")),
    path("", include("referrals.urls")),
    path("", include("documents.urls")),
    path("", include("clocks.urls")),
    path("", include("notices.urls")),
    path("", include("pages.urls")),
]

handler400 = "pages.error_pages.bad_request"
handler403 = "pages.error_pages.forbidden"
handler404 = "pages.error_pages.not_found"
handler500 = "pages.error_pages.server_error"
