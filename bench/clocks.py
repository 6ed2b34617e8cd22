"""A million clocks: `.venv/bin/python -m bench.clocks [--open 1000000] [--closed 1000000] [--rounds 3]` prints JSON lines.

A database of its own in the tests' cluster. The sweep that settles 10,000 due milestones, by turns with bare SQL that claims
and writes the same; the sweep with nothing due, at 10,000 open clocks and at all; the team's board of them all; a calendar
change that moves 100,000 open clocks, with what the process holds in memory before and at its highest, and the longest that
somebody who starts a clock there meanwhile, or a sweep, had to wait.
"""

import argparse
import json
import os
import resource
import statistics
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.clocks_filling import Filling
from config.embedded import postgres
from rowsecurity import roles

ROOT = Path(__file__).resolve().parent.parent
NAME = f"bench_clocks_{os.getpid()}"
FEW = 10_000
BARE = """
    with due as (
        select m.id, m.at, c.owner_id, c.reference, c.subject_id, c.due_at, c.rule_snapshot ->> 'name' as name
        from clocks_milestone m join clocks_clock c on c.id = m.clock_id
        where m.recorded_at is null and m.cancelled_at is null and m.next_try_at <= now() and c.stopped_at is null
        order by m.next_try_at for no key update of m, c skip locked limit %s
    ), told as (
        insert into notices_notice (id, recipient_id, kind, about, reference, path, key, due_at, meant_at, created_at)
        select gen_random_uuid(), owner_id, 'clock-due', name, reference, '/front-door/contacts/' || subject_id || '/',
            'milestone:' || id, due_at, at, now() from due
        on conflict do nothing returning id
    ), written as (
        insert into notices_outboxemail (notice_id, created_at, next_try_at, attempts, last_error)
        select id, now(), now(), 0, '' from told on conflict do nothing
    )
    update clocks_milestone set recorded_at = now(), last_error = '' where id in (select id from due)"""
"""One statement for all: what no program that decides anything on the way can be faster than."""


def say(**values: Any) -> None:
    print(json.dumps({"load": round(os.getloadavg()[0], 1)} | values), flush=True)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def bare() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, [FEW])
        return cursor.rowcount


def quiet(clocks: int, times: int = 21) -> None:
    """The sweep with nothing due."""
    from clocks.sweep import sweep

    found = [timed(sweep) for _ in range(times)]
    assert not any(swept.recorded for _, swept in found), "something was due"
    say(what="nothing due", open_clocks=clocks, median_ms=round(statistics.median(seconds for seconds, _ in found) * 1000, 1))


def ten_thousand(filling: Filling, rounds: int, clocks: int) -> None:
    """The sweep and bare SQL by turns, each with 10,000 due."""
    from clocks.sweep import sweep

    spent: dict[str, list[float]] = {"sweep": [], "bare": []}
    for _ in range(rounds):
        for name, work in (("bare", bare), ("sweep", lambda: sweep().recorded)):
            filling.make_due(FEW)
            seconds, count = timed(work)
            assert count == FEW, f"{name} settled {count}"
            spent[name].append(seconds)
    sweep_s, bare_s = (statistics.median(spent[name]) for name in ("sweep", "bare"))
    say(
        what=f"{FEW} due", open_clocks=clocks, sweep_s=round(sweep_s, 2), bare_sql_s=round(bare_s, 2),
        ratio=round(sweep_s / bare_s, 1), sweep_best_s=round(min(spent["sweep"]), 2), bare_best_s=round(min(spent["bare"]), 2),
    )  # fmt: skip


