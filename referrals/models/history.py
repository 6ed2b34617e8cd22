"""What is kept of every version of this app's rows."""

from django.db import models

from audit.history import tracked
from referrals.models.advice import AdviceGiven
from referrals.models.agreed import AgreedDate
from referrals.models.assessment import Assessment, Checkpoint, ChildSeen
from referrals.models.call import Call, CallDraft, CallJoin
from referrals.models.contact import Contact, ContactChild, ContactNote
from referrals.models.decision import Decision, DecisionForChild
from referrals.models.disagreement import Disagreement, DisagreementStep
from referrals.models.inbox import SavedView
from referrals.models.match import ContactMatch, NotAMatch
from referrals.models.strategy import StrategyAction, StrategyDiscussion
from referrals.models.telling import ParentTold

for _model in (
    Contact,
    ContactMatch,
    NotAMatch,
    ContactNote,
    ParentTold,
    Decision,
    DecisionForChild,
    Assessment,
    StrategyDiscussion,
    StrategyAction,
    ChildSeen,
    Checkpoint,
    AgreedDate,
    Disagreement,
    DisagreementStep,
    SavedView,
    AdviceGiven,
    Call,
    CallDraft,
    CallJoin,
):
    tracked(_model)

MATCH_BESIDE_THE_CHILD: dict[str, models.Field] = {
    "match": models.CharField(max_length=10, null=True),
    "person": models.UUIDField(null=True, db_column="person_id"),
    "matched_by": models.BigIntegerField(null=True, db_column="matched_by_id"),
    "matched_at": models.DateTimeField(null=True),
    "match_why": models.CharField(max_length=300, null=True),
}
"""Until it had a table of its own the match stood in the child's row, which its referrer reads."""

tracked(ContactChild, formerly=MATCH_BESIDE_THE_CHILD)
