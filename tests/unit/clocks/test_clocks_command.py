"""`manage.py clocks`: what it finds, and what it puts right."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from clocks.models import Clock, ClockEvent
from clocks.sweep import sweep
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def run(verb: str) -> str:
    said = StringIO()
    with as_system():
        call_command("clocks", verb, stdout=said)
    return said.getvalue()


@pytest.fixture
def clock(place):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY, rule="checkpoint-10")
        with as_system():
            sweep()
        yield clock


def make_wrong(clock) -> None:
    with as_factory():
        Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at - timedelta(days=1))


def test_all_is_well_when_the_sweep_runs_and_every_clock_agrees_with_its_rule(clock):
    assert "Every open clock is due when its rule says." in run("check")


def test_a_clock_that_differs_is_named_by_its_reference_with_both_times(clock):
    make_wrong(clock)
    said = StringIO()
    with pytest.raises(CommandError, match="1 open clock differs") as stopped, as_system():
        call_command("clocks", "check", stdout=said)
    assert stopped.value.returncode == 1
    assert (
        f"{clock.reference} checkpoint-10: stored 2026-03-16T23:59:59+00:00, its rule gives 2026-03-17T23:59:59"
        in said.getvalue()
    )


def test_a_sweep_that_has_stopped_is_said_even_where_every_clock_agrees(clock):
    with time_machine.travel(TUESDAY + timedelta(minutes=10), tick=False), pytest.raises(CommandError, match="does not run"):
        run("check")


def test_moving_puts_it_right_and_records_it(clock):
    make_wrong(clock)
    assert "Every open clock is due when its rule says." in run("move")
    with as_factory():
        assert Clock.objects.get(pk=clock.pk).due_at == clock.due_at
        assert ClockEvent.objects.get(clock=clock, kind="moved").by_id is None