def team_board(filling: Filling, clocks: int, times: int = 7) -> None:
    """The first page, one in the middle of all, and what is late on the manager's first screen."""
    from clocks.board import Asked, Place, board_for, late_for
    from rowsecurity.session import acting_as

    now, manager = timezone.now(), filling.place.manager
    middle = Place(now + timedelta(days=90), UUID("7fffffff-ffff-4fff-bfff-ffffffffffff"))
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.WEB}")
    pages = {
        "first_ms": lambda: board_for(manager, now, Asked()),
        "middle_ms": lambda: board_for(manager, now, Asked(after=middle)),
        "late_ms": lambda: late_for(manager, now),
    }
    found = {}
    with acting_as(manager.pk):
        for name, work in pages.items():
            found[name] = round(statistics.median(timed(work)[0] for _ in range(times)) * 1000, 1)
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.SYSTEM}")
    say(what="team board", open_clocks=clocks, **found)


class Meanwhile(threading.Thread):
    """Somebody who starts a clock four times a second, and a sweep after each: how long the longest of either took."""

    def __init__(self, filling: Filling) -> None:
        super().__init__()
        self.filling, self.is_over = filling, threading.Event()
        self.started, self.start_s, self.sweep_s = 0, 0.0, 0.0

    def run(self) -> None:
        from clocks.sweep import sweep

        try:
            while not self.is_over.wait(0.25):
                self.become(roles.WEB)
                self.start_s = max(
                    self.start_s, timed(lambda: self.filling.place.start(timezone.now(), rule="checkpoint-10"))[0]
                )
                self.started += 1
                self.become(roles.SYSTEM)
                self.sweep_s = max(self.sweep_s, timed(sweep)[0])
        finally:
            connection.close()

    def become(self, role: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"set role {role}")


def highest_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def calendar(filling: Filling, clocks: int) -> None:
    """A day off that moves this many open clocks."""
    from clocks.models import ChangeKind, ScheduleChange
    from clocks.rules.calendar import england
    from clocks.services import changes_apply

    now = timezone.now()
    day = england().next_working(timezone.localdate(now) + timedelta(days=3))
    before = highest_mib()
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.FACTORY}")
        change = ScheduleChange.objects.create(
            authority=filling.place.authority, kind=ChangeKind.DAY_ADDED, date=day, name="Bench day", day_kind="closure",
            asked_by=filling.place.admin, asked_at=now, next_try_at=now,
        )  # fmt: skip
        cursor.execute(f"set role {roles.SYSTEM}")
    meanwhile = Meanwhile(filling)
    meanwhile.start()
    seconds, done = timed(changes_apply)
    meanwhile.is_over.set()
    meanwhile.join()
    change.refresh_from_db()
    assert done == 1, "the change could not be carried out"
    assert clocks <= change.moved <= clocks + meanwhile.started, f"moved {change.moved}"
    say(
        what="calendar change", moved=change.moved, seconds=round(seconds, 1), rss_before_mib=before,
        rss_highest_mib=highest_mib(), started_meanwhile=meanwhile.started,
        longest_start_s=round(meanwhile.start_s, 1), longest_sweep_s=round(meanwhile.sweep_s, 1),
    )  # fmt: skip


def run(wanted: argparse.Namespace) -> None:
    filling = Filling.begin(NAME)
    with connection.cursor() as cursor:
        cursor.execute(f"set role {roles.SYSTEM}")
    filling.add(FEW)
    quiet(FEW)
    team_board(filling, FEW)
    filling.add(wanted.open - FEW)
    filling.add(wanted.closed, is_open=False)
    quiet(wanted.open)
    ten_thousand(filling, wanted.rounds, wanted.open)
    filling.tidy()
    quiet(wanted.open)
    team_board(filling, wanted.open)
    filling.add(wanted.moved, rule="checkpoint-10")
    calendar(filling, wanted.moved)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=1_000_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--moved", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1", "RIGHTHELP_LOGIN": "owner"}
    os.environ.setdefault("RIGHTHELP_STATE", str(ROOT / ".var" / "test"))
    django.setup()
    postgres.start(for_tests=True)
    with postgres.superuser("postgres") as superuser:
        superuser.execute(f'create database "{NAME}" owner {roles.OWNER}')
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
        run(wanted)
    finally:
        connection.close()
        with postgres.superuser("postgres") as superuser:
            superuser.execute(f'drop database "{NAME}" with (force)')


if __name__ == "__main__":
    main()
