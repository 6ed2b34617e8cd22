"""One mark for one reading: what a page calls when it shows, prints, finds or hands over something about a child."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from audit.services import record_access

REFUSED = "refused"
_KEPT = "_marks_left"
_ID = "_id"
_LONGEST = 40
SEARCHED = "searched"


def mark_read(request: HttpRequest, *, action: str, subject_type: str, subject_id: uuid.UUID | None, reason: str = "") -> None:
    """Record that this request read something, once however often it is said: a page drawn twice is one reading."""
    kept: set[tuple[str, str, uuid.UUID | None]] = request.__dict__.setdefault(_KEPT, set())
    mark = (action, subject_type, subject_id)
    if mark in kept:
        return
    user: Any = request.user  # signed in: pages.views holds that
    record_access(user=user, action=action, subject_type=subject_type, subject_id=subject_id, reason=reason)
    kept.add(mark)


def leave_refusal(request: HttpRequest, addressed: Mapping[str, Any]) -> None:
    """Record that somebody signed in was refused the record that the address names, or a page that names nothing.

    `addressed` is what the address holds: `contact_id` is the id of a contact. What was refused and what does not exist
    are the same to whoever asks, and so here too. A page without a name in its address (a list, a search) is marked by the
    page's own name; one whose address names something else than a record (a framework) leaves no mark.
    """
    subject = subject_of(addressed) or (None if addressed else page_of(request))
    if subject is not None and request.user.is_authenticated:
        mark_read(request, action=REFUSED, subject_type=subject[0], subject_id=subject[1])


def page_of(request: HttpRequest) -> tuple[str, None] | None:
    """The name of the page that was asked for, where the address led to one."""
    found = request.resolver_match
    return (found.view_name[:_LONGEST], None) if found else None


def subject_of(addressed: Mapping[str, Any]) -> tuple[str, uuid.UUID] | None:
    """The record that an address is about: the first id in it."""
    for name, value in addressed.items():
        if name.endswith(_ID) and isinstance(value, uuid.UUID):
            return name.removesuffix(_ID), value
    return None
