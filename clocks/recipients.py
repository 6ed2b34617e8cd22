"""Who is told of a milestone, as of the moment that it is recorded."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from clocks.models import Clock
from clocks.rules.timescale import Circle
from partnerships.models import Membership, Role, User

AT_FRONT_DOOR = {Circle.TEAM: (Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER), Circle.MANAGER: (Role.FRONT_DOOR_MANAGER,)}
IN_AGENCY = {Circle.TEAM: (Role.SAFEGUARDING_LEAD,), Circle.MANAGER: (Role.SAFEGUARDING_LEAD,)}
"""Product decision: a clock at a front door concerns its staff and managers; one in an agency, its safeguarding leads."""


class Recipients:
    """The people round a batch of clocks, read in two queries whatever its size."""

    def __init__(self, clocks: Iterable[Clock], today: date) -> None:
        listed = list(clocks)
        self._by_front_door: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._by_organisation: dict[tuple[int, str], set[int]] = defaultdict(set)
        owners = {clock.owner_id for clock in listed if clock.owner_id}
        self._active = set(User.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
        held = Membership.objects.filter(
            Q(front_door_id__in={clock.front_door_id for clock in listed if clock.front_door_id})
            | Q(organisation_id__in={clock.organisation_id for clock in listed if not clock.front_door_id}),
            Q(until_date__isnull=True) | Q(until_date__gte=today),
            from_date__lte=today,
            user__is_active=True,
        )
        for user, role, front_door, organisation in held.values_list("user_id", "role", "front_door_id", "organisation_id"):
            if front_door:
                self._by_front_door[front_door, role].add(user)
            elif organisation:
                self._by_organisation[organisation, role].add(user)

    def told(self, clock: Clock, circles: Iterable[str]) -> list[int]:
        """The ids of the people in these circles of a clock, each once.

        A clock that nobody owns, or whose owner has left, tells the team in the owner's place; one with neither tells
        those who answer for it: nothing falls due unheard.
        """
        people: set[int] = set()
        for circle in map(Circle, circles):
            if circle is not Circle.OWNER:
                people |= self._circle(clock, circle)
            elif clock.owner_id in self._active:
                people.add(clock.owner_id)
            else:
                people |= self._circle(clock, Circle.TEAM)
        return sorted(people)

    def _circle(self, clock: Clock, circle: Circle) -> set[int]:
        if clock.front_door_id:
            return {u for role in AT_FRONT_DOOR[circle] for u in self._by_front_door[clock.front_door_id, role]}
        if clock.organisation_id:
            return {u for role in IN_AGENCY[circle] for u in self._by_organisation[clock.organisation_id, role]}
        return set()
