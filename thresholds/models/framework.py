from __future__ import annotations

import uuid
from typing import Any, Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from thresholds.rules import framework as rules

KEPT_PARSED: Final = 64
_parsed: dict[tuple[uuid.UUID, str], rules.Framework] = {}

_FROZEN: Final = ("content", "content_hash", "framework_id", "version", "in_force_from", "published_at", "published_by_id")
_WAS_PUBLIC: Final = "OLD.state IN ('published', 'superseded')"
_IS_NOT_PUBLIC: Final = "NEW.state NOT IN ('published', 'superseded')"
_CHANGES: Final = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FROZEN)


class DateRange(Func):
    """A range of days, the last one included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Framework(models.Model):
    """A partnership's threshold document, whatever its version."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class FrameworkVersionManager(models.Manager["FrameworkVersion"]):
    """Leaves the document in the database until it is asked for: a page mostly has it parsed already."""

    def get_queryset(self) -> models.QuerySet[FrameworkVersion]:
        return super().get_queryset().defer("content")


class FrameworkVersion(models.Model):
    """One version of a framework, its canonical document whole in `content`. Once published it is frozen.

    `in_force_until` is the last day. It may be set later, when a newer version or framework takes over;
    the document keeps what was printed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    PUBLIC: Final = (State.PUBLISHED, State.SUPERSEDED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FrameworkVersionManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["framework", "in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "version"], name="framework_version_once"),
            models.CheckConstraint(
                name="framework_published_with_its_time",
                condition=Q(state__in=["draft", "in_review"], published_at__isnull=True, published_by__isnull=True)
                | Q(state__in=["published", "superseded"], published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="framework_in_force_before_it_ends",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
            ),
            ExclusionConstraint(
                name="one_framework_version_in_force",
                expressions=[
                    ("framework", RangeOperators.EQUAL),
                    (
                        DateRange("in_force_from", "in_force_until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["published", "superseded"]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_framework_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"{_WAS_PUBLIC} AND ({_CHANGES} OR {_IS_NOT_PUBLIC})"),
            ),
            pgtrigger.Protect(
                name="published_framework_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(_WAS_PUBLIC),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.version}"

    @property
    def is_superseded(self) -> bool:
        """Marked so wherever it shows: it was superseded, or its last day has passed since it was published."""
        has_ended = self.in_force_until is not None and self.in_force_until < timezone.localdate()
        return self.state == self.State.SUPERSEDED or (self.state == self.State.PUBLISHED and has_ended)

    def framework_document(self) -> rules.Framework:
        """The document as a frozen value, parsed once in a process."""
        key = (self.pk, self.content_hash)
        found = _parsed.get(key)
        if found is None:
            if len(_parsed) >= KEPT_PARSED:
                _parsed.clear()
            content: dict[str, Any] = self.content
            found = _parsed[key] = rules.parse(content)
        return found
