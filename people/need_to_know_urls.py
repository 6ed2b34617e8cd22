"""Addresses of who may open what: the same three pages for a contact and for a check."""

from django.urls import path

from people.views import need_to_know
from people.views.need_to_know import KnowPage, LiftPage, WhoPage

OF = {"contact": "need-to-know/contacts/<uuid:contact_id>/", "check": "need-to-know/checks/<uuid:check_id>/"}

urlpatterns = [
    path("need-to-know/", need_to_know.RegisterPage.as_view(), name="need_to_know"),
    path("need-to-know/conflicts/<uuid:conflict_id>/end/", need_to_know.BackInPage.as_view(), name="back_in"),
    *(path(f"{OF[kind]}who/", WhoPage.as_view(subject_type=kind), name=f"who_{kind}") for kind in OF),
    *(path(f"{OF[kind]}lift/", LiftPage.as_view(subject_type=kind), name=f"lift_{kind}") for kind in OF),
    *(path(f"{OF[kind]}know/", KnowPage.as_view(subject_type=kind), name=f"know_{kind}") for kind in OF),
]
