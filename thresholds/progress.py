"""Where a check is and what is next, in words. What upper apps know of a check's further way they tell through `tell`."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from thresholds.models import Check


@dataclass(frozen=True)
class Standing:
    """Where a check is ("With your safeguarding lead"), what is next, and the page on which that is done."""

    where: str
    next: str
    url: str
    is_waiting: bool = False


Teller = Callable[[Iterable[Check]], Mapping[uuid.UUID, Standing]]

_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Register what an upper app knows: from some checks (as their author sees them) to the standing of those it knows of.

    One query for all of them. Later ones speak over earlier ones.
    """
    if teller not in _tellers:
        _tellers.append(teller)


def standings_of(checks: Iterable[Check]) -> dict[uuid.UUID, Standing]:
    """The standing of each check; its children (with observations) are best fetched with it."""
    listed = list(checks)
    found = {check.pk: standing_of(check) for check in listed}
    for teller in _tellers:
        found |= teller(listed)
    return found


def standing_of(check: Check) -> Standing:
    """Where a check is by itself, up to the route that is chosen."""
    children = list(check.children.all())
    url = f"/checks/{check.pk}/"
    if not children:
        return Standing("Begun, no child added yet", "Describe the child and family", url)
    if not any(child.observations.all() for child in children):
        return Standing("The family is described", "Say what you have seen, and what is working well", url)
    waiting = [child for child in children if not child.level]
    if waiting:
        names = " and ".join(child.person.short_name for child in waiting[:2])
        more = " and others" if len(waiting) > 2 else ""
        return Standing(
            "What you have seen is down", f"See what it points to, and record your judgement for {names}{more}", url
        )
    if not check.route_code:
        return Standing("Your judgement is recorded", "Choose what to do about it", url)
    return Standing("The way on is chosen", "Go on with it: agreement, your answers, sending", url)
