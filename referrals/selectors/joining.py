"""What was written to a front door since somebody rang it, and which of it may be the same."""

from dataclasses import dataclass

from partnerships.models import User
from referrals.models import CallJoin, Contact
from referrals.rules.joining import Fit, Rung, Written, fit
from referrals.selectors.contacts import contacts_at
from referrals.selectors.matching import known_as_sent
from thresholds.models.check import Conversation

MOST = 200
SAYS = f"({Conversation.Kind.URGENT_CALL.label.lower()})"
"""How a frozen document names a talk that was an urgent call."""


@dataclass(frozen=True)
class Candidate:
    """A written contact that may be what was rung about, and why; no reason where nothing speaks for it."""

    contact: Contact
    fit: Fit | None


def written_since(call: Contact, user: User) -> list[Candidate]:
    """The written contacts that are not decided and have come since the call, those that fit first; in few queries."""
    found = contacts_at(user).filter(
        origin=Contact.Origin.CHECK, front_door=call.front_door_id, received_at__gte=call.received_at, is_practice=False
    )
    found = found.exclude(state=Contact.State.DECIDED).exclude(pk__in=CallJoin.objects.standing().values("written"))
    listed = found.select_related("document").defer("document__pdf").prefetch_related("children").order_by("received_at")
    rung = _rung(call)
    candidates = [Candidate(contact, fit(rung, _written(contact))) for contact in listed[:MOST]]
    fitting = sorted((one for one in candidates if one.fit), key=lambda one: one.fit.rank if one.fit else ())
    return [*fitting, *(one for one in candidates if not one.fit)]


def _rung(call: Contact) -> Rung:
    taken = call.taken
    return Rung(
        children=tuple(known_as_sent(child) for child in call.children.all()),
        agency=taken.caller_agency if taken else "", account=taken.account_id if taken else None,
    )  # fmt: skip


def _written(contact: Contact) -> Written:
    return Written(
        children=tuple(known_as_sent(child) for child in contact.children.all()),
        agency=contact.organisation.name if contact.organisation else "", author=contact.author_id,
        says_they_rang=any(SAYS in talk.get("with", "") for talk in contact.content.get("conversations", [])),
    )  # fmt: skip


def join_of(contact: Contact) -> CallJoin | None:
    """The join that stands for a contact, from either side of it."""
    of = {"call": contact} if contact.is_call else {"written": contact}
    found = CallJoin.objects.standing().filter(**of).select_related("by", "written", "call__call__taken_by")
    return found.select_related("written__organisation", "call__front_door").first()
