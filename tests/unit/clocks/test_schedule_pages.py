"""The admin's pages of days off and timescales."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from clocks.models import ScheduleChange
from clocks.services import changes_apply
from partnerships.models import TimescaleRule
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
DAY_OFF = {
    "date_day": "13", "date_month": "3", "date_year": "2026", "name": "Moving office", "kind": "closure",
    "source": "Council notice",
}  # fmt: skip


@pytest.fixture
def admin(client, place):
    with time_machine.travel(TUESDAY, tick=False):
        with as_factory():
            client.force_login(place.admin, backend="django.contrib.auth.backends.ModelBackend")
        yield client


def page(name: str, place, **more) -> str:
    return reverse(f"clocks:{name}", kwargs={"authority": place.authority.slug, **more})


def test_a_day_off_is_shown_with_what_it_moves_before_it_is_added(admin, place):
    place.start(TUESDAY, rule="checkpoint-10")
    first = admin.post(page("day_off_add", place), DAY_OFF)
    assert first.status_code == 200
    assert "1 open clock counts this day" in first.content.decode()
    assert "Moving office" in first.content.decode(), "nothing that was typed is lost"
    with as_factory():
        assert not ScheduleChange.objects.exists()
    done = admin.post(page("day_off_add", place), DAY_OFF | {"confirmed": "2026-03-13"})
    assert (done.status_code, done["Location"]) == (302, page("calendar", place))
    shown = admin.get(page("calendar", place)).content.decode()
    assert "Moving office added" in shown
    assert "Being carried out" in shown
    with as_system():
        changes_apply()
    assert "1 open clock moved" in admin.get(page("calendar", place)).content.decode()


def test_a_confirmation_of_another_day_does_not_count(admin, place):
    answer = admin.post(page("day_off_add", place), DAY_OFF | {"confirmed": "2026-03-12"})
    assert answer.status_code == 200
    with as_factory():
        assert not ScheduleChange.objects.exists()


def test_a_bank_holiday_is_refused_by_its_name_and_the_form_is_kept(admin, place):
    answer = admin.post(page("day_off_add", place), DAY_OFF | {"date_day": "3", "date_month": "4", "confirmed": "2026-04-03"})
    assert answer.status_code == 422
    assert "Good Friday" in answer.content.decode()
    assert "Moving office" in answer.content.decode()


def test_a_day_is_taken_out_after_its_effect_is_shown(admin, place):
    admin.post(page("day_off_add", place), DAY_OFF | {"confirmed": "2026-03-13"})
    with as_system():
        changes_apply()
    take_out = page("day_off_remove", place, day=datetime(2026, 3, 13).date())
    assert admin.post(take_out, {"why": "The move is off"}).status_code == 200
    assert admin.post(take_out, {"why": "The move is off", "confirmed": "2026-03-13"}).status_code == 302
    with as_system():
        changes_apply()
    assert admin.get(take_out).status_code == 404


def test_a_rule_is_changed_from_a_day_on_with_those_who_are_told(admin, place):
    rules = admin.get(page("timescales", place)).content.decode()
    assert "10 working days" in rules
    edit = page("timescale", place, rule="checkpoint-10")
    form = {
        "amount": "8", "unit": "working-days", "tell_near": ["owner", "team"], "tell_overdue": ["owner", "manager"],
        "from_date_day": "5", "from_date_month": "3", "from_date_year": "2026", "open_too": "no",
        "source": "Board paper 12", "why": "The board decided",
    }  # fmt: skip
    assert admin.post(edit, form).status_code == 302
    with as_factory():
        row = TimescaleRule.objects.get(authority=place.authority, rule="checkpoint-10", amount=8)
    assert [m["tell"] for m in row.milestones] == [["owner", "team"], ["owner", "manager"]]
    assert (row.set_by_id, row.note, row.source) == (place.admin.pk, "The board decided", "Board paper 12")
    assert "From Thu 5 March 2026: 8 working days" in admin.get(page("timescales", place)).content.decode()
    again = admin.post(edit, form)
    assert again.status_code == 422
    assert "already" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"), [("amount", "0", "Enter 1 or more"), ("from_date_year", "2020", "Choose today")]
)
def test_a_rule_that_is_no_rule_is_refused_in_words(admin, place, field, value, words):
    form = {
        "amount": "8", "unit": "working-days", "tell_overdue": ["owner"], "from_date_day": "5", "from_date_month": "3",
        "from_date_year": "2026", "open_too": "no", "source": "Board paper 12", "why": "The board decided",
    }  # fmt: skip
    answer = admin.post(page("timescale", place, rule="checkpoint-10"), form | {field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Board paper 12" in answer.content.decode()


@pytest.mark.parametrize("name", ["calendar", "day_off_add", "timescales"])
def test_an_admin_elsewhere_and_a_manager_here_find_nothing(client, place, name):
    from tests.unit.clocks.partnership import make_partnership

    for person in (make_partnership().admin, place.manager):
        with as_factory():
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(page(name, place)).status_code == 404


def test_a_day_that_can_be_no_day_off_is_refused_before_anything_is_to_be_confirmed(admin, place):
    for day, month, words in (("14", "3", "Saturday"), ("3", "4", "Good Friday"), ("31", "2", "real date")):
        answer = admin.post(page("day_off_add", place), DAY_OFF | {"date_day": day, "date_month": month})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "confirmed" not in answer.content.decode()
    gone_by = admin.post(page("day_off_add", place), DAY_OFF | {"date_day": "2", "date_month": "3"})
    assert "This day has gone by" in gone_by.content.decode()
