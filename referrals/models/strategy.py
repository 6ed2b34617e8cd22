import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

SEATS = ("social_work_manager", "police", "health")
"""The quorum of a strategy discussion, as the fields that hold who sat in each seat."""

_ANY = {f"{seat}__regex": r"\S" for seat in SEATS}
_TWO_IN_ONE = Q(social_work_manager=F("police")) | Q(social_work_manager=F("health")) | Q(police=F("health"))


class StrategyDiscussion(models.Model):
    """A strategy discussion as it was called, held, or tried without its quorum: each a row that stands.

    Another time for one that was called is another row, so that the former is kept. It is the front door's alone: its referrer
    never reads it.
    """

    class Kind(models.TextChoices):
        CALLED = "called", "Called"
        HELD = "held", "Held"
        TRIED = "tried", "Tried without its quorum"
        IN_WORDS = "in-words", "Held, recorded in words"

    class Enquiry(models.TextChoices):
        YES = "yes", "Yes, a section 47 enquiry"
        NO = "no", "No section 47 enquiry"

    class Led(models.TextChoices):
        JOINT = "joint", "Jointly with the police"
        SINGLE = "single", "By social care alone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("referrals.Assessment", on_delete=models.PROTECT, related_name="strategies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    meets_at = models.DateTimeField(null=True, blank=True, help_text="When it is to be held")
    social_work_manager = models.CharField(max_length=160, blank=True)
    police = models.CharField(max_length=160, blank=True)
    health = models.CharField(max_length=160, blank=True)
    knows_child_best = models.CharField(max_length=160, blank=True)
    no_answer = models.CharField(max_length=300, blank=True, help_text="Who was asked and did not come")
    shared = models.TextField(blank=True, help_text="What each brought")
    enquiry = models.CharField(max_length=3, choices=Enquiry.choices, blank=True)
    led = models.CharField(max_length=6, choices=Led.choices, blank=True)
    words = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at"]
        triggers = [pgtrigger.Protect(name="strategies_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="strategy_held_with_its_quorum",
                condition=~Q(kind="held") | (Q(held_at__isnull=False, **_ANY) & ~_TWO_IN_ONE & ~Q(enquiry="") & ~Q(words="")),
            ),
            models.CheckConstraint(
                name="strategy_called_for_a_time", condition=~Q(kind="called") | Q(meets_at__isnull=False, held_at__isnull=True)
            ),
            models.CheckConstraint(name="enquiry_says_who_leads", condition=~Q(enquiry="yes") | ~Q(led="")),
        ]


class StrategyAction(models.Model):
    """Something that a strategy discussion gave somebody to do, by a day; closed with what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("referrals.Assessment", on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    who = models.CharField(max_length=160)
    due = models.DateField()
    added_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    came = models.TextField(blank=True)
    closed_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "added_at"]
        constraints = [
            models.CheckConstraint(
                name="action_closed_whole_or_open",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, came="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(came="")),
            )
        ]
