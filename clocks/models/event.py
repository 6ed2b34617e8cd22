"""What was done to a clock, by whom and when."""

import uuid

from django.conf import settings
from django.db import models

from clocks.models.clock import Clock


class EventKind(models.TextChoices):
    STARTED = "started", "started"
    STOPPED = "stopped", "stopped"
    SUPERSEDED = "superseded", "replaced by another clock"
    ASSIGNED = "assigned", "given to somebody"
    MOVED = "moved", "given another time"
    REOPENED = "reopened", "begun again"
    PASSES_BY = "passes-by", "made to pass somebody by"


class ClockEvent(models.Model):
    """Added, never changed. `detail` holds codes, ids and instants; nothing about a child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(help_text="When it happened")
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Nobody where an authority's document was loaded by a command",
    )  # fmt: skip
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.clock_id}"
