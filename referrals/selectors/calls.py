"""Reading calls and their drafts, what a caller is asked, and whose area a place is."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.timezone import localdate

from clocks.models import Clock
from clocks.selectors import clocks_for
from partnerships.models import FrontDoor, LocalAuthority, User
from partnerships.permissions import Action
from partnerships.selectors import front_doors_of, organisation_of
from referrals.models import CallDraft
from thresholds.models import FrameworkVersion
from thresholds.rules.suggestion import Call as Number
from thresholds.selectors.authorities import calls_at, document_of, document_on
from thresholds.selectors.frameworks import framework_in_force, version_for
from workflow.errors import NotAllowed

MOST = 20


@dataclass(frozen=True)
class Question:
    """Something that a caller is asked about a worry."""

    code: str
    text: str
    group: str
    source: str


@dataclass(frozen=True)
class Elsewhere:
    """Another area: its front doors with their numbers, and whom to ring there at this hour."""

    authority: LocalAuthority
    doors: tuple[tuple[str, tuple[str, ...]], ...]
    calls: tuple[Number, ...]


def version_at(front_door: FrontDoor, at: datetime.datetime) -> FrameworkVersion:
    """The framework that a front door works under on that day: its own where it has one, else the one in force there."""
    door = next(one for one in document_of(front_door.authority).front_doors if one.code == front_door.code)
    own = version_for(door.framework, at) if door.framework else None
    version = own or framework_in_force(front_door.authority.slug, localdate(at))
    if version is None:
        raise NotAllowed("take a call where no framework is in force")
    return version


def topics_of(authority: LocalAuthority, at: datetime.datetime) -> dict[str, list[Question]]:
    """What a caller is asked about each kind of worry, by topic; empty where none of the area's frameworks prints it.

    A superseded framework's list is used where the one in force has none: it is what to ask, and decides nothing.
    """
    for used in sorted(document_of(authority).frameworks, key=lambda used: used.from_, reverse=True):
        version = version_for(used.slug, at)
        asked = version.framework_document().questions if version is not None else ()
        if not any(item.subtopic for item in asked):
            continue  # a list for talking with the family, not for a caller: it has no kinds of a worry
        topics: dict[str, list[Question]] = {}
        for item in asked:
            if item.topic:
                topics.setdefault(item.topic, []).append(
                    Question(item.code, item.text, item.subtopic or item.topic, item.source)
                )
        return topics
    return {}


def door_of(user: User, wanted: str = "") -> FrontDoor:
    """The front door at which somebody takes a call: the one they chose, or their first. Raises `NotAllowed` without one."""
    doors = front_doors_of(user)
    chosen = next((door for door in doors if str(door.pk) == wanted), None) or next(iter(doors), None)
    if chosen is None:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    return chosen


def draft_open(*, draft_id: uuid.UUID, user: User) -> CallDraft:
    """One's own call that is still being taken down. Raises `NotAllowed`."""
    draft = CallDraft.objects.visible_to(user).select_related("front_door__authority").filter(pk=draft_id).first()
    if draft is None:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    return draft


def drafts_of(user: User) -> list[CallDraft]:
    """One's own unfinished calls, the last kept first."""
    return list(CallDraft.objects.visible_to(user).select_related("front_door")[:MOST])


def elsewhere(front_door: FrontDoor, area: LocalAuthority | None, at: datetime.datetime, *, danger: bool) -> Elsewhere | None:
    """The other area whose child this is, with its numbers; None where it is this front door's own, or not known."""
    if area is None or area.pk == front_door.authority_id:
        return None
    doors = document_on(area, localdate(at)).receiving_doors
    return Elsewhere(
        area, tuple((door.name, tuple(door.numbers)) for door in doors), calls_at(area, danger=danger, at=at)
    )  # fmt: skip


def account_of(email: str) -> User | None:
    """The account of a professional who rings, by exactly their work e-mail; None where they have none in an agency."""
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first() if email.strip() else None
    return found if found is not None and organisation_of(found) is not None else None


def writes_up_already(person: User) -> bool:
    """Whether a same-day clock runs on a check of this person: they are told by that one."""
    with connection.cursor() as cursor:
        cursor.execute("select rls.writes_up_already(%s)", [person.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def call_clock(user: User, contact_id: uuid.UUID) -> Clock | None:
    """The same-day clock of a call: for its front door, and for the caller whose it is."""
    return clocks_for(user).on("call", contact_id).select_related("front_door").order_by("created_at").last()
