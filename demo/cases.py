"""The cases of the demo, as the plan says, each told by the people whom it concerns and held by the database's own rules."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from demo.data import read
from demo.endings import ENDINGS, HARM_BASES
from demo.families import family_make
from demo.people import address_of
from demo.ringing import calls_make
from demo.telling import Telling
from notices.models import Notice
from partnerships.models import LocalAuthority, User
from partnerships.permissions import memberships_remembered
from rowsecurity.session import acting_as
from thresholds.selectors.frameworks import framework_in_force

SEED = 20260304
LONG = 72
"""Hours after which a case began in working hours; what is newer began when the plan says."""


@dataclass(frozen=True)
class Place:
    """One authority with its stories and the people who tell them, by the kind of their agency."""

    authority: LocalAuthority
    area: str
    stories: tuple[dict[str, Any], ...]
    authors: dict[str, list[User]]


@dataclass(frozen=True)
class Part:
    """Every `of`-th case, from the `number`-th on: what one of several processes makes."""

    number: int = 0
    of: int = 1


WHOLE = Part()


@transaction.atomic
def cases_make(*, now: datetime.datetime, seed: int = SEED, part: Part = WHOLE) -> int:
    """Make the cases of the plan, or a part of them, and say how many. Call it as the web role, the demo's people in place.

    The same seed tells the same stories at the same distance from `now`, in however many parts; references and ids are as
    random as ever. Documents are printed when somebody first opens one: what was to be printed after this is dropped.
    """
    made = 0
    with memberships_remembered():
        for number, (place, entry, turn) in enumerate(_planned(now)):
            if number % part.of == part.number:
                rng = random.Random(f"{seed} {place.authority.slug} {entry['ending']} {entry['hours']} {turn}")
                _make(rng, place, entry, now)
                made += 1
        if part.number == 0:
            for place in _places(now):
                calls_make(place.authority, now)
    _read_what_is_old(now)
    connection.run_on_commit.clear()
    return made


def _planned(now: datetime.datetime) -> Iterator[tuple[Place, dict[str, Any], int]]:
    """Every case of the plan: where, how it ends, and which of its kind."""
    for place in _places(now):
        for entry in read("plan")["cases"]:
            for turn in range(entry.get(place.authority.slug, 0)):
                yield place, entry, turn


def _make(rng: random.Random, place: Place, entry: dict[str, Any], now: datetime.datetime) -> None:
    story = _story(rng, place, entry)
    at = _when(rng, entry["hours"], now)
    telling = Telling(
        rng=rng, now=now, at=at, authority=place.authority, author=rng.choice(place.authors[story["by"]]), story=story,
        family=family_make(rng, read("plan")["names"], story, place.area, at.date()), answers=read("answers"),
    )  # fmt: skip
    ENDINGS[entry["ending"]](telling)


def _story(rng: random.Random, place: Place, entry: dict[str, Any]) -> dict[str, Any]:
    """A story that can come to this ending: the named ones, those of one basis, those of children born long since, or any."""
    wanted = entry.get("with")
    fitting = [
        story
        for story in place.stories
        if (not entry.get("stories") or story["code"] in entry["stories"])
        and (wanted != "harm" or story["basis"] in HARM_BASES)
        and (wanted != "contact" or story["contact"])
        and (wanted != "born" or (story["ages"][0] > 0 and not story.get("unborn") and not story.get("siblings")))
        and (wanted != "early-help" or story["basis"] == "early-help")
    ]
    return rng.choice(fitting)


def _when(rng: random.Random, hours: list[float], now: datetime.datetime) -> datetime.datetime:
    at = now - datetime.timedelta(hours=rng.uniform(*hours))
    if hours[1] >= 48 and not 8 <= at.hour <= 18:
        at = min(at.replace(hour=rng.randint(9, 16)), now)
    if hours[0] >= LONG:
        at = at.replace(hour=rng.randint(8, 15), minute=rng.randint(0, 59))
        while at.weekday() > 4 or now - at < datetime.timedelta(hours=hours[0]):
            at -= datetime.timedelta(days=1)
    return at.replace(second=0, microsecond=0)


def _places(now: datetime.datetime) -> Iterator[Place]:
    """Each authority of the demo that has a framework with stories."""
    for entry in read("people")["places"]:
        authority = LocalAuthority.objects.filter(slug=entry["authority"]).first()
        version = framework_in_force(entry["authority"], now.date()) if authority else None
        if authority is None or version is None:
            continue
        stories = _stories_of(authority, version.framework.slug)
        if stories:
            yield Place(authority, read("plan")["postcodes"][authority.slug], stories, _authors(entry))


def _stories_of(authority: LocalAuthority, framework: str) -> tuple[dict[str, Any], ...]:
    """The stories of a framework; each knows whether its level leads to a contact here."""
    routes = authority.content["routes"]
    contact_levels = {level for route in routes if route["kind"] == "contact" for level in route["levels"]}
    return tuple({**story, "contact": story["level"] in contact_levels} for story in read(f"stories/{framework}")["stories"])


def _authors(entry: dict[str, Any]) -> dict[str, list[User]]:
    """Who writes, by the kind of agency; the first of each writes twice as often."""
    authors: dict[str, list[User]] = {}
    for organisation in entry["organisations"]:
        writes = [person["email"] for person in organisation["people"] if "practitioner" in person["roles"]]
        found = {user.email: user for user in User.objects.filter(email__in=[address_of(name) for name in writes])}
        people = [found[address_of(name)] for name in writes]
        authors.setdefault(organisation["kind"], []).extend([people[0], *people])
    return authors


def _read_what_is_old(now: datetime.datetime) -> None:
    """Notices older than two days have been read, an hour after they came."""
    for person in User.objects.filter(is_active=True):
        with acting_as(person.pk):
            old = Notice.objects.filter(recipient=person, created_at__lt=now - datetime.timedelta(days=2))
            old.update(read_at=now - datetime.timedelta(days=1))
