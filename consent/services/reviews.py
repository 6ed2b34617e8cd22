"""The safeguarding lead's decision on one exact content, and the review of what went without it."""

import datetime

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_stop
from consent.models import LateReview, LeadReview, SharingProposal
from consent.rules.ways import MARKED
from consent.services.proposals import proposal_lock
from consent.transitions import PROPOSAL
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, StaleVersion
from workflow.transitions import next_state


@transaction.atomic
def review_decide(
    *, proposal: SharingProposal, decision: str, reasons: str, read_hash: str, by: User, at: datetime.datetime
) -> LeadReview:
    """Approve, decline, return or advise on exactly the content that the lead has read.

    Raises `NotAllowed` for the author, the asker, one whom the worry is about and anybody who is not a lead;
    `IllegalTransition` when another lead has decided; `StaleVersion` when it is not what they read; `CheckRefused` without
    a decision or reasons.
    """
    proposal = proposal_lock(proposal, by, Action.PROPOSAL_REVIEW)
    if decision not in LeadReview.Decision.values:
        raise CheckRefused("decision", "Choose what you decide.")
    target = next_state(PROPOSAL, proposal.state, decision).target
    if read_hash != proposal.content_hash:
        raise StaleVersion(expected=read_hash[:8], found=proposal.content_hash[:8])
    if not reasons.strip():
        raise CheckRefused("reasons", "Give your reasons. They are kept with the contact, and the family may read them.")
    review = LeadReview.objects.create(
        proposal=proposal, content_hash=proposal.content_hash, decision=decision, reasons=reasons.strip(),
        decided_by=by, decided_at=at,
    )  # fmt: skip
    proposal.state = target
    proposal.save(update_fields=["state"])
    clock_stop(rule="lead-review", subject_type="proposal", subject_id=proposal.pk, at=at, by=by, reason=decision)
    record_change(
        by=by, event="review-decided", subject_type="proposal", subject_id=proposal.pk, at=at, detail={"decision": decision}
    )
    notice_send(
        recipients=[proposal.author], kind="review-answered", reference=proposal.reference,
        url=f"/checks/{proposal.case_check_id}/agreement/", key=f"review-answered:{review.pk}", at=at,
    )  # fmt: skip
    return review


@transaction.atomic
def late_review_record(*, proposal: SharingProposal, outcome: str, reasons: str, by: User, at: datetime.datetime) -> LateReview:
    """Review what was sent as urgent or on professional judgement; the outcome joins the record whatever it is.

    Raises `IllegalTransition` where it was not sent so, or has its review.
    """
    proposal = proposal_lock(proposal, by, Action.PROPOSAL_LATE_REVIEW)
    next_state(PROPOSAL, proposal.state, "review-late")
    if proposal.way not in MARKED or LateReview.objects.filter(proposal=proposal).exists():
        raise IllegalTransition(proposal.state, "late-review", ())
    if outcome not in LateReview.Outcome.values:
        raise CheckRefused("outcome", "Choose what you make of it.")
    if not reasons.strip():
        raise CheckRefused("reasons", "Give your reasons.")
    review = LateReview.objects.create(
        proposal=proposal, outcome=outcome, reasons=reasons.strip(), reviewed_by=by, reviewed_at=at
    )
    clock_stop(rule="retrospective-review", subject_type="proposal", subject_id=proposal.pk, at=at, by=by, reason=outcome)
    record_change(
        by=by, event="late-review-recorded", subject_type="proposal", subject_id=proposal.pk, at=at, detail={"outcome": outcome}
    )
    notice_send(
        recipients=[proposal.author], kind="late-review-answered", reference=proposal.reference,
        url=f"/checks/{proposal.case_check_id}/send/", key=f"late-review-answered:{proposal.pk}", at=at,
    )  # fmt: skip
    return review
