"""Sending a contact: the proposal leaves, the document is frozen, the front door has it and its clocks run, all or nothing."""

import datetime
from typing import Any

from django.db import transaction

from audit.services import record_change
from clocks.rules.deadlines import due_at
from clocks.selectors import calendar_for, rule_for
from clocks.services import clock_start
from consent.models import SharingProposal
from consent.rules.ways import MARKED, Way
from consent.services.proposals import proposal_leave
from documents.models import Document
from documents.services import document_freeze
from documents.tasks import render
from notices.services import notice_send
from partnerships.models import Role, User
from partnerships.selectors import people_with
from people.models import Address
from people.services.need_to_know import restriction_new
from referrals.models import Contact, ContactChild
from referrals.need_to_know import subject_of
from referrals.services.referrer import people_to_tell
from thresholds.models import Check
from thresholds.services.checks import CheckRefused
from thresholds.services.judgements import check_close
from workflow.errors import IllegalTransition
from workflow.references import reference_new

SUMMARY = 160


@transaction.atomic
def contact_send(
    *, proposal: SharingProposal, way: Way, reasons: str, recipient_id: int, by: User, at: datetime.datetime,
    only_named: str = "",
) -> Contact:  # fmt: skip
    """Send what a proposal holds to the front door that the sender has confirmed, by a way that is open.

    `recipient_id` is the front door that was on the page when it was confirmed. Starts the 24 hours to decide and the working
    day to acknowledge; closes the written follow-up of an urgent call; leaves the task to tell a parent who was not asked or
    said no. A practice check goes the whole way, marked so, and starts no clock at a front door. `only_named` is why only
    named staff should open it: then its managers alone do, until they name some. Raises `CheckRefused` where the recipient has
    changed since, or the way is not open; `IllegalTransition` when it was sent already.
    """
    if recipient_id != proposal.recipient_id:
        raise CheckRefused("recipient", "Who receives this has changed since you opened the page. Look again and confirm.")
    if SharingProposal.objects.filter(pk=proposal.pk, left_at__isnull=False).exists():
        raise IllegalTransition("left", "send", ())
    proposal = proposal_leave(proposal=proposal, way=way, reasons=reasons, by=by, at=at)
    check = Check.objects.select_related("authority", "organisation").get(pk=proposal.case_check_id)
    reference = reference_new(proposal.recipient.reference_prefix)
    document = _freeze(proposal, reference, by, at)
    contact = _contact(proposal, check, document, reference, by, at)
    _copy_children(contact, check)
    people_to_tell(contact=contact, check=check, by=by, at=at)
    record_change(by=by, event="contact-sent", subject_type="contact", subject_id=contact.pk, at=at, detail={"way": str(way)})
    if only_named.strip():
        _ask_for_names(contact, only_named, by, at)
    if not contact.is_practice:
        _start_clocks(contact, check, by, at)
    check_close(check=check, by=by, at=at, why="contact-sent")
    transaction.on_commit(lambda: render.delay(by.pk, str(document.pk)), robust=True)
    return contact


def _freeze(proposal: SharingProposal, reference: str, by: User, at: datetime.datetime) -> Document:
    content = {**proposal.content, "reference": reference}
    content["agreement"] = {**content["agreement"], "way": _way_words(proposal)}
    return document_freeze(
        subject_type="proposal", subject_id=proposal.pk, reference=reference, kind="contact", content=content, by=by,
        organisation=proposal.organisation, front_door=proposal.recipient, at=at,
    )  # fmt: skip


def _way_words(proposal: SharingProposal) -> dict[str, Any]:
    approval = proposal.reviews.filter(content_hash=proposal.content_hash).select_related("decided_by").last()
    return {
        "code": proposal.way,
        "words": proposal.way_words,
        "marked": proposal.way in MARKED,
        "approver": str(proposal.approver).capitalize(),
        "lead": approval.decided_by.name if approval else "",
        "at": approval.decided_at.isoformat(timespec="minutes") if approval else "",
        "reasons": "\n\n".join(part for part in (proposal.way_reasons, approval.reasons if approval else "") if part),
    }


