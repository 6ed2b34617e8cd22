import uuid
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships
from people.models import EmergencyAccess

if TYPE_CHECKING:
    from referrals.models.call import Call
    from referrals.models.match import ContactMatch

LEFT_BY_A_WAY = """
if new.origin = 'call' then
  if not exists (
    select 1 from referrals_call k
      join partnerships_membership m on m.user_id = k.taken_by_id and m.front_door_id = k.front_door_id
    where k.contact_id = new.id and k.front_door_id = new.front_door_id and k.rang_at = new.received_at
      and m.role in ('front-door', 'front-door-manager', 'service-manager')
      and m.from_date <= (k.taken_at at time zone 'Europe/London')::date
      and (m.until_date is null or m.until_date >= (k.taken_at at time zone 'Europe/London')::date)) then
    raise exception 'a contact without a proposal is a call that somebody of that front door took'
      using errcode = 'check_violation';
  end if;
  return new;
end if;
if not exists (
  select 1 from consent_sharingproposal p
  where p.id = new.proposal_id and p.left_at is not null and p.state = 'left'
    and p.content_hash = new.content_hash and p.recipient_id = new.front_door_id
    and p.author_id = new.author_id and p.organisation_id = new.organisation_id) then
  raise exception 'a contact leaves only as a proposal that has left, to its recipient' using errcode = 'check_violation';
end if;
return new;
"""


class ContactQuerySet(models.QuerySet["Contact"]):
    def at_doors_of(self, user) -> "ContactQuerySet":
        """Those sent to the front doors at which somebody works, but for their own and what is closed to them."""
        doors = [place.front_door_id for place in current_memberships(user) if place.front_door_id]
        return self.filter(front_door__in=doors).exclude(author=user).exclude(pk__in=closed_to(user))

    def sent_by(self, user) -> "ContactQuerySet":
        """What somebody sent for an agency in which they still are, and as its lead what it sent; without what is closed."""
        return self.filter(_sent_by(user)).exclude(pk__in=closed_to(user))

    def visible_to(self, user) -> "ContactQuerySet":
        """Either side of it, and what one has open by emergency access."""
        doors = [place.front_door_id for place in current_memberships(user) if place.front_door_id]
        opened = EmergencyAccess.objects.running(user, timezone.now()).filter(subject_type="contact").values("subject_id")
        either = Q(front_door__in=doors) | _sent_by(user)
        return self.filter(either & ~Q(pk__in=closed_to(user)) | Q(pk__in=opened))


def _sent_by(user) -> Q:
    places = [place for place in current_memberships(user) if place.organisation_id]
    led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
    return Q(author=user, organisation__in=[place.organisation_id for place in places]) | Q(organisation__in=led)


_SENT = Q(
    origin="check", proposal__isnull=False, document__isnull=False, organisation__isnull=False, author__isnull=False
) & ~Q(content_hash="")
_RUNG = Q(
    origin="call", proposal__isnull=True, document__isnull=True, organisation__isnull=True, author__isnull=True,
    content_hash="", basis="", way="", is_practice=False,
)  # fmt: skip


