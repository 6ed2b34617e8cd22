"""`manage.py due`: one JSON object on standard output, or status 2 and a message."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Closure
from tests.roles import as_factory


def answer(capsys, authority: str, rule: str, start: str) -> dict:
    call_command("due", authority, rule, "--from", start)
    return json.loads(capsys.readouterr().out)


def test_the_designs_example(place, capsys):
    assert answer(capsys, place.authority.slug, "checkpoint-10", "2026-12-18T16:30") == {
        "rule": "checkpoint-10",
        "from": "2026-12-18T16:30:00+00:00",
        "due": "2027-01-06T23:59:59+00:00",
        "why": "10 working days from Fri 18 December, not counting Christmas Day, "
        "Boxing Day (substitute day) and New Year's Day",
    }


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-01T09:00", "2026-07-02T09:00:00+01:00"),
        ("2026-10-25T01:30", "2026-10-26T00:30:00+00:00"),
        ("2026-10-25T01:30+00:00", "2026-10-26T01:30:00+00:00"),
        ("2026-03-28T12:00Z", "2026-03-29T13:00:00+01:00"),
    ],
)
def test_local_times_in_and_an_offset_out(place, capsys, start, due):
    assert answer(capsys, place.authority.slug, "decision", start)["due"] == due


def test_a_closure_of_the_authority_counts(place, capsys):
    with as_factory():
        Closure.objects.create(authority=place.authority, date=date(2026, 12, 24), name="Christmas closing")

    assert answer(capsys, place.authority.slug, "checkpoint-10", "2026-12-18T16:30")["due"] == "2027-01-07T23:59:59+00:00"


@pytest.mark.parametrize(
    ("authority", "rule", "start", "message"),
    [
        ("atlantis", "decision", "2026-12-18T16:30", "no local authority is called 'atlantis'"),
        (None, "tea-break", "2026-12-18T16:30", "its rules are checkpoint-10, decision"),
        (None, "decision", "2026-03-29T01:30", "does not exist"),
        (None, "decision", "yesterday", "needs a date and a time"),
        (None, "decision", "2026-02-30T10:00", "not a date and time"),
        (None, "decision", "2001-01-01T10:00", "has no rule"),
        (None, "checkpoint-10", "2100-12-30T10:00", "outside the years"),
        (None, "decision", "9999-12-31T23:00", "outside the years|range|overflow"),
    ],
)
def test_bad_input_ends_with_status_two_and_a_message(place, authority, rule, start, message):
    with pytest.raises(CommandError, match=message) as refused:
        call_command("due", authority or place.authority.slug, rule, "--from", start)

    assert refused.value.returncode == 2
