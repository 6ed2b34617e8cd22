"""Addresses of consent."""

from django.urls import path

from consent.views.agreement import AgreementPage, AskingPage, AskLeadPage
from consent.views.deciding import DecidingPage, RefusalPage
from consent.views.desk import DeskPage, ReviewPage

app_name = "consent"
urlpatterns = [
    path("checks/<uuid:check_id>/agreement/", AgreementPage.as_view(), name="agreement"),
    path("checks/<uuid:check_id>/agreement/<uuid:person_id>/", AskingPage.as_view(), name="asking"),
    path("checks/<uuid:check_id>/agreement/children/<uuid:person_id>/", DecidingPage.as_view(), name="deciding"),
    path("checks/<uuid:check_id>/refusal/", RefusalPage.as_view(), name="refusal"),
    path("checks/<uuid:check_id>/lead/", AskLeadPage.as_view(), name="ask_lead"),
    path("lead/", DeskPage.as_view(), name="desk"),
    path("lead/<uuid:proposal_id>/", ReviewPage.as_view(), name="review"),
]
