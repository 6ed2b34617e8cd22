"""Every address, asked in both ways by everybody, about what is theirs, what is not, and what does not exist."""

import copy
import re
import uuid
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from pages.views import PageView
from tests.security.addresses import (
    ADDRESSES,
    Ids,
    check_ids,
    child_ids,
    contact_child_ids,
    contact_ids,
    document_ids,
    every_address,
    member_ids,
    person_ids,
    proposal_ids,
    version_ids,
)
from tests.security.conftest import rolled_back
from tests.security.town import Town

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

OUTSIDE = ("colleague", "admin", "stranger", "other_worker", "elsewhere_lead")
OF_DOOR = ("zqxcanarydoornote", "zqxcanarystrategywords", "zqxcanarypolice", "zqxcanarydone", "zqxcanarydecided")
UNSEEN = {
    **dict.fromkeys(OUTSIDE, ("zqxcanary", "9990000018", "FY9 9ZZ")),
    "practitioner": OF_DOOR,
    "lead": OF_DOOR,
    "second_lead": (*OF_DOOR, "zqxcanaryhidden"),
    "worker": ("zqxcanarywaiting",),
    "manager": ("zqxcanarywaiting",),
}
"""What must never be in an answer to somebody: canary words of what they may not see."""
ANSWERED = {200, 302, 405, 409, 422}
ONE_OF_EACH = {"practitioner", "stranger", "worker", "other_worker", "admin"}
LONG = {"thresholds:directory", "thresholds:frameworks", "thresholds:framework", "thresholds:partnership_framework"}
ASKING_FOR_NOTHING = {"practitioner", "colleague", "worker", "other_worker", "admin"}
METHODS = ("get", "post")
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


def asking(clients: dict[str, Client], name: str, method: str) -> dict[str, Client]:
    """Everybody; one of each kind where a page takes no POST, or is about no case and long."""
    offered = any(hasattr(pattern.callback.view_class, method) for found, pattern in every_address() if found == name)
    return {who: client for who, client in clients.items() if (offered and name not in LONG) or who in ONE_OF_EACH}


def with_other_ids(ids: Ids) -> Ids:
    return {name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in ids.items()}


OF_A_CASE = sorted(name for name, address in ADDRESSES.items() if address.ids not in {None, version_ids})
OF_PARTS = [name for name in OF_A_CASE if ADDRESSES[name].ids in {child_ids, member_ids, person_ids, contact_child_ids}]
OF_EVERY_SENT_CASE = [name for name in OF_A_CASE if ADDRESSES[name].ids in {check_ids, proposal_ids, contact_ids, document_ids}]


def test_every_address_is_classified_here() -> None:
    assert {name for name, _ in every_address()} == set(ADDRESSES)


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
    hidden = 405 if address.post_only and method == "get" else 404
    wrong: dict[str, Any] = {}
    for who, client in asking(clients, name, method).items():
        response: Any = ask(client, method, name, ids)
        expected = {403} if who in address.asked else ANSWERED if who in address.people else {hidden}
        if response.status_code not in expected:
            wrong[who] = response.status_code
        shown = text_of(response)
        if leaked := [word for word in UNSEEN[who] if word in shown]:
            wrong[f"{who} reads"] = leaked
        if name in OF_A_CASE and who in ASKING_FOR_NOTHING:
            nothing: Any = ask(client, method, name, absent)
            if nothing.status_code != hidden:
                wrong[f"{who} asking for nothing"] = nothing.status_code
            elif who not in address.people and page_of(response, ids) != page_of(nothing, absent):
                wrong[f"{who} sees a difference"] = True
    assert wrong == {}


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
