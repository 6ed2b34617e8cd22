"""What a change of the calendar does to many clocks at once: how people hear of it, and what of it waits for whom."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from clocks.models import Clock, ClockEvent, Milestone
from clocks.registry import DEADLINES_PAGE
from clocks.rules.calendar import england
from clocks.services import changes_apply, clock_stop, day_off_add, moving
from notices.models import Notice, OutboxEmail
from partnerships.models import Closure
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system
from tests.unit.clocks.partnership import make_partnership, sweeping

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FRIDAY = date(2026, 3, 13)
DAY = timedelta(days=1)


def changed(place, day: date = FRIDAY, at: datetime = TUESDAY + DAY) -> int:
    with time_machine.travel(at, tick=False):
        with acting_as(place.admin.pk):
            day_off_add(
                authority=place.authority, day=day, name="Moving office", kind="closure", source="Notice", by=place.admin, at=at
            )
        with as_system():
            return changes_apply()


@pytest.fixture
def several(place):
    """Two of the worker's, one of a colleague's, one that nobody has."""
    with time_machine.travel(TUESDAY, tick=False):
        for number, owner in enumerate((place.worker, place.worker, place.colleague, None)):
            place.start(TUESDAY, rule="checkpoint-10", owner=owner, reference=f"TST-26-{number:06d}")
    return place


def test_a_change_tells_each_person_once_however_many_of_theirs_it_moves(several):
    changed(several)
    with as_factory():
        notices = {notice.recipient_id: notice for notice in Notice.objects.filter(key__startswith="moved:")}
        assert OutboxEmail.objects.count() == Notice.objects.count() == 3
        assert ClockEvent.objects.filter(kind="moved").count() == 4
    mine, managers = notices[several.worker.pk], notices[several.manager.pk]
    assert mine.text == "3 of your deadlines have another time, because the calendar or the rule changed."
    assert (managers.kind, managers.reference) == ("clock-moved", "TST-26-000003"), "the team hears of what nobody has"
    assert notices[several.colleague.pk].text.startswith("2 of your deadlines")


def test_the_notice_leads_to_the_old_and_the_new_time_of_each_and_of_nobody_elses(several, client):
    changed(several)
    with as_factory():
        path = Notice.objects.get(recipient_id=several.worker.pk, key__startswith="moved:").path
        change = ClockEvent.objects.filter(kind="moved").first().detail["change"]
        client.force_login(several.worker, backend="django.contrib.auth.backends.ModelBackend")
    assert path == reverse("clocks:moved", args=[change])
    assert path.startswith(DEADLINES_PAGE)
    with time_machine.travel(TUESDAY + DAY, tick=False):
        page = client.get(path).content.decode()
    assert page.count("Tue 17 March 2026, 23:59") == page.count("due Wed 18 March 23:59") == 3
    assert ["TST-26-000002" in page, "TST-26-000003" in page] == [False, True]


def test_a_step_after_the_due_time_does_not_fall_on_the_new_day_off(place):
    """Due on Thursday: whoever hears on the next working day that it is late hears on Monday, when the Friday is off."""
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(datetime(2026, 2, 26, 10, 0, tzinfo=UTC), rule="checkpoint-10")
    assert clock.due_at == datetime(2026, 3, 12, 23, 59, 59, tzinfo=UTC)
    changed(place)
    with as_factory():
        late = Milestone.objects.get(clock=clock, kind="overdue", cancelled_at=None)
        assert not ClockEvent.objects.filter(kind="moved").exists(), "its due time stays"
    assert late.at == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


def in_a_thread(work) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "it had to wait for the change"


@pytest.mark.django_db(transaction=True)
class TestMeanwhile:
    """With transactions that are really there, beside each other."""

    @pytest.fixture
    def place(self, transactional_db):
        return make_partnership()

    @pytest.fixture
    def asked(self, place) -> date:
        now = timezone.now()
        day = england().next_working(timezone.localdate(now) + 3 * DAY)
        with acting_as(place.admin.pk):
            day_off_add(
                authority=place.authority, day=day, name="Closed", kind="closure", source="Notice", by=place.admin, at=now
            )
        return day

    def test_a_clock_started_while_a_change_is_carried_out_does_not_wait_and_is_moved_too(self, place, asked, monkeypatch):
        place.start(timezone.now(), rule="checkpoint-10")
        done_early = moving.checks_run_now

        def start_another() -> None:
            in_a_thread(lambda: place.start(timezone.now(), rule="checkpoint-10"))
            done_early()

        monkeypatch.setattr(moving, "checks_run_now", start_another)
        with sweeping():
            assert changes_apply() == 1
        with as_factory():
            dues = set(Clock.objects.values_list("due_at", flat=True))
            assert (len(dues), ClockEvent.objects.filter(kind="moved").count()) == (1, 2)

    def test_a_change_gives_way_to_somebody_who_holds_a_clock_and_is_carried_out_later(self, place, asked, monkeypatch):
        clock = place.start(timezone.now(), rule="checkpoint-10")
        monkeypatch.setattr(moving, "PATIENCE", 0.2)

        def change() -> None:
            with sweeping():
                changes_apply()

        with acting_as(place.worker.pk):
            clock_stop(
                rule="checkpoint-10", subject_type="contact", subject_id=clock.subject_id, at=timezone.now(), by=place.worker
            )
            in_a_thread(change)
            transaction.set_rollback(True)
        with as_factory():
            assert not Closure.objects.exists(), "all of it, or nothing"
            assert Clock.objects.get().due_at == clock.due_at
        with time_machine.travel(timezone.now() + timedelta(minutes=2)), sweeping():
            assert changes_apply() == 1
        with as_factory():
            assert Clock.objects.get().due_at > clock.due_at
