import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user) -> "SavedViewQuerySet":
        """One's own alone."""
        return self.filter(user=user)


class SavedView(models.Model):
    """A way to look at the inbox that somebody keeps for themselves: a name and the values of its filters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="one_view_of_a_name_each"),
            models.CheckConstraint(name="a_view_has_a_name", condition=~Q(name="")),
        ]


class ContactReading(models.Model):
    """That somebody at the front door opened a contact, and until when they are taken to be reading it.

    `until` passes by itself: nobody has to say that they have stopped. The mark of each opening is in the audit; this says
    who has it open now, and to whom it is new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey("referrals.Contact", on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(help_text="When they opened it, this time")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "user"], name="one_reading_of_a_contact_each")]
        indexes = [models.Index(fields=["user", "until"], name="who_reads_now")]
