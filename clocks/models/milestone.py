"""A moment in a clock's life at which somebody is told."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clocks.models.clock import Clock
from clocks.rules.timescale import MilestoneKind

WAITING = Q(recorded_at__isnull=True, cancelled_at__isnull=True)


class Milestone(models.Model):
    """Recorded once, in the transaction that tells people; quietly, if telling would say nothing new.

    `next_try_at` is when the sweep looks at it: its own time, or later if it could not be recorded. One that the clock
    did not live to see is cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MilestoneKind])
    at = models.DateTimeField()
    tell = ArrayField(models.CharField(max_length=20), default=list)
    next_try_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True, blank=True)
    quiet = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "kind", "at"], name="milestone_once"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="milestone_recorded_or_cancelled",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=WAITING, name="milestone_waiting"),
            models.Index(fields=["at"], condition=WAITING & Q(failures__gt=0), name="milestone_failing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.clock_id}"
