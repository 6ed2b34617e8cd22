"""One run of faults: clocks come due while the worker, beat and queue are killed, and then all is counted."""

import random
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from clocks.models import Milestone
from notices.models import Notice, OutboxEmail
from tests.reliability.many_clocks import make_clocks
from tests.reliability.processes import Processes
from tests.roles import as_factory
from tests.unit.clocks.partnership import Partnership, sweeping

PATIENCE = 60
"""Seconds after the last restart in which everything must be caught up."""
VICTIMS = ("child", "worker", "child", "queue", "child", "beat-1", "child", "valkey", "child", "worker", "child", "beat-2")
"""Each in turn: one of the worker's processes, the worker with all of them, what is in Redis, a beat, Redis itself."""
BUSY = """
    select exists (
        select from pg_stat_activity
        where datname = current_database() and usename = 'righthelp_system' and xact_start is not null
            and pid <> pg_backend_pid()
    )"""


@dataclass
class Counts:
    """What happened, and what is left of it."""

    clocks: int
    kills: int = 0
    inside_a_transaction: int = 0
    queues_lost: int = 0
    ended_by_themselves: int = 0
    caught_up_after: float = 0.0
    recorded: int = 0
    lost: int = 0
    early: int = 0
    notices: int = 0
    emails: int = 0
    email_repeats: int = 0
    by_victim: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in vars(self).items())


def run(place: Partnership, processes: Processes, *, clocks: int, kills: int, seed: int = 1) -> Counts:
    """Kill `kills` times while `clocks` come due, then wait until all is caught up and count."""
    counts, chance = Counts(clocks), random.Random(seed)
    processes.start_all()
    wait_until(lambda: _busy(), 30)
    make_clocks(place, clocks, timezone.now() + timedelta(seconds=1), spread=timedelta(seconds=max(5.0, kills * 0.8)))
    stalled = time.monotonic() + 60 + 10 * kills
    while counts.kills < kills:
        assert time.monotonic() < stalled, f"the kills do not get on: {counts}"
        _kill_one(processes, counts, chance)
    began = time.monotonic()
    wait_until(lambda: everything_is_done(processes), PATIENCE)
    counts.ended_by_themselves = processes.ended_by_themselves
    counts.caught_up_after = round(time.monotonic() - began, 1)
    _count(processes, counts)
    return counts


def _kill_one(processes: Processes, counts: Counts, chance: random.Random) -> None:
    """Wait for a sweep or a drain to be inside its transaction, or a second, then kill something."""
    processes.restart_the_dead()
    wait_until(_busy, 1)
    time.sleep(chance.random() * 0.02)
    busy = _busy()
    victim = VICTIMS[counts.kills % len(VICTIMS)]
    if victim == "queue":
        processes.lose_the_queue()
        counts.queues_lost += 1
    elif victim == "child":
        if not processes.kill_a_child(chance):
            return
    else:
        processes.kill(victim)
        processes.start(victim)
    counts.kills += 1
    counts.inside_a_transaction += busy and victim in ("child", "worker")
    counts.by_victim[victim] = counts.by_victim.get(victim, 0) + 1


def _count(processes: Processes, counts: Counts) -> None:
    with as_factory():
        counts.recorded = Milestone.objects.filter(recorded_at__isnull=False).count()
        counts.lost = Milestone.objects.filter(recorded_at__isnull=True).count()
        counts.early = Milestone.objects.filter(recorded_at__lt=F("at")).count()
        counts.notices = Notice.objects.count()
    ids = processes.message_ids()
    counts.emails, counts.email_repeats = len(set(ids)), len(ids) - len(set(ids))


def _busy() -> bool:
    """Whether the worker is inside a transaction; only its own role is shown that."""
    with sweeping(), connection.cursor() as cursor:
        cursor.execute(BUSY)
        return cursor.fetchone()[0]


def everything_is_done(processes: Processes) -> bool:
    """Whether nothing waits to be recorded or sent; what has ended by itself is started again meanwhile."""
    processes.restart_the_dead()
    with as_factory():
        waiting = Milestone.objects.filter(recorded_at__isnull=True).exists()
        return not waiting and not OutboxEmail.objects.filter(sent_at__isnull=True).exists()


def wait_until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
