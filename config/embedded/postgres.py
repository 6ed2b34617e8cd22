"""The embedded PostgreSQL cluster: made, started, given its roles, stopped. It listens on a Unix socket only."""

import hashlib
import os
import shlex
import shutil
import time
from pathlib import Path

import psycopg
from psycopg import sql

from config import places
from config.embedded import layout
from config.embedded.account import Account, current, settle
from config.embedded.binaries import postgres_bin
from config.embedded.errors import ServiceError
from config.embedded.progress import say

ROLES_SQL = Path(__file__).parent / "roles.sql"
TEST_ROLES_SQL = Path(__file__).parent / "test_roles.sql"
LOGINS = ("owner", "web", "system")
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Tests' clusters may be lost."""
STARTS = 6
"""Tries: right after a SIGKILL the old backends may hold the data folder for a moment."""


def is_up() -> bool:
    """Whether the cluster answers."""
    try:
        with superuser("postgres"):
            return True
    except psycopg.OperationalError:
        return False


def superuser(database: str) -> psycopg.Connection:
    """A connection as the cluster's superuser: for roles, databases and extensions, never for the service."""
    return psycopg.connect(
        host=str(layout.sockets()),
        dbname=database,
        user=layout.SUPERUSER,
        password=places.kept_secret("database-superuser"),
        autocommit=True,
        connect_timeout=5,
    )


def start(*, for_tests: bool = False) -> None:
    """Bring the cluster up with its roles and an empty database, if it is not so already. Call it under `only_one`."""
    if not is_up():
        account = current()
        settle(account)
        programs = postgres_bin(account)
        if not (layout.postgres_data() / "PG_VERSION").exists():
            _initialise(account, programs)
        _start_server(account, programs, HASTY if for_tests else {})
    _bootstrap(for_tests=for_tests)


def stop() -> None:
    """Stop the cluster; open connections are ended."""
    if not (layout.postgres_data() / "postmaster.pid").exists():
        return
    account = current()
    account.run(postgres_bin(account) / "pg_ctl", "-D", layout.postgres_data(), "-m", "fast", "-w", "-t", "60", "stop")


def _initialise(account: Account, programs: Path) -> None:
    say("making a PostgreSQL cluster")
    unfinished = layout.postgres_data().with_name("postgres.new")  # renamed when it is whole: a kill leaves nothing half made
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = layout.root() / "initial-password"
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(places.kept_secret("database-superuser"))
    os.chown(password_file, account.uid, account.gid)
    newest = int(account.run(programs / "postgres", "--version").stdout.split()[2].split(".")[0]) >= 17
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if newest else ["--locale=C.UTF-8"]
    command: list[str | Path] = [programs / "initdb", "-D", unfinished, "-E", "UTF8", *locale, "-U", layout.SUPERUSER]
    made = account.run(*command, "--auth=scram-sha-256", f"--pwfile={password_file}")
    password_file.unlink()
    if made.returncode:
        raise ServiceError(f"PostgreSQL's initdb failed:\n{made.stderr.strip()}")
    unfinished.rename(layout.postgres_data())


def _start_server(account: Account, programs: Path, more: dict[str, str]) -> None:
    data = layout.postgres_data()
    folder = str(layout.sockets()).replace('"', '""')
    options = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{folder}"',
        "max_connections": "120",
        "log_min_error_statement": "panic",  # a statement's values may be about a child
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",  # nor may the detail of an error name anybody
        "timezone": "UTC",
        "logging_collector": "off",
        **more,
    }
    arguments = " ".join(shlex.quote(f"--{name}={value}") for name, value in options.items())
    log = layout.root() / "postgres.log"
    for attempt in range(1, STARTS + 1):
        _forget_stranger(data)
        done = account.run(
            programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", arguments, "start",
            start_new_session=True, capture_output=False, stdin=-3, stdout=-3, stderr=-3,
        )  # fmt: skip
        if done.returncode == 0 or is_up():
            return
        time.sleep(0.5 * attempt)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else "no log"
    raise ServiceError(f"PostgreSQL did not start. The end of {log}:\n{tail}")


def _forget_stranger(data: Path) -> None:
    """Remove the pid file of a dead server whose number another program now has: PostgreSQL would take it for its own."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    lines = pid_file.read_text().splitlines()
    pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return  # gone: PostgreSQL sees that for itself
    if name not in ("postgres", "postmaster"):
        pid_file.unlink(missing_ok=True)


def _bootstrap(*, for_tests: bool) -> None:
    """Roles, passwords, database and extensions; skipped when the same was done to this cluster before."""
    scripts = [ROLES_SQL.read_text()] + ([TEST_ROLES_SQL.read_text()] if for_tests else [])
    wanted = hashlib.sha256("".join(scripts).encode()).hexdigest()
    mark = layout.root() / "bootstrapped"
    if mark.exists() and mark.read_text() == wanted:
        return
    with superuser("postgres") as connection:
        for script in scripts:
            connection.execute(script)
        for login in LOGINS:
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            secret = sql.Literal(places.kept_secret(f"database-{login}"))
            connection.execute(statement.format(sql.Identifier(f"righthelp_{login}"), secret))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [layout.DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {layout.DATABASE} OWNER righthelp_owner")
        connection.execute(f"REVOKE ALL ON DATABASE {layout.DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {layout.DATABASE} TO righthelp_web, righthelp_system, righthelp_backup")
    for database in ("template1", layout.DATABASE):
        with superuser(database) as connection:
            for extension in ("pg_trgm", "fuzzystrmatch", "btree_gist", "unaccent"):
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    mark.write_text(wanted)
