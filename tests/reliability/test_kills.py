"""The real worker, two beats, Valkey and PostgreSQL, killed at random: nothing lost, nothing early, nothing told twice.

A short run; `bench/faults.py` makes the long one.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from clocks.models import Clock
from notices.models import Notice
from tests.reliability.faults import everything_is_done, run, wait_until
from tests.reliability.many_clocks import make_clocks
from tests.reliability.processes import Processes
from tests.roles import as_factory
from tests.unit.clocks.partnership import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)
CLOCKS = int(os.environ.get("RIGHTHELP_FAULT_CLOCKS", "300"))
KILLS = int(os.environ.get("RIGHTHELP_FAULT_KILLS", "12"))


@pytest.fixture
def processes(transactional_db):
    started = Processes()
    yield started
    started.stop_all()


def test_kills_and_a_lost_queue_lose_no_milestone_and_repeat_no_notice(processes, record_property):
    place = make_partnership()

    counts = run(place, processes, clocks=CLOCKS, kills=KILLS)

    record_property("faults", str(counts))
    if told := os.environ.get("RIGHTHELP_FAULT_REPORT"):
        Path(told).write_text(f"{counts}\n")
    assert counts.kills == KILLS
    assert (counts.recorded, counts.lost, counts.early) == (CLOCKS, 0, 0), processes.log()[-3000:]
    assert counts.notices == CLOCKS
    assert counts.emails == CLOCKS
    assert counts.email_repeats <= counts.kills


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
