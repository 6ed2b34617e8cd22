"""What the lead's desk shows: what waits and what is at stake in it, who has what, and one proposal with what changed in it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate

from clocks.models import Clock
from clocks.selectors import clock_display, clocks_display, clocks_for
from consent.models import Agreement, HandOver, SharingProposal
from consent.rules.bases import SHORT
from consent.rules.changes import changes_between
from consent.rules.ways import MARKED
from consent.selectors.desk import (
    absences_of,
    approvals_void,
    deputies_for,
    hand_overs_standing,
    last_read_of,
    leads_of,
    leads_outside,
    put_before,
    read_before,
)
from consent.selectors.proposals import late_reviews_for, led_ids, proposals_for, review_clock, waiting_for
from partnerships.models import Organisation, User

State = SharingProposal.State
YES = {str(Agreement.Answer.AGREED.label), str(Agreement.Answer.IMPLICIT.label)}
ANSWERED_LATELY, MOST_ANSWERED = datetime.timedelta(days=30), 50
"""A product decision: the desk is for what waits; what is older is found on its check."""
ANSWERED = (State.RETURNED, State.DECLINED, State.ADVISED, State.APPROVED)


@dataclass(frozen=True)
class Stake:
    """What is at stake in a proposal, as a row says it: level, basis, urgency, who did not agree, on what grounds."""

    level: str
    basis: str
    urgency: str
    without: tuple[str, ...]
    grounds: tuple[str, ...]
    all_agree: bool


@dataclass(frozen=True)
class Row:
    """One line of the desk."""

    proposal: SharingProposal
    what: str
    names: Mapping[str, Any]
    stake: Stake
    countdown: Any = None
    changed: str = ""
    with_whom: str = ""
    since: datetime.datetime | None = None
    is_locked: bool = False


def of_proposal(clock: Clock) -> str:
    """The page on which a proposal's clock is read, by its author and by leads."""
    return f"/lead/{clock.subject_id}/"


def waiting_countdown(proposal: SharingProposal | None, at: datetime.datetime) -> Any:
    """The time that the leads have left, while a proposal is with them, for its author."""
    clock = review_clock(proposal) if proposal is not None and proposal.state == State.ASKED else None
    return clock_display(clock, at) if clock is not None else None


def desk_queue(lead: User, *, at: datetime.datetime) -> dict[str, Any]:
    """What waits for a lead, least time left first, and what is not theirs to decide now: with another, answered, their own."""
    waiting, late = list(waiting_for(lead)), list(late_reviews_for(lead))
    own = list(proposals_for(lead).filter(author=lead, state=State.ASKED))
    answered = _answered(lead, at)
    every = [*waiting, *late, *own]
    handed = hand_overs_standing(every, localdate(at))
    counting = _countdowns(lead, every, at)
    read = last_read_of(lead, {proposal.case_check_id for proposal in waiting})

    def row(proposal: SharingProposal, what: str, **more: Any) -> Row:
        return Row(proposal, what, names_of(proposal), stake_of(proposal), counting.get(proposal.pk), **more)

    rows = [row(p, _asked_for(p), changed=_changed(p, read.get(p.case_check_id, ())), since=p.asked_at) for p in waiting]
    rows += [row(p, "Review what was sent", since=p.left_at) for p in late]
    mine = [one for one in rows if _is_with(handed.get(one.proposal.pk), lead)]
    elsewhere = [_with(one, handed[one.proposal.pk]) for one in rows if one not in mine]
    latest = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return {
        "waiting": sorted(mine, key=lambda one: one.countdown.due_at if one.countdown else latest),
        "count": len(mine),
        "elsewhere": elsewhere,
        "own": [row(p, "You wrote this", since=p.asked_at, is_locked=True, with_whom=_who_has(handed.get(p.pk))) for p in own],
        "answered": [row(p, p.get_state_display(), since=decided_at) for p, decided_at in answered],
        "handed_to_me": {pk: one for pk, one in handed.items() if one.to_id == lead.pk},
        "prompts": [prompt for place in led_places(lead) if (prompt := prompt_of(place))],
        "away": [away for place in led_places(lead) if (away := absences_of(place, localdate(at)).get(lead.pk))],
    }


