"""Addresses of documents."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("documents/<uuid:document_id>/", views.DocumentView.as_view(), name="document"),
    path("verify/", views.VerifyView.as_view(), name="verify"),
]
