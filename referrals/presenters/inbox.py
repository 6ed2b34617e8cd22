"""The inbox as a page shows it: bands that say why a contact stands where it does, and two lines a contact."""

import datetime
import uuid
from dataclasses import dataclass

from clocks.rules.countdown import Countdown
from clocks.selectors import calendars_for
from partnerships.models import User
from people.selectors.need_to_know import restricted_among
from referrals.models import Contact, ContactReading, Decision
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
from referrals.selectors.feedback import unread_by_sender
from referrals.selectors.inbox import Asked, Band, InboxPage, View, band_of, earlier_contacts
from referrals.selectors.readings import Readings, readings_on

OVERLOADED = 60
"""Product decision (the front door's mocks, "Pages", 1): over so many open the later ones fold, and what nobody has leads."""

BANDS = {
    Band.URGENT: "Urgent today: rang or sent at once",
    Band.OVER: "Past the 24 hours",
    Band.SOON: "Decide in the next 4 hours",
    Band.LATER: "Later",
    Band.PRACTICE: "Practice: marked so everywhere, and against no time",
    Band.DECIDED: "Decided, newest first",
}


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
    readings: Readings
    unread_days: int

    @property
    def dom_id(self) -> str:
        return f"left-{self.contact.pk}"

    @property
    def is_new(self) -> bool:
        """Whether nobody has opened it."""
        return self.contact.state == Contact.State.RECEIVED and not self.readings.by_anybody

    @property
    def is_new_to_me(self) -> bool:
        return self.contact.state != Contact.State.DECIDED and not self.readings.by_me

    @property
    def reading(self) -> str:
        return reading_words(self.readings.now)


@dataclass(frozen=True)
class BandRows:
    """A band with its rows, and how many stand in it on all pages."""

    band: Band
    rows: list[Row]
    count: int

    @property
    def label(self) -> str:
        return BANDS[self.band]

    @property
    def is_later(self) -> bool:
        return self.band == Band.LATER


def reading_words(now: list[ContactReading]) -> str:
    """Who has it open, by first names: "Dan reading", "Dan and Sal reading"."""
    names = [reading.user.name.split()[0] for reading in now]
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} more reading"
    return f"{' and '.join(names)} reading" if names else ""


def bands_of(
    page: InboxPage, *, user: User, asked: Asked, counts: dict[Band, int], now: datetime.datetime
) -> list[BandRows]:  # fmt: skip
    """The rows of a page in their bands, in the order in which they come."""
    bands: dict[Band, list[Row]] = {}
    for row in rows_of(page.contacts, user=user, now=now):
        bands.setdefault(band_of(row.contact, now, asked.state), []).append(row)
    return [BandRows(band, found, counts.get(band, len(found))) for band, found in bands.items()]


def moved_up(rows: list[Row], since: datetime.datetime, now: datetime.datetime) -> int:
    """How many of these stand in another band by now than when the list was opened: they wait where they were."""
    return sum(band_of(row.contact, since, View.OPEN) != band_of(row.contact, now, View.OPEN) for row in rows)


def rows_of(contacts: list[Contact], *, user: User, now: datetime.datetime) -> list[Row]:
    """Each contact with what its line shows; clocks, calendars and earlier contacts in a query each for all of them."""
    clocks = clocks_by_subject(user, "contact", [contact.pk for contact in contacts], "decision")
    areas = {clock.authority_id for clock in clocks.values()} | {contact.front_door.authority_id for contact in contacts}
    calendars = calendars_for(areas)
    left, unread = countdowns_of(clocks, calendars, now), unread_by_sender(user, contacts, calendars, now)
    earlier, readings = earlier_contacts(user, contacts), readings_on(user, contacts, now)
    restricted = restricted_among(contact.pk for contact in contacts)
    return [
        _row(
            contact, user, left, earlier[contact.pk], contact.pk in restricted, readings[contact.pk], unread.get(contact.pk, 0)
        )
        for contact in contacts
    ]


def _row(
    contact: Contact, user: User, left: dict[uuid.UUID, Countdown], earlier: int, is_restricted: bool, readings: Readings,
    unread_days: int,
) -> Row:  # fmt: skip
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
        readings=readings,
        unread_days=unread_days,
    )
