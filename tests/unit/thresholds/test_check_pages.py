"""The pages of the guided check, as their author, their agency's lead and others meet them."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AccessEvent
from clocks.models import Clock
from tests.journeys.front_door import says_why
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from tests.unit.thresholds.check_world import Desk, desk_of, signed_in, tick
from thresholds.models import Check, CheckChild, FrameworkVersion
from thresholds.models.check import Conversation

WORRY = "BP-CIN-RI-03"


def begin(world: World, **data: object):
    return signed_in(world.practitioner).post(reverse("thresholds:new"), {"token": str(uuid.uuid4()), **data})


def checks() -> list[Check]:
    with as_factory():
        return list(Check.objects.all())


def test_no_radio_is_chosen_before_the_author_chooses(world: World):
    page = signed_in(world.practitioner).get(reverse("thresholds:new")).content.decode()
    assert "checked" not in page


def test_an_empty_urgency_is_an_error_where_it_happened_and_in_the_title(world: World):
    response = begin(world)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: How urgent is it?" in page
    assert page.count("Say how urgent it is") == 2
    assert checks() == []


def test_the_same_page_sent_twice_begins_one_check(world: World):
    token = str(uuid.uuid4())
    first, second = begin(world, token=token, urgency="neither"), begin(world, token=token, urgency="neither")
    assert first.url == second.url
    assert len(checks()) == 1


def test_danger_shows_999_at_once_and_records_the_call_with_a_clock(world: World):
    response = begin(world, urgency="now")
    (check,) = checks()
    desk = Desk(world, check, signed_in(world.practitioner))
    assert response.url == desk.url("call")
    page = desk.get("call").content.decode()
    assert 'href="tel:999"' in page
    assert "01253 477299" in page
    data = {
        "token": str(uuid.uuid4()), "team": "Emergency services, 999", "day_day": "18", "day_month": "11", "day_year": "2026",
        "time": "09:40", "said": "He is being hit now.", "advised": "Police on their way.",
    }  # fmt: skip
    assert desk.post("call", data).url == desk.url("child_add")
    desk.post("call", data)
    with as_factory():
        (call,) = Conversation.objects.all()
        (clock,) = Clock.objects.all()
    assert (call.kind, call.at.hour) == ("urgent-call", 9)
    assert clock.subject_id == check.pk


def test_a_call_in_the_future_is_refused_and_nothing_typed_is_lost(world: World):
    desk = desk_of(world, urgency="today")
    response = desk.post("call", {
        "team": "other", "other": "The school nurse", "day_day": "18", "day_month": "11", "day_year": "2026", "time": "23:30",
        "said": "What I said", "advised": "What she said",
    })  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 422
    assert "cannot be in the future" in page
    assert "What I said" in page
    assert "The school nurse" in page


def test_a_practice_check_says_so_on_every_page(world: World):
    desk = desk_of(world, kind="practice")
    (child,) = desk.children()
    tick(child, WORRY)
    pages = ["check", "call", "family", "home", "child_add", "adult_add", "account", "conversation"]
    shown = [desk.get(name) for name in pages] + [desk.get(name, child_id=child.pk) for name in ("worries", "first_view")]
    assert [page.status_code for page in shown] == [200] * 10
    assert all('<strong class="govuk-tag">Practice</strong>' in page.content.decode() for page in shown)


def test_a_superseded_framework_can_be_chosen_for_an_earlier_date_and_is_marked(world: World):
    with as_factory():
        version = FrameworkVersion.objects.get(framework__slug="blackpool")
        FrameworkVersion.objects.filter(pk=version.pk).update(state="superseded", in_force_until=datetime.date(2026, 1, 1))
    page = signed_in(world.practitioner).get(reverse("thresholds:new")).content.decode()
    assert "(superseded)" in page
    begin(
        world, urgency="neither", kind="past", as_at_day="1", as_at_month="3", as_at_year="2024", past_version=str(version.pk)
    )
    (check,) = checks()
    page = Desk(world, check, signed_in(world.practitioner)).get("check").content.decode()
    assert (check.kind, check.as_at) == ("past", datetime.date(2024, 3, 1))
    assert "Superseded" in page
    assert "About 1 March 2024" in page


def test_an_impossible_date_of_birth_is_refused_with_everything_else_kept(world: World):
    desk = desk_of(world, children=0)
    data = {"given_name": "Wren", "how_old": "born", "date_of_birth_day": "31", "date_of_birth_month": "2"}
    response = desk.post("child_add", data | {"date_of_birth_year": "2020"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Date of birth must be a real date" in page
    assert 'value="Wren"' in page
    assert desk.children() == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"how_old": "age", "age_stated": "18"}, "must be from 0 to 17"),
        ({"how_old": "age", "age_stated": "six"}, "whole number"),
        ({"how_old": "born", "date_of_birth_day": "1", "date_of_birth_month": "1", "date_of_birth_year": "2008"}, "18 or over"),
        ({"how_old": "unknown", "nhs_number": "123 456 7890"}, "not an NHS number"),
    ],
)
def test_a_child_who_cannot_be_is_refused_at_the_field(world: World, answer: dict[str, str], message: str):
    desk = desk_of(world, children=0)
    response = desk.post("child_add", answer)
    assert response.status_code == 422
    assert response.content.decode().count(message) == 2


def test_children_are_added_one_by_one_each_once_and_may_have_no_name(world: World):
    desk = desk_of(world, children=0)
    token = str(uuid.uuid4())
    assert desk.post("child_add", {"token": token, "how_old": "unborn", "another": "yes"}).url == desk.url("child_add")
    desk.post("child_add", {"token": token, "how_old": "unborn", "another": "yes"})
    assert desk.post("child_add", {"token": str(uuid.uuid4()), "how_old": "unknown"}).url == desk.url("family")
    assert [child.person.name for child in desk.children()] == ["Unborn child", "Name not known yet"]
    page = desk.get("family").content.decode()
    assert "age not known" in page


def test_a_child_about_whom_something_is_recorded_stays_and_it_says_why(desk: Desk):
    first, second = desk.children()
    tick(first, WORRY)
    desk.post("child_remove", child_id=second.pk)
    desk.post("child_remove", child_id=second.pk)
    response = desk.client.post(desk.url("child_remove", child_id=first.pk), follow=True)
    assert "Something is recorded about this child" in response.content.decode()
    assert [child.pk for child in desk.children()] == [first.pk]


def test_a_sensitive_address_needs_its_reason_and_an_override_its_own(desk: Desk):
    data = {"authority": str(desk.world.authority.pk), "place": "staying", "sensitive": "yes", "lines": "A refuge"}
    page = desk.post("home", data).content.decode()
    assert "Say why this place decides" in page
    assert "Say why the address must not be shown" in page
    done = desk.post("home", data | {"why_staying": "With an aunt", "sensitive_reason": "A refuge"})
    assert done.url == desk.url("family")
    assert "Printed nowhere" in desk.get("family").content.decode()


def test_the_suggestion_waits_for_the_first_view(desk: Desk):
    child = desk.children()[0]
    tick(child, WORRY)
    assert desk.get("evidence", child_id=child.pk).url == desk.url("first_view", child_id=child.pk)
    sent_early = desk.post("evidence", {"level": "early-help", "why": "Early"}, child_id=child.pk)
    assert (sent_early.status_code, sent_early.url) == (302, desk.url("first_view", child_id=child.pk))
    assert "points to" not in desk.get("first_view", child_id=child.pk).content.decode().split("<form")[1].split("<button")[0]
    desk.post("first_view", {"level": "early-help"}, child_id=child.pk)
    desk.post("first_view", {"level": "universal"}, child_id=child.pk)
    page = desk.get("evidence", child_id=child.pk).content.decode()
    assert "You first placed it at Early Help" in page
    assert "Why child in need" in page
    assert "checked" not in page.split('id="judgement"')[1]


def test_an_empty_judgement_and_one_that_differs_without_a_reason_are_refused(desk: Desk):
    child = desk.children()[0]
    tick(child, WORRY)
    with as_factory():
        CheckChild.objects.filter(pk=child.pk).update(first_view="not-sure")
    empty = desk.post("evidence", {}, child_id=child.pk)
    assert empty.status_code == 422
    assert "Choose the level that you would stand by" in empty.content.decode()
    differs = desk.post("evidence", {"level": "child-protection", "why": "I saw it."}, child_id=child.pk)
    assert differs.status_code == 422
    assert "Say what you know that the list does not" in differs.content.decode()
    data = {
        "level": "child-protection",
        "why": "I saw it.",
        "differs_child-protection": "He told me.",
        "child_views": "“I am sad.”",
    }
    assert desk.post("evidence", data, child_id=child.pk).status_code == 302
    kept = desk.children()[0]
    assert (kept.level, kept.level_differs_why, kept.child_views) == ("child-protection", "He told me.", "“I am sad.”")
    assert kept.suggestion["level"] == "child-in-need"


def judged(world: World, level: str, **fields: object) -> Desk:
    desk = desk_of(world, state="judged", **fields)
    with as_factory():
        CheckChild.objects.filter(case_check=desk.check).update(
            first_view="not-sure", level=level, level_why="Seen.", judged_at=NOW, judged_by=world.practitioner,
            suggestion={"level": level, "reasons": []},
        )  # fmt: skip
    return desk


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found
    return found[1]


def test_a_stale_account_shows_both_and_overwrites_nothing(desk: Desk):
    data = {"account": "In the first tab", "opened": hidden(desk.get("account"), "opened")}
    desk.post("account", data)
    response = desk.post("account", data | {"account": "In the second tab"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "In the first tab" in page
    assert "In the second tab" in page
    assert desk.now().account == "In the first tab"
    assert desk.post("account", data).status_code == 302


def test_a_contact_needs_its_basis_and_speaks_first_before_agreement(world: World):
    desk = judged(world, "child-protection")
    choice = {"allocated_worker": "no", "route": "BP-RT-CP-01"}
    assert "Choose the basis in law" in desk.post("routes", choice).content.decode()
    page = desk.get("routes").content.decode()
    assert 'value="s47"' in page
    assert 'value="early-help"' not in page
    assert desk.post("routes", choice | {"basis": "s47", "action_BP-AC-01": "Not yet: unsafe"}).url == desk.url("conversation")
    assert desk.now().actions == {"BP-AC-01": "Not yet: unsafe"}
    assert "Speak to them first" in desk.get("conversation").content.decode()
    spoken = desk.post("conversation", {
        "token": str(uuid.uuid4()), "kind": "front-door", "with_whom": "Duty worker", "written_asked": "yes",
        "said": "All of it", "day_day": "18", "day_month": "11", "day_year": "2026", "time": "9am",
    })  # fmt: skip
    assert spoken.url == f"/checks/{desk.check.pk}/agreement/"
    with as_factory():
        assert Conversation.objects.get().written_asked is True


def test_the_routes_follow_what_is_answered_and_nothing_is_saved_by_looking(world: World):
    desk = judged(world, "early-help")
    assert "BP-RT-AW-01" in desk.post("routes", {"do": "show", "allocated_worker": "yes"}).content.decode()
    page = desk.post("routes", {"do": "show", "allocated_worker": "no"}).content.decode()
    assert "BP-RT-AW-01" not in page
    assert "BP-RT-EH-02" in page
    assert (desk.now().route_code, desk.now().allocated_worker) == ("", "unknown")


def test_early_help_says_what_to_do_next_and_closes_the_check(world: World):
    desk = judged(world, "early-help")
    assert desk.post("routes", {"allocated_worker": "no", "route": "BP-RT-EH-02"}).url == desk.url("next")
    page = desk.get("next").content.decode()
    assert "01253 477299" in page
    desk.post("next")
    desk.post("next")
    assert desk.now().state == "closed"
    assert "This check is closed" in desk.get("next").content.decode()


def test_a_closed_check_is_read_and_never_written(world: World):
    desk = desk_of(world, state="closed")
    (child,) = desk.children()
    writing = [desk.get("family"), desk.post("account", {"account": "x"}), desk.get("routes"),
               desk.post("worries", {"tick": [WORRY]}, child_id=child.pk)]  # fmt: skip
    assert [response.status_code for response in writing] == [409] * 4
    assert "This check is closed" in writing[0].content.decode()
    assert desk.get("check").status_code == 200
    assert desk.seen(child) == {}


def test_the_agencys_lead_reads_with_a_mark_and_writes_nothing(desk: Desk):
    child = desk.children()[0]
    lead = signed_in(desk.world.lead)
    says_why(lead, desk.url("check"))
    page = lead.get(desk.url("check")).content.decode()
    assert "You read it as a safeguarding lead" in page
    assert "/worries/" not in page
    for url in (desk.url("family"), desk.url("worries", child_id=child.pk), desk.url("account")):
        assert lead.get(url).status_code == 404
        assert lead.post(url, {}).status_code == 404
    with as_factory():
        event = AccessEvent.objects.get(subject_id=desk.check.pk, action="check-read")
    assert event.actor_id == desk.world.lead.pk


@pytest.mark.parametrize("who", ["colleague", "stranger", "worker", "admin"])
def test_nobody_else_finds_it(desk: Desk, who: str):
    child = desk.children()[0]
    client = signed_in(getattr(desk.world, who))
    urls = [desk.url(name) for name in ("check", "call", "family", "account", "routes", "conversation", "next")]
    urls += [desk.url(name, child_id=child.pk) for name in ("worries", "first_view", "evidence", "child_change")]
    assert {client.get(url).status_code for url in urls} == {404}


def test_a_child_of_another_check_is_not_found_through_mine(desk: Desk):
    other = desk_of(desk.world)
    (foreign,) = other.children()
    assert desk.get("worries", child_id=foreign.pk).status_code == 404
    assert desk.post("worries", {"tick": [WORRY]}, child_id=foreign.pk).status_code == 404
    assert desk.get("child_change", child_id=foreign.pk).status_code == 404


def test_a_page_asks_no_more_of_the_database_with_more_on_it(world: World):
    def queries(desk: Desk, name: str) -> int:
        child = desk.children()[0]
        more = {} if name == "check" else {"child_id": child.pk}
        with CaptureQueriesContext(connection) as found:
            assert desk.get(name, **more).status_code == 200
        return len(found)

    few, many = desk_of(world, children=1), desk_of(world, children=5)
    document = few.check.framework_version.framework_document()
    for desk, number in ((few, 1), (many, 25)):
        for child in desk.children():
            for indicator in document.indicators[-number:]:
                tick(child, indicator.code, seen="Seen.")
        with as_factory():
            CheckChild.objects.filter(case_check=desk.check).update(first_view="not-sure")
    for name in ("worries", "evidence", "check"):
        assert queries(few, name) == queries(many, name), name


def test_no_name_of_a_child_is_in_a_title_or_an_address(world: World):
    desk = desk_of(world)
    (child,) = desk.children()
    tick(child, WORRY)
    for name in ("worries", "first_view"):
        response = desk.get(name, child_id=child.pk)
        title = response.content.decode().split("<title>")[1].split("</title>")[0]
        assert child.person.given_name not in title
        assert child.person.given_name not in response.request["PATH_INFO"]
