"""Taking a call: whoever rang is heard once, and the front door has it with its 24 hours from when they rang."""

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from audit.services import record_change
from clocks.rules.deadlines import due_at
from clocks.selectors import calendar_for, rule_for
from clocks.services import clock_start
from notices.services import notice_send
from partnerships.models import FrontDoor, LocalAuthority, Role, User
from partnerships.permissions import Action, can
from partnerships.selectors import people_with
from referrals.models import AdviceGiven, Call, CallDraft, Contact, ContactChild
from referrals.permissions import is_at_door
from referrals.rules.calling import Answered, Ringing, not_known, refusals
from referrals.selectors.calls import account_of, version_at, writes_up_already
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.references import reference_new

FOLLOW_UP = "written-follow-up"
SUMMARY = 160
STAFF = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]


@dataclass(frozen=True, kw_only=True)
class CallChild:
    """One child as the caller told of them. Everything may be unknown."""

    given_name: str = ""
    family_name: str = ""
    date_of_birth: datetime.date | None = None
    age_stated: int | None = None
    unborn: bool = False


@dataclass(frozen=True, kw_only=True)
class CallEntry:
    """What was said, in the form's own terms."""

    how: str
    rang_at: datetime.datetime
    caller: str
    worry: str
    danger: str
    children: tuple[CallChild, ...] = ()
    is_anonymous: bool = False
    caller_name: str = ""
    caller_agency: str = ""
    caller_role: str = ""
    caller_email: str = ""
    call_back: str = ""
    address: str = ""
    postcode: str = ""
    carer: str = ""
    area: LocalAuthority | None = None
    place: str = Call.Place.UNKNOWN
    place_why: str = ""
    topic: str = ""
    where_now: str = ""
    tried: str = ""
    family_knows: str = Call.Knows.UNKNOWN
    family_words: str = ""
    answers: tuple[Answered, ...] = ()
    unknown: tuple[str, ...] = ()
    level: str = ""
    advice: AdviceGiven | None = None


@transaction.atomic
def call_take(*, entry: CallEntry, front_door: FrontDoor, by: User, at: datetime.datetime, new_id: uuid.UUID) -> Contact:
    """Put a call into the front door's inbox. The same `new_id` twice is one contact; its draft is gone with it.

    The 24 hours count from when they rang. Who rang has been answered, so nothing is left to acknowledge. A professional
    owes it in writing the same day. A child of another area is taken down all the same, and marked to be passed on. Raises
    `NotAllowed` for anybody who does not work at the front door, `CheckRefused` naming what is missing.
    """
    if not can(by, Action.CONTACT_TRIAGE) or not is_at_door(by, front_door.pk):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    known = Contact.objects.filter(pk=new_id, call__taken_by=by).first()
    if known is not None:
        return known
    _refuse(entry, front_door, at)
    try:
        with transaction.atomic():
            contact = _store(entry, front_door, by, at, new_id)
    except IntegrityError:
        # the other half of a double submit was first, in a transaction of its own
        known = Contact.objects.filter(pk=new_id, call__taken_by=by).first()
        if known is None:
            raise NotAllowed(Action.CONTACT_TRIAGE) from None
        return known
    _start_clocks(contact, by, at)
    CallDraft.objects.filter(pk=new_id, by=by).delete()
    record_change(
        by=by, event="call-taken", subject_type="contact", subject_id=contact.pk, at=at, detail={"caller": entry.caller}
    )
    return contact


def _refuse(entry: CallEntry, front_door: FrontDoor, at: datetime.datetime) -> None:
    ringing = Ringing(
        rang_at=entry.rang_at, caller=entry.caller, is_anonymous=entry.is_anonymous, agency=entry.caller_agency,
        call_back=entry.call_back, worry=entry.worry, place=entry.place, place_why=entry.place_why,
        has_area=entry.area is not None,
    )  # fmt: skip
    for field, words in refusals(ringing, now=at):
        raise CheckRefused(field, words)
    for value, allowed, field in (
        (entry.how, Call.How, "how"), (entry.caller, Call.Caller, "caller"), (entry.danger, Call.Danger, "danger"),
        (entry.place, Call.Place, "place"), (entry.family_knows, Call.Knows, "family_knows"),
    ):  # fmt: skip
        if value not in allowed.values:
            raise CheckRefused(field, "Choose one of the answers.")
    for child in entry.children:
        if child.date_of_birth is not None and child.date_of_birth > at.date():
            raise CheckRefused("children", "A date of birth cannot be in the future. An unborn child has none yet.")
    framework = version_at(front_door, at).framework_document()
    if entry.level and not framework.has_level(entry.level):
        raise CheckRefused("level", "Choose one of the levels, or that you are not sure.")


