"""How tests and the service reach PostgreSQL."""

import pytest
from django.db import connection

from tests.roles import as_factory, as_owner, as_system


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_test_runs_as_the_web_role() -> None:
    assert role() == "righthelp_web"


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_runs_as_the_web_role() -> None:
    assert role() == "righthelp_web"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("borrow", "name"),
    [(as_factory, "righthelp_factory"), (as_owner, "righthelp_owner"), (as_system, "righthelp_system")],
)
def test_a_borrowed_role_is_given_back(borrow, name) -> None:
    with borrow():
        assert role() == name
    assert role() == "righthelp_web"


@pytest.mark.django_db
def test_a_borrowed_role_is_given_back_after_an_error() -> None:
    with pytest.raises(RuntimeError, match="on purpose"), as_factory():
        raise RuntimeError("on purpose")
    assert role() == "righthelp_web"


@pytest.mark.django_db
def test_the_web_role_is_not_a_superuser_owns_nothing_and_bypasses_nothing() -> None:
    with connection.cursor() as cursor:
        powers = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb"
        cursor.execute(f"select {powers} from pg_roles where rolname = current_user")
        assert cursor.fetchone()[0] is False
        cursor.execute("select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)")
        assert cursor.fetchone()[0] == 0
