"""A database that is up, migrated and loaded, for commands that must work on a fresh machine."""

import hashlib
import io
import os

import environ

from config import database, places
from config.embedded import configured, layout, postgres
from config.embedded.errors import ServiceError
from config.embedded.locking import only_one
from config.embedded.progress import say


def ensure_ready() -> None:
    """Bring up, migrate and load the embedded database; a configured one is migrated and loaded only if it is empty.

    Fast when nothing is to be done. Writes progress to standard error only. Ends the process with status 1 and a
    message if the database cannot be had.
    """
    try:
        with only_one():
            if configured.has_database():
                wanted = ""
                if not _is_empty():
                    return
                configured.complete_database()
            else:
                postgres.start(for_tests=os.environ.get("RIGHTHELP_TESTS") == "1")
                wanted = fingerprint()
                if is_loaded(wanted):
                    return
            migrate_and_load()
            note_loaded(wanted)
    except ServiceError as error:
        raise SystemExit(f"righthelp: {error}") from error


def is_loaded(wanted: str) -> bool:
    """Whether the embedded database was made from what `fingerprint` names; never so for a configured one."""
    mark = layout.root() / "loaded"
    return not configured.has_database() and mark.exists() and mark.read_text() == wanted


def note_loaded(wanted: str) -> None:
    if not configured.has_database():
        (layout.root() / "loaded").write_text(wanted)


def fingerprint() -> str:
    """What the database was made from: every migration, every declared policy and every fixture, by content."""
    digest = hashlib.sha256()
    declared = [f"*/{name}" for name in ("policies.py", "policies/*.py", "closing.py", "need_to_know.py", "need_to_know/*.py")]
    patterns = (
        "*/migrations/*.py",
        *declared,
        "audit/*.py",
        "rowsecurity/**/*.py",
        "rowsecurity/**/*.sql",
        "fixtures/**/*.yaml",
    )
    for path in sorted(path for pattern in patterns for path in places.BASE_DIR.glob(pattern)):
        digest.update(str(path.relative_to(places.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def migrate_and_load() -> None:
    """Apply migrations and load the fixtures, as the owner."""
    import django
    from django.core.management import CommandError, call_command
    from django.db import connection

    django.setup()
    say("migrating the database")
    call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
    say("loading frameworks and authorities")
    try:
        call_command("load_frameworks", stdout=io.StringIO())
    except CommandError as error:
        if _is_empty():
            raise ServiceError(str(error)) from error
        say(f"kept the frameworks that are loaded: {error}")
    finally:
        connection.close()


def _is_empty() -> bool:
    """Whether the database has no framework yet (or no tables at all)."""
    import psycopg

    settings = database.from_environment(environ.Env())
    try:
        with psycopg.connect(
            host=settings.get("HOST") or None,
            port=settings.get("PORT") or None,
            dbname=settings["NAME"],
            user=settings.get("USER") or None,
            password=settings.get("PASSWORD") or None,
            connect_timeout=10,
        ) as connection:
            found = connection.execute("SELECT to_regclass('public.thresholds_framework')").fetchone()
            if not found or found[0] is None:
                return True
            return connection.execute("SELECT FROM thresholds_framework LIMIT 1").fetchone() is None
    except psycopg.OperationalError as error:
        raise ServiceError(f"the database that DATABASE_URL names does not answer: {str(error).strip()}") from error
