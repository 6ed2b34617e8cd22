"""By keyboard alone: past the frame, through the form in its order, from an error to its field, and a check begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.security.addresses import ADDRESSES
from tests.security.town import Town, town_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY_PAGES = {
    "thresholds:new": "Begin", "thresholds:evidence": "Record my judgement", "thresholds:routes": "Choose this way",
    "thresholds:conversation": "Save and go on", "consent:asking": "Save what they said",
    "referrals:send": "Send to Duty and Assessment team", "consent:review": "Record your decision",
    "referrals:contact": "Record this decision", "referrals:match": "Save",
}  # fmt: skip
"""The pages on which somebody decides, each with the button that ends it."""

MOST_TABS = 120


def test_key_pages_are_worked_by_keyboard_alone(arrives: Callable[..., Person]):
    town = town_of()
    people = {who: arrives(town.people[who]) for who in ("practitioner", "lead", "worker")}
    for name, button in KEY_PAGES.items():
        address = ADDRESSES[name]
        who = next(one for one in ("lead", "worker", "practitioner") if one in address.people and _may_act(one, name))
        case = "passed_by" if who == "worker" else ""
        people[who].goes(reverse(name, kwargs=address.ids_in(town, case)))
        skips_to_the_page_itself(people[who])
        comes_in_order_to(people[who], button)
    begins_by_keyboard(people["practitioner"])
    goes_from_an_error_to_its_field(people["practitioner"], town)


def _may_act(who: str, name: str) -> bool:
    return who != "lead" or name == "consent:review"


def focus(person: Person, what: str) -> object:
    return person.page.evaluate(f"document.activeElement.{what}")


def skips_to_the_page_itself(person: Person) -> None:
    person.page.keyboard.press("Tab")
    assert focus(person, "textContent") == "Skip to main content"
    person.page.keyboard.press("Enter")
    assert focus(person, "id") == "main-content"


def comes_in_order_to(person: Person, button: str) -> None:
    """Tab from the start of the page itself: every stop can be seen, each comes after the last, and the button is one."""
    person.page.evaluate("window.before = document.activeElement")
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        stop = person.page.evaluate(
            """() => {
                const it = document.activeElement, box = it.getBoundingClientRect();
                const after = window.before.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING;
                window.before = it;
                return {said: it.innerText, id: it.id, seen: box.width > 0 && box.height > 0, after: Boolean(after)};
            }"""
        )
        assert stop["seen"], f"{person.page.url}: focus on {stop} cannot be seen"
        assert stop["after"], f"{person.page.url}: focus went back to {stop}"
        if stop["said"] == button:
            return
    raise AssertionError(f"{person.page.url}: {button} was not reached in {MOST_TABS} stops")


def begins_by_keyboard(person: Person) -> None:
    """The urgency by arrow and space, the child by typing, both sent by Enter."""
    person.goes("/checks/new/")
    person.page.get_by_role("radio").first.focus()
    person.page.keyboard.press("Space")
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("ArrowDown")
    expect(person.page.get_by_role("radio", name="Neither")).to_be_checked()
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.settled()
    person.page.get_by_role("textbox", name="First name").focus()
    person.page.keyboard.type("Ellis")
    person.page.get_by_role("radio", name="I know the age").focus()
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("9")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.settled()
    person.reads("Ellis", "9 years")


def goes_from_an_error_to_its_field(person: Person, town: Town) -> None:
    """Focus comes to the summary of errors; its link, by Enter, leads into the field."""
    person.goes(reverse("thresholds:child_add", kwargs=ADDRESSES["thresholds:child_add"].ids_in(town)))
    person.presses("Save", status=422)
    expect(person.page.locator(".govuk-error-summary")).to_be_focused()
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    assert str(focus(person, "name")) == "how_old"
