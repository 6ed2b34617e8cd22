"""Addresses of documents."""

from django.http import HttpResponse
from django.urls import path

app_name = "documents"
urlpatterns = [path("verify/", HttpResponse, name="verify")]
