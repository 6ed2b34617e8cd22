"""A check as something that may be closed to somebody: its author's, and read by the leads of their agency."""

import datetime
import uuid
from collections.abc import Iterable

from django.urls import reverse

from partnerships.models import Role, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from people.need_to_know import subjects
from people.need_to_know.subjects import Kind, Subject
from thresholds.models import Check
from thresholds.selectors.checks import check_open


def declare_subjects() -> None:
    subjects.declare("check", Kind(open=_open, people=leads_of, let_go=_nobody_has_it))


def subject_of(check: Check) -> Subject:
    return Subject("check", check.pk, check.reference, check.author_id, reverse("thresholds:check", args=[check.pk]),
                   check.organisation)  # fmt: skip


def _open(check_id: uuid.UUID, user: User) -> Subject:
    return subject_of(check_open(check_id=check_id, user=user, action=Action.CHECK_READ))


def leads_of(subject: Subject) -> list[User]:
    """The leads of its agency and of the one that approves for it from outside, but for its author and whom it is about."""
    organisation = subject.organisation
    if organisation is None:
        return []
    leads = {lead.pk: lead for lead in people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=organisation)}
    if organisation.approver is not None:
        leads |= {lead.pk: lead for lead in people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=organisation.approver)}
    about = Check.objects.filter(pk=subject.subject_id).values_list("concern_about", flat=True).first()
    return [lead for pk, lead in leads.items() if pk not in {subject.author_id, about}]


def _nobody_has_it(_subject: Subject, _people: Iterable[User], _whole: bool, _by: User, _at: datetime.datetime) -> None:
    """A check is its author's, whoever else may read it."""
