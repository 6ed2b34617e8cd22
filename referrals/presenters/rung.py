"""A call as its front door reads it, by itself or as the first part of what was written after it."""

import datetime
from typing import Any

from clocks.selectors import clock_display
from partnerships.models import User
from referrals.models import Call, Contact, ContactNote
from referrals.selectors.calls import call_clock, elsewhere
from referrals.selectors.joining import join_of

SAID = (
    ("Where the child is now", "where_now"), ("The address", "address"), ("Postcode", "postcode"),
    ("The parent or carer", "carer"), ("What has been tried", "tried"),
)  # fmt: skip


def rung(contact: Contact, user: User, now: datetime.datetime) -> dict[str, Any]:
    """What a contact's page shows of a call: its own, or the one that was joined to it; nothing where there is neither."""
    join = join_of(contact)
    of = contact if contact.is_call else join.call if join is not None else None
    call = of.taken if of is not None else None
    if of is None or call is None:
        return {"call": None, "join": None}
    clock = call_clock(user, of.pk)
    area = call.area if call.is_for_transfer else None
    return {
        "call": call,
        "asker": of.asker,
        "join": join,
        "is_joined": contact.state == Contact.State.JOINED,
        "follow_up": clock_display(clock, now) if clock is not None and clock.stopped_at is None else None,
        "elsewhere": elsewhere(call.front_door, area, now, danger=call.danger == Call.Danger.NOW),
        "said": said_in(call),
        "corrections": list(of.notes.filter(kind=ContactNote.Kind.CORRECTION).select_related("by").order_by("at")),
    }


def said_in(call: Call) -> list[tuple[str, str]]:
    """What was said besides the worry, by its label; and what nobody asked or was told is left out."""
    given = [(label, getattr(call, field)) for label, field in SAID if getattr(call, field)]
    given.append(
        ("Does the family know?", ": ".join(part for part in (call.get_family_knows_display(), call.family_words) if part))
    )
    return given + [(one["text"], one["answer"]) for one in call.answers if one["answer"]]
