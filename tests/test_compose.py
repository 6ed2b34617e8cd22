"""`docker-compose.yml` cannot be run where these tests run, so it is read: its services, and every variable that they set."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {"web": "DATABASE_URL_WEB", "worker": "DATABASE_URL_SYSTEM", "beat": "DATABASE_URL_SYSTEM", "migrate": "DATABASE_URL"}
ADDRESSES = set(OURS.values())


def environment(service: str) -> dict[str, str]:
    """A service's variables, with those of the caller filled in."""
    found = COMPOSE["services"][service]["environment"]
    return {name: re.sub(r"\$\{(\w+)(:[-?][^}]*)?\}", "given", str(value)) for name, value in found.items()}


def variables_that_the_code_reads() -> set[str]:
    text = "\n".join(path.read_text() for path in [*(ROOT / "config").rglob("*.py"), *(ROOT / "docker").glob("*.sh")])
    read = r'(?:env(?:\.\w+)?\(|environ\.get\(|environ\.setdefault\(|environ\[)\s*"([A-Z][A-Z_]+)"'
    return set(re.findall(read, text)) | ADDRESSES | set(re.findall(r"\$([A-Z][A-Z_]+)", text))


def test_it_has_web_worker_beat_postgresql_and_redis() -> None:
    assert {"web", "worker", "beat", "postgres", "redis"} <= set(COMPOSE["services"])


@pytest.mark.parametrize("service", OURS)
def test_every_variable_that_a_service_sets_is_one_that_the_code_reads(service: str) -> None:
    assert set(environment(service)) - variables_that_the_code_reads() == set()


@pytest.mark.parametrize("service", OURS)
def test_a_service_is_given_its_own_database_login_and_no_other(service: str) -> None:
    assert set(environment(service)) & ADDRESSES == {OURS[service]}


@pytest.mark.parametrize("service", OURS)
def test_the_settings_load_with_a_service_s_variables(service: str, tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s; d = s.DATABASES['default']; "
        "print(d['USER'], d['HOST'], s.HTTPS, s.DEMO, s.EMAIL_HOST)"
    )
    given = environment(service) | {"EMAIL_URL": "smtp+tls://user:password@mail.example:587"}
    base = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_STATE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=base | given, capture_output=True, text=True, check=False)
    login = given["RIGHTHELP_LOGIN"]
    assert (done.stdout.split(), done.stderr) == ([f"righthelp_{login}", "postgres", "True", "False", "mail.example"], "")


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(service: str) -> None:
    assert COMPOSE["services"][service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_every_file_that_is_mounted_or_built_from_is_here() -> None:
    mounts = [volume for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")] + ["Dockerfile"]
    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_every_secret_must_be_given() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert re.findall(r"\$\{(\w*(?:PASSWORD|SECRET_KEY))\}", text) == []
    assert not re.search(r"(PASSWORD|SECRET_KEY): (?!\$\{)", text)


def test_the_database_is_made_with_the_roles_that_the_embedded_one_has() -> None:
    mounts = COMPOSE["services"]["postgres"]["volumes"]
    assert "./config/embedded/roles.sql:/righthelp/roles.sql:ro" in mounts
    script = (ROOT / "docker" / "database.sh").read_text()
    assert "/righthelp/roles.sql" in script
    assert [name for name in ("pg_trgm", "fuzzystrmatch", "btree_gist", "unaccent") if name not in script] == []
