"""Several workers at the same rows: each milestone once, each clock once, no e-mail twice."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from clocks.handlers import claim_waiting
from clocks.models import Clock, HandlerRun, Milestone
from clocks.services import clock_start, clock_stop
from clocks.sweep import sweep
from notices.mail import drain
from notices.models import Notice, OutboxEmail
from rowsecurity.session import acting_as
from tests.reliability.many_clocks import make_clocks
from tests.roles import as_factory
from tests.unit.clocks.partnership import make_partnership, sweeping

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


@pytest.fixture
def place(transactional_db):
    return make_partnership()


def at_once(work: Callable[[], object], workers: int = WORKERS) -> list:
    """Run the same work in several threads that begin together; their answers. A thread that raises fails the test."""
    together, answers, wrong = threading.Barrier(workers), [], []

    def one() -> None:
        try:
            together.wait()
            answers.append(work())
        except Exception as error:
            wrong.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong
    return answers


def swept(batch: int = 25) -> int:
    with sweeping():
        return sweep(batch=batch).recorded


def test_four_sweeps_at_once_record_each_milestone_once(place):
    make_clocks(place, 600, timezone.now() - timedelta(minutes=1), tell=("owner", "team"))

    recorded = at_once(swept)

    assert sum(recorded) == 600
    assert min(recorded) > 0
    with as_factory():
        assert Milestone.objects.filter(recorded_at__isnull=True).count() == 0
        assert Notice.objects.count() == OutboxEmail.objects.count() == 600 * 3


def test_four_sweeps_at_once_with_poisoned_rows_settle_all_the_others(place):
    make_clocks(place, 200, timezone.now() - timedelta(minutes=1))
    with as_factory():
        poisoned = list(Milestone.objects.values_list("pk", flat=True)[:5])
        Milestone.objects.filter(pk__in=poisoned).update(tell=["nobody-knows-this-circle"])

    at_once(swept)

    with as_factory():
        left = set(Milestone.objects.filter(recorded_at__isnull=True).values_list("pk", flat=True))
        assert left == set(poisoned)
        assert Notice.objects.count() == 195


def test_a_stop_and_a_sweep_at_once_leave_no_milestone_waiting_on_a_stopped_clock(place):
    make_clocks(place, 40, timezone.now() - timedelta(minutes=1), kind="overdue")
    with as_factory():
        subjects = list(Clock.objects.values_list("subject_id", flat=True))
    turn = threading.Lock()

    def stop_or_sweep() -> None:
        if turn.acquire(blocking=False):
            for subject in subjects:
                with acting_as(place.worker.pk):
                    clock_stop(rule="decision", subject_type="contact", subject_id=subject, at=timezone.now(), by=place.worker)
        else:
            swept(batch=3)

    at_once(stop_or_sweep)

    with as_factory():
        assert not Clock.objects.filter(stopped_at__isnull=True).exists()
        assert not Milestone.objects.filter(recorded_at__isnull=True, cancelled_at__isnull=True).exists()


def test_four_starts_at_once_start_one_clock(place):
    subject = uuid.uuid4()

    def start() -> uuid.UUID:
        with acting_as(place.practitioner.pk):
            return clock_start(
                rule="decision",
                authority=place.authority,
                subject_type="contact",
                subject_id=subject,
                reference="TST-26-000001",
                started_at=timezone.now(),
                by=place.practitioner,
                organisation=place.school,
                front_door=place.front_door,
            ).pk

    assert len(set(at_once(start))) == 1
    with as_factory():
        assert Clock.objects.count() == 1
        assert Milestone.objects.count() == 4


def test_four_claims_at_once_give_each_run_to_one_of_them(place):
    make_clocks(place, 100, timezone.now() - timedelta(minutes=1))
    with as_factory():
        HandlerRun.objects.bulk_create(
            HandlerRun(milestone=milestone, handler="x", actor=place.practitioner, next_try_at=timezone.now())
            for milestone in Milestone.objects.all()
        )

    def claim() -> list:
        with sweeping():
            return [run for _, run, _, _ in claim_waiting()]

    claimed = [run for answer in at_once(claim) for run in answer]

    assert len(claimed) == len(set(claimed)) == 100


def test_four_drains_at_once_send_each_email_once(place, settings, monkeypatch):
    monkeypatch.setattr("notices.mail.get_connection", EmailBackend)
    make_clocks(place, 60, timezone.now() - timedelta(minutes=1))
    swept()

    def drained() -> int:
        with sweeping():
            return drain().sent

    assert sum(at_once(drained)) == 60
