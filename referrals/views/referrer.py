"""The referrer's own page of a contact, and what they still do on it."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from pages.views import FormPage
from partnerships.permissions import Action, can
from people.presenters.need_to_know import who_may_open
from referrals.forms.referrer import AdditionForm, ParentToldForm
from referrals.models import Contact, ContactNote, ParentTold
from referrals.need_to_know import as_sent
from referrals.presenters.referrer import names_of, sent_page
from referrals.selectors.contacts import task_open
from referrals.services.referrer import parent_told
from referrals.services.triage import note_add
from referrals.views.base import OfSender, ServiceFormPage


class SentPage(OfSender):
    """Where it is, what was decided, what is owed. Its author's and their leads'."""

    template_name = "referrals/sent.html"

    def get_page_context(self) -> dict[str, Any]:
        user, about = self.request.user, as_sent(self.subject, self.request.user)
        who = who_may_open(about, user) if about else None
        return super().get_page_context() | sent_page(self.subject, user, self.now) | {"need_to_know": who}


class AnswerPage(OfSender, FormPage, abstract=True):
    """Something that the author alone does."""

    action = Action.CONTACT_ANSWER

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"title": names_of(self.subject)}


class AdditionPage(AnswerPage, ServiceFormPage):
    """Add a correction or news; the front door sees it beside what was sent."""

    action = Action.CONTACT_ANSWER
    template_name = "referrals/add.html"
    form_class = AdditionForm

    def save(self, form: AdditionForm) -> str:
        kind, given = ContactNote.Kind.ADDITION, form.cleaned_data
        note_add(contact=self.subject, kind=kind, words=given["words"], by=self.request.user, at=self.now)
        return self.home


class ParentToldPage(AnswerPage, ServiceFormPage):
    """Say that one person was told, or why that would be unsafe: by the referrer, or by a lead of their agency."""

    action = Action.CONTACT_READ
    template_name = "referrals/parent_told.html"
    form_class = ParentToldForm
    field_of: ClassVar = {"told_at": "day"}
    task: ParentTold

    def get_subject(self) -> Contact:
        self.task = task_open(task_id=self.kwargs["task_id"], user=self.request.user)
        return self.task.contact

    @property
    def home(self) -> str:
        return reverse("referrals:sent", args=[self.subject.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().get(request, *args, **kwargs) if self._is_theirs() else redirect(self.home)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().post(request, *args, **kwargs) if self._is_theirs() else redirect(self.home)

    def _is_theirs(self) -> bool:
        return can(self.request.user, Action.CONTACT_TELL, self.subject)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"again": self.task.asks_again_id is not None}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"task": self.task, "title": names_of(self.subject)}

    def save(self, form: ParentToldForm) -> str:
        parent_told(task=self.task, told=form.told(), by=self.request.user, at=self.now)
        return self.home


class ReadPage(OfSender):
    """Say that the decision was read."""

    action = Action.CONTACT_ANSWER
    template_name = "referrals/sent.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.home)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_add(contact=self.subject, kind=ContactNote.Kind.READ, words="", by=request.user, at=self.now)
        return redirect(self.home)
