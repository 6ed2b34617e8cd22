"""The one question that every page asks before it answers: may this person do this to that?

The answer belongs to ``partnerships``, which stands above this package, so it is registered here when that app is ready.
Until then every question raises: a page can be refused by mistake, never opened by mistake.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from workflow.errors import NotAllowed

Predicate = Callable[..., bool]
Refused = Callable[[HttpRequest, Mapping[str, Any]], None]


class Public:
    """The marker of a page that needs no sign-in: sign-in itself, numbers to call, how accessible this is."""

    def __repr__(self) -> str:
        return "PUBLIC"


PUBLIC: Final = Public()

_registered: list[Predicate] = []
_told: list[Refused] = []


def register(predicate: Predicate) -> None:
    """Give the predicate ``can(user, action, obj) -> bool``. The same one twice is harmless; a second one is an error."""
    if _registered and _registered[0] is not predicate:
        raise ImproperlyConfigured("pages.authorise already has a predicate: permissions are decided in one place")
    _registered[:] = [predicate]


def may(user: Any, action: Enum, obj: Any = None) -> bool:
    """Whether this person may do this to that; ``obj`` is None for a page that is about no single thing."""
    if not _registered:
        raise ImproperlyConfigured("no predicate is registered with pages.authorise: nothing can be allowed")
    return bool(_registered[0](user, action, obj))


def require(user: Any, action: Enum, obj: Any = None) -> None:
    """Raise ``NotAllowed`` unless this person may."""
    if not may(user, action, obj):
        raise NotAllowed(action)


def on_refused(tell: Refused) -> None:
    """Have ``tell(request, kwargs of the address)`` called whenever a page is refused. The same one twice is harmless."""
    if tell not in _told:
        _told.append(tell)


def refused(request: HttpRequest, addressed: Mapping[str, Any]) -> None:
    """Tell those who asked that this person was refused what the address names."""
    for tell in _told:
        tell(request, addressed)
