"""The panels of the home page: each app brings its own, because the app that draws the page may not import them.

From ``AppConfig.ready``::

    panels.register("checks-in-hand", 20, checks_in_hand)

where ``checks_in_hand(request)`` returns a ``Panel``, or None where it has nothing for this person. The order says where it
stands; those taken are

     5 waiting for the lead (consent)    10 begin (thresholds)        20 checks in hand (thresholds)
    50 what I owe (referrals)            60 contacts sent (referrals)     70 practice and earlier dates (thresholds)
    80 the framework and the front door here, in the side column (thresholds)

A template draws one panel from ``panel``, beginning with its own ``h2``; ``place="aside"`` puts it in the side column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """One part of the home page: its template (``<app>/panels/<name>.html``) and what that draws, as ``panel``."""

    template: str
    panel: Mapping[str, Any] = field(default_factory=dict)
    place: str = "main"


PanelPart = Callable[[HttpRequest], Panel | None]

_parts: dict[str, tuple[int, PanelPart]] = {}


def register(name: str, order: int, part: PanelPart) -> None:
    """Add a panel under a name. The same one twice is harmless; another one under its name is an error."""
    known = _parts.setdefault(name, (order, part))
    if known != (order, part):
        raise ValueError(f"there is a panel {name} already")


def panels_for(request: HttpRequest) -> list[Panel]:
    """Every panel that has something for this person, in order."""
    ordered = sorted(_parts.items(), key=lambda entry: (entry[1][0], entry[0]))
    drawn = [part(request) for _, (_, part) in ordered]
    return [panel for panel in drawn if panel is not None]
