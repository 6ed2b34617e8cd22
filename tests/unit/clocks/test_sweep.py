"""The sweep: each milestone once, for the right people, whatever stands beside it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from clocks import registry
from clocks.models import HandlerRun, Milestone, SweepState
from clocks.services import clock_stop
from clocks.sweep import STATE, sweep
from notices.models import Notice, OutboxEmail
from partnerships.models import Membership, User
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HALF, NEAR, DUE, OVERDUE = (TUESDAY + timedelta(hours=hours) for hours in (12, 20, 24, 25))
SECOND = timedelta(seconds=1)


def swept_at(moment: datetime):
    with time_machine.travel(moment, tick=False), as_system():
        return sweep()


def recorded(clock) -> list[str]:
    with as_factory():
        return [m.kind for m in Milestone.objects.filter(clock=clock, recorded_at__isnull=False).order_by("at")]


def told(clock) -> set[tuple[str, str]]:
    with as_factory():
        notices = Notice.objects.filter(reference=clock.reference).select_related("recipient")
        return {(n.kind.removeprefix("clock-"), n.recipient.name.removeprefix("Test ").lower()) for n in notices}


@pytest.fixture
def clock(place):
    with time_machine.travel(TUESDAY, tick=False):
        return place.start(TUESDAY)


@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        (HALF - SECOND, []),
        (HALF, ["half"]),
        (NEAR - SECOND, ["half"]),
        (NEAR, ["half", "near"]),
        (DUE - SECOND, ["half", "near"]),
        (DUE, ["half", "near", "due"]),
        (OVERDUE - SECOND, ["half", "near", "due"]),
        (OVERDUE, ["half", "near", "due", "overdue"]),
    ],
)
def test_a_milestone_is_recorded_at_its_second_and_not_one_before(clock, moment, kinds):
    swept_at(moment)

    assert recorded(clock) == kinds


def test_each_milestone_tells_the_circles_of_its_rule(clock):
    swept_at(HALF)
    assert told(clock) == {("half", "worker")}

    swept_at(NEAR)
    assert {person for kind, person in told(clock) if kind == "near"} == {"worker", "colleague", "manager"}

    swept_at(OVERDUE)
    assert {person for kind, person in told(clock) if kind == "overdue"} == {"worker", "colleague", "manager"}


def test_sweeping_again_tells_nobody_twice(clock):
    swept_at(NEAR)
    before = told(clock)
    with as_factory():
        count = Notice.objects.count()

    assert swept_at(NEAR).recorded == 0
    assert swept_at(NEAR + timedelta(minutes=1)).recorded == 0
    with as_factory():
        assert (Notice.objects.count(), OutboxEmail.objects.count()) == (count, count)
    assert told(clock) == before


def test_a_clock_of_an_agency_tells_its_safeguarding_leads(place):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, owner=place.practitioner, front_door=None)

    swept_at(OVERDUE)

    assert {person for kind, person in told(clock) if kind == "overdue"} == {"practitioner", "lead"}


def test_a_clock_that_nobody_has_tells_the_team_instead(place):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, owner=None)

    swept_at(HALF)

    assert told(clock) == {("half", "worker"), ("half", "colleague"), ("half", "manager")}


def test_somebody_who_has_left_is_not_told_and_their_team_is(place, clock):
    with as_factory():
        User.objects.filter(pk=place.worker.pk).update(is_active=False)

    swept_at(HALF)

    assert told(clock) == {("half", "colleague"), ("half", "manager")}


def test_somebody_whose_role_has_ended_is_not_told(place, clock):
    with as_factory():
        Membership.objects.filter(user=place.colleague).update(until_date=TUESDAY.date() - timedelta(days=1))

    swept_at(NEAR)

    assert {person for kind, person in told(clock) if kind == "near"} == {"worker", "manager"}


def test_an_agency_without_a_lead_has_its_approver_outside_told(place):
    with as_factory():
        Membership.objects.filter(user=place.lead).update(organisation=place.other_school)
        type(place.school).objects.filter(pk=place.school.pk).update(approver=place.other_school)
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, owner=None, front_door=None)

    swept_at(HALF)

    assert told(clock) == {("half", "lead")}


def test_somebody_whom_the_matter_concerns_is_not_told_and_sees_nothing(place):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, owner=place.practitioner, front_door=None, passes_by=place.lead)

    swept_at(OVERDUE)

    assert {person for _, person in told(clock)} == {"practitioner"}
    with acting_as(place.lead.pk):
        assert not type(clock).objects.filter(pk=clock.pk).exists()
        assert not type(clock).objects.visible_to(place.lead).exists()
        assert not Milestone.objects.filter(clock_id=clock.pk).exists()


def test_somebody_at_the_front_door_whom_the_matter_concerns_is_not_told(place):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, passes_by=place.colleague)

    swept_at(OVERDUE)

    assert {person for _, person in told(clock)} == {"worker", "manager"}


def test_a_stopped_clock_tells_nobody(place, clock):
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False), acting_as(place.worker.pk):
        clock_stop(rule=clock.rule, subject_type="contact", subject_id=clock.subject_id, at=timezone.now(), by=place.worker)

    assert swept_at(OVERDUE).recorded == 0
    assert told(clock) == set()


def test_an_overdue_clock_is_told_of_again_each_morning(clock):
    swept_at(OVERDUE)
    swept_at(datetime(2026, 3, 5, 8, 59, 59, tzinfo=UTC))
    assert recorded(clock)[-1] == "overdue"

    for day in (5, 6, 7):
        swept_at(datetime(2026, 3, day, 9, 0, tzinfo=UTC))

    assert recorded(clock)[-3:] == ["overdue-day"] * 3
    with as_factory():
        assert Notice.objects.filter(kind="clock-overdue-day", recipient__name="Test Manager").count() == 3


def test_after_three_days_down_all_is_caught_up_and_each_notice_says_how_late_it_is(place, clock):
    swept_at(HALF)

    swept_at(NEAR + timedelta(days=3))

    assert recorded(clock)[:4] == ["half", "near", "due", "overdue"]
    with as_factory():
        words = {n.kind: n.text for n in Notice.objects.filter(recipient=place.worker)}
        days = Milestone.objects.filter(clock=clock, kind="overdue-day").order_by("at")
        assert [(m.at.day, m.quiet) for m in days] == [(5, True), (6, True), (7, False)]
    assert "late" not in words["clock-half"]
    assert words["clock-near"].endswith("This notice is 3 days late: it was meant for Wed 4 March at 06:00.")
    assert words["clock-overdue"].endswith("This notice is 2 days late: it was meant for Wed 4 March at 11:00.")
    assert "clock-overdue-day" not in words


def test_a_clock_that_is_started_late_tells_once_and_is_not_called_late(place):
    with time_machine.travel(OVERDUE + timedelta(hours=3), tick=False):
        clock = place.start(TUESDAY)

    swept_at(OVERDUE + timedelta(hours=3))

    assert {kind for kind, _ in told(clock)} == {"overdue"}
    assert recorded(clock) == ["half", "near", "due", "overdue"]
    with as_factory():
        assert "This notice" not in Notice.objects.filter(kind="clock-overdue").first().text


def test_a_notice_carries_a_reference_and_a_rule_and_nothing_else(place, clock, monkeypatch):
    monkeypatch.setattr(registry, "_pages", {})
    swept_at(DUE)

    with acting_as(place.worker.pk):
        notice = Notice.objects.get(kind="clock-due", recipient=place.worker)
        assert notice.text == "Decision on the contact for TST-26-000001 reached its time: Wed 4 March at 10:00."
        assert notice.path == "/deadlines/"
        assert notice.key == f"milestone:{Milestone.objects.get(clock=clock, kind='due').pk}"


def test_a_poisoned_row_is_put_off_and_does_not_hold_up_the_rest(place, clock):
    with time_machine.travel(TUESDAY, tick=False):
        good = place.start(TUESDAY, reference="TST-26-000002")
    with as_factory():
        Milestone.objects.filter(clock=clock, kind="half").update(tell=["nobody-knows-this-circle"])

    swept = swept_at(HALF)

    assert recorded(good) == ["half"]
    assert recorded(clock) == []
    assert (swept.recorded, len(swept.failed)) == (1, 1)
    with as_factory():
        poisoned = Milestone.objects.get(clock=clock, kind="half")
        state = SweepState.objects.get(name=STATE)
    assert (poisoned.failures, poisoned.last_error) == (1, "ValueError")
    assert poisoned.next_try_at == HALF + timedelta(minutes=1)
    assert (state.recorded, state.failed, state.oldest_waiting_at) == (1, 1, HALF)


def test_a_poisoned_row_that_is_mended_is_told_at_its_next_turn_and_once(place, clock):
    with as_factory():
        Milestone.objects.filter(clock=clock, kind="half").update(tell=["nobody-knows-this-circle"])
    swept_at(HALF)
    with as_factory():
        Milestone.objects.filter(clock=clock, kind="half").update(tell=["owner"])

    swept_at(HALF + timedelta(seconds=59))
    assert recorded(clock) == []
    with as_factory():
        assert SweepState.objects.get(name=STATE).failed == 1
    swept_at(HALF + timedelta(seconds=60))

    assert recorded(clock) == ["half"]
    assert told(clock) == {("half", "worker")}
    with as_factory():
        state = SweepState.objects.get(name=STATE)
    assert (state.failed, state.oldest_waiting_at) == (0, None)


def test_a_row_that_keeps_failing_waits_longer_each_time_and_an_hour_at_most(clock):
    with as_factory():
        Milestone.objects.filter(clock=clock, kind="half").update(tell=["nobody-knows-this-circle"])
    waits, moment = [], HALF
    for _ in range(9):
        swept_at(moment)
        with as_factory():
            after = Milestone.objects.get(clock=clock, kind="half").next_try_at
        waits.append((after - moment) // timedelta(minutes=1))
        moment = after

    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(waits[7:]) == {60}


def test_a_row_that_the_database_refuses_does_not_hold_up_the_rest(place, clock):
    with time_machine.travel(TUESDAY, tick=False):
        good = place.start(TUESDAY, reference="TST-26-000002")
    with as_factory():
        connection.cursor().execute("update clocks_milestone set tell = array['owner'] where clock_id = %s", [clock.pk])
        snapshot = clock.rule_snapshot | {"name": "x" * 500}
        type(clock).objects.filter(pk=clock.pk).update(rule_snapshot=snapshot)

    swept_at(HALF)

    assert recorded(good) == ["half"]
    assert recorded(clock) == []
    with as_factory():
        assert Milestone.objects.get(clock=clock, kind="half").last_error == "DataError"


def test_a_batch_smaller_than_what_is_due_is_followed_by_another(place):
    with time_machine.travel(TUESDAY, tick=False):
        for _ in range(7):
            place.start(TUESDAY)

    with time_machine.travel(HALF, tick=False), as_system():
        assert sweep(batch=3).recorded == 7


def test_a_sweep_costs_the_same_number_of_queries_for_one_as_for_fifty(place, django_assert_max_num_queries):
    with time_machine.travel(TUESDAY, tick=False):
        for _ in range(50):
            place.start(TUESDAY)

    with time_machine.travel(HALF, tick=False), as_system(), django_assert_max_num_queries(25):
        assert sweep().recorded == 50


def noticed(reached) -> None:
    """A handler that only raises, so that a test sees that it is not called in the sweep itself."""
    raise AssertionError(reached)


def test_a_handler_is_written_down_with_its_milestone_for_the_person_who_started_the_clock(place, clock, monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})
    registry.on_milestone("decision", "half", noticed)

    swept_at(HALF)

    with as_factory():
        run = HandlerRun.objects.get(milestone__clock=clock)
    assert run.actor == place.practitioner
    assert run.handler.endswith("test_sweep.noticed")
    assert run.done_at is None


def test_the_page_of_a_subject_is_the_one_that_its_app_named(place, monkeypatch):
    monkeypatch.setattr(registry, "_pages", {})
    registry.subject_page("contact", lambda clock: f"/contacts/{clock.subject_id}/")
    subject = uuid.uuid4()
    with time_machine.travel(TUESDAY, tick=False):
        place.start(TUESDAY, subject_id=subject)

    swept_at(HALF)

    with as_factory():
        assert Notice.objects.get().path == f"/contacts/{subject}/"
