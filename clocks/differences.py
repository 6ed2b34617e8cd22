"""Whether what is stored of each open clock is what its rule and the calendar give today."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clocks.models import Clock
from clocks.rules.deadlines import due_at
from clocks.selectors import calendars_for

CHUNK = 2_000


@dataclass(frozen=True)
class Difference:
    """An open clock whose due time is not what it should be; nothing about whom it concerns but the reference."""

    clock_id: uuid.UUID
    authority_id: int
    reference: str
    rule: str
    stored: datetime
    given: datetime

    def __str__(self) -> str:
        return f"{self.reference} {self.rule}: stored {self.stored.isoformat()}, its rule gives {self.given.isoformat()}"


def differences() -> Iterator[Difference]:
    """Every open clock that differs, in order of its key, 2,000 rows at a time. Runs as the sweep, which sees all clocks."""
    calendars = calendars_for(set(Clock.objects.open().order_by().values_list("authority_id", flat=True).distinct()))
    last: uuid.UUID | None = None
    while True:
        some = Clock.objects.open() if last is None else Clock.objects.open().filter(pk__gt=last)
        clocks = list(some.order_by("pk")[:CHUNK])
        for clock in clocks:
            due = due_at(clock.timescale, clock.started_at, calendars[clock.authority_id]).due
            if due != clock.due_at:
                yield Difference(clock.pk, clock.authority_id, clock.reference, clock.rule, clock.due_at, due)
        if len(clocks) < CHUNK:
            return
        last = clocks[-1].pk
