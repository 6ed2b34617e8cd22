"""Giving open clocks another time: each keeps its old one in its events, and its owner is told, once for a change.

Whoever carries a change out waits for no lock that somebody else holds: what is held is left for a later look, so that nobody's
request is ever the one that a deadlock ends. See ADR 18.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from clocks.dues import RULE_KEY, Dues, KeptRules
from clocks.locks import PATIENCE, CalendarBusy, calendar_write_lock
from clocks.models import ChangeKind, Clock, Milestone, ScheduleChange
from clocks.models.clock import ClockQuerySet
from clocks.models.milestone import WAITING
from clocks.rules.calendar import Calendar
from clocks.rules.deadlines import Due
from clocks.rules.local_time import local_day, start_of_day
from clocks.rules.timescale import OWN_HOURS, TimescaleRule, Unit, rule_to_data
from clocks.services.replanning import milestones_replan
from clocks.services.telling import Told
from clocks.writing import checks_run_now, moves_write, rule_key

CHUNK = 2_000
_DAYS = (ChangeKind.DAY_ADDED, ChangeKind.DAY_REMOVED)


@dataclass
class Moved:
    """How many clocks were looked at, and how many have another time now."""

    looked_at: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class _Move:
    """A clock whose stored time is not the one that it should have."""

    pk: UUID
    rule: TimescaleRule
    due: Due


@transaction.atomic
def clocks_move(change: ScheduleChange, calendar: Calendar, now: datetime, *, rule: TimescaleRule | None = None) -> Moved:
    """Give every open clock of the change's authority that it touches its right time: by its own rule, or by `rule`.

    All but what comes in meanwhile is done before anybody is held up. Then nobody may start a clock there until the
    transaction ends, and those that were started or held meanwhile are moved too. Raises CalendarBusy where somebody else
    holds on to one for long: nothing is done then, and the change is tried again. Memory stays flat: 2,000 rows at a time.
    """
    mover = _Mover(change, calendar, now, rule)
    done = Moved(looked_at=mover.look())
    mover.replan_late()
    checks_run_now()
    calendar_write_lock(change.authority_id)
    mover.look()
    until = time.monotonic() + PATIENCE
    while mover.held:
        if time.monotonic() > until:
            raise CalendarBusy(change.authority_id)
        time.sleep(0.1)
        mover.look()
    mover.told.write(change, now)
    done.moved = mover.moved
    return done


class _Mover:
    """One change on its way through an authority's clocks: how many were moved, and how many held in the latest look."""

    def __init__(self, change: ScheduleChange, calendar: Calendar, now: datetime, rule: TimescaleRule | None) -> None:
        self.change, self.calendar, self.now, self.rule = change, calendar, now, rule
        self.told = Told(local_day(now))
        self.moved = self.held = 0
        self._rules, self._dues = KeptRules(), Dues(calendar)
        self._new_key = rule_key(rule_to_data(rule)) if rule else ""

    def look(self) -> int:
        """Move every clock that differs and that nobody else holds; how many were looked at."""
        self.held = 0
        looked_at, wrong = 0, []
        for pk, key, started_at, due, why in self._rows():
            looked_at += 1
            rule = self.rule or self._rules.of(key, pk)
            right = self._dues.of(rule, started_at)
            if (right.due, right.why) != (due, why) or (self.rule and key != self._new_key):
                wrong.append(_Move(pk, rule, right))
            if len(wrong) == CHUNK:
                self._move(wrong)
                wrong = []
        self._move(wrong)
        return looked_at

    def replan_late(self) -> None:
        """Steps that follow a due time before the changed day, and lie on it or after, are told on working days too."""
        if self.change.kind not in _DAYS or self.change.date is None:
            return
        day = start_of_day(self.change.date)
        steps = Milestone.objects.filter(WAITING, clock=OuterRef("pk"), at__gte=day)
        rows = self._open().filter(Exists(steps), due_at__lt=day).values_list("pk", flat=True).iterator(CHUNK)
        while some := list(islice(rows, CHUNK)):
            clocks = Clock.objects.open().filter(pk__in=some).order_by("pk")
            held = list(clocks.select_for_update(no_key=True, skip_locked=True, of=("self",)))
            milestones_replan(((clock, clock.timescale) for clock in held), self.calendar, self.now)

    def _open(self) -> ClockQuerySet:
        """Those that a change can reach: one by hours that an agency has set itself, and told people, keeps them."""
        found = Clock.objects.open().filter(authority_id=self.change.authority_id)
        if self.rule:
            return found.filter(rule=self.rule.code).exclude(rule_snapshot__has_key=OWN_HOURS)
        return found.filter(rule_snapshot__unit=Unit.WORKING_DAYS)

    def _rows(self) -> Iterator[tuple[UUID, str, datetime, datetime, str]]:
        """Key, rule and times of every clock that the change could touch, as they are now, with a cursor of the database."""
        found = self._open()
        if self.change.kind in _DAYS and self.change.date:
            found = found.filter(due_at__gte=start_of_day(self.change.date))
        return found.values_list("pk", RULE_KEY, "started_at", "due_at", "why").iterator(CHUNK)

    def _move(self, wrong: list[_Move]) -> None:
        if not wrong:
            return
        by_pk = {move.pk: move for move in wrong}
        moves = [(clock, clock.due_at, by_pk[clock.pk]) for clock in _locked(by_pk)]
        self.held += len(wrong) - len(moves)
        moves_write(
            [
                {"id": str(clock.pk), "due_at": move.due.due.isoformat(), "why": move.due.why,
                 "before": before.isoformat(), "after": move.due.due.isoformat()}
                for clock, before, move in moves
            ],
            change=self.change, rule=self.rule, now=self.now,
        )  # fmt: skip
        for clock, _, move in moves:
            clock.due_at, clock.why = move.due.due, move.due.why
        milestones_replan(((clock, move.rule) for clock, _, move in moves), self.calendar, self.now)
        self.told.add((clock, move.rule.name) for clock, before, move in moves if before != move.due.due)
        self.moved += len(moves)


def _locked(pks: Iterable[UUID]) -> list[Clock]:
    """These clocks, as far as moving and telling needs them; not those that were stopped or that somebody else holds."""
    clocks = Clock.objects.open().filter(pk__in=list(pks)).order_by("pk").defer("rule_snapshot", "stop_reason")
    return list(clocks.select_for_update(no_key=True, skip_locked=True, of=("self",)))
