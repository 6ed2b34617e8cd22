"""What is kept of every version of this app's rows."""

from audit.history import tracked
from referrals.models.assessment import Assessment, Checkpoint, StrategyDiscussion
from referrals.models.contact import Contact, ContactChild, ContactNote, ParentTold
from referrals.models.decision import Decision
from referrals.models.disagreement import Disagreement, DisagreementStep

for _model in (
    Contact,
    ContactChild,
    ContactNote,
    ParentTold,
    Decision,
    Assessment,
    StrategyDiscussion,
    Checkpoint,
    Disagreement,
    DisagreementStep,
):
    tracked(_model)
