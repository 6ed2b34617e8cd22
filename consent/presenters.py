"""What the pages about agreement show, gathered from the selectors."""

import datetime
from typing import Any

from clocks.selectors import clock_display
from consent.models import Agreement, LeadReview, SharingProposal
from consent.rules.changes import changes_between
from consent.rules.ways import Asked, Facts, Way, ways_open
from consent.selectors.content import BASES
from consent.selectors.proposals import (
    agreements_of,
    approver_for,
    late_reviews_for,
    open_proposal,
    people_to_ask,
    proposals_for,
    review_clock,
    rule_for,
    waiting_for,
    ways_of,
)
from partnerships.models import User
from thresholds.models import Check

State = SharingProposal.State
NEEDS_AGREEMENT = "required"


def agreement_page(check: Check, *, at: datetime.datetime) -> dict[str, Any]:
    """The two questions with their answers, each person's, the rule, and what the lead has said."""
    rule, proposal = rule_for(check), open_proposal(check)
    answers = {answer.person_id: answer for answer in agreements_of(check)}
    relations = dict(check.household.members.values_list("person_id", "relation"))
    people = [
        {"person": person, "relation": relations.get(person.pk, ""), "answer": answers.get(person.pk)}
        for person in people_to_ask(check)
    ]
    without = [a for a in answers.values() if a.answer in (Agreement.Answer.REFUSED, Agreement.Answer.NOT_ASKED)]
    return {
        "rule": rule,
        "approver": approver_for(check),
        "basis": BASES.get(check.basis, ""),
        "people": people,
        "all_answered": bool(people) and all(row["answer"] for row in people),
        "agreed": bool(people) and not without and all(row["answer"] for row in people),
        "without": without,
        "refusal_ends_it": bool(without) and rule is not None and rule.agreement == NEEDS_AGREEMENT,
        "ways": _ways(check, at),
        "proposal": proposal,
        "reviews": list(LeadReview.objects.filter(proposal__case_check=check).select_related("decided_by")),
        "countdown": _countdown(proposal, at),
        "grounds": {ground.code: ground for ground in rule.grounds} if rule else {},
    }


def _ways(check: Check, at: datetime.datetime) -> dict[Way, str]:
    proposal = open_proposal(check)
    if proposal is not None:
        return ways_of(proposal, at=at)
    rule = rule_for(check)
    if rule is None:
        return {}
    return dict(
        ways_open(
            Facts(
                people_to_ask=len(people_to_ask(check)),
                answers=tuple(Asked(a.answer, has_ground=bool(a.ground)) for a in agreements_of(check)),
                implicit_accepted=rule.implicit,
                one_parent_suffices=rule.one_parent_suffices,
                advice_first=rule.advice_before_contact,
                harm_suspected=rule.agreement != NEEDS_AGREEMENT,
                is_urgent=check.urgency in (Check.Urgency.NOW, Check.Urgency.TODAY),
                approver=approver_for(check),
            )
        )
    )


def _countdown(proposal: SharingProposal | None, at: datetime.datetime) -> Any:
    clock = review_clock(proposal) if proposal is not None and proposal.state == State.ASKED else None
    return clock_display(clock, at) if clock is not None else None


def _late_countdown(proposal: SharingProposal, at: datetime.datetime) -> Any:
    clock = review_clock(proposal, "retrospective-review")
    return clock_display(clock, at) if clock is not None else None


def desk_queue(lead: User, *, at: datetime.datetime) -> dict[str, Any]:
    """What waits for a lead, what went without them and wants its review, and what is theirs and locked to them."""
    waiting = [
        {"proposal": proposal, "names": names_of(proposal), "countdown": _countdown(proposal, at)}
        for proposal in waiting_for(lead)
    ]
    late = [
        {"proposal": proposal, "names": names_of(proposal), "countdown": _late_countdown(proposal, at)}
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
