"""An e-mail that is to go out, written in the transaction that made the notice."""

from django.db import models
from django.db.models import Q

from notices.models.notice import Notice


class OutboxEmail(models.Model):
    """One e-mail for one notice, tried until the mail server takes it. The address is read when it is sent."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, primary_key=True, related_name="email")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="outbox_email_unsent"),
        ]

    def __str__(self) -> str:
        return f"e-mail for notice {self.notice_id}"
