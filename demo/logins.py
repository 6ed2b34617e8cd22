"""Working as the web server's login for a while, so that the demo's cases are held by every rule of the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.db import connection

from config import database


@contextmanager
def as_web_login() -> Iterator[None]:
    """Everything in the block goes through the web login's own connection, which owns nothing and bypasses nothing.

    Without savepoints: the cases are one transaction, made whole or not at all, and half of the statements were savepoints.
    Raises ValueError where a database is configured and the web login's address is not.
    """
    owner = dict(connection.settings_dict)
    before = os.environ.get("RIGHTHELP_LOGIN")
    os.environ["RIGHTHELP_LOGIN"] = "web"
    try:
        web = database.from_environment(environ.Env())
        connection.close()
        connection.settings_dict.update(web)
        connection.features.uses_savepoints = False
        yield
    finally:
        connection.close()
        connection.settings_dict.update(owner)
        connection.features.uses_savepoints = True
        if before is None:
            del os.environ["RIGHTHELP_LOGIN"]
        else:
            os.environ["RIGHTHELP_LOGIN"] = before
