"""When the sweep last ran and how far behind it was."""

from django.db import models


class SweepState(models.Model):
    """One row a sweep: the health page reads it, whoever asks. Nothing personal."""

    name = models.CharField(max_length=20, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    recorded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    oldest_waiting_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
