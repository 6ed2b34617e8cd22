"""Openings in rows: one for each person and day."""

import datetime

import pytest

from audit.selectors import Access
from partnerships.presenters.access import Done, opened_by
from tests.factories.partnerships import UserFactory
from tests.roles import as_factory

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 7, day, hour, minute, tzinfo=datetime.UTC)


def test_a_person_has_one_row_a_day_with_each_thing_once_and_its_times_earliest_first() -> None:
    with as_factory():
        one, other = UserFactory(name="One Reader"), UserFactory(name="Other Reader")
    marks = [
        Access(at(2, 9), one.pk, "contact-read", "on duty"),
        Access(at(2, 11), one.pk, "contact-read", "on duty"),
        Access(at(2, 10), one.pk, "refused", ""),
        Access(at(2, 12), other.pk, "document-opened", ""),
        Access(at(1, 9), one.pk, "check-read", ""),
    ]
    rows = opened_by(marks)
    assert [(row.day.day, row.name, row.times) for row in rows] == [(2, other.name, 1), (2, one.name, 3), (1, one.name, 1)]
    assert rows[1].done == (
        Done("Opened it", (at(2, 9), at(2, 11))),
        Done("Was refused", (at(2, 10),), was_refused=True),
    )
    assert rows[1].reasons == ("on duty",)


def test_a_day_is_a_local_one() -> None:
    """23:30 UTC in July is the next day here."""
    [row] = opened_by([Access(at(1, 23, 30), -1, "contact-read", "")])
    assert (row.day.day, row.name, row.role) == (2, "Somebody who has left", "")


def test_something_unheard_of_is_still_said() -> None:
    [row] = opened_by([Access(at(1, 9), -1, "turned-upside-down", "")])
    assert row.done[0].words == "Turned upside down"
