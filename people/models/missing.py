"""That a child was missing: from when, until when, and what they said when they were back."""

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from partnerships.closed import closed_to
from people.models.person import Held, HeldQuerySet


class MissingEpisodeQuerySet(HeldQuerySet):
    def visible_to(self, user) -> Self:
        return super().visible_to(user).exclude(person__in=closed_to(user))

    def standing(self) -> "MissingEpisodeQuerySet":
        """As they were last put right, without what was withdrawn."""
        return self.filter(superseded_by__isnull=True, withdrawn=False)


class MissingEpisode(Held):
    """One episode as somebody recorded it. It is put right by a row that supersedes it, and never changed."""

    class AwayFrom(models.TextChoices):
        HOME = "home", "Home"
        CARE = "care", "Care"
        SCHOOL = "school", "School or college"
        OTHER = "other", "Somewhere else"

    class Interview(models.TextChoices):
        NOT_YET = "not-yet", "Not offered yet"
        OFFERED = "offered", "Offered, not held yet"
        DECLINED = "declined", "Offered, and the child did not want it"
        HELD = "held", "Held"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="missing_episodes")
    missing_from = models.DateTimeField()
    away_from = models.CharField(max_length=10, choices=AwayFrom.choices)
    reported_by = models.CharField(max_length=160, help_text="Who reported it, and to whom")
    found_at = models.DateTimeField(null=True, blank=True, help_text="Empty: still missing when this was recorded")
    found_where = models.CharField(max_length=200, blank=True)
    interview = models.CharField(max_length=10, choices=Interview.choices, default=Interview.NOT_YET)
    said = models.TextField(blank=True, help_text="What the child said, in their words")
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")
    why_changed = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False, help_text="Recorded by mistake: counts for nothing")

    objects: ClassVar = MissingEpisodeQuerySet.as_manager()

    class Meta(Held.Meta):
        ordering = ["-missing_from"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                name="found_after_going", condition=Q(found_at__isnull=True) | Q(found_at__gt=F("missing_from"))
            ),
            models.CheckConstraint(name="where_only_if_found", condition=Q(found_at__isnull=False) | Q(found_where="")),
            models.CheckConstraint(name="changed_with_a_reason", condition=Q(supersedes__isnull=True) | ~Q(why_changed="")),
            models.CheckConstraint(name="withdrawn_supersedes", condition=Q(withdrawn=False) | Q(supersedes__isnull=False)),
        ]
        indexes = [models.Index(fields=["person", "-missing_from"], name="missing_by_person")]
        triggers = [pgtrigger.Protect(name="episodes_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
