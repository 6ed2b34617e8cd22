"""The morning's digest: who is told of what, once a day, with an e-mail or without."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from clocks.digest import digest_send
from clocks.rules.digest import Standing, digest_of, standing_of
from clocks.services.hearing import digest_choose
from notices.mail import drain
from notices.models import Notice, OutboxEmail
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system

THURSDAY = datetime(2026, 4, 2, 7, 0, tzinfo=UTC)
"""Eight in London, the day before Good Friday: the next working day is Tuesday 7 April."""


def send(at: datetime = THURSDAY) -> int:
    with time_machine.travel(at, tick=False), as_system():
        return digest_send()


def told() -> dict[str, str]:
    with as_factory():
        return {n.recipient.name.split()[1]: n.about for n in Notice.objects.filter(kind="clock-digest").order_by("created_at")}


@pytest.fixture
def begun(place):
    """One overdue, one due today, one due on the Saturday: it is due by the next working day."""
    for number, hours in enumerate((-30, -20, 30)):
        place.start(THURSDAY + timedelta(hours=hours), reference=f"TST-26-00000{number}")
    return place


def test_each_is_told_how_many_and_those_with_nothing_are_not(begun):
    assert send() == 1
    assert told() == {"Worker": "1 overdue, 1 due today, 1 due by the next working day"}


def test_nothing_is_told_before_the_hour_and_once_after_it(begun):
    assert send(THURSDAY - timedelta(seconds=1)) == 0
    assert send() == 1
    assert send(THURSDAY + timedelta(minutes=5)) == 0
    assert len(told()) == 1


def test_a_worker_that_was_down_tells_the_same_day_and_says_how_late_it_is(begun):
    assert send(THURSDAY + timedelta(hours=6)) == 1
    with as_factory():
        assert "6 hours late" in Notice.objects.get(kind="clock-digest").text


def test_yesterdays_is_never_sent(begun):
    assert send(THURSDAY + timedelta(days=1)) == 1
    with as_factory():
        assert [n.key for n in Notice.objects.filter(kind="clock-digest")] == ["digest:2026-04-03"]


def test_two_runs_that_both_think_it_is_theirs_tell_once(begun):
    from clocks.models import SweepState

    assert send() == 1
    with as_factory():
        SweepState.objects.filter(name="digest").update(finished_at=None)
    send(THURSDAY + timedelta(minutes=5))
    assert len(told()) == 1
    with as_factory():
        assert Notice.objects.filter(kind="clock-digest").count() == 1


def test_the_email_names_nobody_and_can_be_turned_off(begun):
    send()
    with as_system():
        drain()
    [message] = mail.outbox
    assert "1 overdue, 1 due today" in message.body
    assert "/deadlines/" in message.body
    assert "TST-26" not in message.body + message.subject
    with acting_as(begun.worker.pk):
        digest_choose(by=begun.worker, by_email=False, at=THURSDAY)
    assert send(THURSDAY + timedelta(days=1)) == 1
    with as_factory():
        assert OutboxEmail.objects.filter(notice__key="digest:2026-04-03").count() == 0
        assert Notice.objects.filter(key="digest:2026-04-03").count() == 1


def test_overdue_is_emailed_whatever_was_chosen_for_the_digest(place):
    from clocks.sweep import sweep

    with acting_as(place.worker.pk):
        digest_choose(by=place.worker, by_email=False, at=THURSDAY)
    with time_machine.travel(THURSDAY - timedelta(hours=30), tick=False):
        place.start(THURSDAY - timedelta(hours=30))
    with time_machine.travel(THURSDAY, tick=False), as_system():
        sweep()
    with as_factory():
        assert OutboxEmail.objects.filter(notice__kind="clock-overdue", notice__recipient=place.worker).count() == 1


def test_what_nobody_has_is_told_to_the_team(place):
    place.start(THURSDAY - timedelta(hours=30), owner=None)
    send()
    assert told() == dict.fromkeys(("Worker", "Colleague", "Manager"), "1 overdue")


def test_a_stopped_clock_and_one_that_passes_by_are_not_counted(place):
    from clocks.services import clock_stop

    clock = place.start(THURSDAY - timedelta(hours=30))
    with acting_as(place.worker.pk):
        before = THURSDAY - timedelta(hours=1)
        clock_stop(rule="decision", subject_type="contact", subject_id=clock.subject_id, at=before, by=place.worker)
    place.start(THURSDAY - timedelta(hours=30), passes_by=place.worker, owner=place.worker)
    assert send() == 0


def test_where_a_deadline_stands():
    tuesday = datetime(2026, 4, 7).date()
    at = [THURSDAY, THURSDAY + timedelta(hours=15, minutes=59), datetime(2026, 4, 7, 22, 59, 59, tzinfo=UTC)]
    assert [standing_of(due, THURSDAY, tuesday) for due in at] == [Standing.OVERDUE, Standing.TODAY, Standing.NEXT]
    assert standing_of(datetime(2026, 4, 7, 23, 0, tzinfo=UTC), THURSDAY, tuesday) is None
    assert digest_of([Standing.NEXT, Standing.OVERDUE, Standing.OVERDUE]).words == "2 overdue, 1 due by the next working day"
