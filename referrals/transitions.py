"""The states of a contact, an assessment, a disagreement and a task to tell somebody, each as one table."""

from partnerships.permissions import Action
from people.models import PersonMerge
from referrals.models import Assessment, Contact, Disagreement, ParentTold
from workflow.transitions import Transition

_C, _A, _D, _T = Contact.State, Assessment.State, Disagreement.State, ParentTold.Answer
_M = PersonMerge.State

CONTACT = {
    (_C.RECEIVED, "take"): Transition(_C.IN_TRIAGE, Action.CONTACT_TRIAGE),
    (_C.IN_TRIAGE, "take"): Transition(_C.IN_TRIAGE, Action.CONTACT_TRIAGE),
    (_C.RECEIVED, "decide"): Transition(_C.DECIDED, Action.CONTACT_DECIDE, ("reasons",)),
    (_C.IN_TRIAGE, "decide"): Transition(_C.DECIDED, Action.CONTACT_DECIDE, ("reasons",)),
    (_C.RECEIVED, "join"): Transition(_C.JOINED, Action.CONTACT_TRIAGE, ("a written contact", "a call")),
    (_C.IN_TRIAGE, "join"): Transition(_C.JOINED, Action.CONTACT_TRIAGE, ("a written contact", "a call")),
    (_C.JOINED, "unjoin"): Transition(_C.IN_TRIAGE, Action.CONTACT_TRIAGE, ("why",)),
    (_C.DECIDED, "decide-again"): Transition(_C.DECIDED, Action.CONTACT_DECIDE, ("reasons", "the decision that it supersedes")),
}

ASSESSMENT = {
    (_A.OPEN, "allocate"): Transition(_A.OPEN, Action.ASSESSMENT_WORK),
    (_A.OPEN, "see"): Transition(_A.OPEN, Action.ASSESSMENT_WORK),
    (_A.OPEN, "call-strategy"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("a time to come",)),
    (_A.OPEN, "hold-strategy"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("its quorum, else it is kept as tried",)),
    (_A.OPEN, "act"): Transition(_A.OPEN, Action.ASSESSMENT_WORK),
    (_A.COMPLETED, "act"): Transition(_A.COMPLETED, Action.ASSESSMENT_WORK),
    (_A.OPEN, "agree-date"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("a manager who does not do it", "why this day")),
    (_A.OPEN, "hold-checkpoint"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("a worker", "those before it")),
    (_A.OPEN, "extend"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("a manager who does not do it", "an exceptional reason")),
    (_A.OPEN, "need-conference"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("a section 47 enquiry was decided",)),
    (_A.OPEN, "hold-conference"): Transition(_A.OPEN, Action.ASSESSMENT_WORK, ("one is needed",)),
    (_A.COMPLETED, "hold-conference"): Transition(_A.COMPLETED, Action.ASSESSMENT_WORK, ("one is needed",)),
    (_A.OPEN, "complete"): Transition(
        _A.COMPLETED, Action.ASSESSMENT_WORK, ("a worker", "every child seen", "an outcome", "past 35 days a manager's reason")
    ),
}

DISAGREEMENT = {
    (_D.OPEN, "answer"): Transition(_D.OPEN, Action.DISAGREEMENT_ANSWER),
    (_D.OPEN, "escalate"): Transition(_D.OPEN, Action.DISAGREEMENT_RAISE),
    (_D.OPEN, "resolve"): Transition(_D.RESOLVED, Action.DISAGREEMENT_RAISE),
}

TELLING = {
    ("", _T.TOLD): Transition(_T.TOLD, Action.CONTACT_TELL, ("when", "how", "what they said")),
    ("", _T.UNSAFE): Transition(_T.UNSAFE, Action.CONTACT_TELL, ("why", "asked again on a clock")),
}
"""Telling a person that was not told. An answer stands; what was not safe is asked again as a task of its own."""

MERGE = {
    (_M.ASKED, "agree"): Transition(_M.MERGED, Action.CHILD_MERGE, ("a second person",)),
    (_M.ASKED, "refuse"): Transition(_M.REFUSED, Action.CHILD_MERGE, ("a second person", "reasons")),
    (_M.MERGED, "undo"): Transition(_M.UNDONE, Action.CHILD_MERGE, ("reasons", "where later contacts belong")),
}
"""Two records of one child. One that was refused or taken apart may be asked for anew, as a row of its own."""
