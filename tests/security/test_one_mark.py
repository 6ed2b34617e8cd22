"""One request about a child's record leaves one mark: of a reading, a search, a refusal, and none where nothing was shown."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models import Call, CallDraft
from tests.lasting import rolled_back
from tests.marks import Mark, marks_of
from tests.roles import as_factory
from tests.security.addresses import ADDRESSES, Ids, every_address
from tests.security.town import Case, Town

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

NO_RECORD = {
    "clocks:deadlines": "references and times, no name",
    "clocks:moved": "references and times, no name",
    "clocks:hearing": "one's own link and choice",
    **dict.fromkeys(("clocks:schedule", "clocks:calendar", "clocks:day_off_add", "clocks:day_off_remove"), "no child's record"),
    **dict.fromkeys(("clocks:timescales", "clocks:timescale"), "no child's record"),
    "people:emergency": "the form, and references of what runs",
    "people:outstanding": "a number",
    **dict.fromkeys(("consent:arrange", "consent:away", "consent:back"), "who works here, and no child"),
    "notices:list": "references, no name",
    "referrals:call": "no record yet",
    "referrals:advice_new": "no record yet",
    "notices:read": "leads on",
    "thresholds:new": "no record yet",
    **dict.fromkeys(("thresholds:directory", "thresholds:frameworks", "thresholds:framework"), "no child's record"),
    **dict.fromkeys(("thresholds:partnership", "thresholds:framework_load"), "no child's record"),
    **dict.fromkeys(("thresholds:partnership_framework", "thresholds:partnership_framework_file"), "no child's record"),
}
"""Pages for people who are signed in that show nothing of a child's record, with the reason."""
LISTS = {
    "partnerships:home": ("work-read", "own-work"),
    "consent:desk": ("desk-read", "agency"),
    "referrals:inbox": ("inbox-read", "front-door"),
    "referrals:advice": ("advice-read", "front-door"),
    "referrals:assessments": ("assessments-read", "front-door"),
    "people:need_to_know": ("need-to-know-read", "need-to-know"),
    "people:openings": ("openings-read", "opening"),
}
BESIDES = {"candidate-compared"}
"""A mark of its own on the record of each other child that was compared."""
METHODS = ("get", "head", "post")
RECORDS = sorted(
    name for name, address in ADDRESSES.items() if address.ids and name not in NO_RECORD and not address.public
)  # fmt: skip


