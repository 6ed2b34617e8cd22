"""Why do you need to open this? And emergency access, from the asking to somebody else's review: by axe, at both widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from partnerships.models import FrontDoor, Membership, Role, User
from tests.browser.axe import runs_off_the_side, violations
from tests.browser.people import DESKTOP, PHONE, Person
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.roles import as_factory
from tests.security.town import Town, town_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(person: Person, name: str) -> None:
    """Pictured where pictures are asked for, and without a fault at both widths."""
    person.looks(f"openings-{name}")
    for width, height in (DESKTOP, PHONE):
        person.page.set_viewport_size({"width": width, "height": height})
        assert violations(person.page) == []
        assert not runs_off_the_side(person.page)
    person.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def far_manager(town: Town) -> User:
    with as_factory():
        user = UserFactory(name="Frankie Far")
        door = FrontDoor.objects.get(pk=Membership.objects.get(user=town.world.other_worker).front_door_id)
        MembershipFactory(user=user, role=Role.FRONT_DOOR_MANAGER, front_door=door)
    return user


def test_a_reason_is_given_and_an_emergency_is_opened_ended_and_reviewed(arrives: Callable[..., Person]) -> None:
    town = town_of()
    assert town.sent.contact is not None
    assert town.sent.assessment is not None
    contact = town.sent.contact
    manager = arrives(town.world.manager, bypass_csp=True)
    far = arrives(far_manager(town), bypass_csp=True)

    manager.goes(reverse("referrals:contact", args=[contact.pk]), status=403)
    manager.reads_nowhere("zqxcanary")
    looked_at(manager, "why")
    manager.presses("Open it", status=422)
    manager.is_told("Choose why you need to open this")
    looked_at(manager, "why-with-errors")
    manager.chooses("I answer for the work of this team")
    manager.writes("Say it in your own words", "Supervision with Wyn this morning.")
    manager.presses("Open it")
    manager.reads("As sent")
    manager.goes(reverse("referrals:extend", args=[town.sent.assessment.pk]))
    looked_at(manager, "longer")
    manager.goes(reverse("referrals:agreed", args=[town.sent.assessment.pk]))
    looked_at(manager, "agreed")

    far.goes(reverse("people:emergency"))
    far.chooses("One contact, by its reference")
    far.writes("Reference", "ZZZ-0000-0000")
    far.chooses("The police, a hospital")
    far.writes("Say it in your own words", "The hospital has the child now.")
    looked_at(far, "emergency")
    far.presses("Open it to reading")
    far.reads("Nothing was opened")
    looked_at(far, "emergency-nothing")
    far.writes("Reference", contact.reference)
    far.presses("Open it to reading")
    far.reads("Emergency access: 3 hours 59 minutes left", "As sent")
    looked_at(far, "emergency-contact")
    far.goes(reverse("people:emergency"))
    far.reads("Open to you now")
    looked_at(far, "emergency-running")
    far.follows(f"Read {contact.reference}")
    far.presses("End it now")
    far.goes(reverse("referrals:emergency", args=[contact.pk]), status=404)

    manager.goes(reverse("people:openings"))
    manager.reads("Frankie Far", "Supervision with Wyn this morning.", "Not yet")
    looked_at(manager, "report")
    manager.follows(contact.reference)
    looked_at(manager, "review")
    manager.chooses("It was justified")
    manager.writes("Your reasons", "Nobody here answered at that hour.")
    manager.presses("Record the review")
    manager.reads("It was justified")


def test_a_lead_and_an_admin_are_told_and_a_sender_asks_for_named_staff(arrives: Callable[..., Person]) -> None:
    town = town_of()
    lead, admin = arrives(town.world.lead, bypass_csp=True), arrives(town.world.admin, bypass_csp=True)
    practitioner = arrives(town.world.practitioner, bypass_csp=True)
    lead.goes("/")
    lead.reads("Who opened what")
    looked_at(lead, "lead-home")
    lead.goes(reverse("consent:review", args=[town.waiting.proposal.pk]))
    lead.reads("I know this family")
    looked_at(lead, "lead-review")
    admin.goes(reverse("people:outstanding"))
    looked_at(admin, "admin")
    practitioner.goes(reverse("referrals:send", args=[town.waiting.check.pk]))
    practitioner.reads("Only named staff should open this")
    looked_at(practitioner, "send")
