"""The number beside "Notices" in the header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notices.selectors import unread_count


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`, counted only if the page shows it; absent for somebody who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread_notices": SimpleLazyObject(lambda: unread_count(user))}
