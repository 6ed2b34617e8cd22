"""The working calendar and the timescales of an authority, as its partnership admin sets them."""

import datetime
from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from clocks.forms.schedule import DayOffForm, RuleForm, TakeOutForm, steps_of
from clocks.presenters import calendar_rows, change_rows, clocks_touched, rule_rows
from clocks.rules.timescale import TimescaleRule
from clocks.selectors import changes_of, timescale_of
from clocks.services import ScheduleRefused, day_off_add, day_off_check, day_off_remove, rule_change
from pages.views import FormPage, PageView
from partnerships.models import LocalAuthority
from partnerships.permissions import Action
from partnerships.selectors import authorities_of


class OfAuthority(PageView, abstract=True):
    """A page about one authority of those that this person administers; any other is a page of what does not exist."""

    subject: LocalAuthority

    def get_subject(self) -> LocalAuthority:
        for authority in authorities_of(self.request.user):
            if authority.slug == self.kwargs["authority"]:
                return authority
        raise Http404

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"authority": self.subject, "others": self.others()}

    def others(self) -> list[LocalAuthority]:
        """The other authorities that the same person administers."""
        return [each for each in authorities_of(self.request.user) if each != self.subject]


class CalendarView(OfAuthority):
    """The days off ahead, those just gone, and what was changed."""

    action = Action.CALENDAR_EDIT
    template_name = "clocks/calendar.html"

    def get_page_context(self) -> dict[str, Any]:
        today = timezone.localdate()
        return super().get_page_context() | {
            "days": calendar_rows(self.subject, today), "changes": change_rows(changes_of(self.subject), today),
        }  # fmt: skip


class Confirmed(OfAuthority, FormPage, ABC, abstract=True):
    """A form that says what it will do before it does it: the second post, that confirms this very day, does it."""

    @abstractmethod
    def day(self, form: Any) -> datetime.date:
        """The day off that the form is about; raises ScheduleRefused where it can be no such day."""

    @abstractmethod
    def do(self, form: Any) -> None:
        """Ask for the change; raises ScheduleRefused."""

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        try:
            day = self.day(form)
            if self.request.POST.get("confirmed") != day.isoformat():
                return self.render(self.asking(form, day))
            self.do(form)
        except ScheduleRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Saved. Every clock that it touches is moved within a minute, and its owner is told.")
        return reverse("clocks:calendar", args=[self.subject.slug])

    def asking(self, form: Any, day: datetime.date) -> dict[str, Any]:
        """What the page says before it does it."""
        gone_by = day < timezone.localdate()
        return {"form": form, "confirming": day, "gone_by": gone_by, "touched": clocks_touched(self.subject, day)}


class DayOffAddView(Confirmed):
    action = Action.CALENDAR_EDIT
    form_class = DayOffForm
    template_name = "clocks/day_off.html"

    def day(self, form: DayOffForm) -> datetime.date:
        day = form.cleaned_data["date"]
        day_off_check(authority=self.subject, day=day, at=timezone.now())
        return day

    def do(self, form: DayOffForm) -> None:
        given = form.cleaned_data
        day_off_add(
            authority=self.subject, day=given["date"], name=given["name"], kind=given["kind"], source=given["source"],
            by=self.request.user, at=timezone.now(),
        )  # fmt: skip


class DayOffRemoveView(Confirmed):
    action = Action.CALENDAR_EDIT
    form_class = TakeOutForm
    template_name = "clocks/day_off_remove.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"closure": self.closure()}

    def closure(self) -> Any:
        found = self.subject.closures.filter(date=self.kwargs["day"]).first()
        if found is None:
            raise Http404
        return found

    def day(self, form: TakeOutForm) -> datetime.date:
        return self.closure().date

    def do(self, form: TakeOutForm) -> None:
        day_off_remove(
            authority=self.subject,
            day=self.closure().date,
            why=form.cleaned_data["why"],
            by=self.request.user,
            at=timezone.now(),
        )


class TimescalesView(OfAuthority):
    """Every rule in force, what comes after it, and where it is written."""

    action = Action.TIMESCALE_EDIT
    template_name = "clocks/timescales.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"rules": rule_rows(self.subject, timezone.localdate())}


class TimescaleEditView(OfAuthority, FormPage):
    """Another amount of time, or other people told, from a day on."""

    action = Action.TIMESCALE_EDIT
    form_class = RuleForm
    template_name = "clocks/timescale.html"

    def rule(self) -> TimescaleRule:
        row = self.subject.timescales.filter(rule=self.kwargs["rule"]).order_by("from_date").last()
        if row is None:
            raise Http404
        return timescale_of(row)

    def get_initial(self) -> dict[str, Any]:
        rule = self.rule()
        told = {name: list(step.tell) for name, step in steps_of(rule).items()}
        return {"amount": rule.amount, "unit": rule.unit, "source": rule.source, **told}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rule": self.rule()}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"rule": self.rule()}

    def form_valid(self, form: RuleForm) -> str | HttpResponseBase:
        given = form.cleaned_data
        try:
            rule_change(
                authority=self.subject, code=self.kwargs["rule"], values=form.values(), from_date=given["from_date"],
                why=given["why"], open_too=given["open_too"] == "yes", by=self.request.user, at=timezone.now(),
            )  # fmt: skip
        except ScheduleRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Saved. The rule changes on the day that you chose.")
        return reverse("clocks:timescales", args=[self.subject.slug])


class ScheduleHomeView(PageView):
    """To the calendar of the first authority that this person administers."""

    action = Action.CALENDAR_EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for authority in authorities_of(request.user):
            return redirect("clocks:calendar", authority.slug)
        raise Http404
