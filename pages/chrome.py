"""The frame around a page: organisation, navigation, unread notices, the number to call. Each is registered by its owner.

A context processor (``pages.chrome.context``) hands them to ``base.html``. Each is asked for once, and only if the page is
drawn from it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation. ``current`` is worked out from the address: the longest that it begins with wins.

    ``also`` is a pattern of how other addresses of the same part begin. A lower ``order`` stands further left: where
    somebody's day begins comes first.
    """

    label: str
    url: str
    current: bool = False
    order: int = 50
    also: str = ""


@dataclass(frozen=True)
class Chrome:
    """``organisation`` and ``person`` as shown in the header; ``unread`` notices; addresses of the fixed links."""

    organisation: str = ""
    person: str = ""
    nav: tuple[NavItem, ...] = ()
    unread: int = 0
    notices_url: str = ""
    urgent_url: str = "tel:999"
    sign_out_url: str = ""
    home_url: str = "/"
    footer: str = ""
    footer_links: tuple[NavItem, ...] = ()


Part = Callable[[HttpRequest], dict[str, Any]]
_parts: list[Part] = []


def register(part: Part) -> Part:
    """Add a function that gives some of the values of ``Chrome`` for a request, by name. ``nav`` lists are joined."""
    if part not in _parts:
        _parts.append(part)
    return part


def mark_current(items: Iterable[NavItem], path: str) -> tuple[NavItem, ...]:
    """Mark the item whose address the path begins with; the longest wins, and the home page only matches itself."""
    items = tuple(items)
    reach = [_reach(item, path) for item in items]
    best = max(reach, default=0)
    return tuple(replace(item, current=0 < best == far) for item, far in zip(items, reach, strict=True))


def _reach(item: NavItem, path: str) -> int:
    """How much of the path is this item's; nothing where it is another's."""
    begins = path == item.url or (item.url != "/" and path.startswith(item.url))
    other = re.match(item.also, path) if item.also else None
    return max(len(item.url) if begins else 0, other.end() if other else 0)


def chrome_for(request: HttpRequest) -> Chrome:
    """All registered parts for this request, later ones over earlier, navigation joined in order of registration."""
    values: dict[str, Any] = {}
    nav: list[NavItem] = []
    for part in _parts:
        given = part(request)
        nav.extend(given.pop("nav", ()))
        values |= given
    nav.sort(key=lambda item: item.order)
    return Chrome(**values, nav=mark_current(nav, request.path))


def context(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"chrome": SimpleLazyObject(lambda: chrome_for(request))}
