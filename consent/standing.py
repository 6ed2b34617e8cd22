"""What consent knows of where a check is: its open proposal to share, in words for the author's list."""

import uuid
from collections.abc import Iterable

from django.utils.timezone import localtime

from consent.models import SharingProposal
from thresholds.models import Check
from thresholds.progress import Standing

State = SharingProposal.State

WORDS = {
    State.PREPARED: ("What would be shared is made up", "Check your answers, and send it"),
    State.APPROVED: ("Your {who} has approved exactly this", "Check who receives it, and send it"),
    State.ADVISED: ("Your {who} has advised you", "Read their advice, and decide"),
    State.DECLINED: ("Your {who} has not approved it", "Read why. Where you suspect harm you can still send it"),
    State.RETURNED: ("Your {who} asks for more", "Add what they ask for, and ask again"),
}


def standings(checks: Iterable[Check]) -> dict[uuid.UUID, Standing]:
    """The standing of those checks that have an open proposal, as their author sees them. One query."""
    closed = (State.LEFT, State.SUPERSEDED)
    found = SharingProposal.objects.filter(case_check__in=list(checks)).exclude(state__in=closed)
    return {proposal.case_check_id: standing_of(proposal) for proposal in found.defer("content")}


def standing_of(proposal: SharingProposal) -> Standing:
    """One proposal's standing; while the lead has it, by when they answer. It leads to where the lead's words are read."""
    page = "send" if proposal.state in (State.PREPARED, State.APPROVED) else "agreement"
    url = f"/checks/{proposal.case_check_id}/{page}/"
    if proposal.state == State.ASKED:
        due = proposal.review_due_at
        until = f"They answer by {localtime(due):%H:%M on %-d %B}" if due else "They answer soon"
        return Standing(f"With your {proposal.approver}", until, url, is_waiting=True)
    where, what = WORDS[State(proposal.state)]
    return Standing(where.format(who=proposal.approver.short), what, url)