def _countdowns(user: User, proposals: Iterable[SharingProposal], at: datetime.datetime) -> dict[uuid.UUID, Any]:
    """The running clock of each, with why it is due then. One query for the clocks, one for their calendars."""
    found = clocks_for(user).open().filter(subject_type="proposal", subject_id__in=[p.pk for p in proposals])
    return {shown.clock.subject_id: shown.countdown for shown in clocks_display(found.select_related("authority"), at)}


def _asked_for(proposal: SharingProposal) -> str:
    return "Advise" if stake_of(proposal).all_agree else "Approve"


def _changed(proposal: SharingProposal, readings: Iterable[Any]) -> str:
    former = [reading for reading in readings if reading.proposal_id != proposal.pk]
    if any(reading.proposal_id == proposal.pk for reading in readings) or not former:
        return ""
    return "Changed since you read it"


def _is_with(handed: HandOver | None, lead: User) -> bool:
    return handed is None or handed.to_id == lead.pk


def _with(row: Row, handed: HandOver) -> Row:
    return Row(
        row.proposal, row.what, row.names, row.stake, row.countdown, row.changed, with_whom=handed.to.name, since=handed.at
    )


def _who_has(handed: HandOver | None) -> str:
    return handed.to.name if handed else ""


def _answered(lead: User, at: datetime.datetime) -> list[tuple[SharingProposal, datetime.datetime]]:
    """What leads answered of late and is still open, the last answer first, each with when."""
    found = proposals_for(lead).filter(state__in=ANSWERED).exclude(author=lead).exclude(concern_about=lead)
    dated = found.annotate(decided_at=Max("reviews__decided_at")).filter(decided_at__gte=at - ANSWERED_LATELY)
    return [(proposal, proposal.decided_at) for proposal in dated.order_by("-decided_at")[:MOST_ANSWERED]]


def led_places(lead: User) -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=led_ids(lead)).select_related("approver"))


def prompt_of(organisation: Organisation) -> str:
    """What an agency with one lead still has to arrange; empty where nothing is."""
    if len(leads_of(organisation)) > 1 or leads_outside(organisation):
        return ""
    if organisation.approver is not None:
        return (
            f"{organisation.name} has one safeguarding lead, and {organisation.approver.name}, its approver outside, has none."
        )
    return f"{organisation.name} has one safeguarding lead and no approver outside."


def desk_reading(proposal: SharingProposal, lead: User, *, at: datetime.datetime) -> dict[str, Any]:
    """One proposal for reading: the whole, and what changed since this lead last read it, or else since it was last put."""
    mine = read_before(proposal, lead)
    former = SharingProposal.objects.get(pk=mine.proposal_id) if mine is not None else put_before(proposal)
    handed = hand_overs_standing([proposal], localdate(at)).get(proposal.pk)
    return {
        "content": proposal.content,
        "stake": stake_of(proposal),
        "former": former,
        "last_read": mine,
        "changes": changes_between(former.content, proposal.content) if former is not None else (),
        "approval_void": approvals_void(proposal),
        "reviews": proposal.reviews.select_related("decided_by"),
        "names": names_of(proposal),
        "all_agree": stake_of(proposal).all_agree,
        "countdown": _countdowns(lead, [proposal], at).get(proposal.pk),
        "handed": handed,
        "deputies": deputies_for(proposal, lead),
        "superseded_by": SharingProposal.objects.filter(supersedes=proposal).defer("content").first(),
    }


def stake_of(proposal: SharingProposal) -> Stake:
    """What is at stake, from what would be shared."""
    people = proposal.content["agreement"]["people"]
    without = [person for person in people if person["answer_words"] not in YES]
    children = proposal.content["children"]
    return Stake(
        level=(children[0]["level_judged"] or {}).get("name", "") if children else "",
        basis=SHORT.get(proposal.basis, ""),
        urgency=proposal.content.get("urgency") or "",
        without=tuple(f"{_who(person)}: {person['answer_words'].lower()}" for person in without),
        grounds=tuple(dict.fromkeys(person["ground"] for person in without if person.get("ground"))),
        all_agree=bool(people) and not without,
    )


def _who(person: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (person["name"], person.get("relation")) if part)


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


def waits_for_review(proposal: SharingProposal) -> bool:
    """Whether it was sent by a way that is marked and has no review yet."""
    return proposal.way in MARKED and not hasattr(proposal, "late_review")
