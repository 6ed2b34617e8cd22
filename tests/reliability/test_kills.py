"""Real workers, two beats, web, Valkey, a mail server and PostgreSQL, killed at random: nothing lost, early, or told twice.

A short run; `python -m bench.faults` makes the long one.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bench.faults import complaints
from clocks.models import Clock
from notices.models import Notice
from tests.reliability.faults import everything_is_done, wait_until
from tests.reliability.many_clocks import make_clocks
from tests.reliability.processes import Processes
from tests.roles import as_factory
from tests.unit.clocks.partnership import make_partnership

ROOT = Path(__file__).resolve().parents[2]
CLOCKS, KILLS = 200, 14
"""As many kills as there are victims."""


def test_kills_of_everything_lose_no_milestone_and_repeat_no_notice():
    ours = ("RIGHTHELP_", "DATABASE_URL", "REDIS_URL", "DJANGO_", "PYTEST", "EMAIL_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-m", "bench.faults", "--clocks", str(CLOCKS), "--kills", str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    counts = json.loads(done.stdout.splitlines()[-1])
    assert complaints(counts) == []
    assert counts["kills"] == KILLS
    assert {"postgres", "backend", "web", "valkey", "queue", "beat-1", "beat-2", "child"} <= set(counts["by_victim"])
    assert counts["tally"]["days_off_asked"] > 0
    assert counts["refused_emails"] > 0
    assert counts["poisoned_left"] == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"lost": 1}, {"early": 1}, {"recorded_twice": 1}, {"recorded": 9}, {"notices": 11}, {"days_off_done": 1},
        {"days_off_done_twice": 1}, {"clocks_at_wrong_time": 1}, {"moves_told_twice": 1}, {"notices_without_email": 1},
        {"emails_of_nothing": 1}, {"email_repeats": 99},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_what_must_not_happen_is_a_complaint(wrong):
    nothing = dict.fromkeys((
        "recorded_twice", "lost", "early", "notices_without_email", "emails_of_nothing", "days_off_done_twice",
        "clocks_at_wrong_time", "moves_told_twice", "email_repeats",
    ), 0)  # fmt: skip
    tally = nothing | {"recorded": 10, "notices": 10, "days_off_asked": 2, "days_off_done": 2}
    said = {"caught_up_after_s": 5.0, "clocks": 10, "kills": 3, "refused_emails": 0}

    assert complaints(said | {"tally": tally}) == []
    assert len(complaints(said | {"tally": tally | wrong})) == 1
    assert complaints(said | {"tally": tally, "caught_up_after_s": -1.0})


@pytest.fixture
def processes(transactional_db):
    started = Processes()
    yield started
    started.stop_all()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_down_for_three_days_says_how_late_each_notice_is(processes):
    place = make_partnership()
    make_clocks(place, 5, timezone.now() - timedelta(days=3))
    with as_factory():
        Clock.objects.update(created_at=timezone.now() - timedelta(days=4))

    processes.start_all()

    assert wait_until(lambda: everything_is_done(processes), 60), processes.log()[-3000:]
    with as_factory():
        words = [notice.text for notice in Notice.objects.all()]
    assert len(words) == 5
    assert all("This notice is 3 days late" in text for text in words)
