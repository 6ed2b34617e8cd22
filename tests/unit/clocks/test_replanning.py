"""What becomes of milestones when a due time moves."""

from datetime import UTC, datetime, timedelta

from clocks.rules.deadlines import PlannedMilestone
from clocks.rules.replanning import Kept, Mark, replanned
from clocks.rules.timescale import MilestoneKind

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def plan(kind: MilestoneKind, at: datetime) -> PlannedMilestone:
    return PlannedMilestone(kind, at, ("owner",))


def test_what_lies_ahead_moves_and_what_is_already_right_stays():
    near, due = plan(MilestoneKind.NEAR, NOW + DAY), plan(MilestoneKind.DUE, NOW + 3 * DAY)
    found = replanned(
        [near, due],
        [Kept("near", "near", NOW + DAY, Mark.WAITING), Kept("due", "due", NOW + 2 * DAY, Mark.WAITING)],
        NOW,
    )
    assert (found.create, found.cancel, found.quietly, found.revive) == ((due,), ("due",), (), ())


def test_a_clock_told_as_due_is_told_again_when_its_time_moves_ahead():
    due = plan(MilestoneKind.DUE, NOW + DAY)
    found = replanned([due], [Kept(1, "due", NOW - DAY, Mark.RECORDED), Kept(2, "overdue-day", NOW + DAY, Mark.WAITING)], NOW)
    assert found.create == (due,)
    assert found.cancel == (2,), "nobody is told that it is overdue while it is not"


def test_half_the_time_is_told_once():
    half = plan(MilestoneKind.HALF, NOW + DAY)
    assert replanned([half], [Kept(1, "half", NOW - DAY, Mark.RECORDED)], NOW).create == ()


def test_of_several_that_now_lie_in_the_past_the_last_is_told():
    half, near, due = (
        plan(kind, NOW - days * DAY)
        for kind, days in ((MilestoneKind.HALF, 3), (MilestoneKind.NEAR, 2), (MilestoneKind.DUE, 1))
    )
    found = replanned([half, near, due], [Kept(1, "due", NOW + DAY, Mark.WAITING)], NOW)
    assert (found.quietly, found.create, found.cancel) == ((half, near), (due,), (1,))


def test_what_was_told_is_not_told_again_for_an_earlier_time():
    due = plan(MilestoneKind.DUE, NOW - DAY)
    assert replanned([due], [Kept(1, "due", NOW - 2 * DAY, Mark.RECORDED)], NOW).create == ()


def test_a_milestone_cancelled_by_one_move_comes_back_with_the_next():
    due = plan(MilestoneKind.DUE, NOW + DAY)
    found = replanned([due], [Kept(1, "due", NOW + DAY, Mark.CANCELLED), Kept(2, "due", NOW + 2 * DAY, Mark.WAITING)], NOW)
    assert (found.create, found.revive, found.cancel) == ((), (1,), (2,))


def test_several_steps_of_one_kind_are_each_told_once():
    first, second, third = (plan(MilestoneKind.OVERDUE, NOW + hours * HOUR) for hours in (-5, -1, 20))
    told = Kept(1, "overdue", NOW - 6 * HOUR, Mark.RECORDED)
    found = replanned([first, second, third], [told, Kept(2, "overdue", NOW + 21 * HOUR, Mark.WAITING)], NOW)
    assert (found.create, found.quietly, found.cancel) == ((second, third), (), (2,)), "the first was told, the others were not"


def test_a_step_that_waits_for_the_sweep_this_minute_is_not_taken_away():
    first, second = plan(MilestoneKind.OVERDUE, NOW - 4 * HOUR), plan(MilestoneKind.OVERDUE, NOW - MINUTE)
    kept = [Kept(1, "overdue", first.at, Mark.RECORDED), Kept(2, "overdue", second.at, Mark.WAITING)]
    found = replanned([first, second], kept, NOW)
    assert (found.create, found.cancel) == ((), ())
