"""The front door's own record of the agreement on a contact: a page, and a copy on paper, each leaving its mark."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.functional import cached_property

from audit.reading import mark_read
from consent.rules.chronology import Entry
from documents import rendering
from documents.press import PressFailed
from documents.responses import pdf_response
from documents.rules.seal import content_hash
from referrals.consent_record import NOTE, received_printed, received_record
from referrals.views.base import AtFrontDoor


class ReceivedRecordPage(AtFrontDoor):
    """What the front door was told of agreement, and what came of it since, in the order in which it happened."""

    template_name = "referrals/received_record.html"
    layout = ""
    marked_as = "consent-record-read"
    digest = ""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return received_record(self.subject, self.request.user)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"entries": self.entries, "note": NOTE}

    def mark_shown(self) -> None:
        reason = "as the front door received it" + (f"; SHA-256 {self.digest}" if self.digest else "")
        mark_read(
            self.request, action=self.marked_as, subject_type="contact", subject_id=self.subject.pk, reason=reason
        )  # fmt: skip


class ReceivedRecordPdf(ReceivedRecordPage):
    """The same as a tagged PDF; its hash is kept in the mark of the export."""

    template_name = "documents/not_printed_yet.html"
    marked_as = "consent-record-exported"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = received_printed(self.subject, self.entries, by=self.request.user, at=self.now)
        self.digest = content_hash(content.to_plain())
        try:
            pdf = rendering.pdf_of(kind="consent-record", content=content, verification_code=self.digest[:16].upper())
        except PressFailed:
            return self.render(status=503)
        return pdf_response(pdf, reference=f"{self.subject.reference}-consent")
