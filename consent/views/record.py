"""The consent record about a child: a page, and a copy on paper, each marked with whom it is for."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property

from audit.reading import mark_read
from consent.consent_record import WHOLE, consent_record, printed
from consent.rules.reach import YES
from consent.selectors.agreements import agreements_of
from documents import rendering
from documents.press import PressFailed
from documents.responses import pdf_response
from documents.rules.seal import content_hash
from pages.views import PageView
from partnerships.permissions import Action
from thresholds.models import Check
from thresholds.selectors.checks import check_open


class ConsentRecordPage(PageView):
    """What was asked, answered, decided and shared, in order, as the copy for whoever was chosen holds it."""

    action = Action.CHECK_READ
    template_name = "consent/record.html"
    subject: Check
    marked_as = "consent-record-read"
    digest = ""

    def get_subject(self) -> Check:
        return check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=Action.CHECK_READ)

    @cached_property
    def record(self) -> dict[str, Any]:
        return consent_record(self.subject, self.request.user, code=self.request.GET.get("for", WHOLE))

    def get_page_context(self) -> dict[str, Any]:
        agreed = agreements_of(self.subject).filter(answer__in=YES)
        return super().get_page_context() | {"check": self.subject, "agreed": agreed} | self.record

    def mark_shown(self) -> None:
        reason = self.record["chosen"].mark + (f"; SHA-256 {self.digest}" if self.digest else "")
        mark_read(
            self.request, action=self.marked_as, subject_type="check", subject_id=self.subject.pk, reason=reason
        )  # fmt: skip


class ConsentRecordPdf(ConsentRecordPage):
    """The same copy as a tagged PDF; its hash is kept in the mark of the export."""

    template_name = "documents/not_printed_yet.html"
    marked_as = "consent-record-exported"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = printed(self.subject, self.record, by=self.request.user, at=timezone.now())
        self.digest = content_hash(content.to_plain())
        try:
            pdf = rendering.pdf_of(kind="consent-record", content=content, verification_code=self.digest[:16].upper())
        except PressFailed:
            return self.render(status=503)
        return pdf_response(pdf, reference=f"{content.reference or 'copy'}-consent")