def asked(person: Any, method: str, name: str, ids: Ids, **data: Any) -> tuple[Any, list[Mark]]:
    """The answer and the marks that it left; what it did is undone."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    before = len(marks_of(person.pk))
    with rolled_back():
        response = getattr(client, method)(reverse(name, kwargs=ids), **data)
        left = marks_of(person.pk)[before:]
    return response, left


def records_of(case: Case) -> set[Mark]:
    contact = {("contact", case.contact.pk)} if case.contact else set()
    with as_factory():
        contact |= {("contact", pk) for pk in Call.objects.values_list("contact", flat=True)}
        contact |= {("call-draft", pk) for pk in CallDraft.objects.values_list("pk", flat=True)}
    return {("check", case.check.pk), ("proposal", case.proposal.pk)} | contact


def shows(response: Any) -> bool:
    return response.status_code != 405 and not 300 <= response.status_code < 400


def test_every_page_that_is_not_public_is_a_record_a_list_or_has_a_reason() -> None:
    private = {name for name, address in ADDRESSES.items() if not address.public}
    assert private == {*RECORDS, *LISTS, *NO_RECORD}
    assert {name for name, _ in every_address()} >= private


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_shown_of_a_record_leaves_one_mark_on_it(town: Town, name: str) -> None:
    address = ADDRESSES[name]
    case = getattr(town, address.case)
    ids, shown = address.ids_in(town), 0
    for who in sorted(address.people & set(town.people)):
        for method in METHODS:
            response, left = asked(town.people[who], method, name, ids)
            left = [mark for mark in left if mark[0] not in BESIDES]
            if shows(response):
                shown += 1
                assert [mark[1:] in records_of(case) for mark in left] == [True], (who, method, response.status_code, left)
                assert left[0][0] != "refused"
            else:
                assert left == [], (who, method, response.status_code)
    assert shown or name in LEADS_ON or not address.people, "nobody was shown anything, so nothing was counted"


LEADS_ON = {
    "thresholds:child_remove", "thresholds:adult_remove", "thresholds:urgency", "referrals:take", "referrals:unmatch",
    "referrals:read", "thresholds:first_view", "thresholds:next", "thresholds:talk", "referrals:rung",
}  # fmt: skip
"""Pages that do what they are for and lead to another, which leaves the mark."""


@pytest.mark.parametrize("method", [*METHODS, "put", "delete"])
@pytest.mark.parametrize("name", RECORDS)
def test_a_refusal_leaves_one_mark_that_names_what_was_refused_whether_it_exists_or_not(
    town: Town, name: str, method: str
) -> None:
    address = ADDRESSES[name]
    ids = address.ids_in(town)
    first, found = next(iter(ids.items()))
    for who in ("stranger", "other_worker", "admin"):
        for pk in (found, uuid.uuid4()):
            response, left = asked(town.people[who], method, name, ids | {first: pk})
            assert response.status_code == 404
            assert left == [("refused", first.removesuffix("_id"), pk)], (who, pk == found)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_children_leaves_one_mark(town: Town, name: str) -> None:
    mark = (*LISTS[name], None)
    for who, person in town.people.items():
        response, left = asked(person, "get", name, {})
        if response.status_code == 404:
            assert left == [("refused", name, None)], who
        else:
            assert left == ([mark] if response.status_code == 200 else []), who


@pytest.mark.parametrize("name", sorted(NO_RECORD.keys() - {"notices:read"}))
def test_a_page_that_shows_no_record_leaves_no_mark_but_of_a_refusal(town: Town, name: str) -> None:
    ids = ADDRESSES[name].ids_in(town)
    for who, person in town.people.items():
        response, left = asked(person, "get", name, ids)
        refused = [] if ids else [("refused", name, None)]
        assert left == (refused if response.status_code == 404 else []), who


def test_somebody_else_s_notice_leaves_a_mark_of_the_refusal(town: Town) -> None:
    ids = ADDRESSES["notices:read"].ids_in(town)
    for pk in (ids["notice_id"], uuid.uuid4()):
        response, left = asked(town.people["stranger"], "post", "notices:read", {"notice_id": pk})
        assert response.status_code == 404
        assert left == [("refused", "notice", pk)]


@pytest.mark.parametrize("found", [True, False])
def test_a_search_by_reference_leaves_one_mark_without_its_words(town: Town, found: bool) -> None:
    assert town.sent.contact is not None
    reference = town.sent.contact.reference if found else "BPL-2222-2222"
    data = {"data": {"reference": reference}}
    response, left = asked(town.people["worker"], "post", "referrals:inbox", {}, **data)
    assert response.status_code == (302 if found else 422)
    assert left == [("searched", "front-door", None)]
    response, left = asked(town.people["other_worker"], "post", "referrals:inbox", {}, **data)
    assert (response.status_code, left) == (422, [("searched", "front-door", None)])
    response, left = asked(town.people["stranger"], "post", "referrals:inbox", {}, **data)
    assert (response.status_code, left) == (404, [("refused", "referrals:inbox", None)])


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_search_for_who_a_child_is_leaves_one_mark_on_the_contact(town: Town, method: str) -> None:
    assert town.passed_by.contact is not None
    ids = ADDRESSES["referrals:match"].ids_in(town, "passed_by")
    response, left = asked(town.people["worker"], method, "referrals:match", ids)
    assert response.status_code == (200 if method == "get" else 422)
    assert [mark for mark in left if mark[0] not in BESIDES] == [("searched", "contact", town.passed_by.contact.pk)]
    compared = [mark for mark in left if mark[0] in BESIDES]
    assert compared, "nobody was compared, so nothing was counted"
    assert len(compared) == len(set(compared))


def test_the_times_of_the_inbox_that_htmx_asks_for_leave_no_mark(town: Town) -> None:
    _, left = asked(
        town.people["worker"], "get", "referrals:inbox", {}, data={"since": "1"}, headers={"HX-Request": "true"}
    )  # fmt: skip
    assert left == []


def test_a_part_of_another_record_is_refused_by_its_own_name(town: Town) -> None:
    ids = ADDRESSES["thresholds:child_change"].ids_in(town, "waiting")
    foreign = uuid.uuid4()
    response, left = asked(town.people["practitioner"], "get", "thresholds:child_change", ids | {"child_id": foreign})
    assert response.status_code == 404
    assert left == [("refused", "child", foreign)]
