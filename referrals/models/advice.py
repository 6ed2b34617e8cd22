import uuid
from typing import Any

import pgtrigger
from django.db import models

from referrals.models.call import doors_of


class AdviceQuerySet(models.QuerySet["AdviceGiven"]):
    def visible_to(self, user: Any) -> "AdviceQuerySet":
        """What was asked of the front doors at which somebody works."""
        return self.filter(front_door__in=doors_of(user))


class AdviceGiven(models.Model):
    """What an agency asked a front door, and what it was told. About how to help, and about no child by name.

    A level 3 assessment that the team is told of is kept in the same way: it is told, and nothing is decided.
    """

    class Kind(models.TextChoices):
        ADVICE = "advice", "Asked for advice"
        NOTIFIED = "notified", "Told the team of an assessment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.CharField(max_length=160)
    role = models.CharField(max_length=160)
    reason = models.CharField(max_length=40, blank=True, help_text="Its code in the authority's data")
    reason_text = models.TextField(blank=True, help_text="In the words of the data on that day")
    asked = models.TextField()
    advised = models.TextField()
    asked_at = models.DateTimeField()
    given_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        indexes = [models.Index(fields=["front_door", "-asked_at", "id"], name="advice_of_door")]
        triggers = [pgtrigger.Protect(name="advice_stands", operation=pgtrigger.Update | pgtrigger.Delete)]
