"""Telling the front door that somebody withdraws the agreement on which, in part, a contact was sent."""

import datetime

from audit.services import record_change
from consent.models import Agreement
from notices.services import notice_send
from partnerships.closed import those_let_in
from partnerships.models import Role, User
from partnerships.selectors import people_with
from referrals.models import Assessment, Contact, ContactNote
from referrals.permissions import is_at_door

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
