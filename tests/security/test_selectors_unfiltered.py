"""The second wall holds alone: with any one selector's filter and the page's own question gone, nothing foreign is read."""

import contextlib
import functools
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from pages import authorise
from rowsecurity.registry import registry
from tests.lasting import rolled_back
from tests.security.addresses import ADDRESSES
from tests.security.town import Town
from tests.security.unseen import OUTSIDE, UNSEEN, besides_what_is_told
from tests.security.wrapping import Function, functions_in, in_place_of

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

MOST = 5
ASKING = ("practitioner", "second_lead", "worker", "stranger", "other_worker", "colleague", "far")
SELECTORS = functions_in("selectors")
LEFT_OUT = {"partnerships:sign_out", "partnerships:demo_sign_in", "clocks:health", "pages:style"}
_open: ContextVar[bool] = ContextVar("open", default=False)
Visit = tuple[str, str]


def without_filters(function: Function) -> Function:
    """The same, while it runs, with every filter on a personal table and every question of permission left out."""

    @functools.wraps(function)
    def opened(*args: Any, **kwargs: Any) -> Any:
        token = _open.set(True)
        try:
            return function(*args, **kwargs)
        finally:
            _open.reset(token)

    return opened


@contextlib.contextmanager
def filters_off(function: Function, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    filtered: Any = QuerySet._filter_or_exclude

    def kept(self: Any, *args: Any, **kwargs: Any) -> Any:
        table = registry.tables.get(self.model._meta.db_table)
        if _open.get() and table is not None and table.personal and not self.query.is_sliced:
            return self._chain()
        return filtered(self, *args, **kwargs)

    with monkeypatch.context() as patched, in_place_of(function, without_filters(function)):
        patched.setattr(QuerySet, "_filter_or_exclude", kept)
        patched.setattr(authorise, "may", lambda *_: True)
        module = sys.modules[function.__module__]
        if hasattr(module, "can"):
            patched.setattr(module, "can", lambda *_: True)
        yield


@pytest.fixture(scope="module")
def clients(module_town: Town) -> dict[str, Client]:
    made = {}
    for who in ASKING:
        made[who] = Client(raise_request_exception=False)
        made[who].force_login(module_town.people[who])
    return made


def visit(clients: dict[str, Client], town: Town, who: str, name: str) -> str:
    with rolled_back():
        answer: Any = clients[who].get(reverse(name, kwargs=ADDRESSES[name].ids_in(town)))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


@pytest.fixture(scope="module")
def visits(module_town: Town, clients: dict[str, Client]) -> dict[str, list[Visit]]:
    """Which pages of whom call which selector."""
    called: dict[str, list[Visit]] = defaultdict(list)
    now: list[Visit] = []

    def noting(name: str, function: Function) -> Function:
        @functools.wraps(function)
        def noted(*args: Any, **kwargs: Any) -> Any:
            if now[-1] not in called[name]:
                called[name].append(now[-1])
            return function(*args, **kwargs)

        return noted

    with contextlib.ExitStack() as stack:
        for name, function in SELECTORS.items():
            stack.enter_context(in_place_of(function, noting(name, function)))
        for name in sorted(set(ADDRESSES) - LEFT_OUT):
            for who in ASKING:
                now.append((who, name))
                visit(clients, module_town, who, name)
    return called


def takes_somebody(function: Callable[..., Any]) -> bool:
    return bool({"user", "by", "lead"} & set(inspect.signature(function).parameters))


def chosen(found: list[Visit]) -> list[Visit]:
    """Some of each person's, so that the foreign and those with a part in it both ask."""
    each = [[one for one in found if one[0] == who] for who in ASKING]
    mixed = [
        one for turn in zip(*[[*of, *[None] * (MOST - len(of))][:MOST] for of in each], strict=True) for one in turn if one
    ]
    return mixed[:MOST]


NEVER_READ = {
    "audit.selectors.chain_faults": "a command of the owner's",
    "audit.selectors.chain_link": "a command of the owner's",
}
"""Selectors of records that no page that is read calls, with the reason; found by the test below."""


@pytest.mark.parametrize("name", sorted(SELECTORS))
def test_without_its_filter_a_selector_shows_nothing_foreign(
    town: Town, clients: dict[str, Client], visits: dict[str, list[Visit]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clocks of an agency are seen by all of it: to a colleague a reference is not foreign, a word of the case is."""
    shown = {}
    with filters_off(SELECTORS[name], monkeypatch):
        for who, page in chosen(visits.get(name, [])):
            body = besides_what_is_told(who, page, visit(clients, town, who, page), town)
            unseen = {*UNSEEN.get(who, ()), *(town.planted() if who in OUTSIDE and who != "colleague" else ())}
            if leaked := sorted(word for word in unseen if word in body):
                shown[who, page] = leaked
    assert shown == {}


def test_every_selector_that_asks_who_is_asking_is_called_by_a_page(town: Town, visits: dict[str, list[Visit]]) -> None:
    """It takes the town so as to run beside the tests above: without it, it would come last and visit every page again."""
    silent = {name for name, function in SELECTORS.items() if takes_somebody(function) and not visits.get(name)}
    assert silent - set(NEVER_READ) - CALLED_ELSEWHERE == set()


CALLED_ELSEWHERE = {
    "consent.selectors.desk.was_reading": "as a decision is sent by somebody who is no lead any more",
    "clocks.selectors.assigned_by": "as a form is sent",
    "clocks.selectors.deadlines_for": "by feed_clocks",
    "clocks.selectors.feed_clocks": "by a calendar, for whoever holds its link: tests/unit/clocks/test_feed.py",
    "documents.selectors.documents_about": "by nothing but tests",
    "referrals.selectors.inbox.contact_with_reference": "as a reference is sent",
    "referrals.selectors.inbox.arrived_since": "by htmx",
    "referrals.selectors.children.since_merged": "as two records that were merged are taken apart",
    "referrals.selectors.advice.advice_open": "as a call is begun from advice",
    "notices.selectors.notice_for": "as a notice is marked as read",
    "people.selectors.emergencies.emergency_running": "as an emergency access is opened",
    "people.selectors.need_to_know.closed_ids": "by services",
    "partnerships.selectors.authorities_of": "as a framework is loaded",
    "partnerships.selectors.organisation_of": "as a check is begun",
}.keys()
"""Held by the matrix and the swapping of ids, which send forms."""


def test_the_filters_are_really_off(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from referrals.selectors.contacts import contacts_at
    from rowsecurity.session import acting_as

    author = town.people["practitioner"]
    with acting_as(author.pk):
        assert contacts_at(author).count() == 0
        with filters_off(contacts_at, monkeypatch):
            opened = sys.modules["referrals.selectors.contacts"].contacts_at
            assert opened(author).count() == 2
