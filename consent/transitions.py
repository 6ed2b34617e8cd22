"""The states of a proposal to share, as one table."""

from consent.models import SharingProposal
from partnerships.permissions import Action
from workflow.transitions import Transition

State = SharingProposal.State

_OPEN = (State.PREPARED, State.ASKED, State.APPROVED, State.ADVISED, State.DECLINED, State.RETURNED)

PROPOSAL = {
    (State.PREPARED, "ask"): Transition(State.ASKED, Action.PROPOSAL_ASK),
    (State.RETURNED, "ask"): Transition(State.ASKED, Action.PROPOSAL_ASK),
    (State.ADVISED, "ask"): Transition(State.ASKED, Action.PROPOSAL_ASK),
    (State.DECLINED, "ask"): Transition(State.ASKED, Action.PROPOSAL_ASK),
    (State.ASKED, "approve"): Transition(State.APPROVED, Action.PROPOSAL_REVIEW),
    (State.ASKED, "decline"): Transition(State.DECLINED, Action.PROPOSAL_REVIEW),
    (State.ASKED, "return"): Transition(State.RETURNED, Action.PROPOSAL_REVIEW),
    (State.ASKED, "advise"): Transition(State.ADVISED, Action.PROPOSAL_REVIEW),
    **{(state, "supersede"): Transition(State.SUPERSEDED, Action.PROPOSAL_ASK) for state in _OPEN},
    **{(state, "leave"): Transition(State.LEFT, Action.CONTACT_SEND, ("an open way",)) for state in _OPEN},
}
