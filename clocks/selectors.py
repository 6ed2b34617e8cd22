"""Reading rules, calendars and clocks."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from clocks import registry
from clocks.models import CalendarFeed, Clock, ClockEvent, DigestChoice, EventKind, ScheduleChange
from clocks.models.clock import ClockQuerySet
from clocks.rules.calendar import Calendar, england
from clocks.rules.countdown import Countdown, countdown
from clocks.rules.local_time import local_day
from clocks.rules.timescale import TimescaleRule, rule_from_data
from partnerships.models import Closure, LocalAuthority
from partnerships.models import TimescaleRule as RuleRow
from partnerships.selectors import timescale_rule

MOST_ON_A_PAGE = 200


class UnknownRule(LookupError):
    """The authority has no timescale rule of that code in force on that day."""


@dataclass(frozen=True)
class ShownClock:
    """A clock in a list: the row, its countdown, and the page of its subject."""

    clock: Clock
    countdown: Countdown
    path: str
    hand_over: str = ""

    @property
    def has_page(self) -> bool:
        """Whether there is a page to go to, other than the list itself."""
        return self.path != registry.DEADLINES_PAGE

    @property
    def dom_id(self) -> str:
        return f"time-{self.clock.pk}"


@dataclass(frozen=True)
class MovedClock:
    """A clock that a change of calendar or rule gave another time, and when it was due before."""

    shown: ShownClock
    before: datetime


@dataclass(frozen=True)
class Deadlines:
    """One's own open clocks, and those one answers for, each by time left."""

    mine: list[ShownClock]
    team: list[ShownClock]


def rule_for(authority: LocalAuthority, code: str, at: datetime) -> TimescaleRule:
    """The authority's rule of this code in force on the local day of `at`; raises UnknownRule, naming those there are."""
    try:
        row = timescale_rule(authority, code, local_day(at))
    except RuleRow.DoesNotExist:
        known = ", ".join(sorted(set(authority.timescales.values_list("rule", flat=True)))) or "none"
        raise UnknownRule(f"{authority.slug} has no rule {code!r} on that day; its rules are {known}") from None
    return timescale_of(row)


def timescale_of(row: RuleRow) -> TimescaleRule:
    """A rule's row as a plain value; raises BadRule where its values are no rule."""
    names = ("rule", "name", "amount", "unit", "starts", "stops", "milestones", "product_decision", "source")
    return rule_from_data({name: getattr(row, name) for name in names})


def calendar_for(authority: LocalAuthority) -> Calendar:
    """England's working calendar with this authority's closures."""
    return calendars_for([authority.pk])[authority.pk]


def calendars_for(authority_ids: Iterable[int]) -> dict[int, Calendar]:
    """The calendars of several authorities in one query."""
    closed: dict[int, dict] = {pk: {} for pk in authority_ids}
    for closure in Closure.objects.filter(authority_id__in=closed):
        closed[closure.authority_id][closure.date] = closure.name
    return {pk: england(closures) for pk, closures in closed.items()}


def changes_of(authority: LocalAuthority) -> QuerySet[ScheduleChange]:
    """What was changed in an authority's calendar and rules, newest first, as its admin may see it."""
    return ScheduleChange.objects.filter(authority=authority).select_related("asked_by")[:50]


def clocks_for(user) -> ClockQuerySet:
    """The clocks that this person may see."""
    return Clock.objects.visible_to(user)


def clocks_on(user, subject_type: str, subject_id: uuid.UUID) -> ClockQuerySet:
    """A subject's clocks that this person may see, in order of their start."""
    return clocks_for(user).on(subject_type, subject_id).order_by("started_at", "due_at")


def clock_display(clock: Clock, now: datetime, calendar: Calendar | None = None) -> Countdown:
    """The clock as a page shows it at `now`; a list gives the calendar, or each clock asks for its own."""
    rule = clock.timescale
    return countdown(
        started_at=clock.started_at,
        due_at=clock.due_at,
        now=now,
        unit=rule.unit,
        calendar=calendar or calendar_for(clock.authority),
        why=clock.why,
        stopped_at=clock.stopped_at,
        name=rule.name,
        reference=clock.reference,
    )


