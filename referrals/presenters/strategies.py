"""A strategy discussion as its front door reads it: seats, what was decided, when it was called; which child was seen."""

import datetime
from dataclasses import dataclass
from typing import Any

from referrals.models import Assessment, ChildSeen, ContactChild, StrategyDiscussion

Kind = StrategyDiscussion.Kind
SEATS = (
    ("social_work_manager", "Social work manager"), ("police", "Police"), ("health", "Health"),
    ("knows_child_best", "Knows the child best"),
)  # fmt: skip
_RECORDED = frozenset({Kind.HELD, Kind.TRIED, Kind.IN_WORDS})


@dataclass(frozen=True)
class Seat:
    """One seat: who filled it, or is asked; `counts` towards the quorum."""

    name: str
    who: str
    counts: bool


@dataclass(frozen=True)
class ShownStrategy:
    """A discussion that was held or tried, with its seats."""

    row: StrategyDiscussion
    seats: list[Seat]
    missing: list[str]


@dataclass(frozen=True)
class SeenRow:
    """A child, and each time that the child was seen."""

    child: ContactChild
    times: list[ChildSeen]


def strategies_shown(assessment: Assessment, today: datetime.date) -> dict[str, Any]:
    """Those that were held or tried, newest first; the time for which the next is called, and the times before that."""
    rows = list(assessment.strategies.select_related("held_by"))
    recorded = [row for row in rows if row.kind in _RECORDED]
    last = recorded[-1].recorded_at if recorded else None
    called = [row for row in rows if row.kind == Kind.CALLED and (last is None or row.recorded_at > last)]
    needs_conference = any(row.enquiry == StrategyDiscussion.Enquiry.YES for row in rows if row.kind == Kind.HELD)
    return {
        "strategies": [_shown(row) for row in reversed(recorded)],
        "called": _shown(called[-1]) if called else None,
        "called_before": called[:-1],
        "nobody_called": _shown(StrategyDiscussion(kind=Kind.CALLED)),
        "may_need_conference": needs_conference and assessment.conference_needed_at is None,
        "today": today,
    }


def seen_of(assessment: Assessment) -> list[SeenRow]:
    """Each child of the contact with when they were seen, in the order in which they were sent."""
    times: dict[object, list[ChildSeen]] = {}
    for sighting in assessment.sightings.select_related("seen_by"):
        times.setdefault(sighting.child_id, []).append(sighting)
    return [SeenRow(child, times.get(child.pk, [])) for child in assessment.contact.children.order_by("position")]


def _shown(row: StrategyDiscussion) -> ShownStrategy:
    said = row.words if row.kind == Kind.IN_WORDS else ""
    lines = dict(line.split(": ", 1) for line in said.partition("\n\n")[0].splitlines() if ": " in line)
    seats = [
        Seat(name, lines.get(name, "") or getattr(row, field), counts=field != "knows_child_best") for field, name in SEATS
    ]
    return ShownStrategy(row, seats, [seat.name.lower() for seat in seats if seat.counts and not seat.who])
