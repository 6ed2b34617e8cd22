"""Addresses of frameworks, of the partnership's own pages, and of services and numbers."""

from django.urls import path

from thresholds.views.directory import DirectoryView
from thresholds.views.frameworks import (
    FrameworkFileView,
    FrameworkLoadView,
    FrameworksView,
    FrameworkView,
    PartnershipFrameworkView,
    PartnershipView,
)

urlpatterns = [
    path("directory/", DirectoryView.as_view(), name="directory"),
    path("frameworks/", FrameworksView.as_view(), name="frameworks"),
    path("frameworks/<slug:slug>/<str:version>/", FrameworkView.as_view(), name="framework"),
    path("partnership/", PartnershipView.as_view(), name="partnership"),
    path("partnership/load/", FrameworkLoadView.as_view(), name="framework_load"),
    path("partnership/frameworks/<slug:slug>/<str:version>/", PartnershipFrameworkView.as_view(), name="partnership_framework"),
    path(
        "partnership/frameworks/<slug:slug>/<str:version>/file/", FrameworkFileView.as_view(), name="partnership_framework_file"
    ),
]
