"""What notices add to the frame of every page: the bell and its number."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from notices.selectors import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """The page of notices and how many are unread, for somebody who is signed in."""
    if not request.user.is_authenticated:
        return {}
    return {"notices_url": reverse("notices:list"), "unread": unread_count(request.user)}
