"""What an upper app asked to have done at a milestone: once, as the person who started the clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clocks import registry
from clocks.handlers import claim_waiting
from clocks.models import Clock, HandlerRun
from clocks.registry import AlreadyRegistered, Reached, UnknownHandler
from clocks.sweep import sweep
from clocks.tasks import handler_run
from rowsecurity.session import acting_user_id
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HALF = TUESDAY + timedelta(hours=12)


class Calls:
    """A handler that remembers who it ran as and what that person could see."""

    def __init__(self, fails: int = 0) -> None:
        self.__qualname__ = "Calls"
        self.seen: list[tuple[int | None, Reached, int]] = []
        self.fails = fails

    def __call__(self, reached: Reached) -> None:
        self.seen.append((acting_user_id(), reached, Clock.objects.filter(pk=reached.clock_id).count()))
        if len(self.seen) <= self.fails:
            raise RuntimeError("not this time")


@pytest.fixture
def calls(monkeypatch) -> Calls:
    monkeypatch.setattr(registry, "_handlers", {})
    handler = Calls()
    registry.on_milestone("decision", "half", handler)
    return handler


@pytest.fixture
def clock(place, calls):
    with time_machine.travel(TUESDAY, tick=False):
        clock = place.start(TUESDAY)
    with time_machine.travel(HALF, tick=False), as_system():
        sweep()
    return clock


def claimed(moment: datetime = HALF) -> list:
    with time_machine.travel(moment, tick=False), as_system():
        return claim_waiting()


def test_a_handler_runs_as_the_person_who_started_the_clock_and_sees_what_they_see(place, clock, calls):
    for actor, run, name, carried in claimed():
        handler_run(actor, str(run), name, carried)

    ((actor, reached, visible),) = calls.seen
    assert actor == place.practitioner.pk
    assert visible == 1
    assert (reached.clock_id, reached.rule, reached.kind, reached.at) == (clock.pk, "decision", "half", HALF)
    assert reached.due_at == clock.due_at
    with as_factory():
        assert HandlerRun.objects.get().done_at is not None


def test_a_run_that_the_broker_delivers_twice_is_done_once(clock, calls):
    ((actor, run, name, carried),) = claimed()

    handler_run(actor, str(run), name, carried)
    handler_run(actor, str(run), name, carried)

    assert len(calls.seen) == 1


def test_a_run_that_the_broker_lost_comes_round_again(clock, calls):
    assert len(claimed()) == 1
    assert claimed(HALF + timedelta(minutes=1, seconds=59)) == []

    assert len(claimed(HALF + timedelta(minutes=2))) == 1


def test_a_run_that_raises_is_not_done_and_is_tried_again(clock, calls):
    calls.fails = 1
    ((actor, run, name, carried),) = claimed()
    with pytest.raises(RuntimeError):
        handler_run(actor, str(run), name, carried)
    with as_factory():
        assert HandlerRun.objects.get().done_at is None

    ((actor, run, name, carried),) = claimed(HALF + timedelta(minutes=2))
    handler_run(actor, str(run), name, carried)

    with as_factory():
        assert HandlerRun.objects.get().done_at is not None


def test_nobody_else_can_run_it(place, clock, calls):
    ((_, run, name, carried),) = claimed()

    handler_run(place.stranger.pk, str(run), name, carried)

    assert calls.seen == []


def test_two_handlers_under_one_name_are_refused(calls):
    with pytest.raises(AlreadyRegistered):
        registry.on_milestone("decision", "half", Calls())


def test_a_handler_that_is_gone_is_an_error_with_its_name(calls):
    with pytest.raises(UnknownHandler, match=r"gone\.handler"):
        registry.handler_named("decision", "half", "gone.handler")
