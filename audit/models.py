"""The mark that every read and write leaves. Subjects and actors are type and id: this app knows no other."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from rowsecurity.origin import origin_id

_STANDS = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class AccessEvent(models.Model):
    """Somebody opened, printed, searched for, downloaded or was refused something about a child. Never changed or deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField()
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.UUIDField(null=True, default=origin_id, editable=False)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="access_by_subject")]
        triggers = [_STANDS]


class ChangeEvent(models.Model):
    """Something was done: an event in the past tense, in the transaction that did it. Codes and states, no free text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField()
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)
    request_id = models.UUIDField(null=True, default=origin_id, editable=False)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="change_by_subject")]
        triggers = [_STANDS]


class SealShape(models.Model):
    """The columns that a sealed table had: what a digest was taken of. Named by the MD5 of the list."""

    code = models.CharField(max_length=32, primary_key=True)
    columns = ArrayField(models.CharField(max_length=63))


class Seal(models.Model):
    """One link of the chain: a row by table and id, its SHA-256, its place, and the SHA-256 over that and the link before.

    Without a place only between the first and the second trigger of one commit. See ADR 8.
    """

    sealed = models.CharField(max_length=130, primary_key=True, help_text="table:id")
    shape = models.CharField(max_length=32)
    digest = models.BinaryField()
    seq = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField(null=True, help_text="When the transaction ended, by the database's clock")
    link = models.BinaryField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="sealed_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__seq__isnull=False)),
            pgtrigger.Protect(name="sealed_for_good", operation=pgtrigger.Delete),
        ]


class SealHead(models.Model):
    """One row: the last link. Removing the end of the chain leaves it behind."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    link = models.BinaryField()
