"""Services that the environment names instead of ours."""

import os
from urllib.parse import quote

import psycopg
from psycopg import sql

from config import database, places
from config.embedded import postgres
from config.embedded.errors import ServiceError
from config.embedded.progress import say


def has_database() -> bool:
    return any(os.environ.get(variable) for variable in database.LOGINS.values())


def has_broker() -> bool:
    return bool(os.environ.get("REDIS_URL"))


def complete_database() -> None:
    """Make sure that all three logins have an address, in the environment.

    With DATABASE_URL alone: where it is a superuser's (a database just for this), the roles are made there with generated
    passwords and the two others are set. Otherwise somebody who may make roles does as `docs/running.md` says, and sets them.
    """
    missing = [variable for variable in database.LOGINS.values() if not os.environ.get(variable)]
    if not missing:
        return
    owner = os.environ.get("DATABASE_URL")
    if not owner:
        raise ServiceError(f"{' and '.join(missing)} must be set too (docs/running.md)")
    try:
        with psycopg.connect(owner, autocommit=True, connect_timeout=10) as connection:
            superuser = connection.execute("SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper").fetchone()
            if superuser is None:
                raise ServiceError(f"{' and '.join(missing)} must be set too: docs/running.md says how to make those logins")
            _make_roles(connection)
            info = connection.info
            for login in ("web", "system"):
                secret = quote(places.kept_secret(f"database-{login}"), safe="")
                host = quote(info.host, safe="")
                address = f"postgres://righthelp_{login}:{secret}@{host}:{info.port}/{quote(info.dbname, safe='')}"
                os.environ.setdefault(database.LOGINS[login], address)
    except psycopg.OperationalError as error:
        raise ServiceError(f"the database that DATABASE_URL names does not answer: {str(error).strip()}") from error


def _make_roles(connection: psycopg.Connection) -> None:
    say("making the database's roles")
    connection.execute(postgres.ROLES_SQL.read_text())
    for login in ("web", "system"):
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        secret = sql.Literal(places.kept_secret(f"database-{login}"))
        connection.execute(statement.format(sql.Identifier(f"righthelp_{login}"), secret))
    for extension in ("pg_trgm", "fuzzystrmatch", "btree_gist", "unaccent"):
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
