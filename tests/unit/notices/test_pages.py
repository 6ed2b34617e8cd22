"""The page of notices: one's own, newest first, read by a POST."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import Notice
from notices.services import notice_send
from partnerships.models import LocalAuthority, Membership, Organisation, Role
from rowsecurity.session import acting_as
from tests.roles import as_factory

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def staff(people):
    with as_factory():
        authority = LocalAuthority.objects.create(slug="noticeshire", name="Noticeshire", council="Noticeshire", content={})
        school = Organisation.objects.create(slug="noticed", name="Noticed School", kind="school", authority=authority)
        for user in people:
            Membership.objects.create(user=user, role=Role.PRACTITIONER, organisation=school, from_date=date(2018, 1, 1))
    return people


def send(people, count: int = 1) -> None:
    with acting_as(people[0].pk):
        for n in range(count):
            notice_send(
                recipients=people,
                kind="sample",
                reference=f"TST-26-{n:06d}",
                url="/contacts/1/",
                key=f"k{n}",
                at=NOW + timedelta(minutes=n),
            )


@pytest.fixture
def signed_in(client, staff):
    with as_factory():
        client.force_login(staff[0], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_somebody_signed_out_is_asked_to_sign_in(client, staff):
    assert client.get("/notices/").status_code == 302
    assert client.post("/notices/").status_code == 302


def test_the_list_says_what_is_new_and_how_many_there_are(signed_in, staff):
    send(staff, 2)

    page = signed_in.get("/notices/").content.decode()

    assert page.index("TST-26-000001") < page.index("TST-26-000000")
    assert "2 not read yet" in page
    assert 'href="/notices/"' in page


def test_nothing_yet_says_so(signed_in):
    assert "Nothing yet" in signed_in.get("/notices/").content.decode()


def test_opening_a_notice_marks_it_as_read_and_goes_to_its_page(signed_in, staff):
    send(staff)
    with acting_as(staff[0].pk):
        notice = Notice.objects.get()

    answer = signed_in.post(f"/notices/{notice.pk}/read/", {"open": "yes"})

    assert (answer.status_code, answer["Location"]) == (302, "/contacts/1/")
    with acting_as(staff[0].pk):
        notice.refresh_from_db()
    assert notice.read_at is not None


def test_somebody_elses_notice_is_not_found_and_stays_unread(signed_in, staff):
    send(staff)
    with as_factory():
        other = Notice.objects.get(recipient=staff[1])

    assert signed_in.post(f"/notices/{other.pk}/read/").status_code == 404
    with as_factory():
        other.refresh_from_db()
    assert other.read_at is None


def test_reading_needs_a_post(signed_in, staff):
    send(staff)
    with acting_as(staff[0].pk):
        notice = Notice.objects.get()

    assert signed_in.get(f"/notices/{notice.pk}/read/").status_code == 405


def test_all_can_be_marked_as_read_at_once(signed_in, staff):
    send(staff, 3)

    assert signed_in.post("/notices/").status_code == 302
    assert "not read yet" not in signed_in.get("/notices/").content.decode()


def test_older_notices_are_a_page_further_each_seen_once(signed_in, staff):
    send(staff, 51)

    first = signed_in.get("/notices/").content.decode()
    second = signed_in.get("/notices/?before=" + first.split("?before=")[1].split('"')[0]).content.decode()

    seen = [n for n in range(51) if f"TST-26-{n:06d}" in first]
    rest = [n for n in range(51) if f"TST-26-{n:06d}" in second]
    assert seen == list(range(1, 51))
    assert rest == [0]


@pytest.mark.parametrize("before", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_page_that_does_not_exist_begins_at_the_newest(signed_in, staff, before):
    send(staff)

    assert "TST-26-000000" in signed_in.get(f"/notices/?before={before}").content.decode()


def test_a_notice_whose_kind_is_gone_still_says_what_it_is_about(signed_in, staff, monkeypatch):
    send(staff)
    monkeypatch.setattr("notices.catalogue._kinds", {})

    assert "Something changed on TST-26-000000." in signed_in.get("/notices/").content.decode()


def test_fifty_notices_cost_as_many_queries_as_five(signed_in, staff):
    counts = []
    for number in (5, 50):
        send(staff, number)
        with CaptureQueriesContext(connection) as asked:
            signed_in.get("/notices/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
