"""The private link under which a calendar reads somebody's deadlines."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from icalendar import Calendar

from audit.models import AccessEvent, ChangeEvent
from clocks.models import CalendarFeed
from clocks.services.hearing import MOST, feed_make, feed_owner, feed_revoke
from partnerships.models import Membership, User
from rowsecurity.session import acting_as
from tests.roles import as_factory

TUESDAY = datetime(2026, 3, 10, 14, 20, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def now():
    with time_machine.travel(TUESDAY, tick=False) as moment:
        yield moment


def link_of(user: User) -> str:
    with acting_as(user.pk):
        return f"/deadlines/feed/{feed_make(by=user, at=TUESDAY)}.ics"


def events(answer) -> list:
    assert answer.status_code == 200, answer.status_code
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_reads_ones_own_deadlines_without_sign_in(client, place, now, settings):
    settings.BASE_URL = "https://righthelp.example"
    clock = place.start(TUESDAY)
    place.start(TUESDAY, owner=place.colleague, reference="TST-26-000009")
    answer = client.get(link_of(place.worker))
    [event] = events(answer)
    assert str(event["summary"]) == "Decision on the contact, TST-26-000001"
    assert str(event["uid"]) == f"{clock.pk}@righthelp.example"
    assert event.decoded("dtend") == TUESDAY + timedelta(hours=24)
    assert str(event["url"]) == "https://righthelp.example/deadlines/"
    assert "description" not in event
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies


def test_a_manager_reads_the_teams_as_well(client, place, now):
    place.start(TUESDAY)
    [event] = events(client.get(link_of(place.manager)))
    assert str(event["summary"]) == "Team: Decision on the contact, TST-26-000001"


def test_a_limit_in_working_days_is_the_whole_day_and_a_move_counts_up(client, place, now):
    place.start(TUESDAY, rule="checkpoint-10")
    [event] = events(client.get(link_of(place.worker)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 24), date(2026, 3, 25))
    assert event.decoded("sequence") == 0


@pytest.mark.parametrize(
    ("started", "local"),
    [
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "2026-03-29T13:00+0100"),
        (datetime(2026, 10, 24, 0, 30, tzinfo=UTC), "2026-10-25T01:30+0100"),
        (datetime(2026, 10, 24, 1, 30, tzinfo=UTC), "2026-10-25T01:30+0000"),
        (datetime(2026, 10, 24, 11, 0, tzinfo=UTC), "2026-10-25T11:00+0000"),
    ],
)
def test_an_hour_is_right_on_both_sides_of_a_clock_change(client, place, started, local):
    with time_machine.travel(started, tick=False):
        place.start(started)
        [event] = events(client.get(link_of(place.worker)))
    ends = event.decoded("dtend")
    assert ends == started + timedelta(hours=24)
    assert ends.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M%z") == local


def test_unknown_revoked_and_leavers_links_are_the_same_page_of_nothing(client, place, now):
    place.start(TUESDAY)
    revoked, left, ended = link_of(place.worker), link_of(place.colleague), link_of(place.manager)
    with acting_as(place.worker.pk):
        assert feed_revoke(by=place.worker, at=TUESDAY)
    with as_factory():
        User.objects.filter(pk=place.colleague.pk).update(is_active=False)
        Membership.objects.filter(user=place.manager).update(until_date=date(2026, 3, 9))
    answers = [client.get(link) for link in (f"/deadlines/feed/{'A' * 43}.ics", revoked, left, ended)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.split(b"nonce=")[0] for answer in answers}) == 1
    assert all("private" in answer["Cache-Control"] for answer in answers)


def test_another_link_ends_the_first_and_only_hashes_are_kept(client, place, now):
    first, second = link_of(place.worker), link_of(place.worker)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    token = second.removeprefix("/deadlines/feed/").removesuffix(".ics")
    assert len(token) == 43, "32 bytes: 256 bits"
    with as_factory(), connection.cursor() as cursor:
        cursor.execute("select string_agg(to_jsonb(f)::text, ' ') from clocks_calendarfeed f")
        kept = cursor.fetchone()[0]
        assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1
        assert list(ChangeEvent.objects.order_by("at", "id").values_list("event", flat=True)).count("feed-made") == 2
    assert token not in kept


def test_each_reading_leaves_a_mark_and_a_link_asked_too_often_waits(client, place, now):
    link = link_of(place.worker)
    assert [client.get(link).status_code for _ in range(MOST + 1)] == [200] * MOST + [429]
    with as_factory():
        assert AccessEvent.objects.filter(actor_id=place.worker.pk, action="feed-read").count() == MOST
    now.shift(timedelta(hours=1))
    assert client.get(link).status_code == 200


def test_the_token_is_in_no_log(client, place, now, caplog, capsys):
    link = link_of(place.worker)
    token = link.removeprefix("/deadlines/feed/").removesuffix(".ics")
    with caplog.at_level("DEBUG"):
        client.get(link)
        client.get(link.replace(token, token[::-1]))
        client.post(link)
    said = caplog.text + "".join(capsys.readouterr())
    assert "deadlines/feed/<token:token>.ics" in said
    assert token not in said
    assert token[::-1] not in said


def test_the_database_gives_a_link_to_its_owner_alone(place, now):
    link_of(place.worker)
    with acting_as(place.manager.pk):
        assert not CalendarFeed.objects.exists()
    with acting_as(None):
        assert not CalendarFeed.objects.exists()
        assert feed_owner("A" * 43) is None


def test_the_page_shows_the_link_once_and_ends_it(client, place, now):
    with as_factory():
        client.force_login(place.worker, backend="django.contrib.auth.backends.ModelBackend")
    made = client.post("/deadlines/told/", {"do": "make"})
    assert "/deadlines/feed/" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    later = client.get("/deadlines/told/").content.decode()
    assert "/deadlines/feed/" not in later
    assert "You have a link" in later
    assert client.post("/deadlines/told/", {"do": "revoke"}).status_code == 302
    assert "You have a link" not in client.get("/deadlines/told/").content.decode()
