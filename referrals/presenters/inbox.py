"""The inbox as a page shows it: bands that say why a contact stands where it does, and two lines a contact."""

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from clocks.rules.countdown import Countdown
from clocks.selectors import calendars_for
from partnerships.models import User
from people.selectors.need_to_know import restricted_among
from referrals.models import Contact, Decision
from referrals.presenters.families import (
    AgeChip,
    AgreementMark,
    LevelMark,
    age_chips,
    agreement_of,
    from_words,
    level_mark,
    ordinal,
)
from referrals.selectors.contacts import clocks_by_subject, countdowns_of
from referrals.selectors.inbox import InboxPage, View, earlier_contacts

NEXT_HOURS = datetime.timedelta(hours=4)
VIEWS = {
    View.OPEN: "All open",
    View.MINE: "Mine",
    View.NOBODY: "Nobody has it",
    View.URGENT: "Urgent today",
    View.DECIDED: "Decided lately",
    View.PRACTICE: "Practice",
}
EMPTY = {
    View.OPEN: "Nothing waiting.",
    View.MINE: "You have none in hand. Look at those that nobody has.",
    View.NOBODY: "Somebody has every one of them.",
    View.URGENT: "Nothing is urgent today.",
    View.DECIDED: "Nothing was decided in the last two weeks.",
    View.PRACTICE: "No practice contact is open.",
}


class Band(StrEnum):
    """Why a contact stands where it does."""

    URGENT = "Urgent today: rang or sent at once"
    OVER = "Past the 24 hours"
    SOON = "Decide in the next 4 hours"
    LATER = "Later"
    PRACTICE = "Practice: marked so everywhere, and against no time"
    DECIDED = "Decided, newest first"


@dataclass(frozen=True)
class Row:
    """One contact in the list."""

    contact: Contact
    ages: list[AgeChip]
    level: LevelMark
    agreement: AgreementMark
    sender: str
    owner: str
    countdown: Countdown | None
    nth: str
    decision: Decision | None
    is_restricted: bool

    @property
    def dom_id(self) -> str:
        return f"left-{self.contact.pk}"


@dataclass(frozen=True)
class BandRows:
    """A band with its rows."""

    band: Band
    rows: list[Row]

    @property
    def label(self) -> str:
        return self.band.value


def band_of(contact: Contact, now: datetime.datetime, view: View) -> Band:
    """The band of a contact. Product decision (the front door's mocks, "Time and urgency"): position comes first."""
    if view == View.DECIDED:
        return Band.DECIDED
    if view == View.PRACTICE:
        return Band.PRACTICE
    if contact.urgency == Contact.Urgency.TODAY:
        return Band.URGENT
    if contact.decide_by < now:
        return Band.OVER
    return Band.SOON if contact.decide_by - now <= NEXT_HOURS else Band.LATER


def bands_of(page: InboxPage, *, user: User, view: View, now: datetime.datetime) -> list[BandRows]:
    """The rows of a page in their bands, in the order in which they come."""
    rows = rows_of(page.contacts, user=user, now=now)
    bands: dict[Band, list[Row]] = {}
    for row in rows:
        bands.setdefault(band_of(row.contact, now, view), []).append(row)
    return [BandRows(band, found) for band, found in bands.items()]


def rows_of(contacts: list[Contact], *, user: User, now: datetime.datetime) -> list[Row]:
    """Each contact with what its line shows; clocks, calendars and earlier contacts in a query each for all of them."""
    clocks = clocks_by_subject(user, "contact", [contact.pk for contact in contacts], "decision")
    left = countdowns_of(clocks, calendars_for({clock.authority_id for clock in clocks.values()}), now)
    earlier = earlier_contacts(user, contacts)
    restricted = restricted_among(contact.pk for contact in contacts)
    return [_row(contact, user, left, earlier[contact.pk], contact.pk in restricted) for contact in contacts]


def _row(contact: Contact, user: User, left: dict[uuid.UUID, Countdown], earlier: int, is_restricted: bool) -> Row:
    owner = "" if contact.owner is None else "You" if contact.owner_id == user.pk else contact.owner.name
    decisions = list(contact.decisions.all())
    return Row(
        contact=contact,
        ages=age_chips(list(contact.children.all()), contact.received_at.date()),
        level=level_mark(contact, contact.framework_version.framework_document()),
        agreement=agreement_of(contact, getattr(contact, "asked", None)),
        sender=from_words(contact),
        owner=owner,
        countdown=left.get(contact.pk),
        nth=f"{ordinal(earlier + 1)} contact" if earlier else "",
        decision=decisions[-1] if decisions else None,
        is_restricted=is_restricted,
    )
