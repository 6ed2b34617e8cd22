"""A role that ends takes effect at the next request, with a form still open: nothing is done, and the words come back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Membership, Role, User
from tests.factories.partnerships import MembershipFactory
from tests.marks import marks_of
from tests.roles import as_factory
from tests.security.addresses import ADDRESSES
from tests.security.id_swap import digest_of_everything
from tests.security.town import Town

pytestmark = pytest.mark.usefixtures("nothing_is_printed")
TYPED = "She told me on Monday that she is afraid to go home."
OPEN_FORMS = [
    ("practitioner", "thresholds:account", {"account": TYPED, "version": "1"}),
    ("practitioner", "referrals:add", {"words": TYPED}),
    ("practitioner", "referrals:parent_told", {"answer": "unsafe", "why_unsafe": TYPED}),
    ("lead", "consent:review", {"decision": "advise", "reasons": TYPED}),
    ("worker", "referrals:note", {"kind": "note", "words": TYPED}),
    ("worker", "referrals:strategy", {"words": TYPED}),
    ("manager", "referrals:complete", {"outcome": TYPED}),
    ("service_manager", "referrals:note", {"kind": "note", "words": TYPED}),
    ("double", "referrals:note", {"kind": "note", "words": TYPED}),
    ("admin", "thresholds:framework_load", {"words": TYPED}),
]
"""One page at least of every role, with what somebody has typed on it."""


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def end_roles(person: User, **narrower: Any) -> None:
    with as_factory():
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        assert Membership.objects.filter(user=person, **narrower).update(until_date=yesterday)


def test_every_role_has_a_form_open() -> None:
    roles = {"practitioner": Role.PRACTITIONER, "lead": Role.SAFEGUARDING_LEAD, "worker": Role.FRONT_DOOR}
    roles |= {"manager": Role.FRONT_DOOR_MANAGER, "service_manager": Role.SERVICE_MANAGER, "admin": Role.PARTNERSHIP_ADMIN}
    assert {roles[who] for who, *_ in OPEN_FORMS if who in roles} == set(Role)


@pytest.mark.parametrize(("who", "name", "form"), OPEN_FORMS)
def test_a_form_sent_after_the_role_has_ended_does_nothing_and_gives_the_words_back(
    town: Town, who: str, name: str, form: dict[str, str]
) -> None:
    person, address = town.people[who], ADDRESSES[name]
    client, path = signed_in(person), reverse(name, kwargs=address.ids_in(town))
    assert client.get(path).status_code in {200, 302, 403}  # 403: somebody without a part in it is asked why first
    end_roles(person)
    before, marks = digest_of_everything(), len(marks_of(person.pk))
    answer = client.post(path, form)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert TYPED in shown
    assert "nothing was saved" in shown
    assert "zqxcanary" not in shown
    assert digest_of_everything() == before
    assert [mark[0] for mark in marks_of(person.pk)[marks:]] == ["refused"]
    assert client.get(path).status_code == 404


def test_one_of_two_roles_that_ends_takes_only_its_own_pages(town: Town) -> None:
    person = town.people["double"]
    client = signed_in(person)
    end_roles(person, role=Role.FRONT_DOOR)
    assert client.get(reverse("referrals:inbox")).status_code == 404
    assert client.get(reverse("thresholds:new")).status_code == 200


def test_a_role_that_begins_is_there_at_the_next_request(town: Town) -> None:
    person = town.people["stranger"]
    client = signed_in(person)
    assert client.get(reverse("referrals:inbox")).status_code == 404
    with as_factory():
        MembershipFactory(user=person, role=Role.FRONT_DOOR, front_door=town.world.door)
    assert client.get(reverse("referrals:inbox")).status_code == 200


def test_an_author_who_has_moved_to_another_agency_leaves_the_record_behind(town: Town) -> None:
    person = town.people["practitioner"]
    client = signed_in(person)
    end_roles(person)
    with as_factory():
        elsewhere = town.people["stranger"].memberships.get().organisation
        MembershipFactory(user=person, role=Role.SAFEGUARDING_LEAD, organisation=elsewhere)
    for name in ("thresholds:check", "referrals:sent", "consent:review", "documents:document", "referrals:access"):
        assert client.get(reverse(name, kwargs=ADDRESSES[name].ids_in(town))).status_code == 404, name
    assert "zqxcanary" not in client.get(reverse("partnerships:home")).content.decode()


def test_somebody_who_may_no_longer_sign_in_is_signed_out_at_the_next_request(town: Town) -> None:
    person = town.people["worker"]
    client = signed_in(person)
    with as_factory():
        User.objects.filter(pk=person.pk).update(is_active=False)
    answer = client.post(reverse("referrals:note", kwargs=ADDRESSES["referrals:note"].ids_in(town)), {"words": TYPED})
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()
