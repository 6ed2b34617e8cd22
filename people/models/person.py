import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships


class Sound(models.Func):
    """How a name sounds: the Double Metaphone of PostgreSQL's own fuzzystrmatch, for the search alone."""

    function = "dmetaphone"
    output_field = models.CharField()


class HeldQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What one recorded for one's agency, the agency's as its lead, and what one's front doors hold."""
        places = current_memberships(user)
        agencies = [place.organisation_id for place in places if place.organisation_id]
        led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
        doors = [place.front_door_id for place in places if place.front_door_id]
        seen = Q(recorded_by=user, organisation__in=agencies) | Q(organisation__in=led) | Q(front_door__in=doors)
        return self.filter(seen).exclude(pk__in=closed_to(user))


class Held(models.Model):
    """A record held by exactly one agency, or one front door."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    front_door = models.ForeignKey("partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_held_by_one",
                condition=Q(organisation__isnull=False, front_door__isnull=True)
                | Q(organisation__isnull=True, front_door__isnull=False),
            )
        ]


class Person(Held):
    """A child or an adult of the family. A name may not be known yet; an unborn child may have a due date, not a birth."""

    class Kind(models.TextChoices):
        CHILD = "child", "Child"
        ADULT = "adult", "Adult"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    age_stated = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Years, where the date is not known")
    unborn = models.BooleanField(default=False)
    due_date = models.DateField(null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    contact_details = models.CharField(max_length=200, blank=True)
    family_key = models.GeneratedField(
        expression=Lower("family_name"), output_field=models.CharField(max_length=100), db_persist=True,
        help_text="A column, because row-level security lets only plain equalities use an index before its own question",
    )  # fmt: skip
    given_key = models.GeneratedField(
        expression=Lower("given_name"), output_field=models.CharField(max_length=100), db_persist=True
    )
    family_sound = models.GeneratedField(
        expression=Sound("family_name"), output_field=models.CharField(max_length=8), db_persist=True
    )
    given_sound = models.GeneratedField(
        expression=Sound("given_name"), output_field=models.CharField(max_length=8), db_persist=True
    )

    class Meta(Held.Meta):
        indexes = [
            models.Index(
                fields=["front_door", "family_key", "given_key"], condition=Q(front_door__isnull=False), name="known_by_names"
            ),
            models.Index(
                fields=["front_door", "given_key", "date_of_birth"], condition=Q(front_door__isnull=False),
                name="known_by_given_and_birth",
            ),
            models.Index(
                fields=["front_door", "family_sound", "given_sound"], condition=Q(front_door__isnull=False),
                name="known_by_sound",
            ),
            models.Index(fields=["front_door", "date_of_birth"], condition=Q(front_door__isnull=False), name="known_by_birth"),
            models.Index(fields=["front_door", "family_key"], condition=Q(front_door__isnull=False), name="known_by_family"),
            models.Index(
                fields=["front_door", "nhs_number"],
                condition=Q(front_door__isnull=False) & ~Q(nhs_number=""),
                name="known_by_nhs",
            ),
            models.Index(fields=["front_door", "upn"], condition=Q(front_door__isnull=False) & ~Q(upn=""), name="known_by_upn"),
            models.Index(
                fields=["front_door", "due_date"], condition=Q(front_door__isnull=False, due_date__isnull=False),
                name="known_by_due_date",
            ),
        ]  # fmt: skip
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                name="unborn_has_no_birth", condition=Q(unborn=False) | Q(date_of_birth__isnull=True, age_stated__isnull=True)
            ),
        ]

    @property
    def name(self) -> str:
        """Given and family name; words that say what is missing where nobody is named yet."""
        if self.unborn and not self.given_name:
            return "Unborn child"
        return f"{self.given_name} {self.family_name}".strip() or "Name not known yet"

    @property
    def short_name(self) -> str:
        return self.known_as or self.given_name or self.name
