"""The last second before a boundary and the first after it: each falls due on its own side."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from clocks.rules.calendar import england
from clocks.rules.countdown import countdown
from clocks.rules.deadlines import due_at
from clocks.rules.local_time import LONDON, parse_instant
from clocks.rules.timescale import Unit
from clocks.services import changes_apply, day_off_add, day_off_remove, rule_change
from clocks.sweep import sweep
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system
from tests.unit.clocks.test_deadlines import DAY, HOURS, WORKING, due, rule

SECOND = timedelta(seconds=1)
ENGLAND = england()


@pytest.mark.parametrize(
    ("amount", "unit", "before", "due_before", "after", "due_after"),
    [
        pytest.param(
            0, DAY, "2026-03-03T23:59:59", "2026-03-03T23:59:59+00:00", "2026-03-04T00:00:00", "2026-03-04T23:59:59+00:00",
            id="midnight, the same day",
        ),
        pytest.param(
            1, WORKING, "2026-03-03T23:59:59", "2026-03-04T23:59:59+00:00", "2026-03-04T00:00:00", "2026-03-05T23:59:59+00:00",
            id="midnight, a working day",
        ),
        pytest.param(
            1, WORKING, "2026-03-06T16:58:59", "2026-03-09T23:59:59+00:00", "2026-03-06T16:59:00", "2026-03-09T23:59:59+00:00",
            id="Friday 16:59 is Friday, as the second before it",
        ),
        pytest.param(
            1, WORKING, "2026-03-06T23:59:59", "2026-03-09T23:59:59+00:00", "2026-03-07T00:00:00", "2026-03-09T23:59:59+00:00",
            id="the end of Friday: Saturday is due no later",
        ),
        pytest.param(
            1, WORKING, "2026-03-08T23:59:59", "2026-03-09T23:59:59+00:00", "2026-03-09T00:00:00", "2026-03-10T23:59:59+00:00",
            id="the end of Sunday",
        ),
        pytest.param(
            1, WORKING, "2026-04-01T23:59:59", "2026-04-02T23:59:59+01:00", "2026-04-02T00:00:00", "2026-04-07T23:59:59+01:00",
            id="Maundy Thursday begins: over Easter",
        ),
        pytest.param(
            1, WORKING, "2026-04-06T23:59:59", "2026-04-07T23:59:59+01:00", "2026-04-07T00:00:00", "2026-04-08T23:59:59+01:00",
            id="Easter Monday ends",
        ),
        pytest.param(
            1, WORKING, "2026-12-23T23:59:59", "2026-12-24T23:59:59+00:00", "2026-12-24T00:00:00", "2026-12-29T23:59:59+00:00",
            id="Christmas Eve begins, Boxing Day's substitute on Monday",
        ),
        pytest.param(
            1, WORKING, "2027-12-28T23:59:59", "2027-12-29T23:59:59+00:00", "2027-12-29T00:00:00", "2027-12-30T23:59:59+00:00",
            id="the second substitute day ends, Christmas on Saturday",
        ),
        pytest.param(
            24, HOURS, "2026-03-28T00:59:59", "2026-03-29T00:59:59+00:00", "2026-03-28T01:00:00", "2026-03-29T02:00:00+01:00",
            id="the hour that is skipped",
        ),
        pytest.param(
            24, HOURS, "2026-10-24T01:59:59", "2026-10-25T01:59:59+01:00", "2026-10-24T02:00:00", "2026-10-25T01:00:00+00:00",
            id="the hour that comes twice, as the end",
        ),
        pytest.param(
            24, HOURS, "2026-10-25T01:59:59", "2026-10-26T00:59:59+00:00",
            "2026-10-25T01:00:00+00:00", "2026-10-26T01:00:00+00:00", id="the hour that comes twice, as the start",
        ),
        pytest.param(
            0, DAY, "2026-03-29T23:59:59", "2026-03-29T23:59:59+01:00", "2026-03-30T00:00:00", "2026-03-30T23:59:59+01:00",
            id="the end of the day of 23 hours",
        ),
        pytest.param(
            0, DAY, "2026-10-25T23:59:59", "2026-10-25T23:59:59+00:00", "2026-10-26T00:00:00", "2026-10-26T23:59:59+00:00",
            id="the end of the day of 25 hours",
        ),
        pytest.param(
            24, HOURS, "2028-02-28T23:59:59", "2028-02-29T23:59:59+00:00", "2028-02-29T00:00:00", "2028-03-01T00:00:00+00:00",
            id="29 February begins",
        ),
        pytest.param(
            1, WORKING, "2028-02-29T23:59:59", "2028-03-01T23:59:59+00:00", "2028-03-01T00:00:00", "2028-03-02T23:59:59+00:00",
            id="29 February ends",
        ),
        pytest.param(
            1, HOURS, "2027-02-28T22:59:59", "2027-02-28T23:59:59+00:00", "2027-02-28T23:00:00", "2027-03-01T00:00:00+00:00",
            id="a year without 29 February",
        ),
        pytest.param(
            1, WORKING, "2026-12-30T23:59:59", "2026-12-31T23:59:59+00:00", "2026-12-31T00:00:00", "2027-01-04T23:59:59+00:00",
            id="the last day of the year begins",
        ),
        pytest.param(
            2, HOURS, "2026-12-31T21:59:59", "2026-12-31T23:59:59+00:00", "2026-12-31T22:00:00", "2027-01-01T00:00:00+00:00",
            id="the year ends",
        ),
    ],
)  # fmt: skip
def test_a_second_before_a_boundary_and_a_second_after(amount, unit, before, due_before, after, due_after):
    assert parse_instant(after).astimezone(UTC) - parse_instant(before).astimezone(UTC) == SECOND
    assert (due(amount, unit, before), due(amount, unit, after)) == (due_before, due_after)


def test_half_past_one_twice_is_an_hour_apart_and_so_are_the_ends():
    first, second = parse_instant("2026-10-25T01:30"), parse_instant("2026-10-25T01:30+00:00")

    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert first.replace(tzinfo=None) == second.replace(tzinfo=None)
    for unit, amount, apart in ((HOURS, 24, timedelta(hours=1)), (WORKING, 1, timedelta(0)), (DAY, 0, timedelta(0))):
        ends = [due_at(rule(amount, unit), start, ENGLAND).due for start in (first, second)]
        assert ends[1] - ends[0] == apart


def test_hours_left_over_the_end_of_a_month_are_hours_and_not_days_of_the_month():
    end = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)

    def words(now: datetime) -> str:
        return countdown(
            started_at=end - timedelta(hours=24), due_at=end, now=now, unit=Unit.ELAPSED_HOURS, calendar=ENGLAND, why=""
        ).words  # fmt: skip

    assert words(datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)) == "4 h 00 m left"
    assert words(datetime(2026, 3, 31, 22, 0, tzinfo=UTC)) == "4 h 00 m left"
    assert words(datetime(2026, 3, 31, 22, 0, 1, tzinfo=UTC)) == "3 h 59 m left"
    assert words(datetime(2026, 4, 2, 1, 59, 59, tzinfo=UTC)) == "23 h 59 m over"


START = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
END = datetime(2026, 3, 17, 23, 59, 59, tzinfo=UTC)
CLOSED = date(2026, 3, 17)


def admin_at(place, moment: datetime):
    return time_machine.travel(moment, tick=False), acting_as(place.admin.pk)


def carried_out(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False), as_system():
        changes_apply()


def due_of(clock) -> datetime:
    with as_factory():
        return type(clock).objects.get(pk=clock.pk).due_at


def day_off(place, moment: datetime) -> None:
    travelled, admin = admin_at(place, moment)
    with travelled, admin:
        day_off_add(
            authority=place.authority, day=CLOSED, name="Moving", kind="closure", source="Notice", by=place.admin, at=moment
        )  # fmt: skip


@pytest.mark.parametrize("moment", [END, END + SECOND], ids=["its last second", "a second too late"])
def test_a_closure_of_the_last_day_moves_a_clock_in_its_last_second_and_one_that_is_over(place, moment):
    with time_machine.travel(START, tick=False):
        clock = place.start(START, rule="checkpoint-10")
    day_off(place, moment)
    carried_out(moment)

    assert due_of(clock) == END + timedelta(days=1)


def test_a_closure_added_and_removed_within_a_second_leaves_the_clock_where_it_was(place):
    with time_machine.travel(START, tick=False):
        clock = place.start(START, rule="checkpoint-10")
    day_off(place, START + SECOND)
    carried_out(START + SECOND)
    assert due_of(clock) == END + timedelta(days=1)
    travelled, admin = admin_at(place, START + 2 * SECOND)
    with travelled, admin:
        day_off_remove(authority=place.authority, day=CLOSED, why="Not moving", by=place.admin, at=START + 2 * SECOND)
    carried_out(START + 2 * SECOND)

    assert due_of(clock) == END


def test_a_rule_edited_from_a_day_on_holds_from_its_first_second_and_not_one_before(place):
    travelled, admin = admin_at(place, START)
    with travelled, admin:
        rule_change(
            authority=place.authority, code="decision", values={"amount": 12}, from_date=date(2026, 3, 5),
            why="The board decided", open_too=False, by=place.admin, at=START,
        )  # fmt: skip
    midnight = datetime(2026, 3, 5, tzinfo=UTC)
    with time_machine.travel(midnight + timedelta(hours=1), tick=False):
        before, after = place.start(midnight - SECOND), place.start(midnight)

    assert before.due_at == midnight - SECOND + timedelta(hours=24)
    assert after.due_at == midnight + timedelta(hours=12)


def test_an_open_clock_takes_a_new_rule_at_the_first_second_of_its_day(place):
    with time_machine.travel(START, tick=False):
        clock = place.start(START)
    travelled, admin = admin_at(place, START)
    with travelled, admin:
        rule_change(
            authority=place.authority, code="decision", values={"amount": 48}, from_date=date(2026, 3, 4),
            why="The board decided", open_too=True, by=place.admin, at=START,
        )  # fmt: skip
    midnight = datetime(2026, 3, 4, tzinfo=UTC)
    carried_out(midnight - SECOND)
    assert due_of(clock) == START + timedelta(hours=24)
    carried_out(midnight)

    assert due_of(clock) == START + timedelta(hours=48)


def test_a_milestone_at_the_repeated_hour_is_told_the_first_time_round_and_once(place):
    begun = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)
    end = begun + timedelta(hours=24)
    with time_machine.travel(begun, tick=False):
        place.start(begun)
    recorded = []
    for moment in (end - SECOND, end, end + timedelta(hours=1)):
        with time_machine.travel(moment, tick=False), as_system():
            recorded.append(sweep().recorded)

    assert recorded == [2, 1, 1]
    assert end.astimezone(LONDON).strftime("%H:%M") == "01:30"
