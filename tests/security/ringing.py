"""Who rang the front door of a town, what is still being taken down there, and what it advised."""

import datetime
import uuid
from collections.abc import Callable

from referrals.models import Contact
from referrals.rules.calling import Answered
from referrals.services.advice import AdviceEntry, advice_record
from referrals.services.calls import CallChild, CallEntry, call_take
from referrals.services.drafts import draft_discard, draft_keep
from referrals.services.joining import call_join, call_unjoin
from rowsecurity.session import acting_as
from tests.journeys.world import World

Words = Callable[[str], str]


def entry_of(words: Words, at: datetime.datetime) -> CallEntry:
    """A call in which every word is told from every other."""
    names = (
        "caller_name", "caller_agency", "caller_role", "call_back", "address", "carer", "worry", "where_now", "tried",
        "family_words",
    )  # fmt: skip
    return CallEntry(
        how="phone", rang_at=at, caller="professional", danger="today", postcode="FY7 7ZZ",
        children=(CallChild(given_name=words("rung_child"), family_name=words("rung_family")),),
        answers=(Answered("Q", words("rung_question"), words("rung_answer")),),
        **{name: words(f"rung_{name}") for name in names},
    )  # fmt: skip


def rung_in(world: World, words: Words, at: datetime.datetime) -> None:
    """A call that waits, a draft that waits and one that was put away, and advice."""
    by = world.worker
    kept = {"draft_id": uuid.uuid4(), "front_door": world.door, "typed": {"worry": [words("rung_draft")]}, "by": by, "at": at}
    asked = AdviceEntry(
        kind="advice", agency=words("advice_agency"), role=words("advice_role"), reason="", asked=words("advice_asked"),
        advised=words("advice_advised"), asked_at=at,
    )  # fmt: skip
    with acting_as(by.pk):
        call_take(entry=entry_of(words, at), front_door=world.door, by=by, at=at, new_id=uuid.uuid4())
        draft_keep(**kept)
        away = draft_keep(**kept | {"draft_id": uuid.uuid4()})
        assert away is not None
        draft_discard(draft=away, by=by, at=at)
        reasons = world.authority.content["contact_reasons"]
        open_to_all = next(one["code"] for one in reasons if not one.get("front_doors"))
        advice_record(
            entry=AdviceEntry(**vars(asked) | {"reason": open_to_all}), front_door=world.door, by=by, at=at, new_id=uuid.uuid4()
        )  # fmt: skip


def joined_to(written: Contact, world: World, words: Words, at: datetime.datetime) -> Contact:
    """A call about the family of a written contact, joined to it, taken apart and joined again."""
    by = world.worker
    with acting_as(by.pk):
        call = call_take(
            entry=entry_of(lambda name: words(f"joined_{name}"), at), front_door=world.door, by=by, at=at, new_id=uuid.uuid4()
        )  # fmt: skip
        call_join(call=call, written=written, by=by, at=at)
        call_unjoin(call=call, why=words("undone_why"), by=by, at=at)
        call_join(call=call, written=written, by=by, at=at)
    return call
