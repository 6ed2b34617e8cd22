"""The contact, its triage and decision, the assessment that follows, and the disagreement that may."""

from referrals.models import history
from referrals.models.advice import AdviceGiven
from referrals.models.assessment import Assessment, Checkpoint, ChildSeen
from referrals.models.call import Call, CallDraft, CallJoin
from referrals.models.contact import Contact, ContactChild, ContactNote
from referrals.models.decision import Decision
from referrals.models.disagreement import Disagreement, DisagreementStep
from referrals.models.match import ContactMatch
from referrals.models.strategy import StrategyAction, StrategyDiscussion
from referrals.models.telling import ParentTold

__all__ = [
    "AdviceGiven",
    "Assessment",
    "Call",
    "CallDraft",
    "CallJoin",
    "Checkpoint",
    "ChildSeen",
    "Contact",
    "ContactChild",
    "ContactMatch",
    "ContactNote",
    "Decision",
    "Disagreement",
    "DisagreementStep",
    "ParentTold",
    "StrategyAction",
    "StrategyDiscussion",
    "history",
]
