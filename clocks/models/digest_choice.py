"""Whether somebody wants the morning's digest by e-mail as well."""

import uuid

from django.conf import settings
from django.db import models


class DigestChoice(models.Model):
    """Only of those who chose: whoever has no row is sent it. It is about the digest alone, never about what is overdue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_email = models.BooleanField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"digest of {self.user_id}: {'by e-mail' if self.by_email else 'on the page alone'}"
