"""A changed calendar or rule: who may ask, what the sweep makes of it, and what every clock keeps of its old time."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from clocks.models import ChangeKind, Clock, ClockEvent, Milestone, ScheduleChange
from clocks.services import (
    NoOpenClock,
    ScheduleRefused,
    changes_apply,
    clock_reopen,
    clock_stop,
    day_off_add,
    day_off_remove,
    days_off_load,
    rule_change,
)
from clocks.sweep import sweep
from notices.models import Notice
from partnerships.models import Closure
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_owner, as_system
from workflow.errors import NotAllowed

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
IN_TEN = datetime(2026, 3, 17, 23, 59, 59, tzinfo=UTC)
"""Ten working days from Tuesday 3 March 2026."""
FRIDAY = date(2026, 3, 13)
DAY = timedelta(days=1)


@pytest.fixture
def clock(place):
    with time_machine.travel(TUESDAY, tick=False):
        return place.start(TUESDAY, rule="checkpoint-10")


def fresh(clock: Clock) -> Clock:
    with as_factory():
        return Clock.objects.get(pk=clock.pk)


def added(place, day: date = FRIDAY, *, by=None, at: datetime = TUESDAY + DAY, kind: str = "closure") -> ScheduleChange:
    actor = by or place.admin
    with time_machine.travel(at, tick=False), acting_as(actor.pk):
        return day_off_add(
            authority=place.authority, day=day, name="Moving office", kind=kind, source="Council notice", by=actor, at=at
        )


def applied(at: datetime = TUESDAY + DAY) -> int:
    with time_machine.travel(at, tick=False), as_system():
        return changes_apply()


def moments(clock: Clock) -> dict[str, datetime]:
    with as_factory():
        return {m.kind: m.at for m in Milestone.objects.filter(clock=clock, cancelled_at=None, recorded_at=None)}


def test_a_day_off_moves_the_open_clocks_that_it_touches_with_old_and_new_recorded(place, clock):
    hours = place.start(TUESDAY)
    added(place)
    assert fresh(clock).due_at == IN_TEN, "nothing of it holds before it is carried out"
    assert applied() == 1
    moved = fresh(clock)
    assert moved.due_at == IN_TEN + DAY
    assert moved.why == "10 working days from Tue 3 March, not counting Moving office"
    assert fresh(hours).due_at == hours.due_at, "hours on the clock do not wait for a working day"
    with as_factory():
        event = ClockEvent.objects.get(clock=clock, kind="moved")
        change = ScheduleChange.objects.get()
    assert (event.detail["from"], event.detail["to"]) == (IN_TEN.isoformat(), (IN_TEN + DAY).isoformat())
    assert event.by_id == place.admin.pk
    assert (change.moved, change.looked_at, change.applied_at is not None) == (1, 1, True)


def test_the_owner_of_a_moved_clock_is_told_once_and_of_nothing_personal(place, clock):
    added(place)
    applied()
    assert applied() == 0, "carried out once"
    with as_factory():
        notice = Notice.objects.get(kind="clock-moved")
    assert (notice.recipient_id, notice.reference, notice.due_at) == (place.worker.pk, clock.reference, IN_TEN + DAY)


def test_the_warnings_move_with_the_time(place, clock):
    before = moments(clock)
    added(place)
    applied()
    after = moments(clock)
    assert before["near"] == datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
    assert after["near"] == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert after["overdue"] == before["overdue"] + DAY


def test_a_day_taken_out_again_puts_everything_back(place, clock):
    before = moments(clock)
    added(place)
    applied()
    with time_machine.travel(TUESDAY + 2 * DAY, tick=False), acting_as(place.admin.pk):
        day_off_remove(authority=place.authority, day=FRIDAY, why="The move is off", by=place.admin, at=TUESDAY + 2 * DAY)
    assert applied(TUESDAY + 2 * DAY) == 1
    assert fresh(clock).due_at == IN_TEN
    assert moments(clock) == before
    with as_factory():
        assert ClockEvent.objects.filter(clock=clock, kind="moved").count() == 2


def test_a_clock_that_was_overdue_is_told_again_at_its_new_time(place, clock):
    late = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
    with time_machine.travel(late, tick=False), as_system():
        sweep()
    added(place, date(2026, 3, 17), at=late)
    added(place, date(2026, 3, 18), at=late)
    applied(late)
    assert fresh(clock).due_at == datetime(2026, 3, 19, 23, 59, 59, tzinfo=UTC)
    assert set(moments(clock)) == {"overdue"}, "nobody is told that it is overdue while it is not"
    with time_machine.travel(datetime(2026, 3, 20, 9, 0, 1, tzinfo=UTC), tick=False), as_system():
        sweep()
    with as_factory():
        assert Milestone.objects.filter(clock=clock, kind="overdue", recorded_at__isnull=False).count() == 2


def test_a_clock_started_after_the_change_counts_the_day_off(place):
    added(place)
    applied()
    with time_machine.travel(TUESDAY + 2 * DAY, tick=False):
        assert place.start(TUESDAY, rule="checkpoint-10").due_at == IN_TEN + DAY


def test_clocks_of_another_authority_and_stopped_ones_stay(place, clock):
    from tests.unit.clocks.partnership import make_partnership

    other = make_partnership()
    elsewhere = other.start(TUESDAY, rule="checkpoint-10")
    with acting_as(place.worker.pk):
        clock_stop(rule="checkpoint-10", subject_type="contact", subject_id=clock.subject_id, at=TUESDAY + DAY, by=place.worker)
    added(place)
    applied()
    assert fresh(elsewhere).due_at == IN_TEN
    assert fresh(clock).due_at == IN_TEN


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 14), "Saturday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2036, 3, 3), "three years"),
    ],
)
def test_a_day_that_is_off_as_it_is_or_far_away_is_refused(place, day, words):
    with pytest.raises(ScheduleRefused, match=words) as refused:
        added(place, day)
    assert refused.value.field == "date"


def test_the_same_day_twice_is_refused_before_and_after_it_is_carried_out(place):
    added(place)
    with pytest.raises(ScheduleRefused, match="already"):
        added(place)
    applied()
    with pytest.raises(ScheduleRefused, match="already"):
        added(place)


@pytest.mark.parametrize("who", ["practitioner", "lead", "worker", "manager"])
def test_only_the_admin_of_that_authority_may_ask(place, who):
    with pytest.raises(NotAllowed):
        added(place, by=getattr(place, who))


def test_an_admin_elsewhere_may_not_ask_and_sees_nothing_of_it(place):
    from tests.unit.clocks.partnership import make_partnership

    other = make_partnership()
    with pytest.raises(NotAllowed):
        added(place, by=other.admin)
    added(place)
    with acting_as(other.admin.pk):
        assert not ScheduleChange.objects.exists()
    with acting_as(other.admin.pk), pytest.raises(DatabaseError), transaction.atomic():
        ScheduleChange.objects.create(
            authority=place.authority, kind=ChangeKind.DAY_ADDED, date=FRIDAY, asked_by=other.admin, asked_at=TUESDAY,
            next_try_at=TUESDAY,
        )  # fmt: skip


def test_a_change_that_fails_is_put_off_whole_and_holds_up_no_other(place, clock, monkeypatch):
    from clocks.services import schedule

    change = added(place)
    moved = schedule.clocks_move

    def fails(*args, **kwargs):
        moved(*args, **kwargs)
        raise ValueError("in the middle")

    monkeypatch.setattr(schedule, "clocks_move", fails)
    assert applied() == 0
    with as_factory():
        kept = ScheduleChange.objects.get(pk=change.pk)
        assert not Closure.objects.filter(authority=place.authority).exists()
    assert fresh(clock).due_at == IN_TEN
    assert (kept.applied_at, kept.failures) == (None, 1)
    monkeypatch.undo()
    assert applied(TUESDAY + DAY + timedelta(minutes=1)) == 1
    assert fresh(clock).due_at == IN_TEN + DAY


def changed_rule(place, *, open_too: bool, from_date: date = date(2026, 3, 5), amount: int = 5, at=TUESDAY + DAY):
    with time_machine.travel(at, tick=False), acting_as(place.admin.pk):
        return rule_change(
            authority=place.authority, code="checkpoint-10", values={"amount": amount}, from_date=from_date,
            why="The board decided", open_too=open_too, by=place.admin, at=at,
        )  # fmt: skip


def test_an_open_clock_keeps_its_rule_and_a_new_one_has_the_new_from_its_day_on(place, clock):
    changed_rule(place, open_too=False)
    assert applied(TUESDAY + 3 * DAY) == 0
    assert fresh(clock).due_at == IN_TEN
    assert place.start(TUESDAY + DAY, rule="checkpoint-10").due_at == IN_TEN + DAY
    assert place.start(TUESDAY + 2 * DAY, rule="checkpoint-10").due_at == datetime(2026, 3, 12, 23, 59, 59, tzinfo=UTC)


def test_a_change_that_says_so_moves_open_clocks_when_its_day_has_come(place, clock):
    changed_rule(place, open_too=True)
    assert applied(TUESDAY + DAY) == 0, "its day has not come"
    assert applied(datetime(2026, 3, 5, 0, 0, tzinfo=UTC)) == 1
    moved = fresh(clock)
    assert (moved.due_at, moved.rule_snapshot["amount"]) == (datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC), 5)


@pytest.mark.parametrize(
    ("from_date", "amount", "field"),
    [(date(2026, 3, 3), 5, "from_date"), (date(2036, 3, 3), 5, "from_date"), (date(2026, 3, 5), 0, "amount")],
)
def test_a_rule_cannot_change_in_the_past_or_to_no_time_at_all(place, from_date, amount, field):
    with pytest.raises(ScheduleRefused) as refused:
        changed_rule(place, open_too=False, from_date=from_date, amount=amount)
    assert refused.value.field == field


def test_two_changes_from_one_day_are_refused(place):
    changed_rule(place, open_too=False)
    with pytest.raises(ScheduleRefused, match="already"):
        changed_rule(place, open_too=False, amount=7)


def test_a_document_loaded_again_keeps_the_days_that_an_admin_set(place, clock):
    added(place)
    applied()
    with as_owner():
        days_off_load(
            authority=place.authority, days=[{"date": "2026-03-12", "name": "Training day", "source": "Calendar"}],
            is_new=False, by=None, at=TUESDAY + DAY,
        )  # fmt: skip
    assert applied() == 1
    with as_factory():
        assert sorted(Closure.objects.filter(authority=place.authority).values_list("name", flat=True)) == [
            "Moving office",
            "Training day",
        ]
    assert fresh(clock).due_at == IN_TEN + 2 * DAY


def test_a_clock_reopened_runs_on_from_its_own_start(place, clock):
    with time_machine.travel(TUESDAY + DAY, tick=False), acting_as(place.worker.pk):
        subject = {"rule": "checkpoint-10", "subject_type": "contact", "subject_id": clock.subject_id}
        clock_stop(**subject, at=TUESDAY + DAY, by=place.worker)
        again = clock_reopen(**subject, at=TUESDAY + DAY, by=place.worker, reason="recorded by mistake")
        with pytest.raises(NoOpenClock):
            clock_reopen(**subject, at=TUESDAY + DAY, by=place.worker, reason="twice")
    assert (again.pk, again.due_at, again.stopped_at) == (clock.pk, IN_TEN, None)
    assert set(moments(clock)) == {"near", "overdue"}
    with as_factory():
        kinds = list(ClockEvent.objects.filter(clock=clock).order_by("recorded_at", "kind").values_list("kind", flat=True))
    assert sorted(kinds) == ["reopened", "started", "stopped"]


def test_a_changed_rule_leaves_a_clock_that_has_its_agencys_own_hours(place):
    with time_machine.travel(TUESDAY, tick=False):
        own, theirs = place.start(TUESDAY, hours=2), place.start(TUESDAY)
    with time_machine.travel(TUESDAY, tick=False), acting_as(place.admin.pk):
        rule_change(
            authority=place.authority, code="decision", values={"amount": 5}, from_date=TUESDAY.date(),
            why="The board decided", open_too=True, by=place.admin, at=TUESDAY,
        )  # fmt: skip
    assert applied(TUESDAY + timedelta(minutes=5)) == 1
    assert fresh(theirs).due_at == TUESDAY + timedelta(hours=5)
    assert (fresh(own).due_at, fresh(own).rule_snapshot["amount"]) == (TUESDAY + timedelta(hours=2), 2)
