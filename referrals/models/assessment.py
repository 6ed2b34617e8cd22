import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from partnerships.closed import closed_to
from partnerships.permissions import current_memberships


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user) -> "AssessmentQuerySet":
        """Those of the front doors at which somebody works, but for what is closed to them."""
        doors = [place.front_door_id for place in current_memberships(user) if place.front_door_id]
        return self.filter(front_door__in=doors).exclude(contact__in=closed_to(user))


class Assessment(models.Model):
    """The social work assessment that an accepted contact starts: seen, checkpoints, limit, outcome."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        COMPLETED = "completed", "Completed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField("referrals.Contact", on_delete=models.PROTECT, related_name="assessment")
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    worker = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    harm_likely = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_where = models.CharField(max_length=200, blank=True)
    seen_alone = models.BooleanField(null=True, blank=True)
    seen_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    strategy_held_at = models.DateTimeField(null=True, blank=True)
    strategy_held_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True, blank=True, help_text="When a manager recorded why it goes past 35 days")
    extended_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extended_why = models.TextField(blank=True)
    conference_needed_at = models.DateTimeField(null=True, blank=True)
    conference_needed_by = models.ForeignKey(
        "partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    conference_why = models.TextField(blank=True)
    conference_held_at = models.DateTimeField(null=True, blank=True)
    conference_result = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="completed_whole_or_not_at_all",
                condition=Q(state="open", completed_at__isnull=True, completed_by__isnull=True)
                | (Q(state="completed", completed_at__isnull=False, completed_by__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="extended_by_a_manager_and_why",
                condition=Q(extended_at__isnull=True, extended_by__isnull=True, extended_why="")
                | (Q(extended_at__isnull=False, extended_by__isnull=False) & ~Q(extended_why="")),
            ),
            models.CheckConstraint(
                name="conference_held_only_where_needed",
                condition=Q(conference_needed_at__isnull=True, conference_held_at__isnull=True)
                | (Q(conference_needed_at__isnull=False, conference_needed_by__isnull=False) & ~Q(conference_why="")),
            ),
        ]


class Checkpoint(models.Model):
    """What was done and decided at a checkpoint of an assessment; each is held once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="checkpoints")
    rule = models.CharField(max_length=40)
    done = models.TextField()
    decided = models.TextField()
    held_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()

    class Meta:
        ordering = ["held_at"]
        constraints = [models.UniqueConstraint(fields=["assessment", "rule"], name="checkpoint_once")]


class ChildSeen(models.Model):
    """One child was seen: when, where, alone or why not, and by whom. Several times of one child stand beside each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sightings")
    child = models.ForeignKey("referrals.ContactChild", on_delete=models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    alone = models.BooleanField()
    alone_why = models.TextField(blank=True, help_text="Why the child was not seen alone")
    seen_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["seen_at"]
        triggers = [pgtrigger.Protect(name="sightings_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(name="seen_alone_or_why_not", condition=Q(alone=True) | ~Q(alone_why="")),
        ]
