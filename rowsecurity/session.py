"""Who is asking, and from where: the settings that policies and history read, for one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from rowsecurity import roles
from rowsecurity.origin import origin_settings

SETTING = "app.user_id"
_SETTINGS = (SETTING, "pghistory.context_id", "pghistory.context_metadata")
_READ = ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS)
_WRITE = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)


@contextmanager
def acting_as(user_id: int | None) -> Iterator[None]:
    """Run a block as one user, in a transaction of its own or nested in the one that is open.

    A task's connection (login `system`) also takes the web role, so that it may do no more than the person could. Leaving
    puts back whoever was asking before. With `None` nobody is asking, and every personal table is empty.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"select current_user, {_READ}")
            role_before, *before = cursor.fetchone()
            if settings.DATABASE_LOGIN == "system" and role_before != roles.WEB:
                cursor.execute(f"set local role {roles.WEB}")
            _set(cursor, "" if user_id is None else str(int(user_id)), *origin_settings())
        yield
        if connection.needs_rollback:
            return  # rolling back puts back who was asking, too
        with connection.cursor() as cursor:
            _set(cursor, *(value or "" for value in before))
            if settings.DATABASE_LOGIN == "system" and role_before != roles.WEB:
                cursor.execute(f"set local role {role_before}")


def acting_user_id() -> int | None:
    """The id of the user on whose behalf the open transaction runs, or None."""
    with connection.cursor() as cursor:
        cursor.execute(f"select nullif(current_setting('{SETTING}', true), '')::bigint")
        return cursor.fetchone()[0]


def _set(cursor, *values: str) -> None:
    cursor.execute(f"select {_WRITE}", values)
