import uuid

import pgtrigger
from django.db import models
from django.db.models import Q


class HarmQuestion(models.Model):
    """After a refusal, on a basis that needs agreement: may the child suffer significant harm without it?

    Yes leads back to the judgement; no to help by the agency alone, with what the family was told. Never changed: asked
    again, it is another row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey("thresholds.Check", on_delete=models.PROTECT, related_name="harm_questions")
    may_suffer = models.BooleanField()
    why = models.TextField()
    help_given = models.TextField(blank=True, help_text="What the agency does by itself")
    family_told = models.TextField(blank=True, help_text="What the family was told")
    rule_code = models.CharField(max_length=40)
    framework_version = models.ForeignKey("thresholds.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.CheckConstraint(
                name="harm_question_says_why_and_what_was_told",
                condition=~Q(why="") & (Q(may_suffer=True) | (~Q(family_told="") & ~Q(help_given=""))),
            ),
        ]
        triggers = [pgtrigger.Protect(name="harm_questions_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
