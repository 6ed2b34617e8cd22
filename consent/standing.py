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
    State.SUPERSEDED: ("What you would share has changed since you asked", "Ask your {who} again"),
    State.RETURNED: ("Your {who} asks for more", "Add what they ask for, and ask again"),
}


def standings(checks: Iterable[Check]) -> dict[uuid.UUID, Standing]:
    """The standing of those checks that have an open proposal, as their author sees them. One query."""
    found = (
        SharingProposal.objects.filter(case_check__in=list(checks))
        .order_by("prepared_at")
        .select_related("case_check")
        .defer("content")
    )
    last = {proposal.case_check_id: proposal for proposal in found}
    return {pk: standing_of(proposal) for pk, proposal in last.items() if _says_something(proposal)}


def _says_something(proposal: SharingProposal) -> bool:
    """What has left is read as the contact that it became; what was never asked for and has changed says nothing."""
    if proposal.state == State.SUPERSEDED:
        return proposal.asked_at is not None and proposal.case_check.state != Check.State.CLOSED
    return proposal.state != State.LEFT


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
