"""What a safeguarding lead does at their desk besides deciding: read, hand over, be away, arrange their agency."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.services import clock_assign
from consent.models import Absence, HandOver, ProposalReading, SharingProposal
from consent.rules.ways import MARKED
from consent.selectors.desk import absence_of, approvers_offered, deputies_for, leads_of, leads_outside
from consent.services.proposals import proposal_lock
from consent.transitions import PROPOSAL
from notices.services import notice_send
from partnerships.models import Organisation, User
from partnerships.permissions import Action, can
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed
from workflow.transitions import next_state

LONGEST_AWAY = datetime.timedelta(days=183)
MOST_HOURS = 24


def proposal_read(*, proposal: SharingProposal, by: User, at: datetime.datetime) -> None:
    """Keep that this lead has opened exactly this, so that what changes is shown from there. The first time stands."""
    if not can(by, Action.PROPOSAL_REVIEW, proposal):
        return
    if ProposalReading.objects.filter(proposal=proposal, reader=by).exists():
        return
    try:
        with transaction.atomic():
            ProposalReading.objects.create(
                proposal=proposal, organisation=proposal.organisation, content_hash=proposal.content_hash, reader=by, read_at=at
            )
    except IntegrityError:
        return  # the same page, opened twice at once


@transaction.atomic
def proposal_hand_over(*, proposal: SharingProposal, to: User, note: str, by: User, at: datetime.datetime) -> HandOver:
    """Give what waits to a named other lead, with a note; the clock goes on, and the practitioner and the deputy are told.

    It directs and does not lock: any lead who may can still answer it. Raises `NotAllowed` for somebody who may not review
    it, `IllegalTransition` where nothing waits, `CheckRefused` for somebody who may not answer it or without a note.
    """
    proposal = proposal_lock(proposal, by, Action.PROPOSAL_REVIEW)
    next_state(PROPOSAL, proposal.state, "hand-over")
    is_late = proposal.left_at is not None
    if is_late and (proposal.way not in MARKED or hasattr(proposal, "late_review")):
        raise IllegalTransition(proposal.state, "hand-over", ())
    if to not in deputies_for(proposal, by):
        raise CheckRefused("to", "Choose another lead who may answer this.")
    if not note.strip():
        raise CheckRefused("note", "Say what they need to know, and why you hand it over.")
    handed = HandOver.objects.create(proposal=proposal, to=to, note=note.strip(), by=by, at=at)
    if is_late:
        clock_assign(subject_type="proposal", subject_id=proposal.pk, owner=to, at=at, by=by)
    record_change(by=by, event="review-handed-over", subject_type="proposal", subject_id=proposal.pk, at=at)
    for person, kind in ((to, "review-handed"), (proposal.author, "review-with-another")):
        notice_send(
            recipients=[person], kind=kind, reference=proposal.reference, url=f"/lead/{proposal.pk}/",
            key=f"{kind}:{handed.pk}", at=at,
        )  # fmt: skip
    return handed


@transaction.atomic
def absence_say(
    *, organisation: Organisation, until: datetime.date, deputy: User, by: User, at: datetime.datetime
) -> Absence:  # fmt: skip
    """Say that one is away to the end of a day, and who answers meanwhile. A former absence ends.

    Raises `NotAllowed` for anybody but a lead of this agency, `CheckRefused` for a day that is past or far off, or a deputy
    who is no other lead of the agency or of its approver outside.
    """
    if not can(by, Action.LEADS_ARRANGE, organisation):
        raise NotAllowed(Action.LEADS_ARRANGE)
    today = localdate(at)
    if until < today:
        raise CheckRefused("until", "This day is past. Give the last day on which you are away.")
    if until > today + LONGEST_AWAY:
        raise CheckRefused("until", "That is more than half a year off. Ask for the role to be given to somebody else instead.")
    if deputy == by or deputy not in [*leads_of(organisation), *leads_outside(organisation)]:
        raise CheckRefused("deputy", "Choose another lead who answers for you.")
    _end(by, organisation, at)
    absence = Absence.objects.create(lead=by, organisation=organisation, deputy=deputy, until=until, said_at=at)
    record_change(by=by, event="lead-away", subject_type="absence", subject_id=absence.pk, at=at)
    return absence


@transaction.atomic
def absence_end(*, organisation: Organisation, by: User, at: datetime.datetime) -> None:
    """Say that one is back. Raises `IllegalTransition` where one was not away."""
    if not can(by, Action.LEADS_ARRANGE, organisation):
        raise NotAllowed(Action.LEADS_ARRANGE)
    if not _end(by, organisation, at):
        raise IllegalTransition("here", "come-back", ())


@transaction.atomic
def leads_arrange(
    *, organisation: Organisation, approver: Organisation | None, answers_within: int | None, by: User, at: datetime.datetime
) -> Organisation:
    """Name the agency whose leads approve from outside, and the hours in which one's own answer (None: the authority's rule).

    Raises `NotAllowed` for anybody but a lead of this agency; `CheckRefused` for an agency of another partnership or without a
    lead, for none where there is one lead alone, or for hours that are not 1 to 24.
    """
    if not can(by, Action.LEADS_ARRANGE, organisation):
        raise NotAllowed(Action.LEADS_ARRANGE)
    if approver is None and len(leads_of(organisation)) < 2:
        raise CheckRefused(
            "approver", "Your agency has one lead. Name the agency whose leads answer when you wrote it yourself."
        )
    if approver is not None and not approvers_offered(organisation).filter(pk=approver.pk).exists():
        raise CheckRefused("approver", "Choose an agency of your partnership that has a safeguarding lead.")
    if answers_within is not None and not 1 <= answers_within <= MOST_HOURS:
        raise CheckRefused("answers_within", f"Give whole hours, 1 to {MOST_HOURS}.")
    organisation.approver, organisation.answers_within = approver, answers_within
    organisation.save(update_fields=["approver", "answers_within"])
    record_change(
        by=by, event="leads-arranged", subject_type="agency", subject_id=uuid.UUID(int=organisation.pk), at=at,
        detail={"approver": approver.slug if approver else "", "answers_within": answers_within},
    )  # fmt: skip
    return organisation


def _end(lead: User, organisation: Organisation, at: datetime.datetime) -> bool:
    absence = absence_of(lead, organisation)
    if absence is None:
        return False
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    record_change(by=lead, event="lead-back", subject_type="absence", subject_id=absence.pk, at=at)
    return True
