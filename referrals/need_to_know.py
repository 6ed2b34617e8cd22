"""A contact as something that may be closed to somebody: at its front door; on the side that sent it, as the check it was."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from audit.services import record_change
from clocks.services import clock_release
from notices.services import notice_send
from partnerships.closed import shut_out
from partnerships.models import Role, User
from partnerships.selectors import people_with
from people.need_to_know import subjects
from people.need_to_know.subjects import Kind, Subject, kind_of
from referrals.models import Assessment, Contact, ContactMatch
from referrals.permissions import is_at_door
from referrals.selectors.contacts import contact_open
from workflow.errors import NotAllowed

NOBODY = 0
"""In place of the author of a call: nobody has that number."""
STAFF = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]


def declare_subjects() -> None:
    subjects.declare("contact", Kind(open=_open, people=staff_of, let_go=contact_let_go))


def subject_of(contact: Contact) -> Subject:
    """As its front door answers for it."""
    return Subject(
        "contact", contact.pk, contact.reference, contact.author_id or NOBODY, reverse("referrals:contact", args=[contact.pk]),
        contact.front_door,
    )  # fmt: skip


def _open(contact_id: uuid.UUID, user: User) -> Subject:
    """For the front door the contact; for who sent it the check from which it came, which their agency answers for."""
    contact = contact_open(contact_id=contact_id, user=user)
    if is_at_door(user, contact.front_door_id) and contact.author_id != user.pk:
        return subject_of(contact)
    if contact.proposal is None:
        raise NotAllowed("open a call from an agency")
    return kind_of("check").open(contact.proposal.case_check_id, user)


def as_sent(contact: Contact, user: User) -> Subject | None:
    """The check from which it came, for somebody of the side that sent it who reads that."""
    if contact.proposal is None:
        return None
    try:
        return kind_of("check").open(contact.proposal.case_check_id, user)
    except NotAllowed:
        return None


def staff_of(subject: Subject) -> list[User]:
    """Everybody who works at the front door today, but for one who sent it."""
    if subject.front_door is None:
        raise NotAllowed("open a contact at no front door")
    return [person for person in people_with(roles=STAFF, front_door=subject.front_door) if person.pk != subject.author_id]


def contact_let_go(
    subject: Subject, people: Iterable[User], whole_family: bool, by: User, at: datetime.datetime
) -> None:  # fmt: skip
    """Take the contact from whoever of these people has it; with `whole_family` every other about the same child there too.

    What is decided and has no assessment running is nobody's work any more.
    """
    going = {person.pk: person for person in people}
    found = _about_the_same(subject.subject_id) if whole_family else _contacts().filter(pk=subject.subject_id)
    running = ~Q(state__in=[Contact.State.DECIDED, Contact.State.JOINED]) | Q(assessment__state=Assessment.State.OPEN)
    for contact in found.filter(running).filter(Q(owner__in=going) | Q(assessment__worker__in=going)):
        _release(contact, going, by, at)


def contact_let_go_if_closed(contact_id: uuid.UUID, by: User, at: datetime.datetime) -> None:
    """Take a contact from whoever has it and may not open it any more: its child was found to be one whose family they know."""
    contact = Contact.objects.select_related("owner", "front_door").filter(pk=contact_id).first()
    if contact is None:
        return
    having = {person.pk: person for person in (contact.owner, _worker_of(contact)) if person is not None}
    out = {person for _, person in shut_out([contact.pk], having)}
    if out:
        _release(contact, {pk: person for pk, person in having.items() if pk in out}, by, at)


def _about_the_same(contact_id: uuid.UUID) -> QuerySet[Contact]:
    known = ContactMatch.objects.filter(child__contact=contact_id).values("person")
    also = ContactMatch.objects.filter(person__in=known).values("child__contact")
    return _contacts().filter(Q(pk=contact_id) | Q(pk__in=also)).order_by("pk")


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.select_related("owner", "front_door")


def _worker_of(contact: Contact) -> User | None:
    found = Assessment.objects.select_related("worker").filter(contact=contact).first()
    return found.worker if found else None


def _release(contact: Contact, going: dict[int, User], by: User, at: datetime.datetime) -> None:
    """Nobody has it now. Its clocks go on, and tell the team; so is whoever may give it to somebody."""
    before = contact.owner
    if before is not None and before.pk in going:
        contact.owner = None
        contact.save(update_fields=["owner"])
        clock_release(subject_type="contact", subject_id=contact.pk, owner=before, at=at, by=by)
    assessment = Assessment.objects.select_related("worker").filter(contact=contact, worker__in=going).first()
    if assessment is not None and assessment.worker is not None:
        worker, assessment.worker = assessment.worker, None
        assessment.save(update_fields=["worker"])
        clock_release(subject_type="assessment", subject_id=assessment.pk, owner=worker, at=at, by=by)
    record_change(by=by, event="contact-let-go", subject_type="contact", subject_id=contact.pk, at=at)
    _tell_who_gives_it_on(contact, going, at)


def _tell_who_gives_it_on(contact: Contact, going: dict[int, User], at: datetime.datetime) -> None:
    """The managers; where none is left who may be told, everybody at the front door who may."""
    managers = people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=contact.front_door).exclude(pk__in=going)
    out = {person for _, person in shut_out([contact.pk], [manager.pk for manager in managers])}
    told = [manager for manager in managers if manager.pk not in out] or list(
        people_with(roles=STAFF, front_door=contact.front_door).exclude(pk__in=going)
    )
    notice_send(
        recipients=told, kind="contact-let-go", reference=contact.reference, url=f"/front-door/contacts/{contact.pk}/",
        key=f"contact-let-go:{contact.pk}:{at.isoformat()}", at=at,
    )  # fmt: skip
