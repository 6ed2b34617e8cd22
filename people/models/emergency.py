"""Emergency access: what was opened, that it was ended, and what somebody else made of it. Three tables, each only added to."""

import datetime
import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from partnerships.models import Role
from partnerships.permissions import current_memberships
from people.rules.emergencies import LONGEST_WORDS, Finding, Reason


def _stands(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def visible_to(self, user) -> "EmergencyAccessQuerySet":
        """One's own, and those that one answers for."""
        return self.filter(Q(user=user) | self._answered_for(user))

    def answered_for_by(self, user) -> "EmergencyAccessQuerySet":
        """Those into a record of one's front door or agency, and those of one's own front door's managers."""
        return self.filter(self._answered_for(user))

    def running(self, user, at: datetime.datetime) -> "EmergencyAccessQuerySet":
        """This person's own that are neither over nor ended."""
        return self.filter(user=user, until__gt=at, ended__isnull=True)

    def to_review(self) -> "EmergencyAccessQuerySet":
        return self.filter(review__isnull=True)

    @staticmethod
    def _answered_for(user) -> Q:
        places = current_memberships(user)
        managed = [m.front_door_id for m in places if m.role == Role.FRONT_DOOR_MANAGER]
        led = [m.organisation_id for m in places if m.role == Role.SAFEGUARDING_LEAD]
        return Q(front_door__in=managed) | Q(home_door__in=managed) | Q(organisation__in=led)


class EmergencyAccess(models.Model):
    """A front door's manager may read one record until an instant. Added by the database's own function alone.

    `front_door` and `organisation` are those of the record, `home_door` is the manager's own. It opens the record to
    reading, and to nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    home_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, on_delete=models.PROTECT, related_name="+", help_text="None of a call"
    )
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.label) for reason in Reason])
    words = models.CharField(max_length=LONGEST_WORDS)
    at = models.DateTimeField()
    until = models.DateTimeField()

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(name="emergency_has_words", condition=~Q(words="")),
            models.CheckConstraint(name="emergency_ends_after_it_begins", condition=Q(until__gt=F("at"))),
        ]
        indexes = [
            models.Index(fields=["user", "-until"], name="emergency_of_user"),
            models.Index(fields=["front_door", "-at"], name="emergency_at_door"),
            models.Index(fields=["organisation", "-at"], name="emergency_of_agency"),
        ]
        triggers = [_stands("emergencies_stand")]


class EmergencyEnd(models.Model):
    """That the person who opened it closed it before its time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    access = models.OneToOneField(EmergencyAccess, on_delete=models.PROTECT, related_name="ended")
    at = models.DateTimeField()

    class Meta:
        triggers = [_stands("emergency_ends_stand")]


class EmergencyReview(models.Model):
    """What somebody else made of it, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    access = models.OneToOneField(EmergencyAccess, on_delete=models.PROTECT, related_name="review")
    finding = models.CharField(max_length=20, choices=[(finding.value, finding.label) for finding in Finding])
    reasons = models.TextField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="emergency_review_has_reasons", condition=~Q(reasons=""))]
        triggers = [_stands("emergency_reviews_stand")]
