"""The strategy discussion of an assessment, what it gave to do, and the conference that may follow."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import cached_property

from pages import error_pages
from referrals.forms.strategies import ActionCloseForm, ActionForm, CallForm, ConferenceForm, ConferenceHeldForm, StrategyForm
from referrals.models import StrategyAction
from referrals.services.strategies import (
    Called,
    Strategy,
    action_add,
    action_close,
    conference_hold,
    conference_need,
    strategy_call,
    strategy_hold,
    strategy_try,
)
from referrals.views.assessments import RecordPage
from referrals.views.base import ServiceFormPage
from workflow.errors import IllegalTransition, NotAllowed

SEATS = ("social_work_manager", "police", "health", "knows_child_best")
QUORUM = "It is quorate with a social work manager, the police and health, all three. No one of them can be two."


class CallPage(RecordPage, ServiceFormPage):
    """A strategy discussion is called for a time; again, for another time."""

    form_class = CallForm
    field_of = {"meets_at": "day"}
    title = "Call a strategy discussion"
    hint = f"{QUORUM} Where harm is likely it is held within 24 hours of that decision."
    button = "Call it"

    def save(self, form: CallForm) -> str:
        called = Called(meets_at=form.cleaned_data["at"], **{seat: form.cleaned_data[seat] for seat in SEATS})
        strategy_call(assessment=self.subject, called=called, by=self.request.user, at=self.now)
        return self.home


class StrategyPage(RecordPage, ServiceFormPage):
    """A strategy discussion was held with its quorum, or tried without."""

    form_class = StrategyForm
    field_of = {"held_at": "day"}
    title = "Strategy discussion"
    hint = QUORUM

    def save(self, form: StrategyForm) -> str:
        given = {
            name: form.cleaned_data[name] for name in (*SEATS, "no_answer", "shared", "enquiry", "led", "words", "next_on")
        }
        strategy = Strategy(held_at=form.cleaned_data["at"], **given)
        record = strategy_try if form.cleaned_data["kind"] == "tried" else strategy_hold
        record(assessment=self.subject, strategy=strategy, by=self.request.user, at=self.now)
        return self.home


class ActionPage(RecordPage, ServiceFormPage):
    """Something to do from a strategy discussion."""

    form_class = ActionForm
    title = "Add an action"

    def save(self, form: ActionForm) -> str:
        action_add(assessment=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home


class ActionClosePage(RecordPage, ServiceFormPage):
    """What came of an action."""

    form_class = ActionCloseForm
    title = "Close an action"
    button = "Close it"

    @cached_property
    def of(self) -> StrategyAction:
        found = self.subject.actions.filter(pk=self.kwargs["action_id"]).first()
        if found is None:
            raise NotAllowed(self.action)
        return found

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"hint": f"{self.of.what} ({self.of.who})"}

    def save(self, form: ActionCloseForm) -> str:
        action_close(action=self.of, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "Somebody has closed this action already. Nothing was changed."
        return error_pages.conflict(self.request, back=self.home, what=what, now="Read what came of it.")


class ConferencePage(RecordPage, ServiceFormPage):
    """The enquiry concludes that a child protection conference is needed."""

    form_class = ConferenceForm
    title = "A child protection conference is needed"
    hint = "Its clock runs from the strategy discussion that began the enquiry."

    def save(self, form: ConferenceForm) -> str:
        conference_need(assessment=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "This has been recorded already, or the assessment is complete. Nothing was changed."
        return error_pages.conflict(self.request, back=self.home, what=what, now="Read it as it stands.")


class ConferenceHeldPage(RecordPage, ServiceFormPage):
    """The conference was held."""

    form_class = ConferenceHeldForm
    field_of = {"held_at": "day"}
    title = "The child protection conference"
    hint = "When it was held, and what it decided."

    def save(self, form: ConferenceHeldForm) -> str:
        given = form.cleaned_data
        conference_hold(assessment=self.subject, held_at=given["at"], result=given["result"], by=self.request.user, at=self.now)
        return self.home

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "None is waited for: it was recorded already, or none was said to be needed. Nothing was changed."
        return error_pages.conflict(self.request, back=self.home, what=what, now="Read it as it stands.")
