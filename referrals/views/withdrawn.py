"""Somebody tells the front door, and not the agency that sent the contact, that they withdraw their agreement."""

from typing import Any, ClassVar

from referrals.forms.withdrawing import WithdrawalHeardForm
from referrals.selectors.withdrawn import people_who_agreed, still_agreeing
from referrals.services.withdrawals import withdrawal_hear
from referrals.views.base import ServiceFormPage
from referrals.views.triage import BesideContact


class WithdrawnPage(BesideContact, ServiceFormPage):
    """Who withdraws, when, how and in what words. The agency that sent it is told."""

    template_name = "referrals/withdrawn.html"
    form_class = WithdrawalHeardForm
    field_of: ClassVar = {"heard_at": "day"}

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.request.method == "POST"
        people = people_who_agreed(self.subject) if asked else still_agreeing(self.subject)
        return super().get_form_kwargs() | {"people": people}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"agreeing": still_agreeing(self.subject)}

    def save(self, form: WithdrawalHeardForm) -> str:
        withdrawal_hear(contact=self.subject, heard=form.heard(), by=self.request.user, at=self.now)
        return self.home
