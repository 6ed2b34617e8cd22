"""The mark that every read and write leaves. Subjects and actors are type and id: this app knows no other."""

import uuid

from django.db import models
from django.utils import timezone


class AccessEvent(models.Model):
    """Somebody opened, printed, searched for, downloaded or was refused something about a child. Never changed or deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField()
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="access_by_subject")]


class ChangeEvent(models.Model):
    """Something was done: an event in the past tense, in the transaction that did it. Codes and states, no free text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField()
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="change_by_subject")]
