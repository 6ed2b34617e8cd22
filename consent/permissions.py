"""Who may read, ask about and review which proposal. The database holds the same."""

from consent.models import SharingProposal
from consent.selectors.proposals import led_ids
from partnerships.closed import is_shut_out
from partnerships.models import Organisation, User
from partnerships.permissions import Action, current_memberships, register_predicate
from thresholds.permissions import can_read_check


def is_author(user: User, proposal: object) -> bool:
    return (
        isinstance(proposal, SharingProposal)
        and proposal.author_id == user.pk
        and any(m.organisation_id == proposal.organisation_id for m in current_memberships(user))
    )


def is_reviewer(user: User, proposal: object) -> bool:
    """A lead of the agency, or, once it is put to leads, of its approver outside; never one whom the worry is about.

    Nor one to whom the check is closed.
    """
    if not isinstance(proposal, SharingProposal) or proposal.concern_about_id == user.pk or is_shut_out(user, proposal.pk):
        return False
    led = led_ids(user)
    put_to_leads = proposal.asked_at is not None or proposal.left_at is not None
    return proposal.organisation_id in led or (put_to_leads and proposal.organisation.approver_id in led)


def can_read_proposal(user: User, proposal: object) -> bool:
    return is_author(user, proposal) or is_reviewer(user, proposal)


def can_ask(user: User, proposal: object) -> bool:
    return is_author(user, proposal)


def can_send(user: User, proposal: object) -> bool:
    return is_author(user, proposal)


def can_review(user: User, proposal: object) -> bool:
    """Nobody reviews what they wrote or asked for."""
    return (
        isinstance(proposal, SharingProposal)
        and is_reviewer(user, proposal)
        and user.pk not in {proposal.author_id, proposal.asked_by_id}
    )


def can_late_review(user: User, proposal: object) -> bool:
    return can_review(user, proposal)


def can_arrange(user: User, agency: object) -> bool:
    return isinstance(agency, Organisation) and agency.pk in led_ids(user)


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.LEADS_ARRANGE, can_arrange)
    register_predicate(Action.AGREEMENT_WITHDRAW, can_read_check)
    register_predicate(Action.PROPOSAL_READ, can_read_proposal)
    register_predicate(Action.PROPOSAL_ASK, can_ask)
    register_predicate(Action.CONTACT_SEND, can_send)
    register_predicate(Action.PROPOSAL_REVIEW, can_review)
    register_predicate(Action.PROPOSAL_LATE_REVIEW, can_late_review)
