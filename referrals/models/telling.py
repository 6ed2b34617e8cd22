import uuid

from django.db import models
from django.db.models import Q


class ParentTold(models.Model):
    """The task that a contact without somebody's agreement leaves its referrer: to tell this person, unless that is unsafe.

    An answer stands. Where it was not safe, the same is asked again by a task of its own, on a clock of its own.
    """

    class Answer(models.TextChoices):
        TOLD = "told", "Told"
        UNSAFE = "unsafe", "Not safe to tell"

    class How(models.TextChoices):
        FACE_TO_FACE = "face-to-face", "Face to face"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        WRITING = "writing", "In writing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey("referrals.Contact", on_delete=models.PROTECT, related_name="to_tell")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(
        max_length=210, blank=True, help_text="As it was sent: the front door does not read the person's row"
    )
    relation = models.CharField(max_length=60, blank=True)
    said_no = models.BooleanField(default=False, help_text="They were asked and said no, or withdrew; else they were not asked")
    asks_again = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="asked_again")
    answer = models.CharField(max_length=10, blank=True, choices=Answer.choices)
    how = models.CharField(max_length=20, blank=True, choices=How.choices)
    told_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True, help_text="What they said, or why it is not safe to tell them")
    answered_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], condition=Q(answer=""), name="one_open_task_for_each_person"),
            models.CheckConstraint(
                name="when_and_how_only_if_told", condition=Q(answer="told") | Q(told_at__isnull=True, how="")
            ),
            models.CheckConstraint(
                name="answered_whole_or_not_at_all",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True, words="")
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(words=""),
            ),
        ]

    @property
    def who(self) -> str:
        """The person with their relation, in words: "Kerry Ashdown, mother"; the parent where nobody is named."""
        return ", ".join(part for part in (self.name, self.relation) if part) or "the parent"
