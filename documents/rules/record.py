"""What a consent record on paper holds: its entries, in order, beside what every document has."""

from dataclasses import dataclass

from documents.rules.content import ContactDocument, Labelled
from documents.rules.reading import Line, Prose


@dataclass(frozen=True, kw_only=True)
class RecordEntry:
    """One thing that happened; `recorded` where it was written down later, `marked` what left without approval."""

    at: Line = ""
    what: Prose = ""
    by: Line = ""
    check: Line = ""
    recorded: Line = ""
    marked: bool = False
    facts: tuple[Labelled, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordDocument(ContactDocument):
    """The content of a consent record. `reason` is whom this copy is for; `left` and `note` say what is not in it."""

    entries: tuple[RecordEntry, ...] = ()
    left: Prose = ""
    note: Prose = ""
