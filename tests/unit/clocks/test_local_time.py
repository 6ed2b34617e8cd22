from datetime import UTC, date, datetime

import pytest

from clocks.rules.local_time import BadTime, clock_change_between, end_of_day, local_day, morning_of, parse_instant


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        pytest.param("2026-12-18T16:30", "2026-12-18T16:30:00+00:00", id="winter"),
        pytest.param("2026-07-01T16:30", "2026-07-01T15:30:00+00:00", id="summer"),
        pytest.param("2026-07-01 16:30:05", "2026-07-01T15:30:05+00:00", id="seconds, and a space"),
        pytest.param("2026-10-25T01:30", "2026-10-25T00:30:00+00:00", id="the hour that comes twice means the first"),
        pytest.param("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00", id="an offset says which one"),
        pytest.param("2026-10-25T02:00", "2026-10-25T02:00:00+00:00", id="just after it"),
        pytest.param("2026-03-29T00:59:59", "2026-03-29T00:59:59+00:00", id="just before the skipped hour"),
        pytest.param("2026-03-29T02:00", "2026-03-29T01:00:00+00:00", id="just after the skipped hour"),
        pytest.param("2026-07-01T16:30Z", "2026-07-01T16:30:00+00:00", id="UTC said outright"),
    ],
)
def test_a_time_without_an_offset_is_london_time(text, utc):
    assert parse_instant(text).astimezone(UTC) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-29T01:00",
        "2026-03-29T01:30",
        "2026-03-29T01:59:59",
        "2026-02-29T10:00",
        "2026-12-18",
        "soon",
        "",
        "2026-12-18T25:00",
    ],
)
def test_what_is_not_an_instant_is_refused(text):
    with pytest.raises(BadTime):
        parse_instant(text)


def test_a_local_day_is_londons_and_not_that_of_utc():
    assert local_day(datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_day(datetime(2026, 7, 1, 23, 0, 0, tzinfo=UTC)) == date(2026, 7, 2)
    assert local_day(datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)) == date(2026, 1, 1)


def test_an_instant_without_an_offset_has_no_local_day():
    with pytest.raises(BadTime):
        local_day(datetime(2026, 7, 1, 12, 0))


def test_the_end_of_a_day_is_its_last_local_second_on_the_days_the_clocks_change():
    assert end_of_day(date(2026, 3, 28)) == datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 10, 24)) == datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 10, 25)) == datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)
    assert morning_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_a_clock_change_is_seen_only_when_the_time_runs_across_it():
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    hour = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)

    assert clock_change_between(hour, change) == (date(2026, 3, 29), "forward")
    assert clock_change_between(hour, change.replace(hour=0, minute=59, second=59)) is None
    assert clock_change_between(change, change.replace(hour=9)) is None
    autumn = datetime(2026, 10, 24, 16, 30, tzinfo=UTC)
    assert clock_change_between(autumn, autumn.replace(day=25)) == (date(2026, 10, 25), "back")
