"""A name planted in every personal field of three cases is found nowhere but in the record and on the pages of its people."""

import io
import json
import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from celery.app.task import Task
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from notices.mail import drain
from tests.roles import as_factory, as_system
from tests.security.addresses import ADDRESSES
from tests.security.conftest import town_built
from tests.security.planting import PLANTED, plant_the_rest
from tests.security.town import Town, plain

IMPERSONAL = (
    "notices_notice", "notices_outboxemail", "clocks_clock", "clocks_milestone", "clocks_clockevent", "clocks_handlerrun",
    "audit_accessevent", "audit_changeevent", "django_session",
)  # fmt: skip
"""Tables that carry news and marks: they name a record by its reference and id. Why somebody opened one is in their words."""


class Trace:
    """What left the process while the town was built and read."""

    def __init__(self) -> None:
        self.logged = io.StringIO()
        self.tasks: list[tuple[str, Any, Any]] = []
        self.addresses: list[str] = []
        self.cookies: list[str] = []


@pytest.fixture(scope="module")
def trace() -> Iterator[Trace]:
    found = Trace()
    handlers = [
        handler
        for name in ("", "django.request", "django.security")
        for handler in logging.getLogger(name).handlers
        if type(handler) is logging.StreamHandler
    ]
    assert handlers
    before = [(handler, handler.setStream(found.logged)) for handler in handlers]
    send = Task.apply_async

    def kept(self: Task, args: Any = None, kwargs: Any = None, **_: Any) -> None:
        found.tasks.append((self.name, args, kwargs))

    Task.apply_async = kept
    yield found
    Task.apply_async = send
    for handler, stream in before:
        if stream is not None:
            handler.setStream(stream)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any, trace: Trace) -> Iterator[Town]:
    """The town, built with what follows a commit, and every page of it read by one of each kind."""
    with town_built(django_db_blocker, plain) as town:
        plant_the_rest(town, plain)
        for _, follow, _ in list(connection.run_on_commit):
            follow()
        _read_everything(town, trace)
        yield town


def _read_everything(town: Town, trace: Trace) -> None:
    for who in ("practitioner", "lead", "worker", "admin"):
        client = Client(raise_request_exception=False)
        client.force_login(town.people[who])
        for name, address in ADDRESSES.items():
            if name in {"documents:document", "referrals:preview", "partnerships:sign_out", "clocks:health"}:
                continue  # printing is tested elsewhere, and health asks the broker
            if who in address.people:
                response: Any = client.get(reverse(name, kwargs=address.ids_in(town)))
                trace.addresses += [
                    response.get("Location", ""),
                    *re.findall(r'(?:href|action|src)="([^"]*)"', str(response.content)),
                ]
        trace.cookies += [cookie.value for cookie in client.cookies.values()]


@pytest.fixture
def town(planted: Town, db: None) -> Town:
    return planted


def found_in(text: str) -> list[str]:
    return [word for word in PLANTED if word in text]


def test_the_words_are_on_the_pages_so_that_this_test_can_fail(town: Town) -> None:
    client = Client()
    client.force_login(town.world.practitioner)
    shown = client.get(reverse("thresholds:check", kwargs={"check_id": town.waiting.check.pk})).content.decode()
    assert found_in(shown)


def test_no_log_names_anybody(town: Town, trace: Trace) -> None:
    assert trace.logged.getvalue().count("\n") > 100
    assert found_in(trace.logged.getvalue()) == []


def test_an_error_that_quotes_what_was_written_is_logged_without_it(
    town: Town, trace: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(plain("given_name"))

    monkeypatch.setattr("thresholds.views.begin.CheckHome.get", broken)
    client = Client(raise_request_exception=False)
    client.force_login(town.world.practitioner)
    before = len(trace.logged.getvalue())
    page = client.get(reverse("thresholds:check", kwargs={"check_id": town.waiting.check.pk}))
    assert page.status_code == 500
    assert found_in(page.content.decode()) == []
    written = trace.logged.getvalue()[before:]
    assert "ValueError" in written
    assert found_in(written) == []


def test_a_task_carries_ids_and_nothing_else(town: Town, trace: Trace) -> None:
    """So neither does Redis, which holds nothing but tasks: test_canary_live reads it."""
    assert {name for name, *_ in trace.tasks} == {"documents.tasks.render"}
    for name, args, kwargs in trace.tasks:
        assert found_in(json.dumps([args, kwargs])) == []
        for value in [*(args or ()), *(kwargs or {}).values()]:
            assert isinstance(value, int) or uuid.UUID(value), name


def test_no_e_mail_says_more_than_a_reference(town: Town) -> None:
    with as_system():
        drain()
    assert len(mail.outbox) > 5
    for message in mail.outbox:
        whole = f"{message.subject}\n{message.body}\n{message.extra_headers}"
        assert found_in(whole) == []
        assert re.fullmatch(r"Right Help: [A-Z]{1,4}-[A-Z0-9-]+", message.subject)


@pytest.mark.parametrize("table", IMPERSONAL)
def test_what_carries_news_and_marks_names_nobody(town: Town, table: str) -> None:
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(f"select (to_jsonb(t) - 'reason')::text from {table} t")
        rows = "\n".join(row for (row,) in cursor.fetchall())
    assert found_in(rows) == []


def test_no_address_names_anybody(town: Town, trace: Trace) -> None:
    assert len(trace.addresses) > 300
    assert found_in("\n".join(trace.addresses)) == []


def test_no_cookie_names_anybody(town: Town, trace: Trace) -> None:
    assert found_in("\n".join(trace.cookies)) == []


def test_no_session_names_anybody(town: Town) -> None:
    """What is in them, not only how they are stored: that is encoded."""
    with as_factory():
        kept = [session.get_decoded() for session in Session.objects.all()]
    assert len(kept) >= 4
    assert found_in(json.dumps(kept, default=str)) == []


def test_nothing_is_cached_but_in_this_process(settings: Any) -> None:
    backends = {entry["BACKEND"] for entry in settings.CACHES.values()}
    assert backends <= {"django.core.cache.backends.locmem.LocMemCache", "django.core.cache.backends.dummy.DummyCache"}


def test_what_is_cached_names_nobody(town: Town) -> None:
    """As it is kept: a pickle has its texts in clear."""
    held = [repr(entry) for backend in caches.all() for entry in getattr(backend, "_cache", {}).items()]
    assert found_in("\n".join(held)) == []
