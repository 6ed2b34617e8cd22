"""Whether everything that the clocks need is there, and how far behind they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import DatabaseError
from kombu.exceptions import OperationalError as BrokerError

from clocks.models import SweepState
from clocks.sweep import STATE

log = structlog.get_logger(__name__)
LATE_AFTER = timedelta(minutes=3)
"""Product decision: three sweeps missed are a sweep that does not run."""


@dataclass(frozen=True)
class Health:
    """What is up, when the sweep last finished, and since when the oldest milestone has waited (seconds)."""

    database: bool
    broker: bool
    last_sweep_at: datetime | None
    behind: timedelta
    failing: int

    @property
    def is_up(self) -> bool:
        return self.database and self.broker

    @property
    def sweep_runs(self) -> bool:
        return self.last_sweep_at is not None and self.behind < LATE_AFTER

    @property
    def behind_minutes(self) -> int:
        return int(self.behind.total_seconds() // 60)

    def as_data(self) -> dict[str, Any]:
        """The answer for monitoring."""
        return {
            "status": "ok" if self.is_up and self.sweep_runs else "late" if self.is_up else "down",
            "database": self.database,
            "broker": self.broker,
            "sweep": {
                "runs": self.sweep_runs,
                "last": self.last_sweep_at.isoformat() if self.last_sweep_at else None,
                "behind_seconds": int(self.behind.total_seconds()),
                "failing": self.failing,
            },
        }


def health_now(now: datetime) -> Health:
    """Ask each part; what does not answer is down, and is no error of this page."""
    database, state = True, None
    try:
        state = SweepState.objects.filter(name=STATE).first()
    except DatabaseError as wrong:
        log.error("health_database", error=type(wrong).__name__)
        database = False
    finished = state.finished_at if state else None
    behind = now - ((state.oldest_waiting_at if state else None) or finished or now)
    return Health(database, _broker_answers(), finished, behind, state.failed if state else 0)


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (BrokerError, OSError) as wrong:
        log.error("health_broker", error=type(wrong).__name__)
        return False
    return True
