"""The web server and the worker refuse a login that row-level security cannot hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.embedded import postgres
from config.logins import refuse_powerful_login
from tests.roles import as_factory, as_owner, as_system

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db
def test_the_web_and_system_roles_may_start() -> None:
    refuse_powerful_login()
    with as_system():
        refuse_powerful_login()


@pytest.mark.django_db
@pytest.mark.parametrize(("borrow", "reason"), [(as_owner, "owns tables"), (as_factory, "bypasses row-level security")])
def test_an_owner_or_a_bypassing_role_is_refused(borrow, reason) -> None:
    with borrow(), pytest.raises(ImproperlyConfigured, match=reason):
        refuse_powerful_login()


@pytest.mark.django_db
def test_a_login_that_may_become_a_bypassing_role_is_refused() -> None:
    with postgres.superuser("postgres") as connection:
        connection.execute("GRANT righthelp_factory TO righthelp_web")
    try:
        with pytest.raises(ImproperlyConfigured, match="may become a role that does"):
            refuse_powerful_login()
    finally:
        with postgres.superuser("postgres") as connection:
            connection.execute("REVOKE righthelp_factory FROM righthelp_web")


@pytest.mark.parametrize(
    "command",
    [["-c", "import config.wsgi"], ["-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1"]],
)
@pytest.mark.django_db
def test_a_process_with_the_owner_s_login_ends_at_once(command: list[str], settings) -> None:
    database = settings.DATABASES["default"]
    with postgres.superuser("postgres") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.owned_by_owner ()")
        connection.execute("ALTER TABLE public.owned_by_owner OWNER TO righthelp_owner")
    address = f"postgres://righthelp_owner:{database['PASSWORD']}@{database['HOST'].replace('/', '%2F')}:5432/postgres"
    given = os.environ | {"DATABASE_URL": address, "RIGHTHELP_LOGIN": "owner"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "the database login righthelp_owner owns tables" in done.stderr
