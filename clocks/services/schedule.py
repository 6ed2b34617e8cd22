"""Changing an authority's working calendar and rules: asked for by its admin, carried out by the sweep.

The admin's own database role sees no clock, so it asks; the sweep's carries the change out, with every clock that it moves, in
one transaction. A change that cannot be carried out is tried again, and holds up no other authority.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.services import record_change
from clocks.locks import CalendarBusy, change_lock
from clocks.models import ChangeKind, ScheduleChange
from clocks.rules.calendar import england_holidays
from clocks.rules.local_time import start_of_day
from clocks.rules.timescale import BadRule
from clocks.selectors import UnknownRule, calendar_for, rule_for, timescale_of
from clocks.services.moving import clocks_move
from partnerships.models import Closure, LocalAuthority, TimescaleRule, User
from partnerships.permissions import Action, can
from workflow.errors import NotAllowed

log = structlog.get_logger(__name__)
LONGEST_WAIT = timedelta(hours=1)
LOST_CONNECTION = (OperationalError, InterfaceError)
FAULTS = (DatabaseError, CalendarBusy, UnknownRule, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
RULE_FIELDS = ("name", "amount", "unit", "starts", "stops", "milestones", "product_decision", "source")
FURTHEST = timedelta(days=3 * 366)
"""Product decision: a day off or a rule is set three years ahead at most; further is a slip of the pen."""


class ScheduleRefused(ValueError):
    """The change cannot be made; `field` is the one of the form that it is about."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def day_off_add(
    *, authority: LocalAuthority, day: date, name: str, kind: str, source: str, by: User, at: datetime
) -> ScheduleChange:
    """Ask for a day on which this authority does not work, or that is proclaimed a bank holiday late.

    Raises ScheduleRefused as `day_off_check` does.
    """
    _require(by, Action.CALENDAR_EDIT, authority)
    day_off_check(authority=authority, day=day, at=at)
    return _ask(authority, ChangeKind.DAY_ADDED, by, at, date=day, name=name, day_kind=Closure.Kind(kind), why=source)


def day_off_check(*, authority: LocalAuthority, day: date, at: datetime) -> None:
    """Raises ScheduleRefused for a day that is off already, is a Saturday or Sunday, or lies too far away."""
    if day.weekday() >= 5:
        raise ScheduleRefused("date", "That is a Saturday or Sunday, which is no working day as it is.")
    if abs(day - timezone.localdate(at)) > FURTHEST:
        raise ScheduleRefused("date", "That day is more than three years away. Check the year.")
    if day in england_holidays():
        raise ScheduleRefused("date", f"That is {england_holidays()[day]}, which the calendar leaves out already.")
    if (
        authority.closures.filter(date=day).exists()
        or changes_waiting(authority).filter(kind=ChangeKind.DAY_ADDED, date=day).exists()
    ):
        raise ScheduleRefused("date", "That day is on the list already.")


@transaction.atomic
def day_off_remove(*, authority: LocalAuthority, day: date, why: str, by: User, at: datetime) -> ScheduleChange:
    """Ask for a day off to be a working day again. Raises ScheduleRefused where the day is not on the list."""
    _require(by, Action.CALENDAR_EDIT, authority)
    closure = authority.closures.filter(date=day).first()
    if closure is None or changes_waiting(authority).filter(kind=ChangeKind.DAY_REMOVED, date=day).exists():
        raise ScheduleRefused("date", "That day is not on the list any more.")
    return _ask(authority, ChangeKind.DAY_REMOVED, by, at, date=day, name=closure.name, day_kind=closure.kind, why=why)


def days_off_load(
    *, authority: LocalAuthority, days: Iterable[Mapping[str, str]], is_new: bool, by: User | None, at: datetime
) -> None:
    """Take over the days off that an authority's document has now. Call it in a transaction.

    A new authority has them at once; for any other the sweep carries the difference out. Days set on a page stay.
    """
    wanted = [{"date": str(day["date"]), "name": day["name"], "source": day.get("source") or ""} for day in days]
    if is_new:
        _write_document_days(authority, wanted)
        return
    there = [{"date": str(c.date), "name": c.name, "source": c.source} for c in authority.closures.filter(set_by=None)]
    if sorted(wanted, key=_by_date) != there:
        _ask(authority, ChangeKind.DOCUMENT, by, at, days=wanted)


def _by_date(day: Mapping[str, str]) -> str:
    return day["date"]


def _write_document_days(authority: LocalAuthority, days: Iterable[Mapping[str, str]]) -> None:
    authority.closures.filter(set_by=None).delete()
    Closure.objects.bulk_create([Closure(authority=authority, **day) for day in days], ignore_conflicts=True)


