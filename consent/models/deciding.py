import uuid

from django.db import models
from django.db.models import Q


class Competence(models.Model):
    """Whether one child under 16 can decide about sharing: judged by whom, when and why. A later judgement supersedes it."""

    class Finding(models.TextChoices):
        COMPETENT = "competent", "Can decide for themselves"
        NOT_COMPETENT = "not-competent", "Cannot decide for themselves yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey("thresholds.Check", on_delete=models.PROTECT, related_name="competences")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="competences")
    finding = models.CharField(max_length=14, choices=Finding.choices)
    reasons = models.TextField()
    judged_by_name = models.CharField(max_length=160, blank=True, help_text="A colleague; empty: whoever recorded it")
    judged_by_job = models.CharField(max_length=160, blank=True)
    judged_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_check", "person"], condition=Q(superseded_at__isnull=True), name="one_current_competence"
            ),
            models.CheckConstraint(name="competence_has_reasons", condition=~Q(reasons="")),
        ]

    @property
    def judged_by(self) -> str:
        """Who judged it, in words."""
        return ", ".join(part for part in (self.judged_by_name, self.judged_by_job) if part) or self.recorded_by.name
