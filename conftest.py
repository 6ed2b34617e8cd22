"""How the tests run: on a PostgreSQL cluster of their own, as the web role, in the system's Chromium, without a network.

The cluster lives in `.var/test/` and stays up between runs; each run makes and drops a database in it.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent

if "DJANGO_SETTINGS_MODULE" in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
    pytest.exit("unset DJANGO_SETTINGS_MODULE: with it the settings are read before the tests' own environment is set", 4)

ADDRESSES = ("DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_SYSTEM", "REDIS_URL", "EMAIL_URL")
for variable in (*ADDRESSES, "SECRET_KEY", "RIGHTHELP_DEMO"):
    os.environ.pop(variable, None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="config.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright's loop runs in the test's thread; the ORM is still called by it alone
    RIGHTHELP_HTTPS="false",
    RIGHTHELP_LOGIN="owner",
    RIGHTHELP_STATE=str(ROOT / ".var" / "test"),
    RIGHTHELP_TESTS="1",
)

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


from django.conf import settings  # after the environment above, which it reads

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing
settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_EAGER_PROPAGATES = True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's loop, once begun, stays for the session. The longest of them first."""
    items.sort(key=lambda item: ("tests/browser/" in item.path.as_posix(), not item.path.name.startswith("test_axe")))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Bring the tests' cluster up and name this run's database after its process, so that runs do not meet."""
    from django.db import connection

    from config.embedded import postgres
    from config.embedded.locking import only_one

    with only_one():
        postgres.start(for_tests=True)
        _drop_databases_of_the_dead()
    connection.settings_dict["TEST"]["NAME"] = f"test_righthelp_{os.getpid()}"


def _drop_databases_of_the_dead() -> None:
    from config.embedded import postgres

    with postgres.superuser("postgres") as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_righthelp\\_%'")
        for (name,) in found.fetchall():
            if not Path(f"/proc/{name.rpartition('_')[2]}").exists():
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Migrated as the owner; from then on every connection, the live server's too, is the web role."""
    from django.db import connection, connections
    from django.test import TransactionTestCase

    from config.embedded import postgres
    from rowsecurity import roles

    options = connection.settings_dict["OPTIONS"]
    test_case: Any = TransactionTestCase
    original = test_case._fixture_teardown
    with django_db_blocker.unblock():
        connection.close()
        options["assume_role"] = roles.WEB
        test_case._fixture_teardown = _flush_as_owner(original)
    yield
    with django_db_blocker.unblock():
        test_case._fixture_teardown = original
        options.pop("assume_role")
        connections.close_all()
        with postgres.superuser("postgres") as superuser:
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [connection.settings_dict["NAME"]]
            )


def _flush_as_owner(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """Empty the tables as their owner, and past the triggers that keep records from being deleted."""

    def teardown(self: Any) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            _wait_for_open_transactions(cursor)
            cursor.execute("SET session_replication_role = replica")
        try:
            original(self)
        finally:
            connection.close()

    return teardown


def _wait_for_open_transactions(cursor: Any) -> None:
    """The live server's last request may still read: TRUNCATE locks the tables in another order, and the two would deadlock."""
    for _ in range(200):
        cursor.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
            " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone() is None:
            return
        time.sleep(0.05)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which looks nothing up by itself."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("Chromium is not installed: `make test` installs it as root, or says what to install")
    return browser_type_launch_args | {"executable_path": program, "args": CHROMIUM_ARGUMENTS}
