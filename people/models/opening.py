"""A record opened by somebody without a part in the case, and why."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from partnerships.models import Role
from partnerships.permissions import current_memberships
from people.rules.openings import LONGEST_WORDS, Reason


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user) -> "OpeningQuerySet":
        """One's own, those at the front doors that one manages and in the agencies that one leads."""
        places = current_memberships(user)
        managed = [m.front_door_id for m in places if m.role == Role.FRONT_DOOR_MANAGER]
        led = [m.organisation_id for m in places if m.role == Role.SAFEGUARDING_LEAD]
        return self.filter(Q(user=user) | Q(front_door__in=managed) | Q(organisation__in=led))

    def answered_for_by(self, user) -> "OpeningQuerySet":
        """Those of one's front doors and agencies: what the report shows."""
        places = current_memberships(user)
        managed = [m.front_door_id for m in places if m.role == Role.FRONT_DOOR_MANAGER]
        led = [m.organisation_id for m in places if m.role == Role.SAFEGUARDING_LEAD]
        return self.filter(Q(front_door__in=managed) | Q(organisation__in=led))


class Opening(models.Model):
    """A reason given before a record was shown. It holds for that person and record until the end of that local day.

    `role` is what they were, `front_door` or `organisation` the place through which they may see the record and whose
    managers or leads read this. Never changed or deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    subject_type = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20, help_text="The record's reference: nothing about a child")
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    front_door = models.ForeignKey("partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.label) for reason in Reason])
    words = models.CharField(max_length=LONGEST_WORDS)
    at = models.DateTimeField()
    day = models.DateField(help_text="The local day until whose end it holds")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="opening_at_one_place",
                condition=Q(organisation__isnull=False, front_door__isnull=True)
                | Q(organisation__isnull=True, front_door__isnull=False),
            ),
            models.CheckConstraint(name="opening_has_words", condition=~Q(words="")),
            models.UniqueConstraint(fields=["user", "subject_type", "subject_id", "day"], name="opening_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["front_door", "-at"], condition=Q(front_door__isnull=False), name="openings_of_door"),
            models.Index(fields=["organisation", "-at"], condition=Q(organisation__isnull=False), name="openings_of_agency"),
        ]
        triggers = [pgtrigger.Protect(name="openings_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
