"""What one request asks of the database, and that the next asks again."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from config.roles_once import RolesOnceMiddleware
from partnerships.permissions import current_memberships
from tests.factories.partnerships import UserFactory
from tests.roles import as_factory


@pytest.mark.django_db
def test_a_request_asks_for_somebody_s_roles_once_and_the_next_request_again() -> None:
    with as_factory():
        user = UserFactory()

    def page(request: HttpRequest) -> HttpResponse:
        current_memberships(user)
        current_memberships(user)
        return HttpResponse()

    request = HttpRequest()
    request.user = AnonymousUser()
    with CaptureQueriesContext(connection) as queries:
        RolesOnceMiddleware(page)(request)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        RolesOnceMiddleware(page)(request)
    assert len(queries) == 1
