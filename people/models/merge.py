"""Two records of a front door found to be about one child: a row of its own. Neither record is changed by it."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from partnerships.closed import closed_to
from partnerships.permissions import current_memberships


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def visible_to(self, user) -> "PersonMergeQuerySet":
        """Those at one's front doors, but where either record is closed to them."""
        doors = [place.front_door_id for place in current_memberships(user) if place.front_door_id]
        closed = closed_to(user)
        return self.filter(front_door__in=doors).exclude(kept__in=closed).exclude(merged__in=closed)

    def in_force(self) -> "PersonMergeQuerySet":
        return self.filter(state=PersonMerge.State.MERGED)


class PersonMerge(models.Model):
    """That `merged` and `kept` are one child: asked for by one person, agreed by a second, undone by either.

    `chosen` holds, for each fact in which they differ, which of the two is shown: a code, never the fact itself.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        MERGED = "merged", "One record"
        REFUSED = "refused", "Not the same child"
        UNDONE = "undone", "Taken apart again"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges_into")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    chosen = models.JSONField(default=dict)
    why = models.CharField(max_length=500)
    twins_why = models.CharField(max_length=500, blank=True, help_text="Why it is one child although they might be twins")
    asked_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_why = models.CharField(max_length=500, blank=True)
    undone_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_why = models.CharField(max_length=500, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(name="nobody_merged_with_themselves", condition=~Q(kept=F("merged"))),
            models.CheckConstraint(name="merge_has_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="merge_agreed_by_a_second",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="merge_answered_whole_or_not_at_all",
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="asked") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(state__in=["asked", "merged"]), name="merged_into_one_alone"
            ),
        ]
        indexes = [models.Index(fields=["kept"], condition=Q(state="merged"), name="merges_in_force_by_kept")]
        triggers = [
            pgtrigger.Protect(name="merges_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="merge_as_asked",
                fields=["front_door", "kept", "merged", "chosen", "why", "twins_why", "asked_by", "asked_at"],
            ),
        ]
