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

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