def _contact(
    proposal: SharingProposal, check: Check, document: Document, reference: str, by: User, at: datetime.datetime
) -> Contact:
    people = [child.person for child in check.children.select_related("person")]
    surnames = dict.fromkeys(
        [person.family_name for person in people if person.family_name] or [person.name for person in people]
    )
    urgent = check.urgency in (Check.Urgency.NOW, Check.Urgency.TODAY)
    contact = Contact(
        reference=reference, proposal=proposal, content_hash=proposal.content_hash, document=document,
        organisation=proposal.organisation, author=by, front_door=proposal.recipient, level=proposal.level,
        basis=proposal.basis, way=proposal.way, framework_version=check.framework_version,
        received_at=at, decide_by=_decide_by(proposal, at),
        urgency=Contact.Urgency.TODAY if urgent else Contact.Urgency.NEITHER,
        heading=", ".join(surnames)[:160], summary=_line(check.account), is_practice=check.kind != Check.Kind.LIVE,
    )  # fmt: skip
    contact.save(force_insert=True)
    return contact


def _decide_by(proposal: SharingProposal, at: datetime.datetime) -> datetime.datetime:
    """When the decision is due by the authority's own rule, for the order of the inbox."""
    authority = proposal.recipient.authority
    return due_at(rule_for(authority, "decision", at), at.replace(microsecond=0), calendar_for(authority)).due


def _line(text: str) -> str:
    """The beginning of a text, up to the last whole word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SUMMARY else flat[:SUMMARY].rsplit(" ", 1)[0] + "…"


def _copy_children(contact: Contact, check: Check) -> None:
    """Copy each child as the referrer knows them. A sensitive address's postcode is not copied."""
    address = Address.objects.filter(household=check.household, is_sensitive=False).first()
    for child in check.children.select_related("person"):
        person = child.person
        ContactChild.objects.create(
            contact=contact, position=child.position, given_name=person.given_name, family_name=person.family_name,
            date_of_birth=person.date_of_birth, age_stated=person.age_stated, unborn=person.unborn, due_date=person.due_date,
            nhs_number=person.nhs_number, upn=person.upn, postcode=address.postcode if address else "", level=child.level,
            suggested=(child.suggestion or {}).get("level") or "",
        )  # fmt: skip


def _ask_for_names(contact: Contact, why: str, by: User, at: datetime.datetime) -> None:
    """Close it to everybody but the managers, and ask them for names. Raises `CheckRefused` where there is no manager."""
    managers = people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=contact.front_door)
    if not managers:
        raise CheckRefused("only_named", f"{contact.front_door.name} has no manager here who could open it. Ring them instead.")
    restriction_new(subject=subject_of(contact), reason=why, by=by, at=at, asked_on_sending=True)
    notice_send(
        recipients=managers, kind="only-named-asked", reference=contact.reference, url=f"/front-door/contacts/{contact.pk}/",
        key=f"only-named-asked:{contact.pk}", at=at,
    )  # fmt: skip


def _start_clocks(contact: Contact, check: Check, by: User, at: datetime.datetime) -> None:
    due = None
    for rule in ("decision", "acknowledgement"):
        clock = clock_start(
            rule=rule, authority=contact.front_door.authority, subject_type="contact", subject_id=contact.pk,
            reference=contact.reference, started_at=at, by=by, front_door=contact.front_door,
        )  # fmt: skip
        due = due or clock.due_at
    notice_send(
        recipients=people_with(roles=[Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER], front_door=contact.front_door),
        kind="contact-received", reference=contact.reference, url=f"/front-door/contacts/{contact.pk}/",
        key=f"contact-received:{contact.pk}", at=at, due_at=due,
    )  # fmt: skip
