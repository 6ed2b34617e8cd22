"""The conversation about one child, where the framework publishes no indicators: what is asked, and what is said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from thresholds.forms.talk import TalkSheet
from thresholds.models import CheckChild
from thresholds.presenters.talk import TalkPresenter, questions_fitting
from thresholds.presenters.worries import tabs_of
from thresholds.rules.framework import ListItem
from thresholds.services.worries import worries_save
from thresholds.views.base import CheckPage


class TalkPage(CheckPage):
    """Topics with their questions, in plain words; an answer and the family's own words are kept together."""

    template_name = "thresholds/checks/talk.html"
    step = 2
    sheet: TalkSheet

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.framework.is_conversation_led:
            return redirect(self.at("worries", child_id=self.child.pk))
        self.sheet = self.recorded()
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.framework.is_conversation_led:
            return redirect(self.at("worries", child_id=self.child.pk))
        self.sheet = TalkSheet(child=self.child, siblings=self.siblings(), questions=self.questions(), data=request.POST)
        if not self.sheet.is_valid():
            return self.render(status=422)
        worries_save(child=self.child, page=self.sheet.page(), by=request.user, at=self.now)
        following = {"next": self.next_page(), "stop": self.at("check")}
        return redirect(following.get(request.POST.get("do", ""), request.path))

    def questions(self) -> tuple[ListItem, ...]:
        return questions_fitting(self.framework, self.child)

    def recorded(self) -> TalkSheet:
        return TalkSheet(child=self.child, siblings=self.siblings(), questions=self.questions())

    def siblings(self) -> list[CheckChild]:
        return [child for child in self.children if child.pk != self.child.pk]

    def next_page(self) -> str:
        """The next child nothing was said about, else the first view of the first who has none."""
        place = self.children.index(self.child)
        for child in self.children[place + 1 :]:
            if not child.observations.all():
                return self.at("talk", child_id=child.pk)
        waiting = next((child for child in self.children if not child.first_view), self.child)
        return self.at("first_view", child_id=waiting.pk)

    def get_page_context(self) -> dict[str, Any]:
        tabs = tabs_of(self.subject, self.children, self.child, step="worries")
        following = next((tab for tab in tabs if self.at("talk", child_id=tab.child.pk) == self.next_page()), None)
        shown = TalkPresenter(self.child, self.framework, self.sheet, at=self.now)
        return super().get_page_context() | shown.context() | {"tabs": tabs, "following": following}
