"""Opening a record without a part in the case: every page of it asks first why, shows nothing before, and keeps the answer."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.views import PageView
from partnerships.models import Role, User
from partnerships.permissions import Action
from people.models import Opening, PersonMerge
from people.records import UndeclaredRecord, record_of
from referrals.models import Contact, ContactNote
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.lasting import rolled_back
from tests.marks import leaves
from tests.roles import as_factory
from tests.security.addresses import ADDRESSES, AUTHOR, NOBODY, OF_NO_CASE, call_ids, draft_ids, notice_ids, view_ids
from tests.security.town import Town

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

WHY = "Why do you need to open this?"
REASON = {"opening-asked": "get", "opening-reason": "cover", "opening-words": "I cover for Wyn today."}
OF_A_RECORD = {
    name: address
    for name, address in ADDRESSES.items()
    if address.ids not in OF_NO_CASE | {notice_ids, call_ids, draft_ids, view_ids}
    and not address.people <= AUTHOR
    and not name.startswith("people:")
}
"""Every page of a record that others than its author may see. Those about who may open one show its reference alone."""


@pytest.fixture
def newcomers(town: Town) -> dict[str, User]:
    """Somebody who joined the front door, and a lead who joined the agency, after all was done: nobody is asked for a merge."""
    with as_factory():
        for merge in PersonMerge.objects.filter(state=PersonMerge.State.ASKED):
            merge.state, merge.answered_at = PersonMerge.State.REFUSED, merge.asked_at
            merge.answered_by, merge.answer_why = UserFactory(), "They are cousins."
            merge.save()
        at_door, lead = UserFactory(name="Nan Newcomer"), UserFactory(name="Lou Later")
        MembershipFactory(user=at_door, role=Role.FRONT_DOOR, front_door=town.world.door)
        MembershipFactory(user=lead, role=Role.SAFEGUARDING_LEAD, organisation=town.world.school)
    return {"worker": at_door, "lead": lead}


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def kinds_of(name: str) -> list[str]:
    return [kind for kind in ("worker", "lead") if kind in OF_A_RECORD[name].people]


ASKED = [(name, kind) for name in sorted(OF_A_RECORD) for kind in kinds_of(name)]


def contact_page(town: Town) -> str:
    assert town.sent.contact is not None
    return reverse("referrals:contact", args=[town.sent.contact.pk])


def subject(town: Town) -> uuid.UUID:
    assert town.sent.contact is not None
    return town.sent.contact.pk


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "kind"), ASKED)
def test_every_page_of_a_record_asks_why_before_it_shows_anything(
    town: Town, newcomers: dict[str, User], name: str, kind: str, method: str
) -> None:
    """Whoever adds a page of a record that slips past the gate fails here: the addresses are those of the URLconf."""
    path = reverse(name, kwargs=ADDRESSES[name].ids_in(town))
    client = client_of(newcomers[kind])
    with rolled_back():
        response: HttpResponse = getattr(client, method)(path)
    body = response.content.decode()
    assert (response.status_code, WHY in body) == (403, True)
    assert "zqxcanary" not in body
    client.post(path, REASON)
    again: HttpResponse = client.get(path)
    assert again.status_code != 403
    assert WHY not in again.content.decode(errors="replace")


def test_the_walk_reaches_pages_of_every_kind() -> None:
    walked = {name for name, _ in ASKED}
    assert {
        "referrals:contact", "referrals:match", "referrals:assessment", "referrals:disagreement", "referrals:sent",
        "referrals:disagree", "documents:document", "thresholds:check", "consent:review", "referrals:access",
    } <= walked | {name for name in OF_A_RECORD if OF_A_RECORD[name].asked != NOBODY}  # fmt: skip


def test_a_page_about_something_personal_that_nobody_declared_is_not_shown(town: Town) -> None:
    with acting_as(town.world.worker.pk), pytest.raises(UndeclaredRecord):
        record_of(ContactNote.objects.first())


def test_a_page_cannot_be_made_past_the_gate(town: Town, newcomers: dict[str, User], rf: Any) -> None:
    class NewPage(PageView):
        action = Action.CONTACT_READ

        def get_subject(self) -> Contact:
            return Contact.objects.get(pk=subject(town))

        def render(self, *args: Any, **kwargs: Any) -> HttpResponse:
            return HttpResponse("zqxcanary")

    request = rf.get("/")
    request.user = newcomers["worker"]
    with acting_as(newcomers["worker"].pk):
        response: Any = NewPage.as_view()(request)
    assert response.status_code == 403
    assert b"zqxcanary" not in response.content


def test_a_reason_is_kept_with_who_what_and_when_and_holds_until_the_end_of_the_local_day(
    town: Town, newcomers: dict[str, User]
) -> None:
    client, page = client_of(newcomers["worker"]), contact_page(town)
    with leaves(
        newcomers["worker"].pk, ("reason-asked", "contact", subject(town)), ("reason-given", "contact", subject(town)),
        ("contact-read", "contact", subject(town)),
    ):  # fmt: skip
        assert client.get(page).status_code == 403
        assert client.post(page, REASON)["Location"] == page
        assert client.get(page).status_code == 200
    with as_factory():
        kept = Opening.objects.get(user=newcomers["worker"])
    assert (kept.subject_id, kept.role, kept.reason, kept.words) == (
        subject(town),
        "front-door",
        "cover",
        REASON["opening-words"],
    )
    assert (kept.front_door, kept.organisation) == (town.world.door, None)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    with time_machine.travel(midnight - datetime.timedelta(seconds=1), tick=False):
        assert client_of(newcomers["worker"]).get(page).status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert client_of(newcomers["worker"]).get(page).status_code == 403


def test_it_holds_for_that_person_and_that_record_alone(town: Town, newcomers: dict[str, User]) -> None:
    client_of(newcomers["worker"]).post(contact_page(town), REASON)
    assert client_of(town.world.manager).get(contact_page(town)).status_code == 403
    assert town.sent.assessment is not None
    of_the_same = reverse("referrals:assessment", args=[town.sent.assessment.pk])
    assert client_of(newcomers["worker"]).get(of_the_same).status_code == 200
    of_check = reverse("thresholds:check", args=[town.sent.check.pk])
    client_of(newcomers["lead"]).post(reverse("referrals:sent", args=[subject(town)]), REASON)
    assert client_of(newcomers["lead"]).get(of_check).status_code == 403


@pytest.mark.parametrize("missing", ["opening-reason", "opening-words"])
def test_without_a_reason_or_words_nothing_opens_and_what_was_typed_stays(
    town: Town, newcomers: dict[str, User], missing: str
) -> None:
    client = client_of(newcomers["worker"])
    response = client.post(contact_page(town), REASON | {missing: "  "})
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert client.get(contact_page(town)).status_code == 403
    with as_factory():
        assert not Opening.objects.filter(user=newcomers["worker"]).exists()


def test_what_was_sent_before_the_question_is_kept_and_taken_up_after_it(town: Town, newcomers: dict[str, User]) -> None:
    path = reverse("referrals:note", args=[subject(town)])
    client = client_of(newcomers["worker"])
    typed = {"kind": "note", "words": "Rang the school & left word.\nTwice."}
    asked = client.post(path, typed).content.decode()
    assert 'name="words" value="Rang the school &amp; left word.\nTwice."' in asked
    assert 'name="opening-asked" value="post"' in asked
    with as_factory():
        assert not ContactNote.objects.filter(by=newcomers["worker"]).exists()
    client.post(path, typed | REASON | {"opening-asked": "post"})
    with as_factory():
        assert ContactNote.objects.get(by=newcomers["worker"]).words == typed["words"]


def test_sent_twice_or_from_two_tabs_it_is_one_opening(town: Town, newcomers: dict[str, User]) -> None:
    client = client_of(newcomers["worker"])
    for words in ("The first tab.", "The second tab."):
        response = client.post(contact_page(town), REASON | {"opening-words": words})
        assert (response.status_code, response["Location"]) == (302, contact_page(town))
    with as_factory():
        assert [one.words for one in Opening.objects.filter(user=newcomers["worker"])] == ["The first tab."]


def test_a_request_for_data_and_one_by_htmx_are_told_in_their_own_kind(town: Town, newcomers: dict[str, User]) -> None:
    client = client_of(newcomers["worker"])
    data = client.get(contact_page(town), headers={"Accept": "application/json"})
    assert (data.status_code, data.json()["error"]) == (403, "reason-needed")
    part = client.get(contact_page(town), headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Refresh"], part.content) == (204, "true", b"")


@pytest.mark.parametrize("who", ["colleague", "stranger", "other_worker", "admin"])
def test_a_reason_opens_nothing_to_whom_the_record_is_foreign(town: Town, who: str) -> None:
    assert client_of(town.people[who]).post(contact_page(town), REASON).status_code == 404
    with as_factory():
        assert not Opening.objects.filter(user=town.people[who]).exists()


def test_while_it_waits_for_its_decision_it_is_the_whole_teams_work(town: Town, newcomers: dict[str, User]) -> None:
    assert town.passed_by.contact is not None
    waiting = reverse("referrals:contact", args=[town.passed_by.contact.pk])
    assert client_of(newcomers["worker"]).get(waiting).status_code == 200
    assert client_of(town.world.manager).get(waiting).status_code == 200


@pytest.mark.parametrize(
    ("who", "page"), [("practitioner", "sent"), ("lead", "sent"), ("second_lead", "sent"), ("worker", "contact")]
)
def test_author_leads_who_were_asked_and_who_acted_are_not_asked_why(town: Town, who: str, page: str) -> None:
    assert client_of(town.people[who]).get(reverse(f"referrals:{page}", args=[subject(town)])).status_code == 200


INSERT = """insert into people_opening
  (id, user_id, role, subject_type, subject_id, reference, front_door_id, organisation_id, reason, words, at, day)
  values (
    gen_random_uuid(), %s, 'front-door', 'contact', gen_random_uuid(), 'X', %s, null, 'cover', 'w', now(), current_date)"""


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_takes_an_opening_in_ones_own_name_and_place_alone(town: Town) -> None:
    worker, door = town.world.worker, town.world.door.pk
    with acting_as(worker.pk):
        run(INSERT, worker.pk, door)
        with pytest.raises(ProgrammingError, match="row-level security"):
            run(INSERT, town.world.manager.pk, door)
    with acting_as(town.people["other_worker"].pk), pytest.raises(ProgrammingError, match="row-level security"):
        run(INSERT, town.people["other_worker"].pk, door)


@pytest.mark.parametrize(
    "statement", ["update people_opening set words = 'x'", "delete from people_opening", "truncate people_opening"]
)
def test_an_opening_is_never_changed_or_removed(town: Town, statement: str) -> None:
    with acting_as(town.world.manager.pk), pytest.raises(ProgrammingError, match="permission denied"):
        run(statement)


@pytest.mark.parametrize("statement", ["update people_opening set words = 'x'", "delete from people_opening"])
def test_not_even_past_the_policies(town: Town, statement: str) -> None:
    with as_factory(), pytest.raises(DatabaseError, match="Cannot"):
        run(statement)


def test_openings_are_read_by_who_made_them_and_who_answers_for_the_place(town: Town, newcomers: dict[str, User]) -> None:
    client_of(newcomers["lead"]).post(reverse("referrals:sent", args=[subject(town)]), REASON)
    seen: dict[str, int] = {}
    count: Callable[[], int] = Opening.objects.count
    for name, person in town.people.items():
        with acting_as(person.pk):
            seen[name] = count()
    assert {name: number for name, number in seen.items() if number} == {"manager": 1, "lead": 1, "second_lead": 1}


def test_the_report_says_who_when_which_and_why_and_nothing_of_the_child(town: Town) -> None:
    with as_factory():
        kept = Opening.objects.get(user__name="Dana Duty")
        names = [child.family_name for child in town.sent.contact.children.all()] if town.sent.contact else []
    with leaves(town.world.manager.pk, ("openings-read", "opening", None)):
        shown = client_of(town.world.manager).get(reverse("people:openings")).content.decode()
    assert all(part in shown for part in ("Dana Duty", "Front-door staff", kept.reference, kept.words))
    assert names
    assert all(name not in shown for name in names)


def test_several_openings_by_one_person_stand_out(town: Town, newcomers: dict[str, User]) -> None:
    page, person = reverse("people:openings"), newcomers["worker"]
    heading = "Several openings by one person"
    insert = INSERT.replace("now(), current_date", "now(), current_date - %s")
    for day in range(3):
        assert heading not in client_of(town.world.manager).get(page).content.decode()
        with as_factory():
            run(insert, person.pk, town.world.door.pk, day)
    assert heading in client_of(town.world.manager).get(page).content.decode()


@pytest.mark.parametrize("who", ["worker", "practitioner", "colleague", "admin"])
def test_who_answers_for_no_place_finds_no_report(town: Town, who: str) -> None:
    assert client_of(town.people[who]).get(reverse("people:openings")).status_code == 404
