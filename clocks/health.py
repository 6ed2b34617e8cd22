"""Whether everything that the clocks need is there, and how far behind they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import DatabaseError
from kombu.exceptions import OperationalError as BrokerError

from clocks.differences import STATE as DIFFERENCES
from clocks.models import SweepState
from clocks.sweep import STATE

log = structlog.get_logger(__name__)
LATE_AFTER = timedelta(minutes=3)
"""Product decision: three sweeps missed are a sweep that does not run."""


@dataclass(frozen=True)
class Health:
    """What is up, when the sweep last ended, since when the oldest milestone has waited, and whether stored times are right.

    `seen_at` is the sweep's last sign of life; `differing` was counted at `compared_at`, an hour ago at most.
    """

    now: datetime
    database: bool
    broker: bool
    seen_at: datetime | None
    last_sweep_at: datetime | None
    behind: timedelta
    failing: int
    differing: int
    compared_at: datetime | None

    @property
    def is_up(self) -> bool:
        return self.database and self.broker

    @property
    def sweep_runs(self) -> bool:
        return self.last_sweep_at is not None and self.seen_at is not None and self.now - self.seen_at < LATE_AFTER

    @property
    def is_behind(self) -> bool:
        return self.behind >= LATE_AFTER

    @property
    def behind_minutes(self) -> int:
        return int(self.behind.total_seconds() // 60)

    @property
    def status(self) -> str:
        """`down`, `late` (the sweep does not run, or is behind), `wrong` (a stored time is not its rule's), or `ok`."""
        if not self.is_up:
            return "down"
        if not self.sweep_runs or self.is_behind:
            return "late"
        return "wrong" if self.differing else "ok"

    def as_data(self) -> dict[str, Any]:
        """The answer for monitoring."""
        return {
            "status": self.status,
            "database": self.database,
            "broker": self.broker,
            "sweep": {
                "runs": self.sweep_runs,
                "last": self.last_sweep_at.isoformat() if self.last_sweep_at else None,
                "behind_seconds": int(self.behind.total_seconds()),
                "failing": self.failing,
            },
            "clocks": {
                "differ_from_rule": self.differing if self.compared_at else None,
                "compared": self.compared_at.isoformat() if self.compared_at else None,
            },
        }


def health_now(now: datetime) -> Health:
    """Ask each part; what does not answer is down, and is no error of this page."""
    database, states = True, {}
    try:
        states = {state.name: state for state in SweepState.objects.filter(name__in=(STATE, DIFFERENCES))}
    except DatabaseError as wrong:
        log.error("health_database", error=type(wrong).__name__)
        database = False
    sweep, compared = states.get(STATE, SweepState()), states.get(DIFFERENCES, SweepState())
    return Health(
        now=now,
        database=database,
        broker=_broker_answers(),
        seen_at=max((at for at in (sweep.started_at, sweep.finished_at) if at), default=None),
        last_sweep_at=sweep.finished_at,
        behind=now - (sweep.oldest_waiting_at or sweep.finished_at or now),
        failing=sweep.failed,
        differing=compared.failed,
        compared_at=compared.finished_at,
    )


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (BrokerError, OSError) as wrong:
        log.error("health_broker", error=type(wrong).__name__)
        return False
    return True
