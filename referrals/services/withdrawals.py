"""Telling the front door that somebody withdraws the agreement on which, in part, a contact was sent."""

import datetime

from audit.services import record_change
from consent.models import Agreement
from notices.services import notice_send
from partnerships.models import Role, User
from partnerships.selectors import people_with
from referrals.models import Contact, ContactNote

STAFF = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]


def withdrawal_tell(withdrawn: Agreement, by: User, at: datetime.datetime) -> None:
    """Put it beside every contact that was sent from this check, and tell who has it and the managers; nobody has it: all.

    Runs in the transaction of the withdrawal. The notice carries a reference and nothing else; the words stand on the contact.
    """
    relation = withdrawn.case_check.household.members.filter(person=withdrawn.person).values_list("relation", flat=True).first()
    who = ", ".join(part for part in (withdrawn.person.name, relation) if part)
    for contact in Contact.objects.filter(proposal__case_check=withdrawn.case_check_id, author=by).select_related("front_door"):
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
    managers = list(people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=contact.front_door))
    if contact.owner is None:
        return list(people_with(roles=STAFF, front_door=contact.front_door))
    return [contact.owner, *managers]
