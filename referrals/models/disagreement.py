import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships
from referrals.models.contact import Contact


class DisagreementQuerySet(models.QuerySet["Disagreement"]):
    def visible_to(self, user) -> "DisagreementQuerySet":
        """Either side: who raised it or sent what it is about, the leads of their agency, the staff of the front door."""
        places = current_memberships(user)
        agencies = [place.organisation_id for place in places if place.organisation_id]
        led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
        sent = Contact.objects.filter(author=user, organisation__in=agencies)
        party = (
            Q(raised_by=user, organisation__in=agencies)
            | Q(organisation__in=led)
            | Q(front_door__in=[place.front_door_id for place in places if place.front_door_id])
            | Q(subject_type="contact", subject_id__in=sent.values("pk"))
        )
        return self.filter(party).exclude(Q(pk__in=closed_to(user)) | Q(subject_id__in=closed_to(user)))


class Disagreement(models.Model):
    """Two practitioners see it differently: the partnership's own stages, one after the other. Its subject is type and id."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    front_door = models.ForeignKey("partnerships.FrontDoor", on_delete=models.PROTECT, related_name="+")
    raised_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    about = models.TextField()
    wanted = models.TextField()
    stage = models.CharField(max_length=40, help_text="Code of the partnership's stage")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]


class DisagreementStep(models.Model):
    """What was said at a stage: an answer, a move to the next stage, or how it was resolved and what was learned."""

    class Kind(models.TextChoices):
        ANSWERED = "answered", "Answered"
        ESCALATED = "escalated", "Taken to the next stage"
        RESOLVED = "resolved", "Resolved"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        triggers = [pgtrigger.Protect(name="steps_stand", operation=pgtrigger.Update | pgtrigger.Delete)]