def clocks_display(clocks: Iterable[Clock], now: datetime) -> list[ShownClock]:
    """Several clocks as a page shows them, in the order given, with one query for all their calendars."""
    listed = list(clocks)
    calendars = calendars_for({clock.authority_id for clock in listed})
    return [
        ShownClock(
            clock,
            clock_display(clock, now, calendars[clock.authority_id]),
            registry.path_of(clock),
            registry.hand_over_of(clock),
        )
        for clock in listed
    ]


def mine_for(user, now: datetime) -> list[ShownClock]:
    """What is mine to do by when, least time left first, 200 at most."""
    waiting = clocks_for(user).open().filter(owner=user).select_related("owner").order_by("due_at", "pk")
    return clocks_display(waiting[:MOST_ON_A_PAGE], now)


def deadlines_for(user, now: datetime) -> Deadlines:
    """What is mine, and what is my team's, if I answer for one; least time left first, 200 of each."""
    team = clocks_for(user).open().answered_for_by(user).exclude(owner=user).select_related("owner").order_by("due_at", "pk")
    return Deadlines(mine_for(user, now), clocks_display(team[:MOST_ON_A_PAGE], now))


def moved_for(user, change_id: uuid.UUID, now: datetime) -> list[MovedClock]:
    """What of somebody's own, and of what nobody has where they work, a change gave another time; 200, the next due first.

    Only what still runs: of what has been done nobody need know when it would have been due.
    """
    moves = ClockEvent.objects.filter(clock=OuterRef("pk"), kind=EventKind.MOVED, detail__change=str(change_id))
    mine = clocks_for(user).open().filter(Q(owner=user) | Q(owner__isnull=True))
    found = list(mine.filter(Exists(moves)).select_related("owner").order_by("due_at", "pk")[:MOST_ON_A_PAGE])
    before = {
        event.clock_id: datetime.fromisoformat(event.detail["from"])
        for event in ClockEvent.objects.filter(
            clock__in=found, kind=EventKind.MOVED, detail__change=str(change_id)
        )
    }  # fmt: skip
    return [MovedClock(shown, before[shown.clock.pk]) for shown in clocks_display(found, now)]


def feed_of(user) -> CalendarFeed | None:
    """Somebody's calendar link, if they have one."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


def feed_clocks(user, now: datetime) -> tuple[list[Clock], list[Clock]]:
    """What somebody's calendar shows: their own open clocks, and those that they answer for, the next 200 of each.

    Each has `moves`, how often it was given another time.
    """
    found = deadlines_for(user, now)
    mine, team = [shown.clock for shown in found.mine], [shown.clock for shown in found.team]
    moved = ClockEvent.objects.filter(clock__in=[*mine, *team], kind=EventKind.MOVED).values_list("clock_id")
    moves = dict(moved.annotate(Count("pk")).order_by())
    for clock in (*mine, *team):
        clock.moves = moves.get(clock.pk, 0)
    return mine, team


def digest_by_email(user) -> bool:
    """Whether somebody is sent the digest by e-mail as well: unless they chose otherwise."""
    return not DigestChoice.objects.filter(user=user, by_email=False).exists()


def assigned_by(subject_type: str, subject_id: uuid.UUID) -> tuple[str, datetime | None]:
    """Who gave the clocks on a subject to whoever has them now, and when; nobody and never where they were never given."""
    given = ClockEvent.objects.filter(
        clock__subject_type=subject_type, clock__subject_id=subject_id, kind=EventKind.ASSIGNED
    )  # fmt: skip
    last = given.select_related("by").order_by("recorded_at").last()
    return (last.by.name, last.at) if last and last.by else ("", None)
