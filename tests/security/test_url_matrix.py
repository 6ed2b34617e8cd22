"""Every address, asked in both ways by everybody, about what is theirs, what is not, and what does not exist."""

import copy
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.views import PageView
from referrals.selectors.inbox import View
from tests.lasting import rolled_back
from tests.security.addresses import (
    ADDRESSES,
    EVERYBODY,
    NEVER,
    OF_NO_CASE,
    READ_ONLY,
    WITHOUT_A_ROLE,
    WRITTEN_ONLY,
    Ids,
    check_ids,
    child_ids,
    contact_child_ids,
    contact_ids,
    document_ids,
    every_address,
    member_ids,
    methods_of,
    person_ids,
    proposal_ids,
)
from tests.security.far_town import far_town
from tests.security.town import Town
from tests.security.unseen import OUTSIDE, UNSEEN, besides_what_is_told

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

ANSWERED = {200, 302, 405, 409, 422}
ONE_OF_EACH = {"practitioner", "stranger", "worker", "other_worker", "admin"}
LONG = {"thresholds:directory", "thresholds:frameworks", "thresholds:framework", "thresholds:partnership_framework"}
ASKING_FOR_NOTHING = {"practitioner", "colleague", "worker", "other_worker", "admin", "former", "far"}
METHODS = ("get", "post", "head")
NONCE = re.compile(r"'nonce-[^']*'")
TOKENS = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"')


@pytest.fixture(scope="module")
def clients(module_town: Town) -> dict[str, Client]:
    made = {}
    for name, person in module_town.people.items():
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(person)
    return made


def ask(client: Client, method: str, name: str, ids: Ids) -> HttpResponseBase:
    """One request, whose effects are undone, signing out included."""
    kept = copy.deepcopy(client.cookies)
    with rolled_back():
        response = getattr(client, method)(reverse(name, kwargs=ids))
    client.cookies = kept
    return response


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + body.decode(errors="replace")


def page_of(response: Any, ids: Ids) -> str:
    """The body without tokens and without what was asked for."""
    body = TOKENS.sub("", response.content.decode())
    for value in ids.values():
        body = body.replace(str(value), "…")
    return body


def headers_of(response: Any, ids: Ids) -> dict[str, str]:
    """The headers, but for tokens, the request's own id and what was asked for."""
    found = {}
    for name, value in response.items():
        if name not in {"X-Request-ID", "Content-Length"}:
            for asked in ids.values():
                value = value.replace(str(asked), "…")
            found[name] = NONCE.sub("", value)
    return found


def asking(clients: dict[str, Client], name: str, method: str) -> dict[str, Client]:
    """Everybody; one of each kind where a page does not take the method, is about no case and long, or is asked by HEAD."""
    offered = method in methods_of(name) and name not in LONG and method != "head"
    return {who: client for who, client in clients.items() if offered or who in ONE_OF_EACH}


def with_other_ids(ids: Ids) -> Ids:
    return {name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in ids.items()}


OF_A_CASE = sorted(name for name, address in ADDRESSES.items() if address.ids not in OF_NO_CASE)
OF_PARTS = [name for name in OF_A_CASE if ADDRESSES[name].ids in {child_ids, member_ids, person_ids, contact_child_ids}]
OF_EVERY_SENT_CASE = [name for name in OF_A_CASE if ADDRESSES[name].ids in {check_ids, proposal_ids, contact_ids, document_ids}]


def test_every_address_and_method_is_classified_here() -> None:
    taken: dict[str, set[str]] = {}
    for name, pattern in every_address():
        view = pattern.callback.view_class
        known = {method for method in view.http_method_names if hasattr(view, method)} - {"options"}
        taken[name] = known | ({"head"} & set(view.http_method_names) if "get" in known else set())
    assert set(taken) == set(ADDRESSES)
    assert taken == {name: methods_of(name) for name in taken}
    assert set(ADDRESSES) >= READ_ONLY | WRITTEN_ONLY


