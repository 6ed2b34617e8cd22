"""Whether a child can decide for themselves, and what follows a refusal where the basis needs agreement."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from consent.agreement_page import refusal_page
from consent.forms import CompetenceForm, HarmQuestionForm
from consent.models import Competence
from consent.rules.deciding import why_not_judged
from consent.selectors.agreements import competences_of
from consent.selectors.proposals import rule_for
from consent.services.deciding import competence_record
from consent.services.refusals import harm_question_answer
from consent.views.agreement import OfCheck
from pages.editing import EditPage
from pages.views import FormPage
from partnerships.permissions import Action
from people.models import Person
from people.selectors import age_on, age_words
from thresholds.selectors.checks import day_of
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

JUDGE_AGAIN = (
    "Your answer is kept. Look at your judgement again: the level and the basis decide which rule on agreement applies."
)


class DecidingPage(EditPage, OfCheck):
    """Whether one child under 16 can decide about sharing for themselves."""

    action = Action.CHECK_WRITE
    template_name = "consent/deciding.html"
    form_class = CompetenceForm

    def get_person(self) -> Person:
        child = self.subject.children.select_related("person").filter(person=self.kwargs["person_id"]).first()
        if child is None:
            raise NotAllowed(Action.CHECK_WRITE)
        age = age_on(child.person, day_of(self.subject))
        if why_not_judged(age=age, unborn=child.person.unborn):
            raise NotAllowed(Action.CHECK_WRITE)
        return child.person

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"name": self.get_person().short_name}

    def kept(self) -> Competence | None:
        """The judgement that stands."""
        return competences_of(self.subject).filter(person=self.get_person()).first()

    def get_initial(self) -> dict[str, Any]:
        return CompetenceForm.initial_of(self.kept())

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        stands = self.kept()
        return (stands.recorded_by.name, stands.recorded_at) if stands else super().saved_by()

    def get_page_context(self) -> dict[str, Any]:
        person = self.get_person()
        return super().get_page_context() | {"person": person, "age": age_words(person, day_of(self.subject))}

    def form_valid(self, form: CompetenceForm) -> str | HttpResponseBase:
        self.refuse_overtaken(form)
        try:
            competence_record(
                check=self.subject, person=self.get_person(), judging=form.judging(), by=self.request.user, at=timezone.now()
            )
        except CheckRefused as refused:
            form.add_error(form.field_of(refused.field), refused.message)
            return self.form_invalid(form)
        return reverse("consent:agreement", args=[self.subject.pk])


class RefusalPage(OfCheck, FormPage):
    """Without agreement: what help remains, what to tell the family, and whether the child may suffer significant harm."""

    action = Action.CHECK_WRITE
    template_name = "consent/refusal.html"
    form_class = HarmQuestionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        rule = rule_for(self.subject)
        return super().get_form_kwargs() | {"question": (rule.refusal.question or "") if rule and rule.refusal else ""}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | refusal_page(self.subject)

    def form_valid(self, form: HarmQuestionForm) -> str | HttpResponseBase:
        try:
            kept = harm_question_answer(check=self.subject, answer=form.answer(), by=self.request.user, at=timezone.now())
        except CheckRefused as refused:
            form.add_error(form.field_of(refused.field), refused.message)
            return self.form_invalid(form)
        if not kept.may_suffer:
            return reverse("consent:refusal", args=[self.subject.pk])
        messages.info(self.request, JUDGE_AGAIN)
        child = self.subject.children.first()
        return reverse("thresholds:evidence", args=[self.subject.pk, child.pk if child else self.subject.pk])
