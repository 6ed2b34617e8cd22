"""A child whom a front door knows, on one page: facts, names used, contacts, chronology, missing episodes, who opened it."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from partnerships.models import User
from people.models import MissingEpisode, Opening, Person, PersonMerge
from people.rules.merging import FACTS
from people.rules.missing import WINDOW, Away, in_window, length_words, most_in_any
from people.selectors import age_words, known_of
from referrals.forms.children import in_words
from referrals.models import Contact
from referrals.permissions import manages_door
from referrals.presenters.families import ordinal
from referrals.references import reference_of_child
from referrals.selectors.children import Merges, as_one, contacts_of, episodes_of, merges_of, records_of
from referrals.selectors.chronology import SHOWN, events_of
from referrals.selectors.finding import children_like

WINDOWS = ((91, "3 months"), (182, "6 months"), (365, "12 months"))


@dataclass(frozen=True)
class EpisodeShown:
    """One episode, how long it was, and which of the window it is."""

    episode: MissingEpisode
    length: str


@dataclass(frozen=True)
class MissingShown:
    """The episodes of a child and their number in the window, in words that name the days."""

    episodes: list[EpisodeShown]
    lately: str
    most: str


def child_page(child: Person, user: User, now: datetime.datetime, *, older: bool) -> dict[str, Any]:
    """Everything on the page."""
    merges = merges_of(user, [child.pk])
    records = records_of(child, user)
    head, ids = records[0], merges.all_of(child.pk)
    whole = as_one(records, merges)
    contacts = contacts_of(user, ids)
    events = events_of(user, ids, contacts)
    manages = child.front_door_id is not None and manages_door(user, child.front_door_id)
    return {
        "child": whole, "reference": reference_of_child(head), "head": head, "is_part": head.pk != child.pk,
        "age": age_words(whole, localdate(now)), "facts": facts_of(whole), "names": names_used(records, contacts, ids),
        "records": [(one, reference_of_child(one)) for one in records] if len(records) > 1 else [],
        "merges": shown_merges(user, ids), "contacts": len(contacts), "repeat": repeat_words(contacts, now),
        "events": events if older else events[:SHOWN], "older": 0 if older else max(0, len(events) - SHOWN),
        "missing": missing_of(user, ids, now), "household": household_of(contacts, ids),
        "alike": children_like(known_of(whole), user, besides=frozenset(ids)), "manages": manages,
        "openings": list(Opening.objects.visible_to(user).filter(subject_type="person", subject_id__in=ids)[:SHOWN])
        if manages else [],
    }  # fmt: skip


def facts_of(child: Person) -> list[tuple[str, str]]:
    """What is held of a child, in the order in which it is compared."""
    return [(label, in_words(getattr(child, code))) for code, label in FACTS.items() if getattr(child, code)]


def names_used(records: list[Person], contacts: list[Contact], ids: Iterable[uuid.UUID]) -> list[str]:
    """Every name under which the child was sent or is held, once."""
    sent = {one.name for contact in contacts for one in contact.children.all() if one.match and one.match.person_id in ids}
    return sorted(sent | {one.name for one in records})


def household_of(contacts: list[Contact], ids: Iterable[uuid.UUID]) -> list[Person]:
    """The other children of the same contacts whom the front door recognised, once each."""
    found: dict[uuid.UUID, Person] = {}
    for contact in contacts:
        for one in contact.children.all():
            if one.match is not None and one.match.person_id not in ids:
                found[one.match.person_id] = one.match.person
    return sorted(found.values(), key=lambda one: (one.date_of_birth or datetime.date.max, one.name))


def repeat_words(contacts: list[Contact], now: datetime.datetime) -> str:
    """How many contacts in each window: "4 contacts in 12 months, 2 of them in 3 months"; empty where there was none."""
    counts = [(sum(contact.received_at > now - datetime.timedelta(days=days) for contact in contacts), name)
              for days, name in WINDOWS]  # fmt: skip
    most, name = counts[-1]
    if not most:
        return ""
    words = f"{most} contact{'' if most == 1 else 's'} in {name}"
    within = [f"{count} in {window}" for count, window in reversed(counts[:-1]) if count and count != most]
    return f"{words}: {', '.join(within)}" if within else words


def missing_of(user: User, ids: Iterable[uuid.UUID], now: datetime.datetime) -> MissingShown:
    """The episodes that stand, with the count of the last window and of the window with the most."""
    episodes = episodes_of(user, ids)
    days = [localdate(one.missing_from) for one in episodes]
    lately, most = in_window(days, localdate(now)), most_in_any(days)
    shown = [EpisodeShown(one, length_words(Away(one.missing_from, one.found_at), now)) for one in episodes]
    return MissingShown(shown, _counted(lately, "the last"), _counted(most, "any") if len(most) > len(lately) else "")


def _counted(days: list[datetime.date], which: str) -> str:
    if not days:
        return ""
    named = ", ".join(f"{day:%-d %b %Y}" for day in days)
    return f"{len(days)} episode{'' if len(days) == 1 else 's'} in {which} {WINDOW} days: {named}"


def missing_words(user: User, persons: Iterable[uuid.UUID], merges: Merges, now: datetime.datetime) -> dict[uuid.UUID, str]:
    """For each child "3rd missing episode in 90 days", where there was one; in one query for all of them."""
    groups = {person: merges.all_of(person) for person in persons}
    every = episodes_of(user, set().union(*groups.values()))
    found = {}
    for person, ids in groups.items():
        days = in_window([localdate(one.missing_from) for one in every if one.person_id in ids], localdate(now))
        if days:
            found[person] = f"{ordinal(len(days))} missing episode in {WINDOW} days"
    return found


def shown_merges(user: User, ids: Iterable[uuid.UUID]) -> list[PersonMerge]:
    """What was asked and done about these records, newest first."""
    about = PersonMerge.objects.visible_to(user).filter(kept__in=list(ids)) | PersonMerge.objects.visible_to(user).filter(
        merged__in=list(ids)
    )
    return list(about.select_related("kept", "merged", "asked_by", "answered_by", "undone_by").order_by("-asked_at"))
