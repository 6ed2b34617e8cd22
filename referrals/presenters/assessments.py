"""The board of assessments, and one of them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate, localtime

from clocks.selectors import ShownClock, calendar_for
from partnerships.models import User
from referrals.models import Assessment
from referrals.permissions import may_agree_date, may_extend
from referrals.presenters.families import AgeChip, age_chips
from referrals.presenters.strategies import seen_of, strategies_shown
from referrals.selectors.assessments import assessments_completed, assessments_open, clocks_of, clocks_of_assessments
from referrals.selectors.history import decisions_of
from referrals.services.assessments import CHECKPOINTS, is_past_exceptional

LATELY = datetime.timedelta(days=30)


@dataclass(frozen=True)
class BoardRow:
    """One open assessment: its next clock, and the others."""

    assessment: Assessment
    ages: list[AgeChip]
    next: ShownClock | None
    rest: list[ShownClock]


def board(user: User, now: datetime.datetime) -> dict[str, Any]:
    """Open assessments by time left, those past a time first; and what was completed lately."""
    assessments = assessments_open(user)
    clocks = clocks_of_assessments(user, assessments, now)
    rows = []
    for assessment in assessments:
        shown = clocks.get(assessment.pk, [])
        ages = age_chips(list(assessment.contact.children.all()), localdate(now))
        rows.append(BoardRow(assessment, ages, shown[0] if shown else None, shown[1:]))
    rows.sort(key=lambda row: (row.next is None, row.next.clock.due_at if row.next else now))
    over = [row for row in rows if row.next is not None and row.next.countdown.is_over]
    unseen = [row for row in rows if row.assessment.seen_at is None]
    return {
        "rows": rows,
        "over": len(over),
        "unseen": len(unseen),
        "completed": assessments_completed(user, now - LATELY),
    }


def assessment_page(assessment: Assessment, user: User, now: datetime.datetime) -> dict[str, Any]:
    """One assessment with every clock and why, what was recorded, and what is still to be done."""
    held = {checkpoint.rule: checkpoint for checkpoint in assessment.checkpoints.select_related("held_by")}
    clocks = clocks_of(user, assessment, now)
    decisions = decisions_of(assessment.contact)
    calendar = calendar_for(assessment.front_door.authority)
    return {
        "assessment": assessment,
        "ages": age_chips(list(assessment.contact.children.all()), localdate(now)),
        "children": list(assessment.contact.children.order_by("position")),
        "clocks": clocks,
        "checkpoints": [
            {"rule": rule, "day": rule.rpartition("-")[2], "held": held.get(rule), "clock": _clock(clocks, rule)}
            for rule in CHECKPOINTS
        ],
        "agreed_dates": list(assessment.agreed_dates.select_related("agreed_by").order_by("-agreed_at", "-pk")),
        "may_agree_date": assessment.state == Assessment.State.OPEN and may_agree_date(user, assessment),
        "needs_strategy": assessment.harm_likely,
        "seen": seen_of(assessment),
        "actions": list(assessment.actions.select_related("closed_by", "added_by")),
        "past_35": assessment.state == Assessment.State.OPEN and is_past_exceptional(assessment, now),
        "may_extend": may_extend(user, assessment),
        "decision": decisions[-1] if decisions else None,
        "day": calendar.between(localdate(assessment.started_at), localtime(assessment.completed_at or now).date()),
        "is_open": assessment.state == Assessment.State.OPEN,
        **strategies_shown(assessment, localdate(now)),
    }


def _clock(clocks: list[ShownClock], rule: str) -> ShownClock | None:
    return next((shown for shown in clocks if shown.clock.rule == rule), None)