@transaction.atomic
def rule_change(
    *, authority: LocalAuthority, code: str, values: Mapping[str, Any], from_date: date, why: str, open_too: bool,
    by: User, at: datetime,
) -> TimescaleRule:  # fmt: skip
    """Give a rule other values (`name`, `amount`, `unit`, `milestones`, `source`) from a day on, today at the earliest.

    Clocks that are open keep the rule they were started under, unless `open_too`: then the sweep gives it to them when the day
    has come. Raises ScheduleRefused for a rule that is not there, a day that has passed or has a change already, or values
    that are no rule.
    """
    _require(by, Action.TIMESCALE_EDIT, authority)
    today = timezone.localdate(at)
    if not today <= from_date <= today + FURTHEST:
        raise ScheduleRefused("from_date", "Choose today or a day to come, within three years: what has begun keeps its rule.")
    kept = authority.timescales.filter(rule=code).order_by("from_date").last()
    if kept is None:
        raise ScheduleRefused("rule", "That rule is not in force here.")
    if authority.timescales.filter(rule=code, from_date=from_date).exists():
        raise ScheduleRefused("from_date", "A change from that day is there already. Choose another day.")
    fields = {name: getattr(kept, name) for name in RULE_FIELDS} | dict(values)
    row = TimescaleRule(authority=authority, rule=code, from_date=from_date, set_by=by, note=why, **fields)
    try:
        timescale_of(row)
    except BadRule as wrong:
        raise ScheduleRefused("amount", str(wrong)) from wrong
    row.save(force_insert=True)
    begins = max(at, start_of_day(from_date))
    _ask(
        authority, ChangeKind.RULE, by, at, rule=code, date=from_date, why=why, next_try_at=begins,
        applied_at=None if open_too else at,
    )  # fmt: skip
    return row


def changes_waiting(authority: LocalAuthority) -> QuerySet[ScheduleChange]:
    """What was asked for and is not carried out yet."""
    return ScheduleChange.objects.filter(authority=authority, applied_at__isnull=True)


def changes_apply(*, now: datetime | None = None) -> int:
    """Carry out what was asked for and is due, each in its own transaction; how many. Runs as the sweep.

    One that fails is put off, longer each time. Raises only if the database itself is gone.
    """
    done, asked_at = 0, now or timezone.now()
    waiting = ScheduleChange.objects.filter(applied_at__isnull=True, next_try_at__lte=asked_at).order_by("asked_at")
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            done += _apply(pk)
        except LOST_CONNECTION:
            raise
        except FAULTS as wrong:
            log.error("schedule_change_failed", change=str(pk), error=type(wrong).__name__)
            _put_off(pk)
    return done


@transaction.atomic
def _apply(pk: uuid.UUID) -> bool:
    """Carry out one change, unless another worker has it: calendar first, then every clock that it touches."""
    change = ScheduleChange.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).filter(
        pk=pk, applied_at__isnull=True
    ).select_related("authority").first()  # fmt: skip
    if change is None or not change_lock(change.authority_id):
        return False
    authority, now = change.authority, timezone.now()
    rule = None
    if change.kind == ChangeKind.RULE:
        rule = rule_for(authority, change.rule, now)
    elif change.kind == ChangeKind.DAY_ADDED and change.date:
        Closure.objects.get_or_create(
            authority=authority, date=change.date,
            defaults={"name": change.name, "kind": change.day_kind, "source": change.why, "set_by_id": change.asked_by_id},
        )  # fmt: skip
    elif change.kind == ChangeKind.DAY_REMOVED and change.date:
        authority.closures.filter(date=change.date).delete()
    else:
        _write_document_days(authority, change.days)
    counted = clocks_move(change, calendar_for(authority), now, rule=rule)
    change.applied_at, change.moved, change.looked_at = now, counted.moved, counted.looked_at
    change.save(update_fields=["applied_at", "moved", "looked_at"])
    return True


@transaction.atomic
def _put_off(pk: uuid.UUID) -> None:
    change = ScheduleChange.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    change.failures += 1
    change.next_try_at = timezone.now() + min(LONGEST_WAIT, timedelta(minutes=2 ** min(change.failures - 1, 6)))
    change.save(update_fields=["failures", "next_try_at"])


def _ask(
    authority: LocalAuthority, kind: ChangeKind, by: User | None, at: datetime, *, next_try_at: datetime | None = None,
    **fields: Any,
) -> ScheduleChange:  # fmt: skip
    change = ScheduleChange.objects.create(
        authority=authority, kind=kind, asked_by=by, asked_at=at, next_try_at=next_try_at or at, **fields
    )
    if by is not None:
        record_change(
            by=by, event="schedule-change-asked", subject_type="schedule_change", subject_id=change.pk, at=at,
            detail={"kind": kind, "authority": authority.slug, "date": str(change.date or ""), "rule": change.rule},
        )  # fmt: skip
    return change


def _require(by: User, action: Action, authority: LocalAuthority) -> None:
    if not can(by, action, authority):
        raise NotAllowed(action)
