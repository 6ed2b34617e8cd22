"""A PDF as an answer: shown in the browser, kept in no cache, named by reference and never by a child's name."""

import re

from django.http import HttpResponse


def pdf_response(pdf: bytes, *, reference: str) -> HttpResponse:
    """Return the PDF inline as `<reference>.pdf`."""
    name = re.sub(r"[^A-Za-z0-9-]", "", reference) or "document"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
