"""Telling the front door that somebody withdraws the agreement on which, in part, a contact was sent; or hearing it there."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localtime

from audit.services import record_change
from consent.models import Agreement
from consent.selectors.desk import leads_let_in
from notices.services import notice_send
from partnerships.closed import those_let_in
from partnerships.models import Role, User
from partnerships.permissions import Action, can
from partnerships.selectors import people_with
from referrals.models import Assessment, Contact, ContactNote
from referrals.permissions import is_at_door
from referrals.selectors.withdrawn import people_who_agreed, still_agreeing
from referrals.services.triage import contact_lock
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition

STAFF = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]


def withdrawal_tell(withdrawn: Agreement, by: User, at: datetime.datetime) -> None:
    """Put it beside every contact that was sent from this check, and tell those who hold it at its front door.

    Runs in the transaction of the withdrawal. The notice carries a reference and nothing else; the words stand on the contact.
    """
    relation = withdrawn.case_check.household.members.filter(person=withdrawn.person).values_list("relation", flat=True).first()
    who = ", ".join(part for part in (withdrawn.person.name, relation) if part)
    for contact in Contact.objects.filter(proposal__case_check=withdrawn.case_check_id).select_related("front_door"):
        ContactNote.objects.create(
            contact=contact, kind=ContactNote.Kind.WITHDRAWN, words=f"{who}: {withdrawn.their_words}", for_referrer=True,
            by=by, at=at,
        )  # fmt: skip
        record_change(by=by, event="withdrawal-told", subject_type="contact", subject_id=contact.pk, at=at)
        if not contact.is_practice:
            notice_send(
                recipients=_who_holds(contact), kind="agreement-withdrawn", reference=contact.reference,
                url=f"/front-door/contacts/{contact.pk}/", key=f"agreement-withdrawn:{withdrawn.pk}", at=at,
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who withdraws, as the contact names them; when and how they told the front door, in their words."""

    who: str
    at: datetime.datetime | None
    how: str
    their_words: str


@transaction.atomic
def withdrawal_hear(*, contact: Contact, heard: Heard, by: User, at: datetime.datetime) -> ContactNote:
    """Record what somebody told the front door: that they withdraw. The agency that sent it is told, and reads the words.

    Their answer is the agency's, which records it there; what the front door shares from now on follows this at once. Raises
    `NotAllowed`, `CheckRefused` at the field, `IllegalTransition` where it is on record already.
    """
    contact = contact_lock(contact, by, Action.CONTACT_TRIAGE)
    _refuse_unheard(contact, heard, at)
    if heard.who not in still_agreeing(contact):
        raise IllegalTransition("withdrawn", "withdraw", ())
    how = Agreement.How(heard.how).label.lower()
    said = f"told {contact.front_door.name} {how}, {localtime(heard.at):%-d %B %Y, %H:%M}"
    note = ContactNote.objects.create(
        contact=contact, kind=ContactNote.Kind.WITHDRAWN, for_referrer=True, by=by, at=at,
        words=f"{heard.who}: {heard.their_words.strip()}\n({said})",
    )  # fmt: skip
    record_change(by=by, event="withdrawal-heard", subject_type="contact", subject_id=contact.pk, at=at)
    if not contact.is_practice:
        notice_send(
            recipients=_at_the_agency(contact), kind="withdrawal-heard", reference=contact.reference,
            url=f"/contacts/{contact.pk}/", key=f"withdrawal-heard:{note.pk}", at=at,
        )  # fmt: skip
    return note


def _refuse_unheard(contact: Contact, heard: Heard, at: datetime.datetime) -> None:
    if heard.who not in people_who_agreed(contact):
        raise CheckRefused("who", "Choose one of those who had agreed when it was sent.")
    if heard.at is None:
        raise CheckRefused("heard_at", "Say when they told you.")
    if heard.at > at:
        raise CheckRefused("heard_at", "This cannot be in the future.")
    if heard.at < contact.received_at.replace(second=0, microsecond=0):
        raise CheckRefused("heard_at", "That is before you had this contact. Look at the day and the time again.")
    if heard.how not in Agreement.How.values:
        raise CheckRefused("how", "Say how they told you.")
    if not heard.their_words.strip():
        raise CheckRefused("their_words", "Say what they said, in their words where you can.")


def _at_the_agency(contact: Contact) -> list[User]:
    """Who sent it, while they may read it, and their leads but for one whom the worry is about."""
    if contact.proposal is None or contact.author is None or contact.organisation is None:
        return []
    about = contact.proposal.concern_about_id
    author = [contact.author] if can(contact.author, Action.CONTACT_READ, contact) else []
    leads = leads_let_in(contact.organisation, contact.proposal.pk, besides={contact.author.pk} | ({about} if about else set()))
    return [*author, *leads]


def _who_holds(contact: Contact) -> list[User]:
    """Whoever has it, whoever assesses the child now, and the managers; everybody there where nobody who has it can act.

    Somebody who has left, or to whom it has been closed since, holds it in name alone.
    """
    assessing = Assessment.objects.filter(contact=contact, state=Assessment.State.OPEN).select_related("worker").first()
    named = [contact.owner, assessing.worker if assessing else None]
    there = [user for user in named if user is not None and user.is_active and is_at_door(user, contact.front_door_id)]
    holding = those_let_in(contact.pk, there)
    roles = [Role.FRONT_DOOR_MANAGER] if holding else STAFF
    return [*holding, *people_with(roles=roles, front_door=contact.front_door)]
