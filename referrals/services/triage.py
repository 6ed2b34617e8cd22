"""The front door takes a contact in: whose it is, acknowledged, talked about, and who the children are."""

import datetime

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_assign, clock_stop
from notices.services import notice_send
from partnerships.closed import is_shut_out
from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import Person
from referrals.known_apart import tell_of_known_apart
from referrals.models import Contact, ContactChild, ContactMatch, ContactNote
from referrals.need_to_know import contact_let_go_if_closed
from referrals.permissions import is_at_door
from referrals.transitions import CONTACT
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed
from workflow.transitions import next_state

FROM_REFERRER = {ContactNote.Kind.ADDITION, ContactNote.Kind.READ}
NOT_DECIDED = "not-decided"


def contact_lock(contact: Contact, by: User, action: Action) -> Contact:
    """Lock a contact for somebody who may do this. Must run in a transaction. Raises `NotAllowed`."""
    locked = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("front_door__authority", "author", "organisation", "framework_version")
        .filter(pk=contact.pk)
        .first()
    )
    if locked is None or not can(by, action, locked):
        raise NotAllowed(action)
    return locked


@transaction.atomic
def contact_take(*, contact: Contact, by: User, at: datetime.datetime, owner: User | None = None) -> Contact:
    """Take a contact, or hand it to somebody at the same front door. Acknowledges it to the referrer the first time."""
    contact = contact_lock(contact, by, Action.CONTACT_TRIAGE)
    target = next_state(CONTACT, contact.state, "take").target
    owner = owner or by
    if not is_at_door(owner, contact.front_door_id):
        raise CheckRefused("owner", "They do not work at this front door.")
    if is_shut_out(owner, contact.pk):
        raise CheckRefused("owner", "They may not open this contact, so somebody else looks at it.")
    if owner.pk == contact.author_id:
        raise CheckRefused("owner", "They sent this contact, so somebody else looks at it.")
    contact.state, contact.owner = target, owner
    contact.save(update_fields=["state", "owner"])
    clock_assign(subject_type="contact", subject_id=contact.pk, owner=owner, at=at, by=by)
    record_change(
        by=by, event="contact-taken", subject_type="contact", subject_id=contact.pk, at=at, detail={"owner": owner.pk}
    )
    if contact.acknowledged_at is None:
        _acknowledge(contact, by, at)
    return contact


@transaction.atomic
def contact_acknowledge(*, contact: Contact, by: User, at: datetime.datetime) -> Contact:
    """Tell the referrer that it has arrived and is looked at. A second time changes nothing."""
    contact = contact_lock(contact, by, Action.CONTACT_TRIAGE)
    if contact.acknowledged_at is None:
        _acknowledge(contact, by, at)
    return contact


@transaction.atomic
def note_add(
    *, contact: Contact, kind: str, words: str, by: User, at: datetime.datetime, for_referrer: bool = False
) -> ContactNote:
    """Add to a contact: the front door a talk, an agency's answer or a note; the referrer news or a correction.

    Corrections are added, nothing that was sent changes. Raises `CheckRefused` without words.
    """
    theirs = kind in FROM_REFERRER
    if kind not in ContactNote.Kind.values:
        raise CheckRefused("kind", "Choose what this is.")
    if theirs:
        contact = Contact.objects.select_related("front_door", "author").get(pk=contact.pk)
        if not can(by, Action.CONTACT_ANSWER, contact):
            raise NotAllowed(Action.CONTACT_ANSWER)
    else:
        contact = contact_lock(contact, by, Action.CONTACT_TRIAGE)
    if kind != ContactNote.Kind.READ and not words.strip():
        raise CheckRefused("words", "Write what you want to add.")
    note = ContactNote.objects.create(
        contact=contact, kind=kind, words=words.strip(), for_referrer=for_referrer or theirs, by=by, at=at
    )
    record_change(by=by, event="note-added", subject_type="contact", subject_id=contact.pk, at=at, detail={"kind": kind})
    if kind == ContactNote.Kind.ADDITION and contact.owner_id:
        notice_send(
            recipients=[contact.owner], kind="contact-added-to", reference=contact.reference,
            url=f"/front-door/contacts/{contact.pk}/", key=f"contact-added-to:{note.pk}", at=at,
        )  # fmt: skip
    return note


