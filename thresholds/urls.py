"""Addresses of thresholds. No name of a child and no word of a search is ever in one."""

from django.urls import path

from thresholds import framework_urls
from thresholds.views import access, account, begin, family, judgement, matrix, moves, routes, talk, worries

app_name = "thresholds"

CHECK = "checks/<uuid:check_id>/"
CHILD = f"{CHECK}children/<uuid:child_id>/"

urlpatterns = [
    *framework_urls.urlpatterns,
    path("checks/new/", begin.BeginPage.as_view(), name="new"),
    path(CHECK, begin.CheckHome.as_view(), name="check"),
    path(f"{CHECK}access/", access.AccessPage.as_view(), name="access"),
    path(f"{CHECK}call/", begin.CallPage.as_view(), name="call"),
    path(f"{CHECK}urgency/", begin.UrgencyPage.as_view(), name="urgency"),
    path(f"{CHECK}family/", family.FamilyPage.as_view(), name="family"),
    path(f"{CHECK}family/home/", family.HomePage.as_view(), name="home"),
    path(f"{CHECK}family/children/add/", family.ChildAddPage.as_view(), name="child_add"),
    path(f"{CHECK}family/children/<uuid:child_id>/", family.ChildChangePage.as_view(), name="child_change"),
    path(f"{CHECK}family/children/<uuid:child_id>/remove/", family.RemovePage.as_view(), name="child_remove"),
    path(f"{CHECK}family/adults/add/", family.AdultAddPage.as_view(), name="adult_add"),
    path(f"{CHECK}family/adults/<uuid:member_id>/", family.AdultChangePage.as_view(), name="adult_change"),
    path(f"{CHECK}family/adults/<uuid:member_id>/remove/", family.RemovePage.as_view(), name="adult_remove"),
    path(f"{CHILD}worries/", worries.WorriesPage.as_view(), name="worries"),
    path(f"{CHILD}talk/", talk.TalkPage.as_view(), name="talk"),
    path(f"{CHILD}first-view/", judgement.FirstViewPage.as_view(), name="first_view"),
    path(f"{CHILD}evidence/", judgement.EvidencePage.as_view(), name="evidence"),
    path(f"{CHILD}matrix/<str:row>/", matrix.MatrixRowPage.as_view(), name="matrix_row"),
    path(f"{CHECK}account/", account.AccountPage.as_view(), name="account"),
    path(f"{CHECK}routes/", routes.RoutesPage.as_view(), name="routes"),
    path(f"{CHECK}moves/", moves.MovesPage.as_view(), name="moves"),
    path(f"{CHECK}conversation/", account.ConversationPage.as_view(), name="conversation"),
    path(f"{CHECK}next/", routes.NextPage.as_view(), name="next"),
]
