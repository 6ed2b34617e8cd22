import uuid

from django.db import models
from django.db.models import Q


class Agreement(models.Model):
    """What one person was asked and what they said. A new asking supersedes the last; none is overwritten."""

    class Answer(models.TextChoices):
        AGREED = "agreed", "Asked, and agreed"
        IMPLICIT = "implicit", "Accepted the service, and so the sharing that it needs"
        REFUSED = "refused", "Asked, and said no"
        NOT_ASKED = "not-asked", "Not asked"

    class How(models.TextChoices):
        FACE_TO_FACE = "face-to-face", "Face to face"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        WRITING = "writing", "In writing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey("thresholds.Check", on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="agreements")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    how = models.CharField(max_length=20, choices=How.choices, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    explained_why = models.BooleanField(default=False)
    explained_what = models.BooleanField(default=False)
    explained_with_whom = models.BooleanField(default=False)
    explained_purpose = models.BooleanField(default=False)
    their_words = models.TextField(blank=True)
    why_declined = models.TextField(blank=True)
    explored = models.TextField(blank=True)
    ground = models.CharField(max_length=40, blank=True, help_text="Code of the framework's ground for sharing all the same")
    ground_note = models.TextField(blank=True)
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_check", "person"], condition=Q(superseded_at__isnull=True), name="one_current_answer"
            ),
            models.CheckConstraint(
                name="asked_has_when_and_how",
                condition=Q(answer="not-asked", asked_at__isnull=True, how="")
                | (~Q(answer="not-asked") & Q(asked_at__isnull=False) & ~Q(how="")),
            ),
        ]
