"""Who has a part in a check or a proposal: its author always, and the leads who were asked, reviewed it or were told of it."""

import uuid

from consent.models import LateReview, LeadReview, SharingProposal
from notices.models import Notice
from partnerships.models import User
from people import records
from people.records import Record
from thresholds.models import Check


def declare_records() -> None:
    records.declare(Check, record_of_check)
    records.declare(SharingProposal, record_of_proposal)


def record_of_check(check: Check) -> Record:
    return Record(
        subject_type="check", subject_id=check.pk, reference=check.reference, organisation_id=check.organisation_id,
        has_part=lambda user: check.author_id == user.pk or has_lead_part(user, check.pk),
    )  # fmt: skip


def record_of_proposal(proposal: SharingProposal) -> Record:
    """A proposal is opened with its check: one reason for both, for a lead who reads the one and then the other."""
    return Record(
        subject_type="check", subject_id=proposal.case_check_id, reference=proposal.reference,
        organisation_id=proposal.organisation_id,
        has_part=lambda user: proposal.author_id == user.pk or has_lead_part(user, proposal.case_check_id),
    )  # fmt: skip


def has_lead_part(user: User, check_id: uuid.UUID) -> bool:
    """Whether this lead was asked about, reviewed or was told of anything that was to be shared from this check.

    That somebody was told is read from their own notices. Another lead of the same agency has no part.
    """
    proposals = list(SharingProposal.objects.filter(case_check=check_id).values_list("pk", flat=True))
    if not proposals:
        return False
    return (
        Notice.objects.visible_to(user).filter(path__in=[f"/lead/{pk}/" for pk in proposals]).exists()
        or LeadReview.objects.filter(proposal__in=proposals, decided_by=user).exists()
        or LateReview.objects.filter(proposal__in=proposals, reviewed_by=user).exists()
    )
