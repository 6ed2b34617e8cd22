"""The kinds of document there are: what reads their content and which template prints them. One row a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.rules.content import ContactDocument
from documents.rules.record import RecordDocument


@dataclass(frozen=True)
class Kind:
    """`read` builds the content from a plain dict and raises ContentRefused; `template` prints it."""

    code: str
    read: Callable[[object], ContactDocument]
    template: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind(code="contact", read=ContactDocument.from_plain, template="documents/contact.html"),
        Kind(code="consent-record", read=RecordDocument.from_plain, template="documents/consent_record.html"),
    )
}


def kind_of(code: str) -> Kind:
    """Return the kind; raises KeyError with its code when there is none."""
    return KINDS[code]
