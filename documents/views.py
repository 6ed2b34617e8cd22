"""Reading a document, and asking whether a printed one is genuine."""

from typing import Any, cast

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from documents import selectors, services
from documents.forms import VerifyForm
from documents.models import Document
from documents.press import PressFailed
from documents.responses import pdf_response
from documents.throttle import is_asking_too_often
from pages import error_pages
from pages.views import PUBLIC, FormPage, PageView
from partnerships.models import User
from partnerships.permissions import Action


class DocumentView(PageView):
    """GET gives the stored bytes, printing them first if nobody has yet; a failed print never hides that it was sent."""

    action = Action.DOCUMENT_READ
    template_name = "documents/not_printed_yet.html"

    def get_subject(self) -> Document:
        return get_object_or_404(selectors.documents_for(cast(User, self.request.user)), pk=self.kwargs["document_id"])

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            document = services.document_open(document_id=self.subject.pk, by=cast(User, self.request.user))
        except PressFailed:
            response = self.render({"document": self.subject}, status=503)
            response["Retry-After"] = "30"
            return response
        return pdf_response(bytes(document.pdf or b""), reference=document.reference)


class VerifyView(FormPage):
    """Anybody who holds a printed document may ask; the answer shows nothing about a child."""

    action = PUBLIC
    form_class = VerifyForm
    template_name = "documents/verify.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_asking_too_often(self.request.META.get("REMOTE_ADDR", "")):
            return error_pages.too_many(self.request)
        return super().post(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponseBase:
        asked = form.cleaned_data
        sealed = selectors.document_sealed(reference=asked["reference"], code=asked["code"])
        return self.render({"form": form, "answered": True, "sealed": sealed})
