from datetime import UTC, datetime, timedelta

import pytest

from clocks.rules.calendar import england
from clocks.rules.countdown import Countdown, TimeState, countdown
from clocks.rules.timescale import Unit

DUE = datetime(2026, 3, 10, 16, 52, tzinfo=UTC)
ENGLAND = england()


def shown(now: datetime, *, due: datetime = DUE, unit: Unit = Unit.ELAPSED_HOURS, **more) -> Countdown:
    return countdown(
        started_at=due - timedelta(hours=24), due_at=due, now=now, unit=unit, calendar=ENGLAND, why="24 hours", **more
    )


@pytest.mark.parametrize(
    ("left", "state", "words", "due_words"),
    [
        (timedelta(hours=6, minutes=15), TimeState.MORE, "6 h 15 m left", "due today 16:52"),
        (timedelta(hours=4, seconds=1), TimeState.MORE, "4 h 00 m left", "due today 16:52"),
        (timedelta(hours=4), TimeState.SOON, "4 h 00 m left", "due today 16:52"),
        (timedelta(hours=2, minutes=32), TimeState.SOON, "2 h 32 m left", "due today 16:52"),
        (timedelta(seconds=59), TimeState.SOON, "less than a minute left", "due today 16:52"),
        (timedelta(0), TimeState.SOON, "less than a minute left", "due today 16:52"),
        (timedelta(seconds=-1), TimeState.OVER, "less than a minute over", "was due today 16:52"),
        (timedelta(minutes=-25), TimeState.OVER, "25 m over", "was due today 16:52"),
        (timedelta(hours=-1, minutes=-12), TimeState.OVER, "1 h 12 m over", "was due today 16:52"),
        (timedelta(hours=-24), TimeState.OVER, "24 h 00 m over", "was due yesterday 16:52"),
        (timedelta(days=-3), TimeState.OVER, "3 days over", "was due Tue 10 March 16:52"),
        (timedelta(hours=20), TimeState.MORE, "20 h 00 m left", "due tomorrow 16:52"),
    ],
)
def test_hours_say_what_is_left_or_over_to_the_second(left, state, words, due_words):
    clock = shown(DUE - left)

    assert (clock.state, clock.words, clock.due_words) == (state, words, due_words)


END_OF_TUESDAY = datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-03-05T12:00", TimeState.MORE, "3 days left"),
        ("2026-03-06T12:00", TimeState.MORE, "2 days left"),
        ("2026-03-09T00:00:00", TimeState.SOON, "1 day left"),
        ("2026-03-08T23:59:59", TimeState.MORE, "2 days left"),
        ("2026-03-10T23:59:59", TimeState.SOON, "today"),
        ("2026-03-11T00:00:00", TimeState.OVER, "1 day over"),
        ("2026-03-15T12:00", TimeState.OVER, "3 days over"),
        ("2026-03-16T12:00", TimeState.OVER, "4 days over"),
    ],
)
def test_working_days_left_and_over_are_working_days(now, state, words):
    clock = shown(datetime.fromisoformat(now).replace(tzinfo=UTC), due=END_OF_TUESDAY, unit=Unit.WORKING_DAYS)

    assert (clock.state, clock.words) == (state, words)


def test_a_year_is_said_when_it_is_not_this_one():
    clock = shown(datetime(2026, 12, 18, tzinfo=UTC), due=datetime(2027, 1, 6, 23, 59, 59, tzinfo=UTC), unit=Unit.WORKING_DAYS)

    assert clock.due_words == "due Wed 6 January 2027 23:59"


def test_the_part_of_the_time_that_has_gone_stays_between_none_and_all():
    assert shown(DUE - timedelta(hours=12)).percent == 50
    assert shown(DUE + timedelta(days=4)).fraction == 1.0
    assert shown(DUE - timedelta(days=4)).fraction == 0.0


def test_a_stopped_clock_says_whether_it_was_in_time():
    assert shown(DUE + timedelta(days=9), stopped_at=DUE).words == "in time"
    late = shown(DUE + timedelta(days=9), stopped_at=DUE + timedelta(hours=1))
    assert (late.state, late.words) == (TimeState.STOPPED, "1 h 00 m late")
