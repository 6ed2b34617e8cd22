"""The consent record as a page and as a document: whom the copy is for, its entries, and the content that is printed."""

import datetime
from dataclasses import dataclass
from typing import Any

from consent.rules.chronology import CHILD_NOTE, FAMILY_NOTE, Entry, Reader, copy_for, may_not_be_told
from consent.selectors.chronology import checks_about, chronology_of, never_printed, person_key
from documents.rules.content import ContactDocument
from documents.rules.record import RecordDocument
from partnerships.models import User
from partnerships.permissions import Action
from people.models import Person
from thresholds.models import Check
from thresholds.selectors.checks import framework_of
from workflow.errors import NotAllowed

WHOLE = "whole"
MOST = 280
"""Entries of one printed copy; a document takes 300 of anything."""


@dataclass(frozen=True)
class Copy:
    """A copy for one reader: `code` is in the address, `label` is read, `mark` goes into the audit and names nobody."""

    code: str
    label: str
    reader: Reader

    @property
    def mark(self) -> str:
        if self.reader.checks:
            return "about one child: for a court, an inspector or the agency"
        return "for one of the family" if self.reader.person else "whole: for a court, an inspector or the agency"


def copies_of(checks: list[Check]) -> list[Copy]:
    """Whom a copy can be for: the whole, one about each child alone, and each of the family who was asked anything."""
    whole = Copy(WHOLE, "A court, an inspector or your agency: the whole record", Reader())
    people = Person.objects.filter(agreements__case_check__in=checks).distinct().order_by("family_name", "given_name", "pk")
    named: dict[str, Copy] = {}
    for person in people:
        key = person_key(person)
        named.setdefault(key, Copy(str(person.pk), f"{person.name}: what is theirs and what they were told", Reader(key)))
    return [whole, *_about_each_child(checks), *named.values()]


def _about_each_child(checks: list[Check]) -> list[Copy]:
    """Where there are several children, what is on record about one of them: by the checks that they are in."""
    found: dict[str, tuple[Person, set[str]]] = {}
    for check in checks:
        for child in check.children.select_related("person"):
            found.setdefault(person_key(child.person), (child.person, set()))[1].add(check.reference)
    if len(found) < 2:
        return []
    return [
        Copy(
            f"child-{person.pk}", f"A court, an inspector or your agency: {person.short_name} alone",
            Reader(checks=frozenset(references), besides=frozenset(found.keys() - {key})),
        )
        for key, (person, references) in found.items()
    ]  # fmt: skip


def consent_record(check: Check, user: User, *, code: str) -> dict[str, Any]:
    """The entries of the copy that was asked for. Raises `NotAllowed` for a reader who is not of the family."""
    checks = checks_about(check, user)
    copies = copies_of(checks)
    chosen = next((copy for copy in copies if copy.code == code), None)
    if chosen is None:
        raise NotAllowed(Action.CHECK_READ)
    happened = chronology_of(checks, user)
    return {
        "entries": copy_for(chosen.reader, happened, never=never_printed(checks)),
        "copies": copies,
        "chosen": chosen,
        "checks": checks,
        "note": FAMILY_NOTE if chosen.reader.person else CHILD_NOTE if chosen.reader.checks else "",
        "not_told": bool(chosen.reader.person) and may_not_be_told(chosen.reader, happened),
    }


def printed(check: Check, record: dict[str, Any], *, by: User, at: datetime.datetime) -> ContactDocument:
    """The same entries as a document's content, under the check's reference.

    A copy for one person names no child and no check that it has no entry of: they may not know of an unborn child, or of it.
    """
    entries: tuple[Entry, ...] = record["entries"]
    for_one = bool(record["chosen"].reader.person)
    besides = record["chosen"].reader.besides
    known = [] if for_one else [child.person for child in check.children.select_related("person")]
    plain = {
        "title": "Consent record",
        "reference": _reference(check, entries) if for_one else check.reference,
        "framework": {"title": framework_of(check).title, "version": str(check.framework_version.version)},
        "practice": check.kind != Check.Kind.LIVE,
        "reason": record["chosen"].label,
        "sent_at": at.isoformat(),
        "from": {"name": by.name, "role": by.job_title, "organisation": check.organisation.name},
        "children": [{"name": child.name} for child in known if person_key(child) not in besides],
        "note": record["note"],
        "entries": [_printed(entry) for entry in entries[:MOST]],
        "left": f"{len(entries) - MOST} later entries are not in this copy." if len(entries) > MOST else "",
    }
    return RecordDocument.from_plain(plain)


def _reference(check: Check, entries: tuple[Entry, ...]) -> str:
    """The check that it is printed from where this copy holds something of it, or else the first that it does."""
    known = [entry.reference for entry in entries]
    return check.reference if check.reference in known else next(iter(known), "")


def _printed(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "what": entry.what,
        "by": entry.by,
        "check": entry.reference,
        "recorded": entry.recorded_at.isoformat() if entry.recorded_at and entry.was_recorded_later else "",
        "marked": entry.marked,
        "facts": [{"label": fact.label, "words": fact.words} for fact in entry.facts],
    }
