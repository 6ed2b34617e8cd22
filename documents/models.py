"""Documents that leave the system: a frozen content, and the bytes that were printed from it once."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.history import tracked
from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships

_FROZEN = (
    "reference", "subject_type", "subject_id", "kind", "version", "title", "marking", "content", "content_hash",
    "verification_code", "created_at", "created_by", "organisation", "front_door",
)  # fmt: skip


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user) -> "DocumentQuerySet":
        """What one made for one's agency, the agency's as its lead, and what one's front doors hold; nothing that is closed."""
        places = current_memberships(user)
        agencies = [place.organisation_id for place in places if place.organisation_id]
        led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
        doors = [place.front_door_id for place in places if place.front_door_id]
        seen = Q(created_by=user, organisation__in=agencies) | Q(organisation__in=led) | Q(front_door__in=doors)
        return self.filter(seen).exclude(subject_id__in=closed_to(user))


class Document(models.Model):
    """One document about a subject that this app knows by type and id.

    `content` is what was declared and frozen, `content_hash` the SHA-256 of its canonical JSON. `pdf` is empty until it has
    been printed; what is served afterwards is those bytes. A correction is a new version, named by `superseded_by`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, db_index=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    marking = models.CharField(max_length=60)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True)
    verification_code = models.CharField(max_length=16, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    front_door = models.ForeignKey("partnerships.FrontDoor", null=True, on_delete=models.PROTECT, related_name="+")
    superseded_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="supersedes")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "kind", "version"], name="document_version_once"),
            models.CheckConstraint(
                name="document_belongs_somewhere",
                condition=Q(organisation__isnull=False) | Q(front_door__isnull=False),
            ),
            models.CheckConstraint(
                name="document_printed_all_or_nothing",
                condition=Q(pdf__isnull=True, pdf_sha256="", pages__isnull=True)
                | (Q(pdf__isnull=False, pages__isnull=False) & ~Q(pdf_sha256="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="document_frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*_FROZEN)),
            pgtrigger.Protect(
                name="document_bytes_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.pdf IS NOT NULL AND (OLD.pdf, OLD.pdf_sha256, OLD.pages)"
                    " IS DISTINCT FROM (NEW.pdf, NEW.pdf_sha256, NEW.pages)"
                ),
            ),
            pgtrigger.Protect(
                name="document_superseded_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.superseded_by_id IS NOT NULL AND OLD.superseded_by_id IS DISTINCT FROM NEW.superseded_by_id"
                ),
            ),
        ]


tracked(Document, exclude=["pdf", "content"])  # triggers keep both as they were frozen and printed
