"""Clocks by the thousand, made in a few statements, each with one milestone to come."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from clocks.models import Clock, Milestone
from clocks.rules.timescale import rule_to_data
from clocks.selectors import rule_for
from tests.roles import as_factory
from tests.unit.clocks.partnership import Partnership

CHUNK = 1000


def make_clocks(
    place: Partnership,
    count: int,
    at: datetime,
    *,
    kind: str = "due",
    tell: tuple[str, ...] = ("owner",),
    spread: timedelta = timedelta(0),
) -> None:
    """Open clocks of the front door's worker, each with a milestone of this kind, the first at this moment.

    The others follow evenly over `spread`.
    """
    with as_factory():
        rule = rule_for(place.authority, "decision", at)
        for begin in range(0, count, CHUNK):
            clocks = [
                Clock(
                    rule=rule.code,
                    rule_snapshot=rule_to_data(rule),
                    authority=place.authority,
                    subject_type="contact",
                    subject_id=uuid.uuid4(),
                    reference=f"TST-26-{number:06d}",
                    started_at=at + spread * number / count - timedelta(hours=24),
                    started_by=place.practitioner,
                    created_at=timezone.now(),
                    due_at=at + spread * number / count,
                    why="24 hours",
                    owner=place.worker,
                    front_door=place.front_door,
                )
                for number in range(begin, min(begin + CHUNK, count))
            ]
            Clock.objects.bulk_create(clocks)
            Milestone.objects.bulk_create(
                Milestone(clock=clock, kind=kind, at=clock.due_at, next_try_at=clock.due_at, tell=list(tell))
                for clock in clocks
            )
