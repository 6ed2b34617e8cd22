"""The team's deadlines by time left, for whoever answers for a front door or an agency, and what of it is late."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Q

from clocks.models.clock import ClockQuerySet
from clocks.selectors import ShownClock, clocks_display, clocks_for
from partnerships.models import Membership, Role, TimescaleRule, User
from partnerships.permissions import current_memberships

ON_A_PAGE = 100
WORST = 3
NOBODY = "nobody"
ANSWERING = (Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER, Role.SAFEGUARDING_LEAD)


@dataclass(frozen=True)
class Asked:
    """What of the board is asked for: a rule's code, whose (a person's id, or nobody's), which page."""

    rule: str = ""
    who: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.rule or self.who)


@dataclass(frozen=True)
class Board:
    """A page of it, least time left first, so that the longest overdue comes first; and how many there are in all."""

    rows: list[ShownClock]
    count: int
    overdue: int
    nobodys: int
    page: int
    pages: int
    rules: list[tuple[str, str]]
    people: list[tuple[str, str]]


@dataclass(frozen=True)
class Late:
    """How many of those that one answers for are overdue, and the worst of them."""

    count: int
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
    count = found.count()
    pages = max(1, ceil(count / ON_A_PAGE))
    page = min(max(1, asked.page), pages)
    rows = found.select_related("owner").order_by("due_at", "pk")[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return Board(
        clocks_display(rows, now), count, found.filter(due_at__lte=now).count(), found.filter(owner__isnull=True).count(),
        page, pages, _rules(places), _people(places),
    )  # fmt: skip


def late_for(user: User, now: datetime) -> Late | None:
    """What is overdue of all that one answers for, one's own included; None where nothing is."""
    if not any(m.role in ANSWERING for m in current_memberships(user)):
        return None
    late = clocks_for(user).open().answered_for_by(user).filter(due_at__lte=now)
    worst = clocks_display(late.select_related("owner").order_by("due_at", "pk")[:WORST], now)
    return Late(late.count(), worst) if worst else None


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
