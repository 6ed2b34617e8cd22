"""The team's deadlines by time left, for whoever answers for a front door or an agency, and what of it is late."""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from clocks.models.clock import ClockQuerySet
from clocks.selectors import ShownClock, clocks_display, clocks_for
from partnerships.models import Membership, Role, TimescaleRule, User
from partnerships.permissions import current_memberships

ON_A_PAGE = 100
WORST = 3
MOST_COUNTED = 1_000
"""Product decision: more are "more than 1,000". To count a million would take longer than to show what is due first."""
NOBODY = "nobody"
ANSWERING = (Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.SAFEGUARDING_LEAD)


@dataclass(frozen=True)
class Place:
    """Where a page ended: the due time and the key of its last clock. A page goes on from there however many came before."""

    due_at: datetime
    pk: uuid.UUID

    PATTERN = re.compile(r"(?P<due>[0-9]{8}T[0-9]{12})-(?P<pk>[0-9a-f]{32})")

    def __str__(self) -> str:
        return f"{self.due_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.pk.hex}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place in an address; None for what is none."""
        found = cls.PATTERN.fullmatch(text)
        try:
            return cls(_instant(found["due"]), uuid.UUID(found["pk"])) if found else None
        except ValueError:
            return None


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """What of the board is asked for: a rule's code, whose (a person's id, or nobody's), from which place on."""

    rule: str = ""
    who: str = ""
    after: Place | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.rule or self.who)


@dataclass(frozen=True)
class Tally:
    """How many there are; of more than can be counted at once, that there are more."""

    count: int

    def __str__(self) -> str:
        return f"more than {MOST_COUNTED:,}" if self.count > MOST_COUNTED else f"{self.count:,}"

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def is_one(self) -> bool:
        return self.count == 1


@dataclass(frozen=True)
class Board:
    """A page of it, least time left first, so that the longest overdue comes first; how many in all, and where it goes on."""

    rows: list[ShownClock]
    count: Tally
    overdue: Tally
    nobodys: Tally
    more: Place | None
    rules: list[tuple[str, str]]
    people: list[tuple[str, str]]


@dataclass(frozen=True)
class Late:
    """How many of those that one answers for are overdue, and the worst of them."""

    count: Tally
    worst: list[ShownClock]


def board_for(user: User, now: datetime, asked: Asked) -> Board | None:
    """The board as asked; None for somebody who answers for no team."""
    places = [m for m in current_memberships(user) if m.role in ANSWERING]
    if not places:
        return None
    found = _team(user)
    if asked.rule:
        found = found.filter(rule=asked.rule)
    if asked.who == NOBODY:
        found = found.filter(owner__isnull=True)
    elif asked.who:
        found = found.filter(owner_id=int(asked.who))
    rest = found if asked.after is None else _after(found, asked.after)
    rows = list(rest.select_related("owner").order_by("due_at", "pk")[: ON_A_PAGE + 1])
    shown, last = rows[:ON_A_PAGE], rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    return Board(
        rows=clocks_display(shown, now),
        count=_tally(found),
        overdue=_tally(found.filter(due_at__lte=now)),
        nobodys=_tally(found.filter(owner__isnull=True)),
        more=Place(last.due_at, last.pk) if last else None,
        rules=_rules(places),
        people=_people(places),
    )


def _after(found: ClockQuerySet, place: Place) -> ClockQuerySet:
    later = Q(due_at__gt=place.due_at) | Q(due_at=place.due_at, pk__gt=place.pk)
    return found.filter(later, due_at__gte=place.due_at)


def _tally(found: ClockQuerySet) -> Tally:
    return Tally(found.order_by()[: MOST_COUNTED + 1].count())


def late_for(user: User, now: datetime) -> Late | None:
    """What is overdue of all that one answers for, one's own included; None where nothing is."""
    if not any(m.role in ANSWERING for m in current_memberships(user)):
        return None
    late = clocks_for(user).open().answered_for_by(user).filter(due_at__lte=now)
    worst = clocks_display(late.select_related("owner").order_by("due_at", "pk")[:WORST], now)
    return Late(_tally(late), worst) if worst else None


def _team(user: User) -> ClockQuerySet:
    return clocks_for(user).open().answered_for_by(user).exclude(owner=user)


def _rules(places: list[Membership]) -> list[tuple[str, str]]:
    """The rules that run in these places, by name."""
    authorities = {m.front_door.authority_id for m in places if m.front_door}
    authorities |= {m.organisation.authority_id for m in places if m.organisation and m.organisation.authority_id}
    found = TimescaleRule.objects.filter(authority_id__in=authorities).order_by("from_date").values_list("rule", "name")
    return sorted(dict(found).items(), key=lambda rule: rule[1])


def _people(places: list[Membership]) -> list[tuple[str, str]]:
    """Who works in these places, or did: a clock of somebody who has left still has them."""
    at = Q(front_door_id__in=[m.front_door_id for m in places if m.front_door_id])
    at |= Q(organisation_id__in=[m.organisation_id for m in places if m.organisation_id])
    found = User.objects.filter(pk__in=Membership.objects.filter(at).values("user_id")).order_by("name", "pk")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
