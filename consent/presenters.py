"""What the lead's desk shows, gathered from the selectors. The practitioner's own page is `consent.agreement_page`."""

import datetime
from typing import Any

from clocks.selectors import clock_display
from consent.models import Agreement, LeadReview, SharingProposal
from consent.rules.changes import changes_between
from consent.selectors.proposals import (
    late_reviews_for,
    proposals_for,
    review_clock,
    waiting_for,
)
from partnerships.models import User

State = SharingProposal.State


def waiting_countdown(proposal: SharingProposal | None, at: datetime.datetime) -> Any:
    """The time that the leads have left, while a proposal is with them."""
    clock = review_clock(proposal) if proposal is not None and proposal.state == State.ASKED else None
    return clock_display(clock, at) if clock is not None else None


def late_countdown(proposal: SharingProposal, at: datetime.datetime) -> Any:
    """The time left for the review of what was sent without them."""
    clock = review_clock(proposal, "retrospective-review")
    return clock_display(clock, at) if clock is not None else None


def desk_queue(lead: User, *, at: datetime.datetime) -> dict[str, Any]:
    """What waits for a lead, what went without them and wants its review, and what is theirs and locked to them."""
    waiting = [
        {"proposal": proposal, "names": names_of(proposal), "countdown": waiting_countdown(proposal, at)}
        for proposal in waiting_for(lead)
    ]
    late = [
        {"proposal": proposal, "names": names_of(proposal), "countdown": late_countdown(proposal, at)}
        for proposal in late_reviews_for(lead)
    ]
    own = proposals_for(lead).filter(author=lead, state=State.ASKED)
    returned = proposals_for(lead).filter(state__in=[State.RETURNED, State.DECLINED]).exclude(author=lead)
    return {
        "waiting": waiting,
        "count": len(waiting) + len(late),
        "late": late,
        "own": [{"proposal": proposal, "names": names_of(proposal)} for proposal in own],
        "answered": [{"proposal": proposal, "names": names_of(proposal)} for proposal in returned],
    }


def desk_reading(proposal: SharingProposal, lead: User) -> dict[str, Any]:
    """One proposal for reading: its content, and what changed since a lead last read a former one of the same check."""
    former = (
        SharingProposal.objects.filter(
            case_check=proposal.case_check_id, asked_at__isnull=False, prepared_at__lt=proposal.prepared_at
        )
        .order_by("-prepared_at")
        .first()
    )
    return {
        "content": proposal.content,
        "former": former,
        "changes": changes_between(former.content, proposal.content) if former is not None else (),
        "former_review": former.reviews.select_related("decided_by").last() if former is not None else None,
        "reviews": proposal.reviews.select_related("decided_by"),
        "names": names_of(proposal),
        "all_agree": _all_agree(proposal),
    }


def _all_agree(proposal: SharingProposal) -> bool:
    """Whether everybody who is to be asked agrees, as what would be shared says."""
    yes = {Agreement.Answer.AGREED.label, Agreement.Answer.IMPLICIT.label}
    people = proposal.content["agreement"]["people"]
    return bool(people) and all(person["answer_words"] in yes for person in people)


def names_of(proposal: SharingProposal) -> dict[str, Any]:
    """How a list names a family: surnames and ages, as they would be shared."""
    children = proposal.content["children"]
    born = [child["name"].split()[-1] for child in children if not child["unborn"] and child["name"]]
    surnames = dict.fromkeys(born or [child["name"] for child in children])
    return {
        "heading": ", ".join(surnames),
        "ages": [child["age_words"] for child in children],
        "worry": proposal.content["what_is_worrying"],
        "level": (children[0]["level_judged"] or {}).get("name", "") if children else "",
    }


def who_decided(proposal: SharingProposal) -> LeadReview | None:
    """The last decision on a proposal, for the one who comes second."""
    return proposal.reviews.select_related("decided_by").last()
