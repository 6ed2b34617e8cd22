"""The private link under which somebody's calendar fetches their deadlines."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """Holds the hash of the link's token and never the token. One at a time for each person; a revoked one stays revoked.

    `asked` counts the readings since `counted_from`, which bounds how often the link is answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    link_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    counted_from = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_each"),
            models.CheckConstraint(condition=Q(link_hash__regex=r"^[0-9a-f]{64}$"), name="calendar_feed_keeps_a_hash"),
        ]

    def __str__(self) -> str:
        return f"calendar link of {self.user_id}"