def _store(entry: CallEntry, front_door: FrontDoor, by: User, at: datetime.datetime, new_id: uuid.UUID) -> Contact:
    """The call before its contact: the trigger of the contact asks for it."""
    passed_on = entry.area is not None and entry.area.pk != front_door.authority_id
    same = (
        "how", "rang_at", "caller", "is_anonymous", "caller_name", "caller_agency", "caller_role", "call_back", "address",
        "carer", "area", "place", "place_why", "worry", "topic", "where_now", "danger", "tried", "family_knows",
        "family_words", "advice",
    )  # fmt: skip
    Call.objects.create(
        contact_id=new_id, front_door=front_door, taken_by=by, taken_at=at, postcode=entry.postcode.strip().upper(),
        account=account_of(entry.caller_email) if entry.caller == Call.Caller.PROFESSIONAL else None,
        is_for_transfer=passed_on, answers=[asdict(one) for one in entry.answers],
        not_known=not_known(entry.unknown, entry.answers),
        **{name: _tidy(getattr(entry, name)) for name in same},
    )  # fmt: skip
    children = entry.children or (CallChild(),)
    surnames = dict.fromkeys(child.family_name.strip() for child in children if child.family_name.strip())
    contact = Contact(
        id=new_id, origin=Contact.Origin.CALL, reference=reference_new(front_door.reference_prefix), front_door=front_door,
        framework_version=version_at(front_door, at), level=entry.level, received_at=entry.rang_at,
        decide_by=_decide_by(front_door, entry.rang_at), acknowledged_at=at, acknowledged_by=by,
        urgency=Contact.Urgency.TODAY if entry.danger in (Call.Danger.NOW, Call.Danger.TODAY) else Contact.Urgency.NEITHER,
        heading=(", ".join(surnames) or children[0].given_name.strip() or "Name not known yet")[:160],
        summary=_line(entry.worry),
    )  # fmt: skip
    contact.save(force_insert=True)
    for position, child in enumerate(children):
        ContactChild.objects.create(
            contact=contact, position=position, given_name=child.given_name.strip(), family_name=child.family_name.strip(),
            date_of_birth=child.date_of_birth, age_stated=child.age_stated, unborn=child.unborn,
            postcode=entry.postcode.strip().upper(), level=entry.level,
        )  # fmt: skip
    return contact


def _tidy(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _decide_by(front_door: FrontDoor, since: datetime.datetime) -> datetime.datetime:
    authority = front_door.authority
    return due_at(rule_for(authority, "decision", since), since.replace(microsecond=0), calendar_for(authority)).due


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SUMMARY else flat[:SUMMARY].rsplit(" ", 1)[0] + "…"


def _start_clocks(contact: Contact, by: User, at: datetime.datetime) -> None:
    page = f"/front-door/contacts/{contact.pk}/"
    clock = clock_start(
        rule="decision", authority=contact.front_door.authority, subject_type="contact", subject_id=contact.pk,
        reference=contact.reference, started_at=contact.received_at, by=by, front_door=contact.front_door,
    )  # fmt: skip
    told = people_with(roles=STAFF, front_door=contact.front_door).exclude(pk=by.pk)
    notice_send(
        recipients=told, kind="contact-received", reference=contact.reference, url=page, key=f"contact-received:{contact.pk}",
        at=at, due_at=clock.due_at,
    )  # fmt: skip
    call = contact.taken
    if call is not None and call.needs_writing:
        follow_up_start(call, by, at)


def follow_up_start(call: Call, by: User, at: datetime.datetime) -> None:
    """Start the same-day clock of what a professional still writes. It is told to them, where they have an account, and to the
    team; where their own check runs one already, the team alone is told by this one.
    """
    contact, account = call.contact, call.account
    owner = None if account is None or writes_up_already(account) else account
    clock = clock_start(
        rule=FOLLOW_UP, authority=call.front_door.authority, subject_type="call", subject_id=call.contact_id,
        reference=contact.reference, started_at=call.rang_at, by=by, owner=owner, front_door=call.front_door,
    )  # fmt: skip
    if account is not None:
        notice_send(
            recipients=[account], kind="call-to-write-up", reference=contact.reference, url=f"/calls/{call.contact_id}/",
            key=f"call-to-write-up:{call.contact_id}", at=at, due_at=clock.due_at,
        )  # fmt: skip
