"""One's deadlines, one's team's, and the health of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clocks.differences import differences_count
from clocks.models import Clock, SweepState
from clocks.selectors import deadlines_for
from clocks.sweep import STATE, sweep
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 10, 14, 20, tzinfo=UTC)


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        with as_factory():
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def now():
    with time_machine.travel(TUESDAY, tick=False):
        yield TUESDAY


def test_ones_own_clocks_come_with_least_time_left_first(place, now):
    for hours, reference in ((3, "TST-26-000003"), (23, "TST-26-000023"), (30, "TST-26-000030")):
        place.start(now - timedelta(hours=hours), reference=reference)

    with acting_as(place.worker.pk):
        deadlines = deadlines_for(place.worker, now)

    assert [(d.clock.reference, d.countdown.state.value, d.countdown.words) for d in deadlines.mine] == [
        ("TST-26-000030", "over", "6 h 00 m over"),
        ("TST-26-000023", "soon", "1 h 00 m left"),
        ("TST-26-000003", "more", "21 h 00 m left"),
    ]
    assert deadlines.team == []


def test_a_manager_sees_the_teams_clocks_and_a_lead_those_of_the_agency(place, now):
    at_front_door = place.start(now)
    in_agency = place.start(now, owner=place.practitioner, front_door=None)

    with acting_as(place.manager.pk):
        assert [d.clock.pk for d in deadlines_for(place.manager, now).team] == [at_front_door.pk]
    with acting_as(place.lead.pk):
        assert [d.clock.pk for d in deadlines_for(place.lead, now).team] == [in_agency.pk]
    with acting_as(place.colleague.pk):
        assert deadlines_for(place.colleague, now).team == []


def test_the_page_says_time_left_why_and_who_has_it(place, now, sign_in):
    place.start(now - timedelta(hours=22), owner=None)

    page = sign_in(place.manager).get("/deadlines/").content.decode()

    assert "TST-26-000001" in page
    assert 'class="countdown countdown--soon"' in page
    assert "2 h 00 m left" in page
    assert "due today 16:20" in page
    assert "24 hours from 16:20 on Mon 9 March" in page
    assert "Nobody" in page


def test_each_minute_htmx_is_given_the_lists_anew(place, now, sign_in):
    clock = place.start(now - timedelta(hours=22))

    part = sign_in(place.worker).get("/deadlines/", headers={"HX-Request": "true"}).content.decode()

    assert '<div id="lists" hx-swap-oob="true">' in part
    assert f'id="time-{clock.pk}"' in part
    assert "<html" not in part


def test_nothing_running_says_so(place, sign_in):
    assert "Nothing of yours" in sign_in(place.worker).get("/deadlines/").content.decode()


def test_somebody_signed_out_is_asked_to_sign_in(client, place):
    assert client.get("/deadlines/").status_code == 302


def test_somebody_without_casework_has_no_deadlines(place, sign_in):
    assert sign_in(place.admin).get("/deadlines/").status_code == 404


def test_fifty_clocks_cost_as_many_queries_as_five(place, now, sign_in):
    counts = []
    client = sign_in(place.manager)
    for number in (5, 45):
        for _ in range(number):
            place.start(now)
        with CaptureQueriesContext(connection) as asked:
            client.get("/deadlines/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.fixture
def broker(monkeypatch):
    monkeypatch.setattr("clocks.health._broker_answers", lambda: True)


def test_health_says_when_the_sweep_last_ran(client, place, now, broker):
    place.start(now)
    with as_system():
        sweep()

    answer = client.get("/health/")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": True,
        "broker": True,
        "sweep": {"runs": True, "last": now.isoformat(), "behind_seconds": 0, "failing": 0},
        "clocks": {"differ_from_rule": None, "compared": None},
    }


def test_health_says_whether_a_stored_time_differs_from_what_its_rule_gives_today(client, place, now, broker):
    clock = place.start(now, rule="checkpoint-10")
    for moved, status, words in ((0, "ok", "None, as of"), (1, "wrong", "1, as of"), (0, "ok", "None, as of")):
        with as_factory():
            Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at - timedelta(days=moved))
        with as_system():
            sweep()
            differences_count(now)
        answer = client.get("/health/").json()
        assert (answer["status"], answer["clocks"]["differ_from_rule"]) == (status, moved)
        page = client.get("/health/", headers={"accept": "text/html"}).content.decode()
        assert words in page
        assert ("not at their right time" in page) is bool(moved)


@pytest.mark.parametrize(("minutes", "status"), [(2, "ok"), (3, "late"), (60, "late")])
def test_a_sweep_that_stopped_is_late_after_three_minutes(client, db, now, broker, minutes, status):
    with as_factory():
        SweepState.objects.create(name=STATE, finished_at=now - timedelta(minutes=minutes))

    answer = client.get("/health/").json()

    assert answer["status"] == status
    assert answer["sweep"]["behind_seconds"] == minutes * 60


def test_a_sweep_that_runs_and_leaves_something_waiting_is_behind_by_its_age(client, db, now, broker):
    with as_factory():
        SweepState.objects.create(name=STATE, finished_at=now, oldest_waiting_at=now - timedelta(hours=1), failed=1)

    answer = client.get("/health/").json()

    assert (answer["status"], answer["sweep"]["behind_seconds"], answer["sweep"]["failing"]) == ("late", 3600, 1)
    assert answer["sweep"]["runs"], "behind is not the same as not running"


def test_a_sweep_that_never_ran_is_late(client, db, broker):
    assert client.get("/health/").json()["status"] == "late"


def test_health_is_a_page_for_people(client, db, broker):
    with as_factory():
        SweepState.objects.create(name=STATE, finished_at=timezone.now())

    page = client.get("/health/", headers={"Accept": "text/html,application/xhtml+xml"}).content.decode()

    assert "Everything is running" in page


def test_a_broker_that_does_not_answer_is_down(client, db, monkeypatch):
    monkeypatch.setattr("clocks.health._broker_answers", lambda: False)

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
