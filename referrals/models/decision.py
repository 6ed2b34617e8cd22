import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Decision(models.Model):
    """What the front door decided. Never overwritten: a later decision supersedes it."""

    class Outcome(models.TextChoices):
        NFA = "nfa", "No further action, with advice"
        EARLY_HELP = "early-help", "Early help"
        TARGETED = "targeted", "Targeted support"
        S17 = "s17", "Child in need (section 17)"
        S47 = "s47", "Child protection enquiry (section 47)"
        S20 = "s20", "Accommodation (section 20)"
        S31 = "s31", "Care proceedings (section 31)"
        TRANSFER = "transfer", "Lives elsewhere: pass to their front door"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey("referrals.Contact", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    level = models.CharField(max_length=40)
    reasons = models.TextField()
    level_differs_why = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    what_would_change = models.TextField(blank=True, help_text="For a contact that is not progressed")
    next_steps = models.TextField(blank=True)
    abuse_category = models.CharField(max_length=40, blank=True)
    key_factors = ArrayField(models.CharField(max_length=40), default=list)
    decided_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(name="decision_has_reasons", condition=~Q(reasons="")),
            models.UniqueConstraint(fields=["contact"], condition=Q(supersedes__isnull=True), name="one_first_decision"),
        ]
        triggers = [pgtrigger.Protect(name="decisions_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
