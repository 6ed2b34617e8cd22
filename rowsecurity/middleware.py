"""Every request runs in one transaction, as the person who is signed in."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from rowsecurity.origin import coming_from, origin_of
from rowsecurity.session import acting_as


class ActingAsMiddleware:
    """Wraps the whole response, rendering included, and rolls back on a status of 500 and above.

    It stands after authentication. A streaming body and an `on_commit` hook run after the transaction: they open their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        with coming_from(origin_of(request)), acting_as(user.pk if user.is_authenticated else None):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
