import uuid

import pgtrigger
from django.db import models


class ContactMatch(models.Model):
    """Who the front door recognised a child as sent to be, and why. No row: nobody has said. Its referrer never reads it.

    Undoing deletes the row; its history keeps it.
    """

    class Kind(models.TextChoices):
        LINKED = "linked", "Linked"
        NEW = "new", "New to this front door"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.OneToOneField("referrals.ContactChild", on_delete=models.PROTECT, related_name="matched")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contact_matches")
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="matches_stand", operation=pgtrigger.Update)]


class NotAMatch(models.Model):
    """That a child as sent is not this child of ours: by whom, when and why. The two are not proposed again until it is undone.

    Undoing deletes the row; its history keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("referrals.ContactChild", on_delete=models.PROTECT, related_name="not_matched")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["child", "person"], name="said_once_not_a_match"),
            models.CheckConstraint(name="not_a_match_has_a_reason", condition=~models.Q(why="")),
        ]
        triggers = [pgtrigger.Protect(name="not_matches_stand", operation=pgtrigger.Update)]
