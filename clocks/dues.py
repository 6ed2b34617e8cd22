"""When many clocks should be due: rules and due times worked out once for all that share them."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import MD5, Cast

from clocks.models import Clock
from clocks.rules.calendar import Calendar
from clocks.rules.deadlines import Due, due_at
from clocks.rules.local_time import local_day
from clocks.rules.timescale import TimescaleRule, Unit, rule_from_data

RULE_KEY = MD5(Cast("rule_snapshot", TextField()))
"""What tells a rule that clocks keep from another, so that it is read once for all of them."""


class KeptRules:
    """Rules as clocks keep them, by their key: few, for many clocks."""

    def __init__(self) -> None:
        self._read: dict[str, TimescaleRule] = {}

    def of(self, key: str, pk: UUID) -> TimescaleRule:
        """The rule of this key, which this clock keeps."""
        if key not in self._read:
            self._read[key] = rule_from_data(Clock.objects.values_list("rule_snapshot", flat=True).get(pk=pk))
        return self._read[key]


class Dues:
    """Due times by one calendar. In working days they depend on the local day of the start and the amount: few, too."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._days: dict[tuple[int, date], Due] = {}

    def of(self, rule: TimescaleRule, start: datetime) -> Due:
        """When a clock of this rule that began then should be due, and why."""
        if rule.unit is not Unit.WORKING_DAYS:
            return due_at(rule, start, self._calendar)
        place = rule.amount, local_day(start)
        if place not in self._days:
            self._days[place] = due_at(rule, start, self._calendar)
        return self._days[place]