def test_everybody_of_the_town_is_classified_here(town: Town) -> None:
    assert set(town.people) == EVERYBODY | WITHOUT_A_ROLE
    assert set(town.people) >= set(UNSEEN)


def test_every_view_is_a_page_that_declares_its_action() -> None:
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in every_address()}
    assert [name for name, view in views.items() if not (isinstance(view, type) and issubclass(view, PageView))] == []
    assert [name for name, address in ADDRESSES.items() if address.public != (repr(views[name].action) == "PUBLIC")] == []


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_an_address_answers_its_people_and_hides_from_all_others(
    town: Town, clients: dict[str, Client], name: str, method: str
) -> None:
    """Foreign and absent alike: the same status, and the same page but for tokens and what was asked for."""
    address = ADDRESSES[name]
    ids = address.ids_in(town)
    absent = with_other_ids(ids)
    no_such_method = (address.post_only and method != "post") or (address.public and method not in methods_of(name))
    hidden = 405 if no_such_method else 404
    planted = town.planted() if name in OF_A_CASE or ids == {} else set()
    wrong: dict[str, Any] = {}
    for who, client in asking(clients, name, method).items():
        response: Any = ask(client, method, name, ids)
        expected = {403} if who in address.asked else ANSWERED if who in address.people else {hidden}
        if response.status_code not in expected:
            wrong[who] = response.status_code
        shown = besides_what_is_told(who, name, text_of(response), town)
        unseen = {*UNSEEN.get(who, ()), *(planted if who in OUTSIDE else ())}
        if leaked := sorted(word for word in unseen if word in shown):
            wrong[f"{who} reads"] = leaked
        if name in OF_A_CASE and who in ASKING_FOR_NOTHING:
            nothing: Any = ask(client, method, name, absent)
            if nothing.status_code != hidden:
                wrong[f"{who} asking for nothing"] = nothing.status_code
            elif who not in address.people and (page_of(response, ids), headers_of(response, ids)) != (
                page_of(nothing, absent),
                headers_of(nothing, absent),
            ):
                wrong[f"{who} sees a difference"] = True
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_no_page_takes_another_method_and_only_who_may_read_it_is_told_which(
    town: Town, clients: dict[str, Client], name: str
) -> None:
    """405 (OPTIONS: 200 with the list) for those who may read the page, and for all others the page of what does not exist."""
    address, ids = ADDRESSES[name], ADDRESSES[name].ids_in(town)
    wrong = {}
    for who, client in asking(clients, name, "options").items():
        # one after the other, so that each way is asked by people of each kind
        for method in (NEVER[len(who) % len(NEVER)], "options"):
            response: Any = ask(client, method, name, ids)
            lists = method == "options" and name != "notices:read"
            found = who in address.people or (address.public and name != "pages:style") or address.post_only
            wanted = (200 if lists else 405) if found else 404
            if response.status_code != wanted or "zqxcanary" in text_of(response):
                wrong[who, method] = response.status_code
    assert wrong == {}


UNTAKEN = sorted(name for name in OF_A_CASE if "referrals" in name and ADDRESSES[name].case == "sent")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in UNTAKEN if ADDRESSES[name].ids is contact_ids])
def test_a_contact_that_nobody_has_taken_is_as_closed_to_others_as_one_that_is_worked_on(
    town: Town, clients: dict[str, Client], name: str, method: str
) -> None:
    """`passed_by` was sent, and nobody owns it yet. It is about the second lead."""
    assert town.passed_by.contact is not None
    address, ids = ADDRESSES[name], ADDRESSES[name].ids_in(town, "passed_by")
    people = address.people - {"second_lead"}
    wrong: dict[str, Any] = {}
    for who, client in clients.items():
        response: Any = ask(client, method, name, ids)
        if response.status_code not in (ANSWERED if who in people else {404}):
            wrong[who] = response.status_code
        if who not in people and "zqxcanary" in text_of(response):
            wrong[f"{who} reads"] = True
    assert wrong == {}


