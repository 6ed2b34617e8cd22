"""The factories make rows that the database accepts, and no more than a test asks for."""

from notices.models import OutboxEmail
from tests.factories.clocks import (
    CalendarFeedFactory,
    ClockEventFactory,
    ClockFactory,
    DigestChoiceFactory,
    HandlerRunFactory,
    MilestoneFactory,
    SweepStateFactory,
)
from tests.factories.notices import NoticeFactory, OutboxEmailFactory
from tests.roles import as_factory


def test_each_factory_makes_a_row_that_the_database_accepts(place):
    with as_factory():
        clock = ClockFactory.create(authority=place.authority, started_by=place.worker)
        milestone = MilestoneFactory.create(clock=clock)
        ClockEventFactory.create(clock=clock, by=place.worker)
        HandlerRunFactory.create(milestone=milestone, actor=place.worker)
        SweepStateFactory.create()
        CalendarFeedFactory.create(user=place.worker)
        DigestChoiceFactory.create(user=place.worker)
        notice = NoticeFactory.create(recipient=place.worker)
        OutboxEmailFactory.create(notice=notice)

        assert clock.timescale.amount == 24
        assert "Decision on the contact" in notice.text
        assert OutboxEmail.objects.get().notice == notice
