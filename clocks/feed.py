"""Somebody's deadlines as a calendar (RFC 5545): what is due, its reference and when. Nothing about a child.

Instants are written in UTC, so that they are right on both sides of a clock change in whatever place the calendar is read.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from clocks.models import Clock
from clocks.registry import DEADLINES_PAGE
from clocks.rules.local_time import local_day
from clocks.rules.timescale import Unit

LENGTH = timedelta(minutes=30)
"""Product decision: a time of day is shown as the half hour before it, which ends when it is due."""
ASK_AGAIN = timedelta(hours=1)


def calendar_of(mine: Iterable[Clock], team: Iterable[Clock], now: datetime) -> bytes:
    """The calendar as a file. `mine` and `team` have `moves`, how often each was given another time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Right Help//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Right Help deadlines")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for clock in mine:
        calendar.add_component(_event(clock, now, ""))
    for clock in team:
        calendar.add_component(_event(clock, now, "Team: "))
    return calendar.to_ical()


def _event(clock: Clock, now: datetime, whose: str) -> Event:
    event = Event()
    event.add("uid", f"{clock.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}")
    event.add("dtstamp", now)
    event.add("sequence", clock.moves)
    if clock.rule_snapshot["unit"] == Unit.ELAPSED_HOURS:
        event.add("dtstart", clock.due_at - LENGTH)
        event.add("dtend", clock.due_at)
    else:
        day = local_day(clock.due_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{whose}{clock.name}, {clock.reference}")
    event.add("url", f"{settings.BASE_URL}{DEADLINES_PAGE}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
