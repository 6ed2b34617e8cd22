"""Somebody withdraws the agreement that they gave, before or after it was shared."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from consent.forms.withdrawing import WithdrawForm
from consent.models import Agreement
from consent.rules.reach import YES
from consent.selectors.agreements import agreements_of
from consent.services.withdrawals import agreement_withdraw
from consent.views.agreement import OfCheck
from pages.views import FormPage
from partnerships.permissions import Action
from thresholds.models import Check
from thresholds.selectors.checks import check_open
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

PLACES = {"withdrawn_at": "day"}


class WithdrawPage(OfCheck, FormPage):
    """When, how and in what words one person withdraws; what it stops is said before it is saved."""

    action = Action.AGREEMENT_WITHDRAW
    template_name = "consent/withdraw.html"
    form_class = WithdrawForm

    def get_subject(self) -> Check:
        return check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=self.action)

    @property
    def is_author(self) -> bool:
        return self.subject.author_id == self.request.user.pk

    def answer(self) -> Agreement:
        """What this person's answer is now, whatever it is: what is no yes cannot be withdrawn, and the page says so."""
        found = agreements_of(self.subject).filter(person=self.kwargs["person_id"]).first()
        if found is None:
            raise NotAllowed(self.action)
        return found

    def get_page_context(self) -> dict[str, Any]:
        answer = self.answer()
        return super().get_page_context() | {
            "answer": answer,
            "person": answer.person,
            "has_agreed": answer.answer in YES,
            "is_author": self.is_author,
            "is_sent": self.subject.state == Check.State.CLOSED,
            "home": self.home(),
        }

    def home(self) -> str:
        """Back to where agreement is kept, or, once the check is closed, to one's work; for a lead to the consent record."""
        if not self.is_author:
            return reverse("consent:record", args=[self.subject.pk])
        if self.subject.state == Check.State.CLOSED:
            return reverse("partnerships:home")
        return reverse("consent:agreement", args=[self.subject.pk])

    def form_valid(self, form: WithdrawForm) -> str | HttpResponseBase:
        try:
            agreement_withdraw(
                check=self.subject, person=self.answer().person, withdrawing=form.withdrawing(), by=self.request.user,
                at=timezone.now(),
            )  # fmt: skip
        except CheckRefused as refused:
            form.add_error(PLACES.get(refused.field, refused.field), refused.message)
            return self.form_invalid(form)
        return self.home()
