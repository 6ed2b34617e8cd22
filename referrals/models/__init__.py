"""The contact, its triage and decision, the assessment that follows, and the disagreement that may."""

from referrals.models import history
from referrals.models.advice import AdviceGiven
from referrals.models.agreed import AgreedDate
from referrals.models.assessment import Assessment, Checkpoint, ChildSeen
from referrals.models.call import Call, CallDraft, CallJoin
from referrals.models.contact import Contact, ContactChild, ContactNote
from referrals.models.decision import Decision, DecisionForChild
from referrals.models.disagreement import Disagreement, DisagreementStep
from referrals.models.inbox import ContactReading, SavedView
from referrals.models.match import ContactMatch, NotAMatch
from referrals.models.strategy import StrategyAction, StrategyDiscussion
from referrals.models.telling import ParentTold

__all__ = [
    "AdviceGiven",
    "AgreedDate",
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
    "ContactReading",
    "Decision",
    "DecisionForChild",
    "Disagreement",
    "DisagreementStep",
    "NotAMatch",
    "ParentTold",
    "SavedView",
    "StrategyAction",
    "StrategyDiscussion",
    "history",
]
