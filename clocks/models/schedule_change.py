"""A change to the working calendar or to a rule, asked for by a partnership admin and carried out by the sweep."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.models import Closure


class ChangeKind(models.TextChoices):
    DAY_ADDED = "day-added", "a day off was added"
    DAY_REMOVED = "day-removed", "a day off was taken out"
    DOCUMENT = "document", "the authority's document was loaded with other days off"
    RULE = "rule", "a rule was changed for open clocks too"


class ScheduleChange(models.Model):
    """Asked for as the person who asks, carried out as the sweep in one transaction with every clock that it moves.

    Until `applied_at` is set nothing of it holds. `days` are the authority's own days off as its document now has them
    (`[{"date", "name", "source"}]`), for a change of that kind alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("partnerships.LocalAuthority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    date = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=160, blank=True)
    day_kind = models.CharField(max_length=20, choices=Closure.Kind.choices, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    days = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    moved = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["day-added", "day-removed"], date__isnull=False)
                | Q(kind="rule") & ~Q(rule="")
                | Q(kind="document"),
                name="schedule_change_names_its_day_or_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(applied_at__isnull=True), name="schedule_change_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date or self.rule}"