LISTS = [
    ("partnerships:home", {}), ("clocks:deadlines", {}), ("notices:list", {}), ("consent:desk", {}),
    ("referrals:assessments", {}),
    *(("referrals:inbox", {"view": view.value}) for view in View),
]  # fmt: skip


PARTS = [(name, query) for name, query in LISTS if name in {"referrals:inbox", "clocks:deadlines"}]
"""Lists of which htmx asks for a part."""


@pytest.mark.parametrize("fragment", [False, True])
def test_a_case_elsewhere_changes_no_list_count_badge_or_suggestion_of_anybody_here(town: Town, fragment: bool) -> None:
    """Everything that is the whole of a list or counts one, before and after a second town came to be in the same tables."""

    def bodies() -> dict[tuple[str, str, str], tuple[int, str]]:
        found = {}
        for who, person in town.people.items():
            client = Client(headers={"HX-Request": "true"} if fragment else None)
            client.force_login(person)
            for name, query in PARTS if fragment else LISTS:
                with rolled_back():
                    answer: Any = client.get(reverse(name), query | {"since": "1"})
                found[who, name, query.get("view", "")] = answer.status_code, page_of(answer, {})
        ids = ADDRESSES["referrals:match"].ids_in(town, "passed_by")
        with rolled_back():
            worker = Client()
            worker.force_login(town.people["worker"])
            answer = worker.get(reverse("referrals:match", kwargs=ids))
        return found | {("worker", "match", ""): (answer.status_code, page_of(answer, {}))}

    with time_machine.travel(timezone.now(), tick=False):
        before = bodies()
        far_town()
        after = bodies()
    assert [key for key in before if before[key] != after[key]] == []
    assert sum(status == 200 for status, _ in before.values()) > 30


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OF_EVERY_SENT_CASE)
def test_the_lead_whom_a_worry_is_about_finds_nothing_of_it(
    town: Town, clients: dict[str, Client], name: str, method: str
) -> None:
    ids = ADDRESSES[name].ids_in(town, "passed_by")
    assert ask(clients["second_lead"], method, name, ids).status_code == 404


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OF_PARTS)
def test_a_part_of_one_case_under_another_is_answered_as_if_it_did_not_exist(
    town: Town, clients: dict[str, Client], name: str, method: str
) -> None:
    address = ADDRESSES[name]
    ids, other = address.ids_in(town), address.ids_in(town, "passed_by")
    whole, part = ids
    client = clients["worker" if "worker" in address.people else "practitioner"]
    absent = uuid.uuid4()
    answers: list[Any] = [ask(client, method, name, {whole: ids[whole], part: asked}) for asked in (other[part], absent)]
    assert [answer.status_code for answer in answers] in ([404, 404], [302, 302])
    assert answers[0].get("Location", "").replace(str(other[part]), str(absent)) == answers[1].get("Location", "")
    assert "zqxcanaryhidden" not in text_of(answers[0])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_signed_out_only_public_pages_answer(town: Town, name: str, method: str) -> None:
    address = ADDRESSES[name]
    response = ask(Client(raise_request_exception=False), method, name, address.ids_in(town))
    if address.public:
        assert response.status_code in ANSWERED | {404}
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("partnerships:sign_in"))
    assert "zqxcanary" not in text_of(response)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_post_without_its_token_is_refused(town: Town, name: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(town.world.practitioner)
    assert ask(client, "post", name, ADDRESSES[name].ids_in(town)).status_code == 403


def test_htmx_is_told_to_go_to_sign_in_with_the_whole_page(town: Town) -> None:
    response = Client(headers={"HX-Request": "true"}).get(reverse("notices:list"))
    assert (response.status_code, response["HX-Refresh"]) == (204, "true")
