from django.db import models


class Organisation(models.Model):
    """An agency: a school, a health trust, a police force. Its cases are its own."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School or college"
        EARLY_YEARS = "early-years", "Early years"
        HEALTH = "health", "Health"
        POLICE = "police", "Police"
        COUNCIL = "council", "Council"
        HOUSING = "housing", "Housing"
        VOLUNTARY = "voluntary", "Voluntary and community"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    authority = models.ForeignKey("partnerships.LocalAuthority", on_delete=models.PROTECT, related_name="organisations")
    approver = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="approves_for",
        help_text="Whose safeguarding leads review for an agency that has one lead or a concern about its own.",
    )  # fmt: skip

    answers_within = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Hours in which its leads answer, where the agency sets its own; else the authority's rule",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="approver_is_another_agency", condition=~models.Q(approver=models.F("id"))),
            models.CheckConstraint(
                name="answers_within_a_day",
                condition=models.Q(answers_within__isnull=True) | models.Q(answers_within__range=(1, 24)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
