"""What every page of a check has in common: it is fetched and authorised at once, and marked for what it is."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from audit.reading import mark_read
from pages import error_pages
from pages.editing import EditPage
from pages.views import FormPage, PageView
from partnerships.permissions import Action
from people.models import HouseholdMember
from thresholds.models import Check, CheckChild
from thresholds.rules.framework import Framework
from thresholds.selectors.checks import check_open, framework_of
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion


def mark_check(request: HttpRequest, check_id: uuid.UUID, action: str = "check-read") -> None:
    """Leave the mark of a reading on the check, its author's own too: "who has opened this" is then the whole answer."""
    mark_read(request, action=action, subject_type="check", subject_id=check_id)


def renewed(stale: StaleVersion, request: HttpRequest, check: Check) -> StaleVersion:
    """The refusal of a page of answers, with what saves it over: the answer's own mark as it is now, then the same page."""
    marks = [name for name in request.POST if name.endswith("-old") and request.POST[name] == stale.expected]
    own = f"{stale.renew.get('code')}-old"
    marks = [own] if own in marks else marks
    return StaleVersion(
        expected=stale.expected, found=stale.found, theirs=stale.theirs, yours=stale.yours,
        by=check.author.name, at=check.updated_at,
        renew={name: str(stale.found) for name in marks} | {"do": "stay"},
    )  # fmt: skip


class CheckPage(PageView, abstract=True):
    """A page that its author writes on. `step` is its place among the six of the main job, 0 for none."""

    action = Action.CHECK_WRITE
    step: ClassVar[int] = 0
    subject: Check

    def get_subject(self) -> Check:
        check = check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=self.action)
        if self.action is Action.CHECK_WRITE and check.state == Check.State.CLOSED:
            raise IllegalTransition(check.state, "write")
        return check

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.pk)

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        return error_pages.conflict(
            self.request,
            back=self.at("check"),
            what="This check is closed, so nothing more can be written in it. Nothing was changed.",
            now="Read it as it stands, or begin a new check.",
        )

    @cached_property
    def now(self) -> datetime.datetime:
        return now()

    @cached_property
    def framework(self) -> Framework:
        return framework_of(self.subject)

    @cached_property
    def children(self) -> list[CheckChild]:
        """The children of the check with what was seen, in two queries however many."""
        found = list(self.subject.children.select_related("person").prefetch_related("observations", "matrix_corrections"))
        for child in found:
            child.case_check = self.subject
        return found

    @cached_property
    def child(self) -> CheckChild:
        """The child that the address names; that of another check is refused as if it were not there."""
        for child in self.children:
            if child.pk == self.kwargs["child_id"]:
                return child
        raise NotAllowed(self.action)

    def at(self, name: str, **more: uuid.UUID) -> str:
        """The address of another page of this check."""
        return reverse(f"thresholds:{name}", kwargs={"check_id": self.kwargs["check_id"], **more})

    def members(self) -> list[HouseholdMember]:
        return list(self.subject.household.members.select_related("person"))

    def get_page_context(self) -> dict[str, Any]:
        version, author = self.subject.framework_version, self.subject.author_id == self.request.user.pk
        over = version.in_force_until is not None and version.in_force_until < localdate()
        return super().get_page_context() | {
            "check": self.subject, "framework": self.framework, "framework_version": version, "step": self.step,
            "superseded": version.is_superseded or over, "is_author": author, "home": self.at("check"),
        }  # fmt: skip


class CheckFormPage(CheckPage, FormPage, abstract=True):
    """A page with a form whose service may refuse a field: the refusal stands where it happened."""

    field_of: ClassVar[dict[str, str]] = {}

    def save(self, form: Any) -> str:
        """Do it, by one service; the address to go to."""
        raise NotImplementedError(f"{type(self).__qualname__} writes save")

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        try:
            return self.save(form)
        except CheckRefused as refusal:
            name = self.field_of.get(refusal.field, refusal.field)
            form.add_error(name if name in form.fields else None, refusal.message)
            return self.form_invalid(form)


class CheckEditPage(EditPage, CheckFormPage, abstract=True):
    """A form over what the check says already: two tabs of its author may have it open."""

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        return self.subject.author.name, self.subject.updated_at
