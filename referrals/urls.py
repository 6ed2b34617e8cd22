"""Addresses of referrals. Nothing about a child is ever in one: ids, a reference only where it is typed and posted."""

from django.urls import path

from referrals.views import (
    access,
    advice,
    agreed,
    assessments,
    calling,
    children,
    contact,
    disagreements,
    emergency,
    inbox,
    joining,
    matching,
    merging,
    missing,
    record,
    referrer,
    saved_views,
    shared,
    strategies,
    triage,
    withdrawn,
)
from referrals.views.sending import PreviewPage, SendPage

app_name = "referrals"

CONTACT = "front-door/contacts/<uuid:contact_id>/"
CHILD = f"{CONTACT}children/<uuid:child_id>/"
ASSESSMENT = "front-door/assessments/<uuid:assessment_id>/"
KNOWN = "front-door/children/<uuid:person_id>/"
SENT = "contacts/<uuid:contact_id>/"

urlpatterns = [
    path("checks/<uuid:check_id>/send/", SendPage.as_view(), name="send"),
    path("checks/<uuid:check_id>/preview/", PreviewPage.as_view(), name="preview"),
    path("front-door/", inbox.InboxPage.as_view(), name="inbox"),
    path("front-door/views/", saved_views.ViewAddPage.as_view(), name="view_add"),
    path("front-door/views/<uuid:view_id>/", saved_views.ViewEditPage.as_view(), name="view_edit"),
    path("front-door/calls/", calling.CallPage.as_view(), name="call"),
    path("front-door/calls/<uuid:draft_id>/", calling.CallPage.as_view(), name="call_draft"),
    path("front-door/advice/", advice.AdviceList.as_view(), name="advice"),
    path("front-door/advice/new/", advice.AdvicePage.as_view(), name="advice_new"),
    path("calls/<uuid:contact_id>/", calling.RungPage.as_view(), name="rung"),
    path(f"{CONTACT}join/", joining.JoinPage.as_view(), name="join"),
    path(f"{CONTACT}join/undo/", joining.UnjoinPage.as_view(), name="unjoin"),
    path(CONTACT, contact.ContactPage.as_view(), name="contact"),
    path(f"{CONTACT}summary/", triage.SummaryPage.as_view(), name="summary"),
    path(f"{CONTACT}take/", triage.TakePage.as_view(), name="take"),
    path(f"{CONTACT}hand-over/", triage.HandOverPage.as_view(), name="hand_over"),
    path(f"{CONTACT}note/", triage.NotePage.as_view(), name="note"),
    path(f"{CONTACT}consent-record/", record.ReceivedRecordPage.as_view(), name="received_record"),
    path(f"{CONTACT}consent-record/pdf/", record.ReceivedRecordPdf.as_view(), name="received_record_pdf"),
    path(f"{CONTACT}withdrawn/", withdrawn.WithdrawnPage.as_view(), name="withdrawn"),
    path(f"{CHILD}match/", matching.MatchPage.as_view(), name="match"),
    path(f"{CHILD}match/undo/", matching.UnmatchPage.as_view(), name="unmatch"),
    path(f"{CHILD}match/again/", matching.MatchAgainPage.as_view(), name="match_again"),
    path("front-door/children/", children.FindPage.as_view(), name="find_child"),
    path(KNOWN, children.ChildPage.as_view(), name="child"),
    path(f"{KNOWN}missing/", missing.EpisodePage.as_view(), name="missing"),
    path(f"{KNOWN}same/<uuid:other_id>/", merging.MergeAskPage.as_view(), name="merge_ask"),
    path("front-door/missing/<uuid:episode_id>/", missing.EpisodeChangePage.as_view(), name="episode"),
    path("front-door/merges/<uuid:merge_id>/", merging.MergePage.as_view(), name="merge"),
    path("front-door/assessments/", assessments.BoardPage.as_view(), name="assessments"),
    path(ASSESSMENT, assessments.AssessmentPage.as_view(), name="assessment"),
    path(f"{ASSESSMENT}seen/", assessments.SeenPage.as_view(), name="seen"),
    path(f"{ASSESSMENT}strategy/", strategies.StrategyPage.as_view(), name="strategy"),
    path(f"{ASSESSMENT}strategy/call/", strategies.CallPage.as_view(), name="strategy_call"),
    path(f"{ASSESSMENT}actions/", strategies.ActionPage.as_view(), name="action_add"),
    path(f"{ASSESSMENT}actions/<uuid:action_id>/", strategies.ActionClosePage.as_view(), name="action_close"),
    path(f"{ASSESSMENT}conference/", strategies.ConferencePage.as_view(), name="conference"),
    path(f"{ASSESSMENT}conference/held/", strategies.ConferenceHeldPage.as_view(), name="conference_held"),
    path(f"{ASSESSMENT}longer/", assessments.ExtendPage.as_view(), name="extend"),
    path(f"{ASSESSMENT}checkpoints/<slug:rule>/", assessments.CheckpointPage.as_view(), name="checkpoint"),
    path(f"{ASSESSMENT}agreed/", agreed.AgreedPage.as_view(), name="agreed"),
    path(f"{ASSESSMENT}complete/", assessments.CompletePage.as_view(), name="complete"),
    path(f"{ASSESSMENT}allocate/", assessments.AllocatePage.as_view(), name="allocate"),
    path(SENT, referrer.SentPage.as_view(), name="sent"),
    path(f"{SENT}add/", referrer.AdditionPage.as_view(), name="add"),
    path("contacts/to-tell/<uuid:task_id>/", referrer.ParentToldPage.as_view(), name="parent_told"),
    path(f"{SENT}read/", referrer.ReadPage.as_view(), name="read"),
    path(f"{SENT}shared/", shared.SharedPage.as_view(), name="shared"),
    path(f"{SENT}access/", access.AccessPage.as_view(), name="access"),
    path("emergency/contacts/<uuid:contact_id>/", emergency.EmergencyContactPage.as_view(), name="emergency"),
    path(f"{SENT}disagree/", disagreements.DisagreePage.as_view(), name="disagree"),
    path("disagreements/<uuid:disagreement_id>/", disagreements.DisagreementPage.as_view(), name="disagreement"),
]
