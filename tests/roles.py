"""Who a test's connection is. Every test runs as the web role; these contexts borrow another."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, transaction
from psycopg import sql

from rowsecurity import roles


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Run a block as another database role, in a transaction (nested in the open one, if there is one)."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            before = cursor.fetchone()[0]
            cursor.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
        yield
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("set local role {}").format(sql.Identifier(before)))


def as_factory() -> AbstractContextManager[None]:
    """Write past the policies: for factories, and for a test that looks at what is really in a table."""
    return as_role(roles.FACTORY)


def as_owner() -> AbstractContextManager[None]:
    """As migrations and management commands run."""
    return as_role(roles.OWNER)


def as_system() -> AbstractContextManager[None]:
    """As the sweep runs."""
    return as_role(roles.SYSTEM)
