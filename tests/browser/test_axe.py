"""Every kind of page there is: nothing that axe finds (WCAG 2.2 AA), and nothing off the side, at desktop and phone width."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.urls import reverse

from referrals.models import Contact
from referrals.services.calls import call_take
from rowsecurity.session import acting_as
from tests.browser.axe import runs_off_the_side, violations
from tests.browser.people import DESKTOP, PHONE, Person
from tests.journeys.steps import judged_check
from tests.security.addresses import ADDRESSES, every_address
from tests.security.ringing import entry_of
from tests.security.town import Town, town_of
from thresholds.models import Check
from thresholds.services.checks import check_begin
from thresholds.services.families import ChildEntry, child_save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EXEMPT = {
    "partnerships:demo_sign_in": "answers a form alone",
    "partnerships:sign_in": "looked at before anybody has signed in",
    "partnerships:sign_out": "answers a form alone",
    "thresholds:urgency": "answers a form; asked for, it leads to the call",
    "thresholds:child_remove": "answers a form; asked for, it leads to the family",
    "thresholds:adult_remove": "answers a form; asked for, it leads to the family",
    "thresholds:matrix_row": "this town's framework has none: looked at in test_pages_of_other_frameworks",
    "thresholds:talk": "this town's framework has indicators: looked at in test_pages_of_other_frameworks",
    "thresholds:first_view": "looked at for a child who has none yet",
    "thresholds:next": "looked at for a check on a way that is not a contact",
    "referrals:disagree": "looked at for a contact about which nobody disagrees yet",
    "referrals:take": "answers a form; asked for, it leads to the contact",
    "referrals:unmatch": "answers a form; asked for, it leads to the comparison",
    "referrals:match_again": "answers a form; asked for, it leads to the comparison",
    "referrals:read": "answers a form; asked for, it leads to the contact",
    "thresholds:partnership_framework_file": "a file",
    "referrals:preview": "a PDF",
    "documents:document": "a PDF",
    "consent:record_pdf": "a PDF",
    "referrals:received_record_pdf": "a PDF",
    "consent:back": "answers a form; asked for, it leads to the agency's leads",
    "clocks:schedule": "leads to the calendar of the first authority, which is looked at",
    "clocks:feed": "a calendar file, for whoever holds its link",
    "notices:read": "answers a form alone",
    "people:emergency": "a manager's: looked at in test_openings",
    "referrals:extend": "a manager's: looked at in test_openings",
    "referrals:agreed": "a manager's: looked at in test_openings",
    "people:back_in": "about a conflict that somebody else has: nobody has one in this town",
    "referrals:summary": "a part of the inbox; asked for by itself, it leads to the contact",
    "referrals:rung": "a call of somebody without an account: looked at as whoever rang reads theirs",
    "people:emergency_end": "answers a form; asked for, it leads to emergency access",
    "referrals:emergency": "looked at in test_openings, where it is opened",
    "pages:style": "has tests of its own, with every component before and after an error",
}
"""Addresses that the walk leaves out, with why."""

LEFT_EMPTY = {
    "thresholds:child_add": "Save", "thresholds:adult_add": "Save",
    "thresholds:conversation": "Save and go on", "thresholds:framework_load": "Load this file",
    "referrals:send": "Send to Duty and Assessment team", "referrals:strategy": "Record it", "referrals:note": "Add it",
    "clocks:day_off_add": "Continue", "clocks:day_off_remove": "Continue", "clocks:timescale": "Save this rule",
}  # fmt: skip
"""Pages that are looked at with their errors, too, by the button that is pressed on the empty form."""

NOT_WELL = {"clocks:health": 503}
"""Without a broker, as tests are, the page of health says so in its status too."""

WHO = ("practitioner", "lead", "worker", "admin")
AGENCY, FRONT_DOOR = WHO[:2], WHO[2:]
"""Each half is a file of its own (the other: test_axe_front_door), so that both cores look."""


def test_every_address_is_looked_at_or_says_why_not():
    assert set(EXEMPT) <= {name for name, _ in every_address()} == set(ADDRESSES)
    assert all(ADDRESSES[name].people.intersection(WHO) for name in ADDRESSES if name not in EXEMPT)
    assert set(LEFT_EMPTY) <= set(ADDRESSES) - set(EXEMPT)


def test_axe_finds_nothing_and_nothing_runs_off_the_side_for_agencies(arrives: Callable[..., Person], settings):
    settings.DEMO = True
    town = town_of()
    wrong, visitors = all_looked_at(town, AGENCY, arrives)
    assert wrong + before_sign_in(visitors["practitioner"]) == []


def all_looked_at(town: Town, whose: tuple[str, ...], arrives: Callable[..., Person]) -> tuple[list[str], dict[str, Person]]:
    """What is wrong with the pages of these people, who are handed back signed in."""
    visitors = {who: arrives(town.people[who], bypass_csp=True) for who in whose}
    wrong = []
    for name, who, path in pages_of(town):
        if who in whose:
            wrong += looked_at(visitors[who], name, path)
    return wrong, visitors


def pages_of(town: Town) -> Iterator[tuple[str, str, str]]:
    """Every page with somebody who may read it and its path."""
    for name, address in ADDRESSES.items():
        if name not in EXEMPT:
            who = next(one for one in WHO if one in address.people)
            yield name, who, reverse(name, kwargs=address.ids_in(town))
    begun, child = _just_begun(town)
    on_advice = _on_a_way_that_is_not_a_contact(town)
    yield "thresholds:first_view", "practitioner", reverse("thresholds:first_view", args=[begun.pk, child])
    yield "thresholds:worries", "practitioner", reverse("thresholds:worries", args=[begun.pk, child])
    yield "thresholds:next", "practitioner", reverse("thresholds:next", args=[on_advice.pk])
    disagree = reverse("referrals:disagree", kwargs=ADDRESSES["referrals:disagree"].ids_in(town, "passed_by"))
    yield "referrals:disagree", "practitioner", disagree
    yield "referrals:rung", "lead", reverse("referrals:rung", args=[_rang_in(town).pk])
    yield "partnerships:home", "lead", "/"
    yield (
        "referrals:contact",
        "worker",
        reverse("referrals:contact", kwargs=ADDRESSES["referrals:contact"].ids_in(town, "passed_by")),
    )
    yield "referrals:match", "worker", reverse("referrals:match", kwargs=ADDRESSES["referrals:match"].ids_in(town, "passed_by"))


def _just_begun(town: Town) -> tuple[Check, uuid.UUID]:
    by = town.world.practitioner
    with acting_as(by.pk):
        check = check_begin(by=by, urgency="today", at=town.at)
        child = child_save(check=check, by=by, at=town.at, entry=ChildEntry(given_name="Ellis", age_stated=9))
    return check, child.pk


def _rang_in(town: Town) -> Contact:
    """A call from somebody who has an account, and owes it in writing."""
    world = town.world
    entry = replace(entry_of(lambda name: name, town.at, world.authority), caller_email=town.people["lead"].email)
    with acting_as(world.worker.pk):
        return call_take(entry=entry, front_door=world.door, by=world.worker, at=town.at, new_id=uuid.uuid4())


def _on_a_way_that_is_not_a_contact(town: Town) -> Check:
    return judged_check(
        town.world, code="BP-EH-RI-01", level="early-help", basis="early-help", route="BP-RT-EH-02", at=town.at, urgency="today"
    )


def looked_at(person: Person, name: str, path: str) -> list[str]:
    """What is wrong with a page at both widths, and again with its errors."""
    person.goes(path, status=NOT_WELL.get(name, 200))
    if not person.page.url.endswith(path) and name != "partnerships:home":
        return [f"{name} led to {person.page.url}"]
    person.looks(f"page-{name.replace(':', '-')}")
    wrong = at_both_widths(person, name)
    if name in LEFT_EMPTY:
        person.presses(LEFT_EMPTY[name], status=422)
        person.looks(f"page-{name.replace(':', '-')}-error")
        wrong += at_both_widths(person, f"{name} with errors")
    return wrong


def at_both_widths(person: Person, name: str) -> list[str]:
    wrong = []
    for width, height in (PHONE, DESKTOP):
        person.page.set_viewport_size({"width": width, "height": height})
        wrong += [f"{name} at {width}: {one}" for one in violations(person.page)]
        if runs_off_the_side(person.page):
            wrong.append(f"{name} at {width}: runs off the side")
    return wrong


def before_sign_in(person: Person) -> list[str]:
    """The page of what is not there, signing out, and signing in, with its errors."""
    person.goes("/checks/00000000-0000-4000-8000-000000000000/", status=404)
    wrong = at_both_widths(person, "not found")
    person.presses("Sign out")
    person.looks("page-sign-in")
    wrong += at_both_widths(person, "sign in")
    person.presses("Sign in", status=422)
    return wrong + at_both_widths(person, "sign in with errors")
