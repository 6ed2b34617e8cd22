"""Who is asking is forgotten with the transaction: the next request on the same connection starts from nobody."""

from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client

from partnerships.models import User
from rowsecurity.session import acting_as, acting_user_id
from tests.factories.partnerships import UserFactory
from tests.roles import as_factory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    with as_factory():
        return UserFactory()


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_request_leaves_nobody_behind_on_its_connection(person: User) -> None:
    client = Client()
    client.force_login(person)
    before = backend()
    assert client.get("/notices/").status_code in {200, 404}
    assert backend() == before
    assert acting_user_id() is None


def test_an_error_leaves_nobody_behind(person: User) -> None:
    seen = []
    with suppress(LookupError), acting_as(person.pk):
        seen.append(acting_user_id())
        raise LookupError
    assert seen == [person.pk]
    assert acting_user_id() is None


def test_what_was_set_for_the_session_does_not_outlive_the_block(person: User) -> None:
    with acting_as(person.pk):
        pass
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.user_id', true), '')")
        assert cursor.fetchone() == ("",)
