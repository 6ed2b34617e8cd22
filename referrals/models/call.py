import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from partnerships.closed import closed_to
from partnerships.permissions import current_memberships


def doors_of(user: Any) -> list[int]:
    """The ids of the front doors at which somebody works today."""
    return [place.front_door_id for place in current_memberships(user) if place.front_door_id]


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> "CallQuerySet":
        """Those of the front doors at which somebody works, but for what is closed to them."""
        return self.filter(front_door__in=doors_of(user)).exclude(contact__in=closed_to(user))


class Call(models.Model):
    """Who rang a front door, came in or wrote, and what they said, as whoever took it put it down. It stays as it is.

    A correction is a note beside it. It belongs to the front door alone: no agency reads it. The row is written before its
    contact, in the same transaction: the contact's trigger asks for it.
    """

    class How(models.TextChoices):
        PHONE = "phone", "By phone"
        WALK_IN = "walk-in", "In person"
        LETTER = "letter", "By letter"

    class Caller(models.TextChoices):
        PROFESSIONAL = "professional", "A professional"
        PUBLIC = "public", "A member of the public"
        FAMILY = "family", "Somebody in the family"
        CHILD = "child", "The child or young person themself"

    class Danger(models.TextChoices):
        NOW = "now", "In danger now"
        TODAY = "today", "Needs a response today"
        NEITHER = "neither", "Neither"
        UNKNOWN = "unknown", "The caller could not say"

    class Knows(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "The caller could not say"

    class Place(models.TextChoices):
        LIVES = "lives", "The child lives there"
        FOUND = "found", "The child is there now, and that decides"
        UNKNOWN = "unknown", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField("referrals.Contact", on_delete=models.PROTECT, related_name="call")
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    rang_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)
    caller = models.CharField(max_length=14, choices=Caller.choices)
    is_anonymous = models.BooleanField(default=False)
    caller_name = models.CharField(max_length=160, blank=True)
    caller_agency = models.CharField(max_length=160, blank=True)
    caller_role = models.CharField(max_length=160, blank=True, help_text="Their work, or who they are to the child")
    call_back = models.CharField(max_length=160, blank=True)
    account = models.ForeignKey("partnerships.User", null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    carer = models.CharField(max_length=300, blank=True, help_text="The parent or carer, and how to reach them")
    area = models.ForeignKey("partnerships.LocalAuthority", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=10, choices=Place.choices)
    place_why = models.CharField(max_length=300, blank=True)
    is_for_transfer = models.BooleanField(default=False, help_text="It is another area's, whose front door takes it on")
    worry = models.TextField()
    topic = models.CharField(max_length=100, blank=True)
    where_now = models.CharField(max_length=300, blank=True)
    danger = models.CharField(max_length=10, choices=Danger.choices)
    tried = models.TextField(blank=True)
    family_knows = models.CharField(max_length=10, choices=Knows.choices)
    family_words = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=list, help_text="What was asked, from data: code, text, answer, whether not known")
    not_known = models.JSONField(default=list, help_text="What the caller could not say, in words")
    advice = models.ForeignKey(
        "referrals.AdviceGiven", null=True, on_delete=models.PROTECT, related_name="calls", help_text="What it came of"
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="call_not_before_it_rang", condition=Q(taken_at__gte=models.F("rang_at"))),
            models.CheckConstraint(name="call_has_a_worry", condition=~Q(worry="")),
        ]
        triggers = [pgtrigger.Protect(name="calls_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def who(self) -> str:
        """The caller in a few words, as every page shows them: without a name where they asked for that."""
        if self.is_anonymous:
            return f"{self.get_caller_display()}, who stays anonymous"
        named = ", ".join(part for part in (self.caller_name, self.caller_role, self.caller_agency) if part)
        return named or self.get_caller_display()

    @property
    def has_name(self) -> bool:
        """Whether anything is known of who they are, and may be said."""
        return not self.is_anonymous and bool(self.caller_name or self.caller_role or self.caller_agency)

    @property
    def needs_writing(self) -> bool:
        """A professional writes the same day; nobody else is asked to."""
        return self.caller == self.Caller.PROFESSIONAL


class CallDraftQuerySet(models.QuerySet["CallDraft"]):
    def visible_to(self, user: Any) -> "CallDraftQuerySet":
        """One's own, at a front door at which one still works."""
        return self.filter(by=user, front_door__in=doors_of(user))


class CallDraft(models.Model):
    """A call that is still being taken down, as typed. Whoever takes it alone reads it; its contact will have its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    objects = CallDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]


class CallJoinQuerySet(models.QuerySet["CallJoin"]):
    def standing(self) -> "CallJoinQuerySet":
        return self.filter(undone_at__isnull=True)


class CallJoin(models.Model):
    """That a written contact is what was rung about: one piece of work from then on. Undone, it stays on record as undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("referrals.Contact", on_delete=models.PROTECT, related_name="joins")
    written = models.ForeignKey("referrals.Contact", on_delete=models.PROTECT, related_name="calls_joined")
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey("partnerships.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=300, blank=True)

    objects = CallJoinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(undone_at__isnull=True), name="a_call_is_joined_once"),
            models.UniqueConstraint(fields=["written"], condition=Q(undone_at__isnull=True), name="one_call_for_one_written"),
            models.CheckConstraint(
                name="undone_whole_or_not_at_all",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_why="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_why=""),
            ),
        ]
        triggers = [pgtrigger.Protect(name="joins_stay", operation=pgtrigger.Delete)]
