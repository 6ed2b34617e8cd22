import uuid

import pgtrigger
from django.db import models

from consent.models.steps import MAY_REVIEW, MAY_REVIEW_LATE


class LeadReview(models.Model):
    """What a safeguarding lead decided about one exact content. Never changed: a later decision is another row."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approve"
        DECLINE = "decline", "Decline"
        RETURN = "return", "Return for more"
        ADVISE = "advise", "Advise only"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey("consent.SharingProposal", on_delete=models.PROTECT, related_name="reviews")
    content_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reasons = models.TextField()
    decided_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at"]
        constraints = [models.CheckConstraint(name="review_has_reasons", condition=~models.Q(reasons=""))]
        triggers = [
            pgtrigger.Protect(name="reviews_stand", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="on_exactly_what_waits", when=pgtrigger.Before, operation=pgtrigger.Insert, func=MAY_REVIEW
            ),
            pgtrigger.Trigger(
                name="nobody_reviews_their_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                if exists (select 1 from consent_sharingproposal p where p.id = new.proposal_id
                           and (p.author_id = new.decided_by_id or p.asked_by_id = new.decided_by_id
                                or p.concern_about_id = new.decided_by_id)) then
                  raise exception 'nobody reviews their own' using errcode = 'check_violation';
                end if;
                return new;
                """,
            ),
        ]  # fmt: skip


class LateReview(models.Model):
    """The same-day review of what was sent as urgent or on professional judgement; its outcome joins the record."""

    class Outcome(models.TextChoices):
        SUPPORTED = "supported", "I would have approved it"
        LEARNING = "learning", "I would have done something differently"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField("consent.SharingProposal", on_delete=models.PROTECT, related_name="late_review")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reasons = models.TextField()
    reviewed_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="late_reviews_stand", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="of_what_went_without_them", when=pgtrigger.Before, operation=pgtrigger.Insert, func=MAY_REVIEW_LATE
            ),
        ]  # fmt: skip
