from datetime import UTC, date, datetime, timedelta

import pytest

from clocks.rules.calendar import england
from clocks.rules.deadlines import due_at, milestones_of, next_day_overdue
from clocks.rules.local_time import LONDON, parse_instant
from clocks.rules.timescale import BadRule, MilestoneKind, TimescaleRule, Unit, rule_from_data, rule_to_data

ENGLAND = england()


def rule(amount: int, unit: Unit, milestones: list[dict] | None = None) -> TimescaleRule:
    return rule_from_data({"rule": "sample", "name": "Sample", "amount": amount, "unit": unit, "milestones": milestones or []})


def due(amount: int, unit: Unit, start: str) -> str:
    return due_at(rule(amount, unit), parse_instant(start), ENGLAND).due.astimezone(LONDON).isoformat()


HOURS, DAY, WORKING = Unit.ELAPSED_HOURS, Unit.SAME_DAY, Unit.WORKING_DAYS


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected"),
    [
        pytest.param(10, WORKING, "2026-12-18T16:30", "2027-01-06T23:59:59+00:00", id="the design's example"),
        pytest.param(1, WORKING, "2026-03-06T16:59:00", "2026-03-09T23:59:59+00:00", id="Friday 16:59"),
        pytest.param(1, WORKING, "2026-03-05T23:59:59", "2026-03-06T23:59:59+00:00", id="the last second of Thursday"),
        pytest.param(1, WORKING, "2026-03-06T00:00:00", "2026-03-09T23:59:59+00:00", id="the first second of Friday"),
        pytest.param(1, WORKING, "2026-07-01T23:30+00:00", "2026-07-03T23:59:59+01:00", id="after midnight in London, not UTC"),
        pytest.param(1, WORKING, "2026-04-02T10:00", "2026-04-07T23:59:59+01:00", id="Maundy Thursday to after Easter"),
        pytest.param(1, WORKING, "2027-12-24T10:00", "2027-12-29T23:59:59+00:00", id="Christmas with substitute days"),
        pytest.param(20, WORKING, "2026-03-03T10:00", "2026-03-31T23:59:59+01:00", id="into summer time"),
        pytest.param(1, WORKING, "2028-02-28T10:00", "2028-02-29T23:59:59+00:00", id="29 February"),
        pytest.param(0, DAY, "2026-03-03T00:00:00", "2026-03-03T23:59:59+00:00", id="same day, its first second"),
        pytest.param(0, DAY, "2026-03-03T23:59:59", "2026-03-03T23:59:59+00:00", id="same day, its last second"),
        pytest.param(0, DAY, "2026-12-25T12:00", "2026-12-25T23:59:59+00:00", id="same day does not wait for a working day"),
        pytest.param(0, DAY, "2026-10-25T00:30", "2026-10-25T23:59:59+00:00", id="same day of 25 hours"),
        pytest.param(24, HOURS, "2026-03-28T16:30", "2026-03-29T17:30:00+01:00", id="24 hours when the clocks go forward"),
        pytest.param(24, HOURS, "2026-10-24T16:30", "2026-10-25T15:30:00+00:00", id="24 hours when the clocks go back"),
        pytest.param(24, HOURS, "2026-10-25T01:30", "2026-10-26T00:30:00+00:00", id="01:30 the first time"),
        pytest.param(24, HOURS, "2026-10-25T01:30+00:00", "2026-10-26T01:30:00+00:00", id="01:30 the second time"),
        pytest.param(24, HOURS, "2026-12-24T16:30", "2026-12-25T16:30:00+00:00", id="Christmas does not stop hours"),
        pytest.param(2, HOURS, "2026-12-31T23:00", "2027-01-01T01:00:00+00:00", id="into the new year"),
    ],
)
def test_a_deadline_falls_at_its_own_second(amount, unit, start, expected):
    assert due(amount, unit, start) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "start", "why"),
    [
        (20, WORKING, "2026-03-10T10:00", "20 working days from Tue 10 March, not counting Good Friday and Easter Monday"),
        (1, WORKING, "2026-03-03T10:00", "1 working day from Tue 3 March"),
        (
            10,
            WORKING,
            "2026-12-18T16:30",
            "10 working days from Fri 18 December, not counting Christmas Day, Boxing Day (substitute day) and New Year's Day",
        ),
        (24, HOURS, "2026-03-03T09:05", "24 hours from 09:05 on Tue 3 March"),
        (24, HOURS, "2026-03-28T16:30", "24 hours from 16:30 on Sat 28 March; the clocks go forward on Sun 29 March"),
        (0, DAY, "2026-03-03T09:05", "the end of the same day, Tue 3 March"),
    ],
)
def test_a_clock_says_why_it_is_due_then(amount, unit, start, why):
    assert due_at(rule(amount, unit), parse_instant(start), ENGLAND).why == why


