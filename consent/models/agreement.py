import uuid

from django.db import models
from django.db.models import Q

from consent.rules.reach import Given, Service


class Agreement(models.Model):
    """What one person was asked and what they said. A new asking supersedes the last; none is overwritten."""

    class Answer(models.TextChoices):
        AGREED = "agreed", "Asked, and agreed"
        IMPLICIT = "implicit", "Accepted the service, and so the sharing that it needs"
        REFUSED = "refused", "Asked, and said no"
        NOT_ASKED = "not-asked", "Not asked"
        WITHDRAWN = "withdrawn", "Agreed, and has withdrawn it"

    class How(models.TextChoices):
        FACE_TO_FACE = "face-to-face", "Face to face"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        WRITING = "writing", "In writing"

    class Reach(models.TextChoices):
        WHOLE = "whole", "All that was explained"
        PART = "part", "Only part of it, or not to everybody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey("thresholds.Check", on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="agreements")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    how = models.CharField(max_length=20, choices=How.choices, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=160, blank=True, help_text="A colleague who asked; empty: whoever recorded it")
    asked_by_job = models.CharField(max_length=160, blank=True)
    explained_why = models.BooleanField(default=False)
    explained_what = models.BooleanField(default=False)
    explained_with_whom = models.BooleanField(default=False)
    explained_purpose = models.BooleanField(default=False)
    recipient = models.ForeignKey(
        "partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who would have received it as they were asked",
    )  # fmt: skip
    service = models.CharField(max_length=40, blank=True, help_text="Code of the route as they were asked")
    reach = models.CharField(max_length=5, choices=Reach.choices, default=Reach.WHOLE)
    agencies = models.TextField(blank=True, help_text="Whom they agree to, where it is not everybody who was named")
    left_out = models.TextField(blank=True, help_text="What, or whom, they leave out")
    their_words = models.TextField(blank=True)
    why_declined = models.TextField(blank=True)
    explored = models.TextField(blank=True)
    ground = models.CharField(max_length=40, blank=True, help_text="Code of the framework's ground for sharing all the same")
    ground_note = models.TextField(blank=True)
    basis = models.CharField(max_length=20, blank=True)
    rule_code = models.CharField(max_length=40, blank=True, help_text="The consent rule under which they were asked")
    framework_version = models.ForeignKey(
        "thresholds.FrameworkVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
            models.CheckConstraint(name="part_says_what_is_left_out", condition=Q(reach="whole") | ~Q(left_out="")),
        ]

    @property
    def asked_by(self) -> str:
        """Who asked, in words: a colleague by name and job, or whoever recorded it."""
        return ", ".join(part for part in (self.asked_by_name, self.asked_by_job) if part) or self.recorded_by.name

    @property
    def as_answer(self) -> Given:
        """What the rules on its reach take."""
        about = Service(self.recipient_id, self.service)
        return Given(answer=self.answer, reach=self.reach, asked_about=about)
