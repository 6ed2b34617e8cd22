"""The board of assessments, and one of them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate, localtime

from clocks.selectors import ShownClock, calendar_for
from partnerships.models import User
from referrals.models import Assessment
from referrals.permissions import may_agree_date
from referrals.presenters.families import AgeChip, age_chips
from referrals.selectors.assessments import assessments_completed, assessments_open, clocks_of, clocks_of_assessments
from referrals.selectors.history import decisions_of
from referrals.services.assessments import CHECKPOINTS

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
    held_strategy = assessment.strategies.last()
    strategy = held_strategy.words if held_strategy else ""
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
        "seats": _seats(strategy),
        "strategy_said": strategy.partition("\n\n")[2],
        "decision": decisions[-1] if decisions else None,
        "day": calendar.between(localdate(assessment.started_at), localtime(assessment.completed_at or now).date()),
        "is_open": assessment.state == Assessment.State.OPEN,
    }


def _clock(clocks: list[ShownClock], rule: str) -> ShownClock | None:
    return next((shown for shown in clocks if shown.clock.rule == rule), None)


def _seats(words: str) -> list[tuple[str, str]]:
    """Who took part, by seat, from the record of the discussion; nobody yet where it was not held."""
    said = dict(line.split(": ", 1) for line in words.partition("\n\n")[0].splitlines() if ": " in line)
    return [(seat, said.get(seat, "")) for seat in ("Social work manager", "Police", "Health", "Knows the child best")]
