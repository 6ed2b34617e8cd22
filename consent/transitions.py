"""The states of a proposal to share, and of a yes, each as one table."""

from consent.models import Agreement, SharingProposal
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
    (State.ASKED, "hand-over"): Transition(State.ASKED, Action.PROPOSAL_REVIEW, ("another lead who may answer", "a note")),
    (State.LEFT, "hand-over"): Transition(State.LEFT, Action.PROPOSAL_REVIEW, ("its review after sending waits", "a note")),
    (State.LEFT, "review-late"): Transition(
        State.LEFT, Action.PROPOSAL_LATE_REVIEW, ("sent by a way that is marked", "no review yet")
    ),
    **{(state, "supersede"): Transition(State.SUPERSEDED, Action.PROPOSAL_ASK) for state in _OPEN},
    **{(state, "leave"): Transition(State.LEFT, Action.CONTACT_SEND, ("an open way",)) for state in _OPEN},
}

_ANSWER = Agreement.Answer
AGREEMENT = {
    (_ANSWER.AGREED, "withdraw"): Transition(_ANSWER.WITHDRAWN, Action.AGREEMENT_WITHDRAW, ("when", "how", "their words")),
    (_ANSWER.IMPLICIT, "withdraw"): Transition(_ANSWER.WITHDRAWN, Action.AGREEMENT_WITHDRAW, ("when", "how", "their words")),
}
"""An answer is superseded by another asking (`consent.services.agreements`); a yes, also after sending, by its withdrawal."""
