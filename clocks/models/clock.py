"""One clock on one subject."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from clocks.rules.timescale import TimescaleRule, rule_from_data
from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships


class ClockQuerySet(models.QuerySet["Clock"]):
    def visible_to(self, user) -> "ClockQuerySet":
        """One's own clocks and those one started, those of one's agencies and front doors, and those one reviews for.

        Never one that passes this person by, nor one of what is closed to them.
        """
        memberships = current_memberships(user)
        agencies = [m.organisation_id for m in memberships if m.organisation_id]
        led = [m.organisation_id for m in memberships if m.role == Role.SAFEGUARDING_LEAD]
        return self.filter(
            Q(owner=user)
            | Q(started_by=user)
            | Q(organisation_id__in=agencies)
            | Q(organisation__approver_id__in=led)
            | Q(front_door_id__in=[m.front_door_id for m in memberships if m.front_door_id])
        ).exclude(Q(passes_by=user) | Q(subject_id__in=closed_to(user)))

    def answered_for_by(self, user) -> "ClockQuerySet":
        """Those for which one answers: of the front doors that one manages and of the agencies that one reviews for."""
        memberships = current_memberships(user)
        managed = [m.front_door_id for m in memberships if m.role in (Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER)]
        led = [m.organisation_id for m in memberships if m.role == Role.SAFEGUARDING_LEAD]
        in_agency = Q(organisation_id__in=led) | Q(organisation__approver_id__in=led)
        return self.filter(Q(front_door_id__in=managed) | in_agency & Q(front_door__isnull=True)).exclude(passes_by=user)

    def open(self) -> "ClockQuerySet":
        return self.filter(stopped_at__isnull=True)

    def on(self, subject_type: str, subject_id: uuid.UUID) -> "ClockQuerySet":
        return self.filter(subject_type=subject_type, subject_id=subject_id)


class Clock(models.Model):
    """How long something may take, from when, until when and why until then. It keeps the rule that it was started under.

    `reference` is the contact's or check's reference and nothing personal. `organisation` and `front_door` say whose
    clock it is, and so who sees it and who is told; `passes_by` is somebody of theirs whom it concerns and who neither
    sees it nor is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=60)
    rule_snapshot = models.JSONField()
    authority = models.ForeignKey("partnerships.LocalAuthority", on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    why = models.TextField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop_reason = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    front_door = models.ForeignKey("partnerships.FrontDoor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    passes_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ClockQuerySet.as_manager()
    moves = 0

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_type", "subject_id"],
                condition=Q(stopped_at__isnull=True),
                name="clock_one_open_for_a_rule_on_a_subject",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_due_after_it_starts"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="clock_stopped_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(organisation__isnull=False) | Q(front_door__isnull=False),
                name="clock_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[A-Za-z0-9][A-Za-z0-9-]*$"), name="clock_reference_is_no_free_text"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="clock_of_subject"),
            models.Index(
                fields=["front_door", "due_at"], condition=Q(stopped_at__isnull=True), name="clock_open_of_front_door"
            ),
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(stopped_at__isnull=True),
                name="clock_open_of_organisation",
            ),
            models.Index(fields=["owner", "due_at"], condition=Q(stopped_at__isnull=True), name="clock_open_of_owner"),
            models.Index(fields=["due_at"], condition=Q(stopped_at__isnull=True), name="clock_open_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} for {self.reference}"

    @property
    def timescale(self) -> TimescaleRule:
        """The rule as it was when the clock was started."""
        return rule_from_data(self.rule_snapshot)

    @property
    def name(self) -> str:
        """What the clock is called, from its rule."""
        return self.rule_snapshot["name"]
