"""Clocks: a row each, derived from events and a calendar, never counted up."""

from clocks.models import history
from clocks.models.clock import Clock
from clocks.models.digest_choice import DigestChoice
from clocks.models.event import ClockEvent, EventKind
from clocks.models.feed import CalendarFeed
from clocks.models.handler_run import HandlerRun
from clocks.models.milestone import Milestone
from clocks.models.schedule_change import ChangeKind, ScheduleChange
from clocks.models.sweep_state import SweepState

__all__ = [
    "CalendarFeed",
    "ChangeKind",
    "Clock",
    "ClockEvent",
    "DigestChoice",
    "EventKind",
    "HandlerRun",
    "Milestone",
    "ScheduleChange",
    "SweepState",
    "history",
]
