"""What are you worried about, and what is working well? One form: ticks, evidence, search and areas."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from thresholds.forms.evidence import Sheet
from thresholds.presenters.entries import EntryGroup, groups_of
from thresholds.presenters.family import called
from thresholds.presenters.worries import WorriesPresenter
from thresholds.services.worries import worries_save
from thresholds.views.base import renewed
from thresholds.views.saying import SayingPage
from workflow.errors import StaleVersion


class WorriesPage(SayingPage):
    """Searching saves, too, and its words are never in an address: the page comes back from the form that was sent."""

    template_name = "thresholds/checks/worries.html"
    partials: ClassVar[dict[str, str]] = {
        "row": "thresholds/checks/worries/row_answer.html", "fold": "thresholds/checks/worries/row_answer.html",
        "evidence": "thresholds/checks/worries/evidence_answer.html", "area": "thresholds/checks/worries/area_answer.html",
    }  # fmt: skip
    name = "worries"
    sheet: Sheet
    query = ""
    used = ""
    opened: frozenset[str] = frozenset()
    moved_to = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.framework.is_conversation_led:
            return redirect(self.at("talk", child_id=self.child.pk))
        self.sheet = self.recorded()
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.framework.is_conversation_led:
            return redirect(self.at("talk", child_id=self.child.pk))
        do, _, self.used = request.POST.get("do", "save").partition(":")
        self.query = "" if do == "clear" else request.POST.get("q", "").strip()
        self.sheet = Sheet(child=self.child, siblings=self.siblings(), groups=self.groups(do), data=request.POST)
        if not self.sheet.is_valid():
            return self.part(do) if do in self.partials else self.render(status=422)
        if do not in ("done", "fold"):
            self.opened = frozenset({self.used} | (self.sheet.ticked - set(request.POST.getlist("was"))))
        moved = self.sheet.moved()
        try:
            worries_save(child=self.child, page=self.sheet.page(), by=request.user, at=self.now)
        except StaleVersion as stale:
            raise renewed(stale, request, self.subject) from stale
        self.moved_to = moved.get(self.used, "")
        self.opened |= frozenset(moved.values())
        return self.answer(do)

    def answer(self, do: str) -> HttpResponseBase:
        """After saving: what was asked for. A search stays on the page, for as long as its words are in the form."""
        if do in self.partials or do in ("stay", "search", "done"):
            self.read_again()
            self.sheet = self.recorded()
            return self.part(do) if do in self.partials else self.render()
        following = {"next": self.next_page(), "stop": self.at("check")}
        return redirect(following.get(do) or self.request.path)

    def recorded(self) -> Sheet:
        return Sheet(child=self.child, siblings=self.siblings(), groups=groups_of(self.framework))

    def groups(self, do: str) -> tuple[EntryGroup, ...]:
        """All rows, or for a part of the page the one that was used: what is typed elsewhere is neither saved nor lost."""
        groups = groups_of(self.framework)
        return tuple(group for group in groups if group.key == self.used) if do in self.partials else groups

    def presenter(self) -> WorriesPresenter:
        return WorriesPresenter(
            check=self.subject, framework=self.framework, sheet=self.sheet, at=self.now, query=self.query, keep_open=self.opened
        )

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | self.presenter().context() | self.onward()

    def part(self, do: str) -> HttpResponse:
        """One row or area again, with the picture so far beside it."""
        presenter = WorriesPresenter(
            check=self.subject, framework=self.framework, sheet=self.with_all_rows(), at=self.now,
            keep_open=() if do == "fold" else {self.used, self.moved_to},
        )  # fmt: skip
        row = presenter.rows.get(self.used)
        areas = presenter.areas_with(row, self.used)
        if row is None and not areas:
            raise Http404
        moved = presenter.rows.get(self.moved_to)
        areas += presenter.areas_with(moved, "") if moved else ()
        context = {"row": row, "moved": moved, "areas": areas, "so_far": presenter.so_far(),
                   "check": self.subject, "child": self.child, "name": called(self.child.person)}  # fmt: skip
        return render(self.request, self.partials[do], context | self.onward())

    def with_all_rows(self) -> Sheet:
        """What is recorded, with a row that could not be saved as it was sent."""
        whole = self.recorded()
        if self.sheet.data is not None:
            whole.forms |= self.sheet.forms
            whole.ticked |= self.sheet.ticked & {self.used}
        return whole
