import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Decision(models.Model):
    """What the front door decided. Never overwritten: a later decision supersedes it.

    Its outcome and level are the highest of its children's, each of which has a line of its own (`for_children`).
    """

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

    @property
    def lines(self) -> "list[DecisionForChild]":
        """What was decided for each child, in the order in which they were sent."""
        return sorted(self.for_children.all(), key=lambda line: line.child.position)

    @property
    def separate(self) -> "list[DecisionForChild]":
        """The lines of a decision that says something else of one child than of another; empty where it is one for all."""
        whole = (self.outcome, self.level, self.level_differs_why, self.abuse_category, "")
        lines = self.lines
        return lines if any(line.said != whole for line in lines) else []

    @property
    def outcome_words(self) -> str:
        """What came of it: one outcome for all, or each with the children of whom it was decided."""
        by_outcome: dict[str, list[str]] = {}
        for line in self.separate:
            by_outcome.setdefault(line.get_outcome_display(), []).append(line.child.name)
        if len(by_outcome) < 2:
            return self.get_outcome_display()
        return "; ".join(f"{outcome}: {', '.join(names)}" for outcome, names in by_outcome.items())


class DecisionForChild(models.Model):
    """What a decision says of one child of the contact. It stands with its decision and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="for_children")
    child = models.ForeignKey("referrals.ContactChild", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Decision.Outcome.choices)
    level = models.CharField(max_length=40)
    level_differs_why = models.TextField(blank=True)
    abuse_category = models.CharField(max_length=40, blank=True)
    reasons = models.TextField(blank=True, help_text="What is this child's alone; the reasons for all are the decision's")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "child"], name="one_line_for_a_child")]
        triggers = [pgtrigger.Protect(name="lines_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def said(self) -> tuple[str, str, str, str, str]:
        return (self.outcome, self.level, self.level_differs_why, self.abuse_category, self.reasons)
