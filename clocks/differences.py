"""Whether what is stored of each open clock is what its rule and the calendar give today."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clocks.dues import RULE_KEY, Dues, KeptRules
from clocks.models import Clock, SweepState
from clocks.selectors import calendars_for

CHUNK = 2_000
STATE = "differences"


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
    """Every open clock that differs, read with a cursor of the database. Runs as the sweep, which sees all clocks."""
    authorities = set(Clock.objects.open().order_by().values_list("authority_id", flat=True).distinct())
    dues = {pk: Dues(calendar) for pk, calendar in calendars_for(authorities).items()}
    rules = KeptRules()
    rows = Clock.objects.open().values_list("pk", "authority_id", "reference", "rule", RULE_KEY, "started_at", "due_at")
    for pk, authority, reference, code, key, started_at, stored in rows.iterator(CHUNK):
        if authority not in dues:
            continue
        given = dues[authority].of(rules.of(key, pk), started_at).due
        if given != stored:
            yield Difference(pk, authority, reference, code, stored, given)


def differences_count(now: datetime | None = None) -> int:
    """Count those that differ and keep the number for the health page, which may not look at a clock. Runs as the sweep."""
    began, count = now or timezone.now(), sum(1 for _ in differences())
    SweepState.objects.update_or_create(
        name=STATE, defaults={"started_at": began, "finished_at": timezone.now(), "failed": count}
    )
    return count
