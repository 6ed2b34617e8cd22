"""Running what upper apps asked for at a milestone: found in PostgreSQL, carried by Celery, done once."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from clocks import registry
from clocks.models import HandlerRun
from clocks.registry import Reached

LONGEST_WAIT = timedelta(hours=1)
MOST_AT_ONCE = 200


@transaction.atomic
def claim_waiting() -> list[tuple[int, uuid.UUID, str, dict[str, str]]]:
    """The runs whose turn it is, as the arguments of their tasks: actor, run, handler and the milestone that was reached.

    Each is put off before it is handed to the broker, longer each time: one that the broker or its worker loses, or that
    raises, comes round again.
    """
    now = timezone.now()
    runs = list(
        HandlerRun.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("milestone__clock")
        .filter(done_at__isnull=True, next_try_at__lte=now)
        .order_by("next_try_at")[:MOST_AT_ONCE]
    )
    for run in runs:
        run.attempts = min(run.attempts + 1, 1000)
        run.next_try_at = now + min(LONGEST_WAIT, timedelta(minutes=2 ** min(run.attempts, 6)))
    HandlerRun.objects.bulk_update(runs, ["attempts", "next_try_at"])
    return [(run.actor_id, run.pk, run.handler, _carried(run)) for run in runs]


def _carried(run: HandlerRun) -> dict[str, str]:
    milestone, clock = run.milestone, run.milestone.clock
    return {
        "clock_id": str(clock.pk),
        "rule": clock.rule,
        "kind": milestone.kind,
        "subject_type": clock.subject_type,
        "subject_id": str(clock.subject_id),
        "reference": clock.reference,
        "due_at": clock.due_at.isoformat(),
        "at": milestone.at.isoformat(),
        "recorded_at": (milestone.recorded_at or timezone.now()).isoformat(),
    }


def reached_from(carried: dict[str, str]) -> Reached:
    """What the handler is told, from what the broker carried."""
    return Reached(
        clock_id=uuid.UUID(carried["clock_id"]),
        rule=carried["rule"],
        kind=carried["kind"],
        subject_type=carried["subject_type"],
        subject_id=uuid.UUID(carried["subject_id"]),
        reference=carried["reference"],
        due_at=datetime.fromisoformat(carried["due_at"]),
        at=datetime.fromisoformat(carried["at"]),
        recorded_at=datetime.fromisoformat(carried["recorded_at"]),
    )


@transaction.atomic
def run_once(run_id: uuid.UUID, name: str, carried: dict[str, str]) -> bool:
    """Run a handler and mark it done in one transaction, as its actor; False if it is done or being done already."""
    run = HandlerRun.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=run_id, done_at__isnull=True).first()
    if run is None:
        return False
    reached = reached_from(carried)
    registry.handler_named(reached.rule, reached.kind, name)(reached)
    run.done_at = timezone.now()
    run.save(update_fields=["done_at"])
    return True
