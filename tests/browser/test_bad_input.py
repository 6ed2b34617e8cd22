"""Bad input: a clear error where it happened, nothing typed lost, nothing done twice."""

from __future__ import annotations

import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from referrals.models import Contact
from tests.browser.people import Person, hand_in
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check
from tests.journeys.world import World, world_of
from tests.roles import as_factory
from thresholds.models import Check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def an_hour_ago() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=1)


def agreed_check(world: World) -> Check:
    """A check that is ready to be sent with agreement."""
    at = an_hour_ago()
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=at)
    ask_mother(check, MOTHER_YES, world.practitioner, at)
    return check


def value_of(person: Person, field: str) -> str:
    return person.page.locator(f"#id_{field}").input_value()


def test_what_cannot_be_is_said_where_it_happened_and_what_was_typed_stays(arrives):
    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    check = agreed_check(world)
    teacher = arrives(world.practitioner)
    _impossible_dates(teacher, check)
    _an_empty_judgement(teacher, check)
    _a_stale_tab(teacher, check)
    _back_and_again(teacher, check)
    _sent_twice(teacher, check)
    _two_posts_at_once(teacher, agreed_check(world))
    _an_unknown_level(arrives(world.admin))


def children_in(check: Check) -> int:
    with as_factory():
        return check.children.count()


def contacts_sent() -> int:
    with as_factory():
        return Contact.objects.count()


def _impossible_dates(teacher: Person, check: Check) -> None:
    teacher.goes(f"/checks/{check.pk}/family/children/add/")
    teacher.writes("First name", "Ellis")
    teacher.chooses("I know the date of birth")
    teacher.dates("Date of birth", 31, 2, 2019)
    teacher.presses("Save", status=422)
    teacher.is_told("Date of birth must be a real date")
    teacher.looks("bad-date")
    assert [value_of(teacher, name) for name in ("given_name", "date_of_birth_day", "date_of_birth_month")] == [
        "Ellis",
        "31",
        "2",
    ]
    this_year = timezone.localdate().year
    teacher.dates("Date of birth", 1, 1, this_year - 18)
    teacher.presses("Save", status=422)
    teacher.is_told("They are 18 or over")
    teacher.dates("Date of birth", 1, 1, this_year + 1)
    teacher.presses("Save", status=422)
    expect(teacher.page.locator(".govuk-error-summary a")).to_have_attribute("href", "#id_date_of_birth_day")
    teacher.chooses("I know the age")
    teacher.writes("Age in years", "18")
    teacher.presses("Save", status=422)
    teacher.is_told("0 to 17")
    assert value_of(teacher, "given_name") == "Ellis"
    assert children_in(check) == 2


def _an_empty_judgement(teacher: Person, check: Check) -> None:
    with as_factory():
        child = check.children.get(position=0)
    teacher.goes(f"/checks/{check.pk}/children/{child.pk}/evidence/")
    teacher.writes("What does the child say, want and feel?", "“I am scared of Dad.”")
    teacher.chooses("Early Help", of="Which level would you stand by?")
    teacher.writes("That is yours to choose", " ")
    teacher.writes("Why is this the right level for this child?", "   ")
    teacher.presses("Record my judgement", status=422)
    teacher.is_told("Say why this is the right level for this child")
    teacher.is_told("Say what you know that the list does not")
    assert value_of(teacher, "child_views") == "“I am scared of Dad.”"
    expect(teacher.page.get_by_role("radio", name="Early Help", exact=True)).to_be_checked()


def _a_stale_tab(teacher: Person, check: Check) -> None:
    """Two tabs on one account: the second to save reads both, and neither is lost."""
    teacher.goes(f"/checks/{check.pk}/account/")
    first, second = teacher.page, teacher.new_page()
    second.goto(f"/checks/{check.pk}/account/")
    teacher.writes("What has been tried", "Two talks with his mother.")
    teacher.presses("Save and go on")
    teacher.page = second
    teacher.settled()
    teacher.writes("What has been tried", "The nurse rang her.")
    teacher.presses("Save and go on", status=409)
    teacher.reads("Somebody saved before you", "Two talks with his mother.", "The nurse rang her.")
    teacher.looks("stale-tab")
    teacher.follows("Keep what is there now")
    assert value_of(teacher, "tried") == "Two talks with his mother."
    second.close()
    teacher.page = first


def _back_and_again(teacher: Person, check: Check) -> None:
    """Saved, gone back, and saved again: one child more, not two, and it is said why."""
    before = children_in(check)
    teacher.goes(f"/checks/{check.pk}/family/children/add/")
    teacher.writes("First name", "Ellis")
    teacher.chooses("I do not know")
    teacher.presses("Save")
    teacher.page.go_back()
    teacher.settled()
    teacher.writes("First name", "Ellis")
    teacher.chooses("I do not know")
    teacher.presses("Save", status=422)
    teacher.is_told("Ellis is in this check already")
    teacher.follows("The child and family")
    assert children_in(check) == before + 1
    row = teacher.page.locator(".govuk-summary-list__row").filter(has_text="Ellis")
    expect(row).to_have_count(1)
    with teacher.page.expect_navigation():
        row.get_by_role("button", name=re.compile("Remove")).click()
    teacher.settled()


def _sent_twice(teacher: Person, check: Check) -> None:
    """Two clicks, then the same form sent once more: one contact, and its page both times."""
    teacher.goes(f"/checks/{check.pk}/send/")
    teacher.presses("Send to Duty and Assessment team", status=422)
    teacher.is_told("Tick to say that you have checked where the family lives now")
    teacher.is_told("Choose how it may be shared")
    teacher.chooses("With agreement")
    teacher.ticks("I have checked that the family lives in")
    form = teacher.page.locator("main form").first.evaluate("form => Object.fromEntries(new FormData(form))")
    with teacher.page.expect_navigation():
        teacher.page.get_by_role("button", name="Send to Duty and Assessment team").dblclick()
    teacher.settled()
    teacher.reads("The reference is")
    where = teacher.page.url
    again = teacher.context.request.post(f"/checks/{check.pk}/send/", form=form, headers={"Referer": where})
    assert (again.status, again.url) == (200, where)
    assert contacts_sent() == 1


def _two_posts_at_once(teacher: Person, check: Check) -> None:
    """Two requests on their way together: one contact, and both answers lead to it."""
    teacher.goes(f"/checks/{check.pk}/send/")
    teacher.chooses("With agreement")
    teacher.ticks("I have checked that the family lives in")
    answers = teacher.page.evaluate(
        """() => {
            const form = [...document.forms].find(one => one.elements.content);
            const send = () =>
                fetch(location.href, {method: "POST", body: new FormData(form)}).then((got) => [got.status, got.url]);
            return Promise.all([send(), send()]);
        }"""
    )
    assert [status for status, _ in answers] == [200, 200]
    assert len({url for _, url in answers}) == 1
    assert contacts_sent() == 2


def _an_unknown_level(admin: Person) -> None:
    """A framework with a level that it does not have: refused at its line, and nothing is loaded."""
    fixture = (settings.BASE_DIR / "fixtures" / "frameworks" / "blackpool.yaml").read_text()
    admin.goes("/partnership/load/")
    line = next(n for n, text in enumerate(fixture.splitlines(), 1) if re.search(r"level: child-protection\b", text))
    wrong = re.sub(r"level: child-protection\b", "level: child-protecton", fixture, count=1)
    hand_in(admin, wrong)
    admin.presses("Load this file", status=422)
    admin.is_told(f"blackpool.yaml:{line}:")
    admin.is_told("child-protecton")
    admin.looks("bad-fixture")
