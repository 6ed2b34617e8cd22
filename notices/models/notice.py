"""One thing that one person is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from notices import catalogue
from notices.subjects import id_in
from partnerships.closed import closed_to


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user) -> "NoticeQuerySet":
        """A person sees the notices that were sent to them, but for those about what has since been closed to them."""
        closed = closed_to(user)
        mine = self.filter(recipient_id=user.pk)
        if not closed:
            return mine
        hidden = [pk for pk, path in mine.values_list("pk", "path") if id_in(path) in closed]
        return mine.exclude(pk__in=hidden)


class Notice(models.Model):
    """Holds a kind from the catalogue, a reference and a page: its words are made when it is read.

    The key is what makes it one notice however often it is sent; the id follows from recipient and key
    (`notices.services.notice_id`), so that a second writing of it meets the first.
    """

    id = models.UUIDField(primary_key=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField(null=True, blank=True)
    meant_at = models.DateTimeField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_once_for_each_recipient_and_key"),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[A-Za-z0-9][A-Za-z0-9-]*$"), name="notice_reference_is_no_free_text"
            ),
            models.CheckConstraint(condition=Q(path__regex=r"^/[A-Za-z0-9/_-]*$"), name="notice_path_is_a_page_of_ours"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_newest_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread_of_recipient"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The notice in words, from the catalogue; one whose kind is no longer there still says what it is about."""
        try:
            return catalogue.words_of(
                self.kind,
                reference=self.reference,
                about=self.about,
                due_at=self.due_at,
                meant_at=self.meant_at,
                created_at=self.created_at,
            )
        except catalogue.UnknownNotice:
            return f"Something changed on {self.reference}."
