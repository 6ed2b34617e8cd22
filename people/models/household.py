import uuid

from django.db import models

from people.models.person import Held


class Household(Held):
    """The family of one check or one contact: who belongs to it, and where they live."""


class HouseholdMember(models.Model):
    """Somebody's part in the family."""

    class Responsibility(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="membership")
    relation = models.CharField(max_length=60, blank=True, help_text="To the children: mother, stepfather, grandmother")
    parental_responsibility = models.CharField(max_length=10, choices=Responsibility.choices, default=Responsibility.UNKNOWN)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class Address(models.Model):
    """Where the family lives. A sensitive address (refuge, adoption) decides the route and prints nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="address")
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    is_sensitive = models.BooleanField(default=False)
    sensitive_reason = models.CharField(max_length=300, blank=True)
