"""What consent says in a notice: a reference and nothing about a child."""

from clocks.rules.timescale import MilestoneKind
from clocks.words import declare_own
from notices.catalogue import declare


def declare_notices() -> None:
    declare("review-asked", "{reference}: a practitioner asks you to read what they would share, by {due}.")
    declare("review-answered", "{reference}: what you asked before sharing has been answered.")
    declare("review-handed", "{reference}: a colleague asks you to answer this in their place. Its time goes on.")
    declare("review-with-another", "{reference}: what you asked is now with another safeguarding lead. Its time goes on.")
    declare("agreement-withdrawn", "{reference}: somebody has withdrawn their agreement. Look at the contact.")
    declare(
        "withdrawal-recorded", "{reference}: somebody has withdrawn their agreement, and a lead of your agency recorded it."
    )
    declare_own(
        "lead-review", MilestoneKind.DUE,
        "{reference}: no safeguarding lead has answered by {due}. Where significant harm is suspected the practitioner may now "
        "send it on their own judgement. A lead can still answer.",
    )  # fmt: skip
    declare_own(
        "retrospective-review", MilestoneKind.OVERDUE,
        "{reference}: what was sent without approval has had no review. It was due {due}.",
    )  # fmt: skip
    declare(
        "approval-void",
        "{reference}: what would be shared has changed, so any approval of it no longer counts. It is asked for again.",
    )
    declare("late-review-asked", "{reference}: this was sent without your approval. Review it by {due}.")
    declare("late-review-answered", "{reference}: what you sent without approval has been reviewed.")
