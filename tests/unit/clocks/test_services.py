"""Starting, stopping, replacing and handing over clocks, as the people who do it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from clocks.models import Clock, ClockEvent, Milestone
from clocks.selectors import UnknownRule, clocks_for, rule_for
from clocks.services import NoOpenClock, clock_assign, clock_start, clock_stop, clock_supersede
from partnerships.models import Closure, TimescaleRule
from rowsecurity.session import acting_as
from tests.roles import as_factory

MONDAY = datetime(2026, 3, 9, 16, 52, 30, 999, tzinfo=UTC)


def soon() -> datetime:
    return timezone.now().replace(microsecond=0)


def on(clock: Clock) -> dict:
    return {"rule": clock.rule, "subject_type": clock.subject_type, "subject_id": clock.subject_id}


def kinds(clock: Clock) -> list[str]:
    return [event.kind for event in ClockEvent.objects.filter(clock=clock)]


def test_a_clock_knows_when_it_is_due_and_why_and_that_it_was_started(place):
    clock = place.start(MONDAY)

    assert clock.due_at == datetime(2026, 3, 10, 16, 52, 30, tzinfo=UTC)
    assert clock.why == "24 hours from 16:52 on Mon 9 March"
    with acting_as(place.worker.pk):
        assert kinds(clock) == ["started"]
        assert [m.kind for m in clock.milestones.order_by("at")] == ["half", "near", "due", "overdue"]


def test_starting_a_clock_that_runs_already_gives_the_one_that_runs(place):
    subject = uuid.uuid4()
    first = place.start(MONDAY, subject_id=subject)

    again = place.start(MONDAY + timedelta(hours=3), subject_id=subject)

    assert again.pk == first.pk
    assert again.due_at == first.due_at
    with acting_as(place.worker.pk):
        assert kinds(first) == ["started"]


def test_a_rule_has_one_open_clock_on_a_subject_whatever_the_code_does(place):
    clock = place.start(MONDAY)

    same = {field.attname: getattr(clock, field.attname) for field in Clock._meta.concrete_fields} | {"id": uuid.uuid4()}
    with as_factory(), pytest.raises(IntegrityError, match="clock_one_open"), transaction.atomic():
        Clock.objects.create(**same)


def test_two_rules_and_two_subjects_run_side_by_side(place):
    subject = uuid.uuid4()
    clocks = {
        place.start(MONDAY, subject_id=subject).pk,
        place.start(MONDAY, subject_id=subject, rule="checkpoint-10").pk,
        place.start(MONDAY).pk,
    }

    assert len(clocks) == 3


def test_a_stopped_clock_says_when_by_whom_and_why_and_its_warnings_to_come_are_cancelled(place):
    clock = place.start(soon())
    with acting_as(place.worker.pk):
        stopped = clock_stop(**on(clock), at=soon(), by=place.worker, reason="decision made")
        clock.refresh_from_db()

        assert [c.pk for c in stopped] == [clock.pk]
        assert (clock.stopped_by, clock.stop_reason) == (place.worker, "decision made")
        assert kinds(clock) == ["started", "stopped"]
        assert not Milestone.objects.filter(clock=clock, cancelled_at__isnull=True).exists()


def test_milestones_reached_before_a_stop_are_recorded_without_telling(place):
    clock = place.start(soon() - timedelta(hours=13))
    with acting_as(place.worker.pk):
        clock_stop(**on(clock), at=soon(), by=place.worker)

        reached = clock.milestones.filter(recorded_at__isnull=False)
        assert [(m.kind, m.quiet) for m in reached] == [("half", True)]


def test_stopping_what_does_not_run_is_nothing_unless_it_was_required(place):
    nothing = {"rule": "decision", "subject_type": "contact", "subject_id": uuid.uuid4(), "at": MONDAY, "by": place.worker}
    with acting_as(place.worker.pk):
        assert clock_stop(**nothing) == []
        with pytest.raises(NoOpenClock):
            clock_stop(**nothing, required=True)


def test_after_a_stop_a_new_clock_can_run_on_the_same_subject(place):
    clock = place.start(MONDAY)
    with acting_as(place.worker.pk):
        clock_stop(**on(clock), at=MONDAY + timedelta(hours=1), by=place.worker)

    assert place.start(MONDAY + timedelta(hours=2), subject_id=clock.subject_id).pk != clock.pk


def test_a_clock_that_is_replaced_points_to_nothing_and_the_new_one_points_back(place):
    clock = place.start(MONDAY)
    with acting_as(place.worker.pk):
        new = clock_supersede(
            **on(clock), started_at=MONDAY + timedelta(hours=1), by=place.worker, reason="received an hour later"
        )
        clock.refresh_from_db()

        assert new.supersedes_id == clock.pk
        assert new.due_at == clock.due_at + timedelta(hours=1)
        assert clock.stopped_by == place.worker
        assert kinds(clock) == ["started", "superseded"]
        with pytest.raises(NoOpenClock):
            clock_supersede(
                rule="decision", subject_type="contact", subject_id=uuid.uuid4(), started_at=MONDAY, by=place.worker, reason="x"
            )


def test_a_subject_that_is_handed_over_takes_its_open_clocks_along(place):
    clock = place.start(MONDAY)
    with acting_as(place.worker.pk):
        clock_assign(subject_type="contact", subject_id=clock.subject_id, owner=place.colleague, at=MONDAY, by=place.worker)
        clock.refresh_from_db()

        assert clock.owner == place.colleague
        assert ClockEvent.objects.get(clock=clock, kind="assigned").detail == {
            "from": place.worker.pk,
            "to": place.colleague.pk,
        }


def test_a_clock_started_late_tells_of_the_last_milestone_only(place):
    clock = place.start(soon() - timedelta(hours=30))

    with acting_as(place.worker.pk):
        planned = [(m.kind, m.quiet, m.recorded_at is not None) for m in clock.milestones.order_by("at")]
    assert planned == [
        ("half", True, True),
        ("near", True, True),
        ("due", True, True),
        ("overdue", False, False),
    ]


def test_a_closure_of_the_authority_moves_the_deadline_and_is_named(place):
    with as_factory():
        Closure.objects.create(authority=place.authority, date=date(2026, 3, 10), name="Staff day")

    clock = place.start(MONDAY, rule="checkpoint-10")

    assert clock.why == "10 working days from Mon 9 March, not counting Staff day"
    assert clock.due_at == datetime(2026, 3, 24, 23, 59, 59, tzinfo=UTC)


def test_an_open_clock_keeps_the_rule_that_it_was_started_under(place):
    clock = place.start(MONDAY)
    with as_factory():
        TimescaleRule.objects.filter(authority=place.authority, rule="decision").update(amount=48, name="Changed")

    with acting_as(place.worker.pk):
        clock.refresh_from_db()
    assert clock.timescale.amount == 24
    assert clock.name == "Decision on the contact"


def test_the_rule_in_force_on_the_day_of_the_start_event_applies(place):
    with as_factory():
        row = TimescaleRule.objects.get(authority=place.authority, rule="decision")
        row.pk, row.amount, row.from_date = None, 12, date(2026, 3, 9)
        row.save(force_insert=True)

    assert rule_for(place.authority, "decision", datetime(2026, 3, 8, 23, 59, 59, tzinfo=UTC)).amount == 24
    assert rule_for(place.authority, "decision", datetime(2026, 3, 9, 0, 0, 0, tzinfo=UTC)).amount == 12


def test_a_rule_that_the_authority_does_not_have_is_named_with_those_it_has(place):
    with pytest.raises(UnknownRule, match="checkpoint-10, decision"):
        rule_for(place.authority, "tea-break", MONDAY)


def test_a_clock_in_the_last_fraction_of_a_day_can_be_started(place):
    with as_factory():
        TimescaleRule.objects.create(
            authority=place.authority, rule="written-follow-up", name="Written follow-up", amount=1, unit="same-day",
            starts="call", stops="contact-received", source="Test", from_date=date(2018, 1, 1),
        )  # fmt: skip

    clock = place.start(datetime(2026, 3, 9, 23, 59, 59, 900_000, tzinfo=UTC), rule="written-follow-up")

    assert clock.due_at == clock.started_at == datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("person", "sees"),
    [("practitioner", 1), ("lead", 1), ("worker", 1), ("colleague", 1), ("manager", 1), ("stranger", 0)],
)
def test_a_clock_is_seen_by_its_agency_and_its_front_door_and_nobody_else(place, person, sees):
    clock = place.start(MONDAY)
    user = getattr(place, person)

    with acting_as(user.pk):
        assert clocks_for(user).filter(pk=clock.pk).count() == sees
        assert Clock.objects.filter(pk=clock.pk).count() == sees
        assert Milestone.objects.filter(clock_id=clock.pk).exists() == bool(sees)
        assert ClockEvent.objects.filter(clock_id=clock.pk).count() == sees


def test_nobody_signed_in_sees_no_clock(place):
    place.start(MONDAY)

    with acting_as(None):
        assert Clock.objects.count() == Milestone.objects.count() == ClockEvent.objects.count() == 0


def test_whoever_starts_a_clock_at_a_front_door_sees_its_time_run(place):
    clock = place.start(MONDAY, owner=None, organisation=None)

    with acting_as(place.practitioner.pk):
        assert clocks_for(place.practitioner).filter(pk=clock.pk).exists()
    with acting_as(place.lead.pk):
        assert not clocks_for(place.lead).filter(pk=clock.pk).exists()
        assert not Clock.objects.filter(pk=clock.pk).exists()


def test_a_clock_cannot_be_started_in_somebody_elses_name(place):
    with acting_as(place.practitioner.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        clock_start(
            rule="decision", authority=place.authority, subject_type="contact", subject_id=uuid.uuid4(), reference="T-1",
            started_at=MONDAY, by=place.worker, organisation=place.school,
        )  # fmt: skip


def test_events_can_be_added_and_never_changed(place):
    clock = place.start(MONDAY)
    with acting_as(place.worker.pk), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ClockEvent.objects.filter(clock=clock).update(kind="stopped")
