"""By when an assessment is to be complete, as its manager agrees it."""

import datetime
from typing import Any

from django.utils.functional import cached_property

from pages.editing import EditPage
from referrals.forms.agreeing import AgreedForm
from referrals.models import AgreedDate, Assessment
from referrals.permissions import may_agree_date
from referrals.services.agreed import completion_agree
from referrals.views.assessments import RecordPage
from referrals.views.base import ServiceFormPage
from workflow.errors import NotAllowed


class AgreedPage(EditPage, RecordPage, ServiceFormPage):
    """A manager who does not do the assessment agrees on a day; the former stays on record."""

    form_class = AgreedForm
    title = "By when will it be complete?"
    hint = "You agree on this with whoever does it. It moves no clock, and an earlier day stays on record."
    button = "Agree on this day"

    def get_subject(self) -> Assessment:
        assessment = super().get_subject()
        if not may_agree_date(self.request.user, assessment):
            raise NotAllowed(self.action)
        return assessment

    @cached_property
    def standing(self) -> AgreedDate | None:
        return self.subject.agreed_dates.select_related("agreed_by").filter(superseded_by__isnull=True).first()

    def get_standing(self) -> dict[str, Any]:
        return {"complete_on": self.standing.complete_on, "why": self.standing.why} if self.standing else {}

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        return (self.standing.agreed_by.name, self.standing.agreed_at) if self.standing else super().saved_by()

    def save(self, form: AgreedForm) -> str:
        completion_agree(assessment=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home
