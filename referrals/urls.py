"""Addresses of referrals."""

from django.urls import path

from referrals.views.sending import PreviewPage, SendPage

app_name = "referrals"
urlpatterns = [
    path("checks/<uuid:check_id>/send/", SendPage.as_view(), name="send"),
    path("checks/<uuid:check_id>/preview/", PreviewPage.as_view(), name="preview"),
]
