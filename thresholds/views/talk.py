"""The conversation about one child, where the framework publishes no indicators: what is asked, and what is said."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from thresholds.forms.talk import TalkSheet
from thresholds.presenters.talk import TalkPresenter, questions_fitting
from thresholds.rules.framework import ListItem
from thresholds.services.worries import worries_save
from thresholds.views.base import renewed
from thresholds.views.saying import SayingPage
from workflow.errors import StaleVersion


class TalkPage(SayingPage):
    """Topics with their questions, in plain words; an answer and the family's own words are kept together.

    With JavaScript each answer is saved as it is given (`question:CODE`); without it, by the buttons of the page, of which
    one stands in every topic (`topic:CODE`) and comes back to it.
    """

    template_name = "thresholds/checks/talk.html"
    name = "talk"
    part: ClassVar[str] = "thresholds/checks/talk/answer.html"
    sheet: TalkSheet
    topic = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.framework.is_conversation_led:
            return redirect(self.at("worries", child_id=self.child.pk))
        self.sheet = self.recorded()
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.framework.is_conversation_led:
            return redirect(self.at("worries", child_id=self.child.pk))
        do, _, used = request.POST.get("do", "save").partition(":")
        asked = self.questions() if do != "question" else tuple(each for each in self.questions() if each.code == used)
        if not asked:
            raise Http404
        self.sheet = TalkSheet(child=self.child, siblings=self.siblings(), questions=asked, data=request.POST)
        if not self.sheet.is_valid():
            return self.answered(used) if do == "question" else self.render(status=422)
        self.keep()
        if do == "question":
            return self.answered(used)
        if do == "topic":
            self.topic = used
            self.read_again()
            return self.render()
        following = {"next": self.next_page(), "stop": self.at("check")}
        return redirect(following.get(do, request.path))

    def keep(self) -> None:
        try:
            worries_save(child=self.child, page=self.sheet.page(), by=self.request.user, at=self.now)
        except StaleVersion as stale:
            raise renewed(stale, self.request, self.subject) from stale

    def answered(self, code: str) -> HttpResponse:
        """What one answer changes on the page: its own level and choices, its topic, and the picture so far."""
        tried = self.sheet.forms[code]
        self.read_again()
        if tried.errors:
            self.sheet.forms[code] = tried
        shown = self.presenter()
        topic, row = shown.row(code)
        context = {"row": row, "form": row.form, "topic": topic, "check": self.subject} | shown.context() | self.onward()
        return render(self.request, self.part, context)

    def read_again(self) -> None:
        super().read_again()
        self.sheet = self.recorded()

    def questions(self) -> tuple[ListItem, ...]:
        return questions_fitting(self.framework, self.child)

    def recorded(self) -> TalkSheet:
        return TalkSheet(child=self.child, siblings=self.siblings(), questions=self.questions())

    def presenter(self) -> TalkPresenter:
        return TalkPresenter(self.child, self.framework, self.sheet, at=self.now, topic=self.topic)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | self.presenter().context() | self.onward()