class Contact(models.Model):
    """What a referrer sent to a front door, or a call that it took. As it came for ever; what is ours stands beside it."""

    class Origin(models.TextChoices):
        CHECK = "check", "Sent by an agency"
        CALL = "call", "Taken by the front door"

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        IN_TRIAGE = "in-triage", "Being looked at"
        DECIDED = "decided", "Decided"
        JOINED = "joined", "Joined to the written contact"

    class Urgency(models.TextChoices):
        TODAY = "today", "Urgent today"
        NEITHER = "neither", "Not urgent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.CHECK)
    proposal = models.OneToOneField("consent.SharingProposal", null=True, on_delete=models.PROTECT, related_name="contact")
    content_hash = models.CharField(max_length=64, blank=True)
    document = models.OneToOneField("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("partnerships.User", null=True, on_delete=models.PROTECT, related_name="+")
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="contacts")
    framework_version = models.ForeignKey("thresholds.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(
        max_length=40, blank=True, help_text="The highest level judged by the referrer; of a call by who took it, or none"
    )
    basis = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=24, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NEITHER)
    heading = models.CharField(max_length=160, help_text="The family name or names, as sent")
    summary = models.CharField(max_length=200, help_text="The worry in a line")
    is_practice = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    owner = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decide_by = models.DateTimeField(help_text="When the 24 hours end, for the order of the inbox; the clock is the authority")

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["front_door", "decide_by", "id"], condition=~Q(state="decided"), name="inbox_by_time_left"),
            models.Index(fields=["author", "-received_at"], name="contact_by_author"),
            models.Index(fields=["front_door", "-received_at"], condition=Q(state="decided"), name="decided_lately"),
        ]
        constraints = [
            models.CheckConstraint(
                name="acknowledged_whole_or_not_at_all",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(name="sent_whole_or_a_call", condition=_SENT | _RUNG),
            models.CheckConstraint(name="a_call_alone_is_joined", condition=~Q(state="joined") | Q(origin="call")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="left_by_one_of_four_ways", when=pgtrigger.Before, operation=pgtrigger.Insert, func=LEFT_BY_A_WAY
            ),
            pgtrigger.Protect(name="contacts_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_sent",
                fields=[
                    "reference", "origin", "proposal", "content_hash", "document", "organisation", "author", "front_door",
                    "framework_version", "level",
                    "basis", "way", "urgency", "heading", "summary", "is_practice", "received_at",
                ],
            ),
        ]  # fmt: skip

    @property
    def is_call(self) -> bool:
        return self.origin == self.Origin.CALL

    @property
    def content(self) -> dict[str, Any]:
        """What was sent, as it was frozen. A call has no document: nothing but how it is marked."""
        return self.document.content if self.document is not None else {"marking": "OFFICIAL-SENSITIVE"}

    @property
    def taken(self) -> "Call | None":
        """The call that it is, where the reader is of the front door that took it."""
        found: Call | None = getattr(self, "call", None)
        return found

    @property
    def asker(self) -> str:
        """What whoever turned to the front door is called there: a call by anybody but a professional refers nobody."""
        call = self.taken if self.is_call else None
        return "caller" if call is not None and not call.needs_writing else "referrer"

    @property
    def senders(self) -> list[Any]:
        """Whom to tell what becomes of it: its author, and of a call nobody."""
        return [self.author] if self.author is not None else []


class ContactChild(models.Model):
    """One child as the referrer sent them. Who the front door recognised them to be is a `ContactMatch`, which is its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveSmallIntegerField()
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    age_stated = models.PositiveSmallIntegerField(null=True, blank=True)
    unborn = models.BooleanField(default=False)
    due_date = models.DateField(null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=40)
    suggested = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index("date_of_birth", Lower("family_name"), name="sent_by_birth_and_family")]
        triggers = [pgtrigger.Protect(name="children_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def name(self) -> str:
        if self.unborn and not self.given_name:
            return "Unborn child"
        return f"{self.given_name} {self.family_name}".strip() or "Name not known yet"

    @property
    def match(self) -> "ContactMatch | None":
        """Who the front door says this is; None where nobody has said, or the reader is not of the front door."""
        found: ContactMatch | None = getattr(self, "matched", None)
        return found


class ContactNote(models.Model):
    """An event on a contact that both sides or one side may read: a talk, an addition by the referrer, a note."""

    class Kind(models.TextChoices):
        TALK_REFERRER = "talk-referrer", "Spoke to the referrer"
        TALK_FAMILY = "talk-family", "Spoke to the family"
        CHECK = "agency-check", "Asked an agency"
        NOTE = "note", "Note"
        ADDITION = "addition", "Added by the referrer"
        READ = "feedback-read", "Feedback read by the referrer"
        WITHDRAWN = "withdrawn", "Agreement withdrawn"
        CORRECTION = "call-corrected", "Correction to what was taken down"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    words = models.TextField(blank=True)
    for_referrer = models.BooleanField(default=False, help_text="Whether the referrer reads it too")
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        triggers = [pgtrigger.Protect(name="notes_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
