"""Since when nobody of the side that sent a contact has said that they read its decision."""

import datetime

import pytest

from clocks.rules.calendar import england
from referrals.rules.feedback import days_unread

FRIDAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(("passed", "days"), [(0, 0), (3, 0), (4, 2), (5, 3)])
def test_a_decision_of_a_friday_waits_to_be_read_from_tuesday_on(passed: int, days: int) -> None:
    today = FRIDAY + datetime.timedelta(days=passed)
    assert days_unread(decided_on=FRIDAY, read_on=None, today=today, calendar=england()) == days


def test_a_decision_that_was_read_waits_for_nobody() -> None:
    today = FRIDAY + datetime.timedelta(days=20)
    assert days_unread(decided_on=FRIDAY, read_on=today, today=today, calendar=england()) == 0
