"""What a browser is told with every answer, and how little an error says."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from pages import error_pages
from tests.security.addresses import ADDRESSES
from tests.security.town import Town

ROOT = Path(__file__).resolve().parents[2]
NOW_HERE = "not/an/address/"
PLAIN_PAGES = ("partnerships:sign_in", "partnerships:accessibility", "documents:verify")


def directives(response: Any) -> dict[str, list[str]]:
    policy = response["Content-Security-Policy"]
    return {name: rest for name, *rest in (part.split() for part in policy.split(";") if part.strip())}


@pytest.fixture
def signed_in(town: Town) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.world.practitioner)
    return client


@pytest.mark.parametrize("path", ["/", "/sign-in/", f"/{NOW_HERE}"])
def test_scripts_and_styles_are_our_own_or_carry_the_nonce(signed_in: Client, path: str) -> None:
    response: Any = signed_in.get(path)
    policy = directives(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]


def test_the_nonce_is_another_each_time_and_every_script_in_a_page_has_it(signed_in: Client) -> None:
    nonces = set()
    for _ in range(2):
        response: Any = signed_in.get("/")
        [nonce] = re.findall(r"'nonce-([^']+)'", response["Content-Security-Policy"]) or [""]
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.content.decode())
        assert all(f'nonce="{nonce}"' in attributes for attributes in inline)
        nonces.add(nonce)
    assert len(nonces) == 2 or nonces == {""}


@pytest.mark.usefixtures("nothing_is_printed")
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_page_has_no_script_or_style_in_its_markup_and_is_not_kept(town: Town, name: str) -> None:
    address = ADDRESSES[name]
    client = Client(raise_request_exception=False)
    client.force_login(town.people[min(address.people, default="admin")])
    response: Any = client.get(reverse(name, kwargs=address.ids_in(town)))
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    body = response.content.decode()
    assert re.findall(r"<[^>]+\son[a-z]+=", body) == []
    assert re.findall(r"<[^>]+\sstyle=", body) == []
    assert "<style" not in body
    assert "javascript:" not in body


@pytest.mark.parametrize("path", ["/", "/sign-in/", f"/{NOW_HERE}", "/notices/", "/privacy/"])
def test_every_answer_says_how_it_may_be_used(signed_in: Client, path: str) -> None:
    headers = signed_in.get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("camera", "microphone", "geolocation", "browsing-topics"):
        assert f"{feature}=()" in headers["Permissions-Policy"]


def test_the_cookies_of_a_session_are_for_this_site_and_no_script(town: Town) -> None:
    client = Client()
    client.get(reverse("partnerships:sign_in"))
    cookie = client.cookies["csrftoken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    client.force_login(town.world.practitioner)
    session = client.cookies["sessionid"]
    assert session["samesite"] in {"Lax", ""}


def _settings_with(**environment: str) -> dict[str, Any]:
    code = (
        "import json; from django.conf import settings as s; print(json.dumps({n: getattr(s, n) for n in "
        "['SECURE_HSTS_SECONDS', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'SECURE_SSL_REDIRECT', 'DEBUG', "
        "'SESSION_COOKIE_HTTPONLY', 'CSRF_COOKIE_HTTPONLY']}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_over_https_browsers_come_back_by_https_alone() -> None:
    found = _settings_with(RIGHTHELP_HTTPS="true", DJANGO_SETTINGS_MODULE="config.settings")
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["CSRF_COOKIE_HTTPONLY"]
    assert not found["DEBUG"]


def test_hsts_is_sent_where_it_is_set(settings: Any) -> None:
    from django.http import HttpResponse
    from django.middleware.security import SecurityMiddleware

    settings.SECURE_HSTS_SECONDS = 31536000
    request: HttpRequest = RequestFactory().get("/", secure=True)
    response = SecurityMiddleware(lambda _: HttpResponse())(request)
    assert response["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_page_that_breaks_says_nothing_of_why(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("zqxcanarysecret at /srv/app/rows.py")

    monkeypatch.setattr("partnerships.views.home.HomeView.get", broken)
    response = signed_in.get("/")
    assert response.status_code == 500
    body = response.content.decode()
    for told in ("zqxcanarysecret", "RuntimeError", "Traceback", "rows.py", "Django"):
        assert told not in body


def test_what_is_not_there_says_nothing_of_what_is(signed_in: Client) -> None:
    response = signed_in.get(f"/{NOW_HERE}")
    assert response.status_code == 404
    body = response.content.decode()
    assert NOW_HERE not in body
    assert "urlpatterns" not in body
    assert "Django" not in body


@pytest.mark.parametrize("page", [error_pages.bad_request, error_pages.forbidden, error_pages.not_found])
def test_an_error_page_does_not_repeat_the_exception(town: Town, page: Any) -> None:
    request: Any = RequestFactory().get("/")
    request.user, request.csp_nonce, request.htmx = town.world.practitioner, "n", False
    assert "zqxcanarysecret" not in page(request, RuntimeError("zqxcanarysecret")).content.decode()


def test_nothing_of_a_debugger_is_installed() -> None:
    assert importlib.util.find_spec("debug_toolbar") is None
