"""What thresholds brings to the home page: beginning a check, the checks in hand, practice, and who is near."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from pages import panels
from pages.panels import Panel
from partnerships.models import User
from partnerships.permissions import Action, can
from thresholds.models import Check
from thresholds.progress import standings_of
from thresholds.selectors.checks import checks_for
from thresholds.selectors.directory import doors_in_use, home_authority
from thresholds.selectors.frameworks import framework_in_force

MOST = 12


def register() -> None:
    panels.register("begin", 10, begin)
    panels.register("checks-in-hand", 20, checks_in_hand)
    panels.register("practice", 70, practice)
    panels.register("here", 80, here)


def begin(request: HttpRequest) -> Panel | None:
    """The way into a check, for somebody who may begin one."""
    if not (request.user.is_authenticated and can(request.user, Action.CHECK_BEGIN)):
        return None
    return Panel("thresholds/panels/begin.html")


def checks_in_hand(request: HttpRequest) -> Panel | None:
    """The live checks that this person has begun and not closed: where each is, and what is next."""
    return _checks(request, [Check.Kind.LIVE], "thresholds/panels/checks_in_hand.html", always=True)


def practice(request: HttpRequest) -> Panel | None:
    """Practice and past-dated checks, apart from what is about a child today."""
    return _checks(request, [Check.Kind.PRACTICE, Check.Kind.PAST], "thresholds/panels/practice.html", always=False)


def here(request: HttpRequest) -> Panel | None:
    """The front door and the framework where this person works, in the side column."""
    user = request.user
    authority = home_authority(user) if isinstance(user, User) else None
    if authority is None:
        return None
    version = framework_in_force(authority.slug, localdate())
    return Panel(
        "thresholds/panels/here.html",
        {"authority": authority, "doors": doors_in_use(authority, localdate()), "version": version},
        place="aside",
    )


def _checks(request: HttpRequest, kinds: list[Check.Kind], template: str, *, always: bool) -> Panel | None:
    user = request.user
    if not isinstance(user, User) or not can(user, Action.CHECK_BEGIN):
        return None
    open_checks = checks_for(user).filter(kind__in=kinds).exclude(state=Check.State.CLOSED)
    listed = list(open_checks.prefetch_related("children__person", "children__observations")[: MOST + 1])
    if not listed and not always:
        return None
    standings = standings_of(listed)
    rows = [{"check": check, "children": _names(check), "standing": standings[check.pk]} for check in listed[:MOST]]
    return Panel(template, {"rows": rows, "more": len(listed) > MOST})


def _names(check: Check) -> list[dict[str, Any]]:
    return [{"name": child.person.short_name, "unborn": child.person.unborn} for child in check.children.all()]
