import uuid

import pgtrigger
from django.db import models
from django.db.models import Q


class SubjectType(models.TextChoices):
    """What may be closed to somebody. The apps that own these stand above and are known here by type and id."""

    CONTACT = "contact", "Contact"
    CHECK = "check", "Check"


def held_by_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(organisation__isnull=False, front_door__isnull=True)
        | Q(organisation__isnull=True, front_door__isnull=False),
    )


def whole_or_not_at_all(name: str, *fields: str, words: str) -> models.CheckConstraint:
    """Done when, by whom and why, or not done."""
    done = Q(**{f"{field}__isnull": False for field in fields}) & ~Q(**{words: ""})
    return models.CheckConstraint(name=name, condition=done | Q(**{f"{field}__isnull": True for field in fields} | {words: ""}))


class OfSubject(models.Model):
    """Something said about one contact or check, and the one place that answers for it: a front door or an agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_type = models.CharField(max_length=20, choices=SubjectType.choices)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20, help_text="The subject's reference: nothing about a child")
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    front_door = models.ForeignKey("partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Restriction(OfSubject):
    """A contact or check that only those named may open. Where nobody named works there any more, those who answer for it."""

    reason = models.CharField(max_length=500)
    restricted_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    restricted_at = models.DateTimeField()
    asked_on_sending = models.BooleanField(default=False, help_text="The referrer asked that only named staff open it")
    lifted_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-restricted_at"]
        constraints = [
            held_by_one("restriction_held_by_one"),
            whole_or_not_at_all("restriction_lifted_whole", "lifted_by", "lifted_at", words="lifted_why"),
            models.CheckConstraint(name="restriction_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(lifted_at__isnull=True), name="restricted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["front_door"], condition=Q(lifted_at__isnull=True), name="restricted_at_front_door"),
            models.Index(fields=["organisation"], condition=Q(lifted_at__isnull=True), name="restricted_in_agency"),
        ]
        triggers = [
            pgtrigger.Protect(name="restrictions_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="restricted_as_said",
                fields=[
                    "subject_type", "subject_id", "reference", "organisation", "front_door", "reason", "restricted_by",
                    "restricted_at", "asked_on_sending",
                ],
            ),
        ]  # fmt: skip


class RestrictionMember(models.Model):
    """Somebody who may open what is restricted, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "user"], condition=Q(removed_at__isnull=True), name="restriction_names_once"
            ),
            models.CheckConstraint(
                name="removed_when_and_by_whom",
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="members_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="named_as_said", fields=["restriction", "user", "added_by", "added_at"]),
        ]


class ConflictOfInterest(OfSubject):
    """Somebody who knows the family, and so neither opens, lists nor is told of this, nor of what else is about the child."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Family"
        FRIEND = "friend", "Friend"
        NEIGHBOUR = "neighbour", "Neighbour"
        COLLEAGUE = "colleague", "Colleague"
        OTHER = "other", "Something else"

    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=500, blank=True, help_text="In their own words; somebody else's word needs it")
    declared_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-declared_at"]
        constraints = [
            held_by_one("conflict_held_by_one"),
            whole_or_not_at_all("conflict_ended_whole", "ended_by", "ended_at", words="ended_why"),
            models.CheckConstraint(
                name="another_persons_conflict_has_a_reason", condition=Q(user=models.F("declared_by")) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="nobody_ends_their_own", condition=Q(ended_by__isnull=True) | ~Q(ended_by=models.F("user"))
            ),
            models.UniqueConstraint(
                fields=["user", "subject_type", "subject_id"], condition=Q(ended_at__isnull=True), name="declared_once"
            ),
        ]
        indexes = [models.Index(fields=["subject_id"], condition=Q(ended_at__isnull=True), name="conflict_by_subject")]
        triggers = [
            pgtrigger.Protect(name="conflicts_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="declared_as_said",
                fields=[
                    "subject_type", "subject_id", "reference", "organisation", "front_door", "user", "kind", "reason",
                    "declared_by", "declared_at",
                ],
            ),
        ]  # fmt: skip
