"""Reading contacts: as a sender, or at the front door to which they were sent."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from clocks.models import Clock
from clocks.rules.calendar import Calendar
from clocks.rules.countdown import Countdown, countdown
from clocks.rules.timescale import Unit
from clocks.selectors import calendar_for, clock_display, clocks_on
from partnerships.models import User
from partnerships.permissions import Action, can
from partnerships.selectors import front_doors_of
from referrals.models import Contact, ContactChild, ContactNote, ParentTold
from referrals.permissions import is_sender
from workflow.errors import NotAllowed

BESIDE = (
    "front_door__authority",
    "organisation",
    "author",
    "call__taken_by",
    "owner",
    "acknowledged_by",
    "framework_version__framework",
)
HEAVY = ("framework_version__content", "front_door__authority__content")
"""Documents that are parsed once in a process, and so are fetched only by whoever needs them first."""


def contacts_at(user: User) -> QuerySet[Contact]:
    """The contacts sent to the front doors at which somebody works, but for those that they sent themselves.

    And without what is closed to them.
    """
    return Contact.objects.at_doors_of(user).select_related(*BESIDE).defer(*HEAVY)


def contacts_sent(user: User) -> QuerySet[Contact]:
    """What somebody sent, and as a lead what their agency sent, newest first."""
    return Contact.objects.sent_by(user).select_related(*BESIDE).defer(*HEAVY).order_by("-received_at", "pk")


def contact_open(*, contact_id: uuid.UUID, user: User, action: Action = Action.CONTACT_READ) -> Contact:
    """Fetch and authorise in one, with the document as sent. Raises `NotAllowed` for foreign and absent alike."""
    seen = Contact.objects.visible_to(user).select_related(*BESIDE, "document").defer(*HEAVY, "document__pdf")
    contact = seen.filter(pk=contact_id).first()
    if contact is None or not can(user, action, contact):
        raise NotAllowed(action)
    return contact


def contact_sent_open(*, contact_id: uuid.UUID, user: User, action: Action = Action.CONTACT_READ) -> Contact:
    """The same for the side that sent it: its author and their leads, and nobody else."""
    contact = contact_open(contact_id=contact_id, user=user, action=action)
    if not is_sender(user, contact):
        raise NotAllowed(action)
    return contact


def task_open(*, task_id: uuid.UUID, user: User) -> ParentTold:
    """A task to tell somebody, with its contact as the side that sent it opens it. Raises `NotAllowed`."""
    task = ParentTold.objects.filter(contact__in=Contact.objects.visible_to(user), pk=task_id).first()
    if task is None:
        raise NotAllowed(Action.CONTACT_ANSWER)
    task.contact = contact_sent_open(contact_id=task.contact_id, user=user)
    return task


def people_to_tell(contact: Contact) -> list[ParentTold]:
    """Whom the referrer of a contact that was opened tells or told, in the order in which it was asked."""
    return list(contact.to_tell.select_related("answered_by").order_by("name", "pk"))


def child_of(contact: Contact, child_id: uuid.UUID) -> ContactChild:
    """One child of a contact that was opened. Raises `NotAllowed` for a child of another."""
    child = contact.children.select_related("matched__person", "matched__by").filter(pk=child_id).first()
    if child is None:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    child.contact = contact
    return child


def notes_for(user: User, contact: Contact) -> QuerySet[ContactNote]:
    """What this person may read beside a contact: at the front door everything, as a sender what is for them or theirs."""
    notes = contact.notes.select_related("by").order_by("at")
    if any(door.pk == contact.front_door_id for door in front_doors_of(user)):
        return notes
    return notes.filter(Q(for_referrer=True) | Q(by=user))


def decision_clock(user: User, contact: Contact) -> Clock | None:
    """The clock of the 24 hours, where this person may see it; a practice contact has none."""
    return clocks_on(user, "contact", contact.pk).filter(rule="decision").select_related("authority").last()


def decision_countdown(user: User, contact: Contact, now: datetime.datetime) -> Countdown | None:
    """The time left to decide. A lead does not see the front door's clock and is shown when it ends; practice has none."""
    if contact.is_practice:
        return None
    clock = decision_clock(user, contact)
    if clock is not None:
        return clock_display(clock, now)
    return countdown(
        started_at=contact.received_at, due_at=contact.decide_by, now=now, unit=Unit.ELAPSED_HOURS,
        calendar=calendar_for(contact.front_door.authority), name="Decision",
        why="24 hours on the clock from when it arrived; nights and weekends count",
    )  # fmt: skip


def clocks_by_subject(user: User, subject_type: str, ids: Iterable[uuid.UUID], rule: str) -> dict[uuid.UUID, Clock]:
    """The open clock of one rule on each of several subjects, in one query."""
    found = Clock.objects.visible_to(user).open().filter(subject_type=subject_type, subject_id__in=list(ids), rule=rule)
    return {clock.subject_id: clock for clock in found.select_related("authority").defer("authority__content")}


def countdowns_of(clocks: dict[uuid.UUID, Clock], calendars: dict[int, Calendar], now: datetime.datetime) -> dict:
    """The countdown of each clock, with calendars that were fetched once for all."""
    return {pk: clock_display(clock, now, calendars[clock.authority_id]) for pk, clock in clocks.items()}