@transaction.atomic
def child_link(*, child: ContactChild, person: Person, why: str, by: User, at: datetime.datetime) -> ContactMatch:
    """Recognise a child as one known to this front door. Never automatic; it can be undone."""
    child = _child_lock(child, by)
    if person.front_door_id != child.contact.front_door_id or person.kind != Person.Kind.CHILD:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    _refuse_if_matched(child, ContactMatch.Kind.LINKED)
    match = _match(child, ContactMatch.Kind.LINKED, person, why, by, at)
    contact_let_go_if_closed(child.contact_id, by, at)
    return match


@transaction.atomic
def child_is_new(*, child: ContactChild, by: User, at: datetime.datetime) -> ContactMatch:
    """Say that this front door does not know the child yet, and keep a record of its own from what was sent."""
    child = _child_lock(child, by)
    _refuse_if_matched(child, ContactMatch.Kind.NEW)
    person = Person.objects.create(
        kind=Person.Kind.CHILD, front_door=child.contact.front_door, recorded_by=by, given_name=child.given_name,
        family_name=child.family_name, date_of_birth=child.date_of_birth, age_stated=child.age_stated, unborn=child.unborn,
        due_date=child.due_date, nhs_number=child.nhs_number, upn=child.upn,
    )  # fmt: skip
    return _match(child, ContactMatch.Kind.NEW, person, "Nobody like this was known", by, at)


@transaction.atomic
def child_unmatch(*, child: ContactChild, by: User, at: datetime.datetime) -> ContactChild:
    """Undo a match. A record that was made for the child as new goes with it, unless something else points to it."""
    child = _child_lock(child, by)
    match = child.match
    if match is None:
        raise IllegalTransition(NOT_DECIDED, "unmatch", ("link", "new"))
    match.delete()
    if match.kind == ContactMatch.Kind.NEW and not match.person.contact_matches.exists():
        match.person.delete()
    record_change(by=by, event="match-undone", subject_type="contact", subject_id=child.contact_id, at=at)
    return ContactChild.objects.select_related("contact").get(pk=child.pk)


def _child_lock(child: ContactChild, by: User) -> ContactChild:
    """Read a child as it stands, with its contact locked: nothing says who they are meanwhile."""
    contact = contact_lock(child.contact, by, Action.CONTACT_TRIAGE)
    locked = contact.children.select_related("matched__person").get(pk=child.pk)
    locked.contact = contact
    return locked


def _refuse_if_matched(child: ContactChild, kind: ContactMatch.Kind) -> None:
    if child.match is not None:
        raise IllegalTransition(child.match.kind, kind, ("unmatch",))


def _match(
    child: ContactChild, kind: ContactMatch.Kind, person: Person, why: str, by: User, at: datetime.datetime
) -> ContactMatch:
    match = ContactMatch.objects.create(child=child, kind=kind, person=person, why=why.strip()[:300], by=by, at=at)
    tell_of_known_apart(child, at)
    record_change(
        by=by, event="child-matched", subject_type="contact", subject_id=child.contact_id, at=at, detail={"match": str(kind)}
    )
    return match


def _acknowledge(contact: Contact, by: User, at: datetime.datetime) -> None:
    contact.acknowledged_at, contact.acknowledged_by = at, by
    contact.save(update_fields=["acknowledged_at", "acknowledged_by"])
    clock_stop(rule="acknowledgement", subject_type="contact", subject_id=contact.pk, at=at, by=by, reason="acknowledged")
    notice_send(
        recipients=contact.senders, kind="contact-acknowledged", reference=contact.reference,
        url=f"/contacts/{contact.pk}/", key=f"contact-acknowledged:{contact.pk}", at=at,
    )  # fmt: skip
