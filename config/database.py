"""Which database, and as whom. One alias; the environment picks the login (see `docs/running.md`)."""

from typing import Any
from urllib.parse import unquote

import environ

from config.embedded import layout

LOGINS = {"owner": "DATABASE_URL", "web": "DATABASE_URL_WEB", "system": "DATABASE_URL_SYSTEM"}
"""RIGHTHELP_LOGIN → the variable with that login's address. The web server never holds the owner's password."""


def is_embedded(env: environ.Env) -> bool:
    """Whether no database is configured, so that ours is used."""
    return not any(env(variable, default="") for variable in LOGINS.values())


def from_environment(env: environ.Env) -> dict[str, Any]:
    """Django's settings of the one database, for the login that RIGHTHELP_LOGIN names (owner if it is not set)."""
    login = env("RIGHTHELP_LOGIN", default="owner")
    if login not in LOGINS:
        raise ValueError(f"RIGHTHELP_LOGIN is {login!r}; it must be one of {', '.join(LOGINS)}")
    if env(LOGINS[login], default=""):
        settings = dict(env.db_url(LOGINS[login]))
        settings["HOST"] = unquote(settings["HOST"])  # a socket's folder, written %2Frun%2Fpostgresql
    elif not is_embedded(env):
        raise ValueError(f"RIGHTHELP_LOGIN is {login!r} but {LOGINS[login]} is not set")
    else:
        settings = layout.connection(login)
    settings |= {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    settings["OPTIONS"] = {"connect_timeout": 10, "application_name": f"righthelp-{login}"} | settings.get("OPTIONS", {})
    return settings


def embedded_broker() -> str:
    """Where the embedded Valkey listens, in Celery's form."""
    return f"redis+socket://{layout.valkey_socket()}"
