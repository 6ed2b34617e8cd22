"""Calls that the demo's front doors have taken, one of them joined to what was written after it, and advice that they gave."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from demo.data import read
from partnerships.models import FrontDoor, LocalAuthority, Role, User
from partnerships.selectors import people_with
from referrals.models import Contact
from referrals.selectors.advice import reasons_at
from referrals.services.advice import AdviceEntry, advice_record
from referrals.services.calls import CallChild, CallEntry, call_take
from referrals.services.joining import call_join
from rowsecurity.session import acting_as

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


def calls_make(authority: LocalAuthority, now: datetime.datetime) -> None:
    """Each call and the advice, at the first front door of this area at which somebody works."""
    door, worker = _door(authority)
    if door is None or worker is None:
        return
    told = read("calls")
    with acting_as(worker.pk):
        for call in told["calls"]:
            _take(call, door, worker, now - call["minutes"] * MINUTE, now)
        _joined(told["joined"], door, worker, now)
        for advice in told["advice"]:
            _advise(advice, door, worker, now)


def _door(authority: LocalAuthority) -> tuple[FrontDoor | None, User | None]:
    for door in FrontDoor.objects.filter(authority=authority).select_related("authority").order_by("pk"):
        worker = people_with(roles=[Role.FRONT_DOOR], front_door=door).order_by("name").first()
        if worker is not None:
            return door, worker
    return None, None


def _take(call: dict[str, Any], door: FrontDoor, worker: User, rang_at: datetime.datetime, now: datetime.datetime) -> Contact:
    children = tuple(
        CallChild(given_name=one["given"], family_name=one["family"], age_stated=one["age"]) for one in call.get("children", [])
    )
    entry = CallEntry(
        how="phone", rang_at=rang_at, caller=call["caller"], worry=call["worry"], danger=call["danger"], children=children,
        is_anonymous=call.get("anonymous", False), caller_name=call.get("name", ""), caller_agency=call.get("agency", ""),
        caller_role=call.get("role", ""), call_back=call.get("call_back", ""), where_now=call.get("where_now", ""),
        tried=call.get("tried", ""), unknown=tuple(call.get("unknown", [])),
    )  # fmt: skip
    taken = min(rang_at + 6 * MINUTE, now)
    return call_take(entry=entry, front_door=door, by=worker, at=taken, new_id=uuid.uuid4())


def _joined(call: dict[str, Any], door: FrontDoor, worker: User, now: datetime.datetime) -> None:
    """The newest written contact that is still open was rung about an hour before it came."""
    waiting = Contact.objects.at_doors_of(worker).filter(front_door=door, origin="check", is_practice=False)
    written = waiting.exclude(state="decided").select_related("organisation", "author").order_by("-received_at").first()
    if written is None or written.organisation is None or written.author is None:
        return
    child = written.children.first()
    named = [{"given": child.given_name, "family": child.family_name, "age": child.age_stated}] if child else []
    said = call | {"agency": written.organisation.name, "children": named}
    taken = _take(said, door, worker, written.received_at - HOUR, now)
    call_join(call=taken, written=written, by=worker, at=max(min(written.received_at + 10 * MINUTE, now), taken.received_at))


def _advise(advice: dict[str, Any], door: FrontDoor, worker: User, now: datetime.datetime) -> None:
    at = now - advice["hours"] * HOUR
    reasons = reasons_at(door, at)
    entry = AdviceEntry(
        kind="advice", agency=advice["agency"], role=advice["role"], reason=reasons[0].code if reasons else "",
        asked=advice["asked"], advised=advice["advised"], asked_at=at,
    )  # fmt: skip
    advice_record(entry=entry, front_door=door, by=worker, at=at, new_id=uuid.uuid4())
