"""What a lead's desk remembers: what each lead has read, who answers in whose place, and who is away."""

import uuid

import pgtrigger
from django.db import models

MAY_ANSWER = """
if not exists (
  select 1 from consent_sharingproposal p
    join partnerships_organisation o on o.id = p.organisation_id
    join partnerships_membership m on m.organisation_id in (o.id, o.approver_id)
  where p.id = new.proposal_id and m.user_id = new.to_id and m.role = 'safeguarding-lead'
    and m.from_date <= current_date and (m.until_date is null or m.until_date >= current_date)
    and new.to_id <> p.author_id and new.to_id is distinct from p.asked_by_id
    and new.to_id is distinct from p.concern_about_id) then
  raise exception 'only a lead who may answer it can be handed this' using errcode = 'check_violation';
end if;
return new;
"""


class ProposalReading(models.Model):
    """That a lead has opened what would be shared, exactly: by its hash. What changed is shown from the last that they read.

    `organisation` is the agency that asked, so that a lead whose role has ended since is still told why the page is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey("consent.SharingProposal", on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    reader = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["reader", "proposal"], name="proposal_read_once_by_each")]
        triggers = [pgtrigger.Protect(name="readings_stand", operation=pgtrigger.Update | pgtrigger.Delete)]


class HandOver(models.Model):
    """A lead gave what waits to a named other lead, with a note. The clock goes on; the last hand-over stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey("consent.SharingProposal", on_delete=models.PROTECT, related_name="hand_overs")
    to = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="handed_to_somebody_else", condition=~models.Q(to=models.F("by"))),
            models.CheckConstraint(name="handed_over_with_a_note", condition=~models.Q(note="")),
        ]
        triggers = [
            pgtrigger.Protect(name="hand_overs_stand", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="deputy_may_answer", when=pgtrigger.Before, operation=pgtrigger.Insert, func=MAY_ANSWER
            ),
        ]  # fmt: skip


class Absence(models.Model):
    """A lead is away, to the end of a day, and another answers for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    until = models.DateField(help_text="The last day away")
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "organisation"], condition=models.Q(ended_at__isnull=True), name="away_once_at_a_time"
            ),
            models.CheckConstraint(name="somebody_else_answers", condition=~models.Q(deputy=models.F("lead"))),
        ]  # fmt: skip
