"""One's notices: read, open, mark as read."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from notices import selectors, services
from notices.models import Notice
from pages.views import PageView
from partnerships.permissions import Action
from workflow.errors import NotAllowed


class NoticesView(PageView):
    """The list, newest first, fifty to a page; POST marks them all as read."""

    action = Action.READ_NOTICES
    template_name = "notices/list.html"

    def get_page_context(self) -> dict[str, Any]:
        notices, older = selectors.notices_page(self.request.user, before=_uuid_or_none(self.request.GET.get("before")))
        return super().get_page_context() | {
            "notices": notices,
            "older": older,
            "unread": selectors.unread_count(self.request.user),
        }

    def post(self, request: HttpRequest) -> HttpResponseBase:
        services.notices_mark_all_read(by=request.user, at=timezone.now())
        return redirect("notices:list")


class NoticeReadView(PageView):
    """POST marks one as read and goes to its page (`open`) or back to the list."""

    action = Action.READ_NOTICES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, notice_id: uuid.UUID) -> HttpResponseBase:
        try:
            notice = selectors.notice_for(request.user, notice_id)
        except Notice.DoesNotExist as absent:
            raise NotAllowed(self.action) from absent
        services.notice_mark_read(notice=notice, by=request.user, at=timezone.now())
        return redirect(notice.path if "open" in request.POST else "notices:list")


def _uuid_or_none(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
