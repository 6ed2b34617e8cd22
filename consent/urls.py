"""Addresses of consent."""

from django.urls import path

from consent.views.agreement import AgreementPage, AskingPage, AskLeadPage
from consent.views.arranging import ArrangePage, AwayPage, BackPage
from consent.views.deciding import DecidingPage, RefusalPage
from consent.views.desk import DeskPage, HandOverPage, ReviewPage
from consent.views.record import ConsentRecordPage, ConsentRecordPdf
from consent.views.withdrawing import WithdrawPage

app_name = "consent"
urlpatterns = [
    path("checks/<uuid:check_id>/agreement/", AgreementPage.as_view(), name="agreement"),
    path("checks/<uuid:check_id>/agreement/<uuid:person_id>/", AskingPage.as_view(), name="asking"),
    path("checks/<uuid:check_id>/agreement/children/<uuid:person_id>/", DecidingPage.as_view(), name="deciding"),
    path("checks/<uuid:check_id>/agreement/<uuid:person_id>/withdrawn/", WithdrawPage.as_view(), name="withdraw"),
    path("checks/<uuid:check_id>/refusal/", RefusalPage.as_view(), name="refusal"),
    path("checks/<uuid:check_id>/lead/", AskLeadPage.as_view(), name="ask_lead"),
    path("checks/<uuid:check_id>/consent-record/", ConsentRecordPage.as_view(), name="record"),
    path("checks/<uuid:check_id>/consent-record/pdf/", ConsentRecordPdf.as_view(), name="record_pdf"),
    path("lead/", DeskPage.as_view(), name="desk"),
    path("lead/agency/", ArrangePage.as_view(), name="arrange"),
    path("lead/away/", AwayPage.as_view(), name="away"),
    path("lead/away/back/", BackPage.as_view(), name="back"),
    path("lead/<uuid:proposal_id>/", ReviewPage.as_view(), name="review"),
    path("lead/<uuid:proposal_id>/hand-over/", HandOverPage.as_view(), name="hand_over"),
]
