"""Signing in: who gets in, what is not told, where one lands, and the demo's buttons."""

import pytest
from django.conf import settings

from tests.unit.partnerships.conftest import PASSWORD


def sign_in(client, user, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": user.email, "password": password, **more})


def test_the_right_password_signs_in_with_a_new_session(client, staff):
    client.get("/sign-in/")
    client.session["planted"] = "yes"
    before = client.session.session_key

    answer = sign_in(client, staff.practitioner)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(staff.practitioner.pk)
    assert client.session.session_key != before


def test_an_address_may_be_typed_in_capitals(client, staff):
    staff.practitioner.email = staff.practitioner.email.upper()

    assert sign_in(client, staff.practitioner).status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, staff):
    wrong = sign_in(client, staff.practitioner, password="not-this-one")
    unknown = client.post("/sign-in/", {"username": "who@example.org", "password": "not-this-one"})

    said = [answer.content.decode().partition("error-summary__body")[2].partition("</ul>")[0] for answer in (wrong, unknown)]
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert said[0] == said[1] != ""
    assert "_auth_user_id" not in client.session


def test_a_password_that_was_typed_is_never_sent_back(client, staff):
    assert "not-this-one" not in sign_in(client, staff.practitioner, password="not-this-one").content.decode()


def test_after_five_wrong_tries_even_the_right_password_has_to_wait(client, staff):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, staff.practitioner, password="not-this-one")

    answer = sign_in(client, staff.practitioner)

    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_somebody_without_a_role_today_is_told_so_and_stays_outside(client, staff):
    answer = sign_in(client, staff.nobody)

    assert answer.status_code == 422
    assert "no role here today" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_goes_on_to_the_page_that_was_asked_for(client, staff):
    assert sign_in(client, staff.practitioner, next="/frameworks/")["Location"] == "/frameworks/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_one_is_never_sent_to_another_site(client, staff, elsewhere):
    assert sign_in(client, staff.practitioner, next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "begins_at"), [("practitioner", None), ("lead", None), ("worker", "/front-door/"), ("admin", "/partnership/")]
)
def test_home_begins_where_the_work_is(client, staff, who, begins_at):
    sign_in(client, getattr(staff, who))

    answer = client.get("/")

    assert answer.get("Location") == begins_at
    assert answer.status_code == (302 if begins_at else 200)


def test_signing_out_ends_the_session_and_is_no_link(client, staff):
    sign_in(client, staff.practitioner)

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.fixture
def invented(staff):
    from partnerships.demo_sign_ins import DOMAIN
    from partnerships.models import Membership, Role
    from tests.factories.partnerships import MembershipFactory, UserFactory
    from tests.roles import as_factory

    with as_factory():
        school = Membership.objects.get(user=staff.practitioner).organisation
        user = UserFactory(email=f"robin@{DOMAIN}", name="Robin Invented")
        MembershipFactory(user=user, role=Role.PRACTITIONER, organisation=school)
    return user


def test_a_demo_lists_its_invented_people_and_nobody_else(client, staff, invented, settings):
    settings.DEMO = True

    page = client.get("/sign-in/").content.decode()

    assert "Robin Invented" in page
    assert staff.practitioner.name not in page


def test_an_invented_person_signs_in_by_a_button(client, invented, settings):
    settings.DEMO = True

    answer = client.post("/sign-in/demo/", {"person": invented.pk})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(invented.pk)


def test_without_a_demo_there_is_no_such_button_and_no_such_page(client, invented, settings):
    settings.DEMO = False

    assert "Robin Invented" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demo/", {"person": invented.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("given", ["", "x", "-1", "99999999999999999999", "1 or 1=1"])
def test_a_demo_lets_nobody_in_by_a_made_up_key(client, invented, settings, given):
    settings.DEMO = True

    assert client.post("/sign-in/demo/", {"person": given}).status_code == 404


def test_a_demo_lets_no_real_person_in_without_their_password(client, staff, settings):
    settings.DEMO = True

    assert client.post("/sign-in/demo/", {"person": staff.practitioner.pk}).status_code == 404


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/", "/sign-in/"])
def test_what_everybody_may_read_needs_no_sign_in(client, db, address):
    assert client.get(address).status_code == 200
