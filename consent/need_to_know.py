"""A lead who reviews from outside the agency does not open its checks: they meet the family in what is put to them."""

import uuid

from django.urls import reverse

from consent.selectors.proposals import proposals_for
from partnerships.models import User
from partnerships.permissions import Action, can
from people.need_to_know import subjects
from people.need_to_know.subjects import Subject
from workflow.errors import NotAllowed


def declare_subjects() -> None:
    subjects.also_reached("check", met_in_review)


def met_in_review(check_id: uuid.UUID, user: User) -> Subject:
    """The check behind what is put to this lead, by its reference alone; their own agency's leads open it themselves."""
    proposal = proposals_for(user).filter(case_check=check_id).exclude(author=user).order_by("-prepared_at").first()
    if proposal is None or not can(user, Action.PROPOSAL_REVIEW, proposal):
        raise NotAllowed(Action.CONFLICT_DECLARE)
    return Subject(
        "check", check_id, proposal.reference, proposal.author_id, reverse("consent:review", args=[proposal.pk]),
        proposal.organisation,
    )  # fmt: skip