def test_several_days_of_one_closure_are_said_once():
    calendar = england({date(2026, 3, 4): "Office move", date(2026, 3, 5): "Office move"})

    answer = due_at(rule(1, WORKING), parse_instant("2026-03-03T10:00"), calendar)

    assert answer.why == "1 working day from Tue 3 March, not counting Office move (2 days)"
    assert answer.due == datetime(2026, 3, 6, 23, 59, 59, tzinfo=UTC)


DECISION = [
    {"kind": "half", "at": 0.5, "tell": ["owner"]},
    {"kind": "near", "before": 4, "unit": "elapsed-hours", "tell": ["owner", "team"]},
    {"kind": "due", "tell": ["owner", "team"]},
    {"kind": "overdue", "after": 1, "unit": "elapsed-hours", "tell": ["owner", "team", "manager"]},
]


def plan(amount: int, unit: Unit, milestones: list[dict], start: str) -> list[tuple[str, str]]:
    sample, begun = rule(amount, unit, milestones), parse_instant(start)
    planned = milestones_of(sample, begun, due_at(sample, begun, ENGLAND).due, ENGLAND)
    return [(p.kind.value, p.at.astimezone(LONDON).strftime("%d %b %H:%M:%S")) for p in planned]


def test_milestones_come_from_the_rule_in_order_of_time():
    assert plan(24, HOURS, DECISION, "2026-03-03T10:00") == [
        ("half", "03 Mar 22:00:00"),
        ("near", "04 Mar 06:00:00"),
        ("due", "04 Mar 10:00:00"),
        ("overdue", "04 Mar 11:00:00"),
    ]


def test_milestones_in_working_days_come_on_the_morning_of_that_working_day():
    planned = plan(
        10,
        WORKING,
        [{"kind": "near", "before": 2, "unit": "working-days"}, {"kind": "overdue", "after": 1, "unit": "working-days"}],
        "2026-12-18T16:30",
    )

    assert planned == [("near", "04 Jan 09:00:00"), ("overdue", "07 Jan 09:00:00")]


def test_a_warning_that_would_come_before_the_clock_began_is_left_out():
    assert [kind for kind, _ in plan(2, HOURS, DECISION, "2026-03-03T10:00")] == ["half", "due", "overdue"]


def test_overdue_at_once_is_a_second_after_due_and_not_with_it():
    assert plan(24, HOURS, [{"kind": "due"}, {"kind": "overdue", "after": 0}], "2026-03-03T10:00") == [
        ("due", "04 Mar 10:00:00"),
        ("overdue", "04 Mar 10:00:01"),
    ]


def test_an_overdue_limit_in_hours_is_told_of_every_morning_weekends_too():
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)

    assert next_day_overdue(rule(24, HOURS), friday, friday, ENGLAND) == [datetime(2026, 3, 7, 9, tzinfo=UTC)]


def test_an_overdue_limit_in_working_days_is_told_of_on_working_days():
    thursday = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)

    assert next_day_overdue(rule(10, WORKING), thursday, thursday, ENGLAND) == [datetime(2026, 4, 7, 8, tzinfo=UTC)]


def test_days_that_were_missed_are_listed_up_to_the_first_still_to_come():
    tuesday = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)
    now = tuesday + timedelta(days=3)

    mornings = next_day_overdue(rule(24, HOURS), tuesday, now, ENGLAND)

    assert mornings == [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (4, 5, 6, 7)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "fortnights"},
        {"amount": 0},
        {"amount": -1},
        {"amount": "many"},
        {"milestones": [{"kind": "sometime"}]},
        {"milestones": [{"kind": "half"}]},
        {"milestones": [{"kind": "half", "at": 1.5}]},
        {"milestones": [{"kind": "due", "tell": ["everybody"]}]},
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(wrong):
    with pytest.raises(BadRule):
        rule_from_data({"rule": "sample", "name": "Sample", "amount": 24, "unit": "elapsed-hours", **wrong})


def test_a_rule_written_out_reads_back_the_same():
    written = rule(24, HOURS, DECISION)

    assert rule_from_data(rule_to_data(written)) == written
    assert MilestoneKind.OVERDUE_DAY not in {m.kind for m in written.milestones}
