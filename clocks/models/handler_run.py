"""What an upper app asked to have done when a clock reaches a milestone."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from clocks.models.milestone import Milestone


class HandlerRun(models.Model):
    """One run of one handler for one recorded milestone, written with it, so that losing the broker loses no run.

    Runs as `actor`, who started the clock; done in the transaction of what the handler does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="runs")
    handler = models.CharField(max_length=120)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["milestone", "handler"], name="handler_run_once")]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(done_at__isnull=True), name="handler_run_waiting")]

    def __str__(self) -> str:
        return f"{self.handler} for {self.milestone_id}"
