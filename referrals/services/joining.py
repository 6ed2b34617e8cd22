"""Joining a call to what was written after it: one piece of work, decided on once, its 24 hours from the call."""

import datetime
import uuid

from django.db import IntegrityError, transaction

from audit.services import record_change
from clocks.models import Clock
from clocks.services import clock_assign, clock_start, clock_stop, clock_supersede
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action
from referrals.models import CallJoin, Contact
from referrals.services.calls import FOLLOW_UP, follow_up_start
from referrals.services.triage import contact_lock
from referrals.transitions import CONTACT
from thresholds.models import Check
from thresholds.models.check import Conversation
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition
from workflow.transitions import next_state


@transaction.atomic
def call_join(*, call: Contact, written: Contact, by: User, at: datetime.datetime) -> CallJoin:
    """Say that this written contact is what was rung about. Stops the same-day clock; the 24 hours count from the call.

    Who has the call has the written contact, unless somebody had that. Raises `IllegalTransition` where the call is joined or
    decided already, `CheckRefused` where the written contact is another front door's, decided, or joined to another call.
    """
    call, written = _locked(call, written, by)
    target = next_state(CONTACT, call.state, "join").target
    _refuse(call, written)
    try:
        with transaction.atomic():
            join = CallJoin.objects.create(call=call, written=written, by=by, at=at)
    except IntegrityError:
        raise CheckRefused("written", "Somebody has joined it to another call meanwhile. Look again.") from None
    call.state = target
    call.save(update_fields=["state"])
    for rule, subject in ((FOLLOW_UP, "call"), ("decision", "contact")):
        clock_stop(rule=rule, subject_type=subject, subject_id=call.pk, at=at, by=by, reason="joined")
    _count_from(written, min(call.received_at, written.received_at), by, at)
    if written.owner is None and call.owner is not None and call.owner.pk != written.author_id:
        written.owner, written.state = call.owner, next_state(CONTACT, written.state, "take").target
        written.save(update_fields=["owner", "state"])
        clock_assign(subject_type="contact", subject_id=written.pk, owner=call.owner, at=at, by=by)
    record_change(by=by, event="call-joined", subject_type="contact", subject_id=call.pk, at=at, detail={"to": str(written.pk)})
    record_change(by=by, event="call-joined", subject_type="contact", subject_id=written.pk, at=at, detail={"to": str(call.pk)})
    notice_send(
        recipients=written.senders, kind="call-joined", reference=written.reference, url=f"/contacts/{written.pk}/",
        key=f"call-joined:{join.pk}", at=at,
    )  # fmt: skip
    return join


@transaction.atomic
def call_unjoin(*, call: Contact, why: str, by: User, at: datetime.datetime) -> Contact:
    """Take a call and what was written apart again: each has its own 24 hours, and the same-day clock runs on.

    The call is then in the hands of whoever took them apart. Raises `IllegalTransition` once the written contact is decided.
    """
    join = CallJoin.objects.standing().select_related("written").filter(call=call.pk).first()
    if join is None:
        raise IllegalTransition(call.state, "unjoin", ("join",))
    call, written = _locked(call, join.written, by)
    target = next_state(CONTACT, call.state, "unjoin").target
    if written.state == Contact.State.DECIDED:
        raise IllegalTransition(written.state, "unjoin", ("decide-again",))
    if not why.strip():
        raise CheckRefused("why", "Say why they do not belong together.")
    join.undone_by, join.undone_at, join.undone_why = by, at, why.strip()[:300]
    join.save(update_fields=["undone_by", "undone_at", "undone_why"])
    call.state, call.owner = target, by
    call.save(update_fields=["state", "owner"])
    clock_start(
        rule="decision", authority=call.front_door.authority, subject_type="contact", subject_id=call.pk,
        reference=call.reference, started_at=call.received_at, by=by, owner=by, front_door=call.front_door,
    )  # fmt: skip
    if call.taken is not None and call.taken.needs_writing:
        follow_up_start(call.taken, by, at)
    _count_from(written, written.received_at, by, at)
    for one, other in ((call, written), (written, call)):
        record_change(
            by=by, event="call-unjoined", subject_type="contact", subject_id=one.pk, at=at, detail={"from": str(other.pk)}
        )
    return call


def _locked(call: Contact, written: Contact, by: User) -> tuple[Contact, Contact]:
    """Both, locked in the order of their ids, so that two people joining crosswise wait for each other and do not stick."""
    found: dict[uuid.UUID, Contact] = {}
    for one in sorted((call, written), key=lambda contact: str(contact.pk)):
        found[one.pk] = contact_lock(one, by, Action.CONTACT_TRIAGE)
    return found[call.pk], found[written.pk]


def _refuse(call: Contact, written: Contact) -> None:
    if not call.is_call:
        raise CheckRefused("written", "This came in writing. Open the call, and join it from there.")
    if written.is_call or written.is_practice or written.front_door_id != call.front_door_id:
        raise CheckRefused("written", "Choose a contact that was sent to this front door in writing.")
    if written.state == Contact.State.DECIDED:
        raise CheckRefused("written", "It is decided already, so the call is decided on by itself.")
    if CallJoin.objects.standing().filter(written=written).exists():
        raise CheckRefused("written", "It is joined to another call already. Take those apart first.")


def _count_from(written: Contact, since: datetime.datetime, by: User, at: datetime.datetime) -> None:
    """Have the 24 hours of what was written begin at another instant."""
    clock = clock_supersede(
        rule="decision", subject_type="contact", subject_id=written.pk, started_at=since, by=by, reason="call joined", at=at
    )
    written.decide_by = clock.due_at
    written.save(update_fields=["decide_by"])


def call_is_in_writing(check: Check, at: datetime.datetime) -> None:
    """Leave the same-day clock of a call to the team, once the caller's own check runs one or has been sent.

    Runs in the transaction of the change, as whoever rang: nobody is reminded twice of one call.
    """
    author = check.author
    calls = check.conversations.filter(kind=Conversation.Kind.URGENT_CALL)
    if check.kind != Check.Kind.LIVE or not calls.exists():
        return
    running = Clock.objects.open().filter(rule=FOLLOW_UP, subject_type="call", owner=author, authority=check.authority)
    for clock in running.select_related("authority", "front_door"):
        clock_stop(
            rule=FOLLOW_UP,
            subject_type="call",
            subject_id=clock.subject_id,
            at=at,
            by=author,
            reason="their own check runs one",
        )
        clock_start(
            rule=FOLLOW_UP, authority=clock.authority, subject_type="call", subject_id=clock.subject_id,
            reference=clock.reference, started_at=clock.started_at, by=author, front_door=clock.front_door,
        )  # fmt: skip
