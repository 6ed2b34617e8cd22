"""Check your answers, see who will receive it, send."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from audit.reading import mark_read
from consent.models import SharingProposal
from consent.selectors.proposals import open_proposal, ways_of
from consent.services.proposals import proposal_prepare
from documents.press import PressFailed
from documents.responses import pdf_response
from documents.services import preview_pdf
from pages import error_pages
from pages.views import FormPage, PageView
from partnerships.permissions import Action
from referrals.forms.sending import SendForm
from referrals.models import Contact
from referrals.services.sending import contact_send
from thresholds.models import Check
from thresholds.selectors.checks import check_open
from thresholds.services.checks import CheckRefused
from thresholds.views.base import mark_check
from workflow.errors import IllegalTransition, NotAllowed

CHANGED = "What you would send has changed since you opened this page. Read it again, then send."


class SendPage(FormPage):
    """The whole contact as it will be received. Opening it brings the proposal up to date; the same content stays the same."""

    action = Action.CHECK_WRITE
    template_name = "referrals/send.html"
    form_class = SendForm
    subject: Check
    proposal: SharingProposal

    def get_subject(self) -> Check:
        return check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=Action.CHECK_WRITE)

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.pk)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.proposal = proposal_prepare(check=self.subject, by=self.request.user, at=timezone.now())
        except CheckRefused as refused:
            return self.not_ready(refused)
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.proposal = proposal_prepare(check=self.subject, by=self.request.user, at=timezone.now())
        except CheckRefused as refused:
            return self.not_ready(refused)
        return super().post(*args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        ways = ways_of(self.proposal, at=timezone.now())
        return super().get_form_kwargs() | {"proposal": self.proposal, "ways": ways}

    def get_initial(self) -> dict[str, Any]:
        return {"recipient": self.proposal.recipient_id, "content": self.proposal.content_hash}

    def get_page_context(self) -> dict[str, Any]:
        context = super().get_page_context() | {"check": self.subject}
        if not hasattr(self, "proposal"):
            return context
        ways = ways_of(self.proposal, at=timezone.now())
        closed = {SharingProposal.Way(way).label: why for way, why in ways.items() if why}
        return context | {
            "proposal": self.proposal, "content": self.proposal.content, "closed": closed, "open": len(closed) < len(ways)
        }  # fmt: skip

    def form_valid(self, form: SendForm) -> str | HttpResponseBase:
        given, user = form.cleaned_data, self.request.user
        if given["content"] != self.proposal.content_hash:
            return self.form_invalid(form)
        try:
            contact = contact_send(
                proposal=self.proposal, way=given["way"], reasons=form.reasons(), recipient_id=given["recipient"],
                only_named=given["only_named_why"], by=user, at=timezone.now(),
            )  # fmt: skip
        except CheckRefused as refused:
            form.add_error(form.field_of(refused.field), refused.message)
            return self.form_invalid(form)
        told = 'Sent to {}. The reference is <span class="reference">{}</span>.'
        messages.success(self.request, format_html(told, self.proposal.recipient.name, contact.reference))
        return reverse("referrals:sent", args=[contact.pk])

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """The page is drawn with what would be sent now, so the next press is about that, and is confirmed anew."""
        if form.data.get("content") != self.proposal.content_hash:
            form.add_error(None, CHANGED)
            form.data = form.data.copy()
            form.data["content"], form.data["recipient"] = self.proposal.content_hash, self.proposal.recipient_id
            form.data.pop("confirmed", None)
        return super().form_invalid(form)

    def not_ready(self, refused: CheckRefused) -> HttpResponse:
        context = self.get_page_context() | {"refused": refused, "typed": error_pages.typed_in(self.request)}
        return render(self.request, "referrals/not_ready.html", context, status=200 if self.request.method == "GET" else 422)

    def already_moved(self, refusal: IllegalTransition) -> HttpResponseBase:
        """Sent already: a second press of the button finds the contact that the first one made."""
        contact = Contact.objects.filter(proposal__case_check=self.subject, author=self.request.user).first()
        if contact is None:
            return super().already_moved(refusal)
        return redirect("referrals:sent", contact.pk)


class PreviewPage(PageView):
    """The document as it would be sent now, stamped as a preview."""

    action = Action.CHECK_WRITE
    template_name = "documents/not_printed_yet.html"
    subject: Check

    def get_subject(self) -> Check:
        return check_open(check_id=self.kwargs["check_id"], user=self.request.user, action=Action.CHECK_WRITE)

    def mark_shown(self) -> None:
        mark_read(self.request, action="preview-opened", subject_type="check", subject_id=self.subject.pk)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        proposal = open_proposal(self.subject)
        if proposal is None:
            raise NotAllowed(Action.CHECK_WRITE)
        try:
            pages = preview_pdf({**proposal.content, "reference": proposal.reference})
        except PressFailed:
            return self.render({"document": None}, status=503)
        return pdf_response(pages, reference=f"{proposal.reference}-preview")
