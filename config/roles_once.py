"""A request asks once for the roles of each person: a page puts the question up to seventeen times."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from partnerships.permissions import memberships_remembered


class RolesOnceMiddleware:
    """A role that ends while a request runs ends for the next one; the database's own policies look every time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with memberships_remembered():
            return self.get_response(request)
