"""Clocks and what hangs on them. Tests of behaviour start clocks by their service; these are for rows as such."""

import datetime
import uuid

import factory

from clocks.models import (
    CalendarFeed,
    Clock,
    ClockEvent,
    DigestChoice,
    EventKind,
    HandlerRun,
    Milestone,
    ScheduleChange,
    SweepState,
)

BEGAN = datetime.datetime(2026, 3, 3, 10, 0, tzinfo=datetime.UTC)
DUE = BEGAN + datetime.timedelta(hours=24)
SNAPSHOT = {
    "rule": "decision",
    "name": "Decision on the contact",
    "amount": 24,
    "unit": "elapsed-hours",
    "milestones": [{"kind": "due", "tell": ["owner"]}],
}


class ClockFactory(factory.django.DjangoModelFactory):
    """Needs `authority` and `started_by`, and says by `owner`, `organisation` or `front_door` whose it is."""

    class Meta:
        model = Clock

    rule = "decision"
    rule_snapshot = SNAPSHOT
    subject_type = "contact"
    subject_id = factory.LazyFunction(uuid.uuid4)
    reference = factory.Sequence(lambda n: f"TST-26-{n:06d}")
    started_at = BEGAN
    created_at = BEGAN
    due_at = DUE
    why = "24 hours from 10:00 on Tue 3 March"
    owner = factory.SelfAttribute("started_by")


class MilestoneFactory(factory.django.DjangoModelFactory):
    """Needs `clock`."""

    class Meta:
        model = Milestone

    kind = "due"
    at = DUE
    next_try_at = factory.SelfAttribute("at")
    tell = factory.LazyFunction(lambda: ["owner"])


class ClockEventFactory(factory.django.DjangoModelFactory):
    """Needs `clock` and `by`."""

    class Meta:
        model = ClockEvent

    kind = EventKind.STARTED
    at = BEGAN
    recorded_at = BEGAN


class HandlerRunFactory(factory.django.DjangoModelFactory):
    """Needs `milestone` and `actor`."""

    class Meta:
        model = HandlerRun

    handler = "tests.handler"
    next_try_at = DUE


class SweepStateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SweepState

    name = factory.Sequence(lambda n: f"sweep-{n}")
    finished_at = BEGAN


class ScheduleChangeFactory(factory.django.DjangoModelFactory):
    """Needs `authority` and `asked_by`."""

    class Meta:
        model = ScheduleChange

    kind = "day-added"
    date = datetime.date(2026, 3, 13)
    name = "Moving office"
    day_kind = "closure"
    asked_at = BEGAN
    next_try_at = BEGAN


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """Needs `user`. Nobody knows the token of which this is the hash."""

    class Meta:
        model = CalendarFeed

    link_hash = factory.Sequence(lambda n: f"{n:064x}")
    made_at = BEGAN


class DigestChoiceFactory(factory.django.DjangoModelFactory):
    """Needs `user`."""

    class Meta:
        model = DigestChoice

    by_email = False
    chosen_at = BEGAN
