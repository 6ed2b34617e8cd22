"""One run of faults: clocks come due and days off are asked for while everything is killed, and then all is counted.

On a cluster of its own (`bench.faults` makes it): PostgreSQL is killed too, and its rows are counted by a trigger.
"""

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from clocks.models import Milestone
from notices.models import OutboxEmail
from tests.reliability import database_kills
from tests.reliability.days_off import DaysOff
from tests.reliability.mail_server import ACCEPT, HANG_UP, REFUSE
from tests.reliability.many_clocks import make_clocks
from tests.reliability.processes import Processes
from tests.reliability.tally import Tally, watch
from tests.roles import as_factory
from tests.unit.clocks.partnership import Partnership, sweeping

PATIENCE = 60
"""Seconds after the last restart in which everything must be caught up."""
BACK_AT_WORK = 10
"""Seconds at most until the next kill finds somebody at work: on a slow machine kills would else hit only what is starting."""
POISONED = 3
VICTIMS = (
    "child", "worker-1", "child", "queue", "postgres", "web", "child", "beat-1", "child", "valkey", "child", "worker-2",
    "backend", "beat-2",
)  # fmt: skip
"""Each in turn: one of a worker's processes, a worker with all of them, what is in Redis, PostgreSQL or one of its own."""
BUSY = """
    select exists (
        select from pg_stat_activity
        where datname = current_database() and usename = 'righthelp_system' and xact_start is not null
            and pid <> pg_backend_pid()
    )"""


@dataclass
class Counts:
    """What was done, and what is left of it."""

    clocks: int
    kills: int = 0
    inside_a_transaction: int = 0
    by_victim: dict[str, int] = field(default_factory=dict)
    refused_emails: int = 0
    ended_by_themselves: int = 0
    caught_up_after_s: float = -1.0
    poisoned_left: int = 0
    tally: Tally = field(default_factory=Tally)


def run(place: Partnership, processes: Processes, *, clocks: int, kills: int, seed: int = 1) -> Counts:
    """Kill `kills` times while `clocks` come due, then wait until all is caught up and count."""
    counts, chance = Counts(clocks), random.Random(seed)
    watch()
    days = DaysOff(place, processes, clocks=max(20, clocks // 20))
    processes.start_all()
    wait_until(_busy, 60)
    make_clocks(place, clocks, timezone.now() + timedelta(seconds=1), spread=timedelta(seconds=max(5.0, kills * 0.8)))
    _poison()
    stalled = time.monotonic() + 120 + 20 * kills
    while counts.kills < kills:
        assert time.monotonic() < stalled, f"the kills do not get on: {counts}"
        processes.mail.mode = (ACCEPT, REFUSE, HANG_UP)[counts.kills % 3]
        _kill_one(processes, counts, chance, days)
    processes.mail.mode = REFUSE
    began = time.monotonic()
    if wait_until(lambda: caught_up(processes), PATIENCE):
        counts.caught_up_after_s = round(time.monotonic() - began, 1)
    counts.poisoned_left = _mend()
    days.all_are_there()
    processes.mail.mode = ACCEPT
    _let_emails_go()
    wait_until(lambda: caught_up(processes) and _all_sent(), PATIENCE)
    counts.ended_by_themselves, counts.refused_emails = processes.ended_by_themselves, processes.mail.refused
    counts.tally = Tally.of(place, days, processes.mail.message_ids)
    return counts


def _kill_one(processes: Processes, counts: Counts, chance: random.Random, days: DaysOff) -> None:
    """Wait for a sweep or a drain to be inside its transaction, then kill something. What starts is given time to get there."""
    processes.restart_the_dead()
    victim = VICTIMS[counts.kills % len(VICTIMS)]
    if victim == "child" and not wait_until(processes.has_a_child, 1):
        return
    asking = threading.Thread(target=days.ask_for_another) if victim in ("web", "postgres", "child") else None
    wait_until(_busy, BACK_AT_WORK)
    if asking and (victim != "child" or counts.kills % 3 == 0):
        asking.start()
    time.sleep(chance.random() * 0.02)
    busy = _busy()
    killed = _kill(victim, processes, chance)
    if asking and asking.ident:
        asking.join(60)
    counts.kills += killed
    counts.inside_a_transaction += killed and busy
    counts.by_victim[victim] = counts.by_victim.get(victim, 0) + killed


def _kill(victim: str, processes: Processes, chance: random.Random) -> bool:
    """Kill one thing and start it again; whether there was anything to kill."""
    if victim == "queue":
        processes.lose_the_queue()
    elif victim == "child":
        return processes.kill_a_child(chance)
    elif victim == "postgres":
        database_kills.kill_the_server()
    elif victim == "backend":
        database_kills.kill_a_backend()
    else:
        processes.kill(victim)
        processes.start(victim)
    return True


def _poison() -> None:
    """Rows that nobody can settle: the others must not wait for them."""
    with as_factory():
        poisoned = list(Milestone.objects.filter(kind="due").order_by("at").values_list("pk", flat=True)[:POISONED])
        Milestone.objects.filter(pk__in=poisoned).update(tell=["nobody-knows-this-circle"])


def _mend() -> int:
    """Put the poisoned rows right, let their turn come, and say how many were still waiting."""

    def mended() -> int:
        with as_factory():
            poisoned = Milestone.objects.filter(tell=["nobody-knows-this-circle"], recorded_at__isnull=True)
            return poisoned.update(tell=["owner"], next_try_at=timezone.now())

    return patiently(mended)


def _let_emails_go() -> None:
    """Those that were refused wait for minutes: let these pass."""

    def passed() -> None:
        with as_factory():
            OutboxEmail.objects.filter(sent_at__isnull=True).update(next_try_at=timezone.now())

    patiently(passed)


def _busy() -> bool:
    """Whether a worker is inside a transaction; only its own role is shown that. No, if PostgreSQL is down."""
    try:
        with sweeping(), connection.cursor() as cursor:
            cursor.execute(BUSY)
            return bool(cursor.fetchone()[0])
    except (OperationalError, InterfaceError):
        connection.close()
        return False


def caught_up(processes: Processes) -> bool:
    """Whether all that can be settled is; what has ended by itself is started again meanwhile."""
    processes.restart_the_dead()

    def waiting() -> bool:
        with as_factory():
            due = Milestone.objects.filter(recorded_at__isnull=True, cancelled_at__isnull=True, at__lte=timezone.now())
            return due.exclude(tell=["nobody-knows-this-circle"]).exists()

    return not patiently(waiting)


def _all_sent() -> bool:
    def unsent() -> bool:
        with as_factory():
            return OutboxEmail.objects.filter(sent_at__isnull=True).exists()

    return not patiently(unsent)


def everything_is_done(processes: Processes) -> bool:
    """Whether nothing waits to be recorded or sent."""
    return caught_up(processes) and _all_sent()


def patiently(work, seconds: float = 30):
    """Do it, again if PostgreSQL was killed meanwhile."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def wait_until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
