"""Who is told of a milestone, as of the moment that it is recorded."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from clocks.models import Clock
from clocks.rules.timescale import Circle
from partnerships.models import Membership, Organisation, Role, User

AT_FRONT_DOOR = {
    Circle.TEAM: (Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER),
    Circle.MANAGER: (Role.FRONT_DOOR_MANAGER,),
    Circle.SERVICE_MANAGER: (Role.SERVICE_MANAGER,),
}
"""Product decision: a clock at a front door concerns its staff, then its team managers, then its service managers."""


class Recipients:
    """The people round a batch of clocks, read in three queries whatever its size."""

    def __init__(self, clocks: Iterable[Clock], today: date) -> None:
        listed = list(clocks)
        owners = {clock.owner_id for clock in listed if clock.owner_id}
        self._active = set(User.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
        agencies = {clock.organisation_id for clock in listed if clock.organisation_id and not clock.front_door_id}
        approvers = Organisation.objects.filter(pk__in=agencies, approver__isnull=False)
        self._approver: dict[int, int] = dict(approvers.values_list("pk", "approver_id"))
        self._at: dict[tuple[str, int, str], set[int]] = defaultdict(set)
        held = Membership.objects.filter(
            Q(front_door_id__in={clock.front_door_id for clock in listed if clock.front_door_id})
            | Q(organisation_id__in=agencies | set(self._approver.values())),
            Q(until_date__isnull=True) | Q(until_date__gte=today),
            from_date__lte=today,
            user__is_active=True,
        )
        for user, role, front_door, organisation in held.values_list("user_id", "role", "front_door_id", "organisation_id"):
            place = ("front-door", front_door) if front_door else ("agency", organisation)
            self._at[*place, role].add(user)

    def told(self, clock: Clock, circles: Iterable[str]) -> list[int]:
        """The ids of the people in these circles of a clock, each once, without the one whom it passes by.

        A clock that nobody owns, or whose owner has left, tells the team in the owner's place: nothing falls due unheard.
        """
        people: set[int] = set()
        for circle in map(Circle, circles):
            if circle is not Circle.OWNER:
                people |= self._circle(clock, circle)
            elif clock.owner_id in self._active:
                people.add(clock.owner_id)
            else:
                people |= self._circle(clock, Circle.TEAM)
        return sorted(people - {clock.passes_by_id})

    def _circle(self, clock: Clock, circle: Circle) -> set[int]:
        """A front door without a service manager has its team managers in their place.

        Product decision: in an agency team and manager are its safeguarding leads; above them, and where none is left, stand
        the leads of the agency that it names as its approver outside.
        """
        if clock.front_door_id:
            people = {u for role in AT_FRONT_DOOR[circle] for u in self._at["front-door", clock.front_door_id, role]}
            above = circle is Circle.SERVICE_MANAGER and not people - {clock.passes_by_id}
            return self._circle(clock, Circle.MANAGER) if above else people
        if not clock.organisation_id:
            return set()
        leads = self._leads(clock.organisation_id) - {clock.passes_by_id}
        approver = self._approver.get(clock.organisation_id)
        outside = self._leads(approver) - {clock.passes_by_id} if approver else set()
        return outside or leads if circle is Circle.SERVICE_MANAGER else leads or outside

    def _leads(self, organisation: int) -> set[int]:
        return self._at["agency", organisation, Role.SAFEGUARDING_LEAD]
