from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """Who somebody is in one organisation, front door or partnership. What a role may do: `partnerships.permissions`."""

    PRACTITIONER = "practitioner", "Practitioner"
    SAFEGUARDING_LEAD = "safeguarding-lead", "Safeguarding lead"
    FRONT_DOOR = "front-door", "Front-door staff"
    FRONT_DOOR_MANAGER = "front-door-manager", "Front-door manager"
    SERVICE_MANAGER = "service-manager", "Service manager"
    PARTNERSHIP_ADMIN = "partnership-admin", "Partnership admin"


class Membership(models.Model):
    """One role of one person, in exactly one place, from a day until a day (the last day included)."""

    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    front_door = models.ForeignKey(
        "partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    authority = models.ForeignKey(
        "partnerships.LocalAuthority", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_in_one_place_that_fits_the_role",
                condition=(
                    Q(role__in=["practitioner", "safeguarding-lead"])
                    & Q(organisation__isnull=False, front_door__isnull=True, authority__isnull=True)
                )
                | (
                    Q(role__in=["front-door", "front-door-manager", "service-manager"])
                    & Q(organisation__isnull=True, front_door__isnull=False, authority__isnull=True)
                )
                | (
                    Q(role="partnership-admin") & Q(organisation__isnull=True, front_door__isnull=True, authority__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "front_door", "authority"],
                condition=Q(until_date__isnull=True),
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self) -> object:
        """The organisation, front door or authority that the role is held in."""
        return self.organisation or self.front_door or self.authority
