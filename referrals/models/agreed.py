import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from referrals.models.assessment import Assessment


class AgreedDate(models.Model):
    """The day by which an assessment is to be complete, as a manager agreed it. A later one supersedes it; the former stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="agreed_dates")
    complete_on = models.DateField()
    why = models.TextField()
    agreed_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")

    class Meta:
        ordering = ["agreed_at"]
        constraints = [
            models.CheckConstraint(name="agreed_date_has_its_why", condition=~Q(why="")),
            models.UniqueConstraint(fields=["assessment"], condition=Q(supersedes__isnull=True), name="one_first_agreed_date"),
        ]
        triggers = [pgtrigger.Protect(name="agreed_dates_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
