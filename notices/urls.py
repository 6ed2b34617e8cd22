"""Addresses of notices."""

from django.urls import path

from notices.views import NoticeReadView, NoticesView

app_name = "notices"
urlpatterns = [
    path("notices/", NoticesView.as_view(), name="list"),
    path("notices/<uuid:notice_id>/read/", NoticeReadView.as_view(), name="read"),
]
