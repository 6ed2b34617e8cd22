"""First view, then what the evidence points to, then the practitioner's own judgement: in that order, and all three kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from partnerships.models import User
from partnerships.selectors import leads_for
from thresholds.forms.judgement import FirstViewForm, differs_name, judgement_form
from thresholds.presenters.evidence import EvidencePresenter
from thresholds.presenters.family import called
from thresholds.presenters.levels import levels_of
from thresholds.presenters.worries import tabs_of
from thresholds.rules.suggestion import Suggestion
from thresholds.selectors.authorities import calls_at
from thresholds.selectors.checks import suggestion_for
from thresholds.services.checks import CheckRefused
from thresholds.services.judgements import child_views_save, first_view_record, judgement_record
from thresholds.views.base import CheckEditPage, CheckFormPage


class FirstViewPage(CheckFormPage):
    """Where would you place it? Asked before the suggestion; the first answer stands."""

    form_class = FirstViewForm
    template_name = "thresholds/checks/first_view.html"
    step = 3
    field_of = {"first_view": "level"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.child.first_view:
            return redirect(self.at("evidence", child_id=self.child.pk))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"levels": levels_of(self.framework)}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "child": self.child, "name": called(self.child.person),
            "tabs": tabs_of(self.subject, self.children, self.child, step="evidence"),
        }  # fmt: skip

    def save(self, form: FirstViewForm) -> str:
        first_view_record(child=self.child, level=form.cleaned_data["level"], by=self.request.user, at=self.now)
        return self.at("evidence", child_id=self.child.pk)


class EvidencePage(CheckEditPage):
    """The suggestion with its reasons, what to weigh, and your judgement."""

    template_name = "thresholds/checks/evidence.html"
    step = 3

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.child.first_view:
            return redirect(self.at("first_view", child_id=self.child.pk))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.child.first_view:
            return redirect(self.at("first_view", child_id=self.child.pk))
        return super().post(request, *args, **kwargs)

    @cached_property
    def suggestion(self) -> Suggestion:
        return suggestion_for(self.child, at=self.now)

    def get_form(self) -> forms.BaseForm:
        return judgement_form(levels_of(self.framework), self.suggestion.level)(**self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        child = self.child
        return {"child_views": child.child_views, "level": child.level, "why": child.level_why} | {
            differs_name(child.level): child.level_differs_why
        }

    def leads(self) -> list[User]:
        check = self.subject
        besides = {pk for pk in (self.request.user.pk, check.concern_about_id) if pk}
        return leads_for(check.organisation, besides=besides)

    def get_page_context(self) -> dict[str, Any]:
        shown = EvidencePresenter(self.child, self.framework, self.suggestion, at=self.now)
        return super().get_page_context() | shown.context() | {
            "child": self.child, "name": called(self.child.person), "leads": self.leads(),
            "calls": calls_at(self.subject.authority, danger=False, at=self.now),
            "tabs": tabs_of(self.subject, self.children, self.child, step="evidence"),
        }  # fmt: skip

    def save(self, form: Any) -> str:
        given, by = form.cleaned_data, self.request.user
        try:
            judgement_record(
                child=self.child, level=given["level"], why=given["why"], differs_why=form.differs_why(), by=by, at=self.now
            )
        except CheckRefused as refusal:
            if refusal.field == "differs_why":
                raise CheckRefused(differs_name(given["level"]), refusal.message) from refusal
            raise
        if given["child_views"] != self.child.child_views:
            child_views_save(child=self.child, words=given["child_views"], by=by, at=self.now)
        return self.next()

    def next(self) -> str:
        """The next child without a judgement; the account once every child has one."""
        for child in self.children:
            if child.pk != self.child.pk and not child.level:
                name = "worries" if not child.observations.all() else "evidence" if child.first_view else "first_view"
                return self.at(name, child_id=child.pk)
        return self.at("routes" if self.subject.account else "account")
