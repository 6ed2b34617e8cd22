"""The demo: invented people and cases, made through the services as the people whom they concern."""

import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from clocks.models import Clock
from consent.models import LateReview, LeadReview, SharingProposal
from demo import cases, data
from demo.endings import ENDINGS
from demo.people import people_make
from partnerships.demo_sign_ins import DOMAIN, demo_places
from partnerships.models import LocalAuthority, Membership, Role, User
from referrals.models import Assessment, Contact, ContactChild, Decision, Disagreement
from rowsecurity.session import acting_as
from tests.roles import as_factory
from thresholds.models import Check
from thresholds.rules.framework import parse
from thresholds.services.frameworks import frameworks_load

NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def fixtures() -> list[tuple[str, bytes]]:
    folder = settings.BASE_DIR / "fixtures"
    paths = [*sorted((folder / "frameworks").glob("*.yaml")), *sorted((folder / "authorities").glob("*.yaml"))]
    return [(path.name, path.read_bytes()) for path in paths]


@pytest.fixture
def people(db, fixtures):
    with as_factory():
        frameworks_load(files=fixtures)
        people_make(today=timezone.localdate(NOW))


def plan() -> list[dict]:
    return data.read("plan")["cases"]


def one_of_each() -> list[dict]:
    """Each line of the plan once, in the first place alone."""
    places = [place["authority"] for place in data.read("people")["places"]]
    return [{**entry, **dict.fromkeys(places[1:], 0), places[0]: min(1, entry.get(places[0], 0))} for entry in plan()]


def test_the_plan_has_two_hundred_cases_and_every_ending_in_every_place_that_has_it():
    places = [place["authority"] for place in data.read("people")["places"]]

    assert sum(entry.get(place, 0) for entry in plan() for place in places) >= 200
    assert {entry["ending"] for entry in plan()} == set(ENDINGS)


def test_every_story_ticks_what_its_framework_has():
    import yaml

    for path in sorted((data.FOLDER / "stories").glob("*.yaml")):
        framework = parse(yaml.safe_load((settings.BASE_DIR / "fixtures" / "frameworks" / path.name).read_bytes()))
        for story in data.read(f"stories/{path.stem}")["stories"]:
            codes = [worry["code"] for worry in story["worries"]] + [code for code, _ in story.get("strengths", [])]
            assert [code for code in codes if framework.find(code) is None] == [], story["code"]
            assert framework.consent_rule(story["level"], story["basis"]) is not None, story["code"]


def test_each_place_has_somebody_of_each_kind_to_sign_in_as(people, settings):
    settings.DEMO = True

    for places in demo_places().values():
        held = Membership.objects.filter(user__in=[person.pk for place in places for person in place.people])
        assert set(held.values_list("role", flat=True)) == set(Role.values)


def test_nobody_of_the_demo_can_be_written_to():
    assert DOMAIN.endswith(".example")


def test_the_sign_ins_are_those_of_the_data(people):
    assert User.objects.count() == User.objects.filter(email__endswith=f"@{DOMAIN}").count() > 15


def test_one_of_each_case_is_made_by_the_people_whom_it_concerns(people, monkeypatch):
    monkeypatch.setitem(data.read("plan"), "cases", one_of_each())
    made = cases.cases_make(now=NOW)

    assert made >= 38
    assert connection.run_on_commit == []
    with as_factory():
        assert set(Contact.objects.values_list("state", flat=True)) == set(Contact.State.values)
        assert set(SharingProposal.objects.values_list("way", flat=True)) == {"", *SharingProposal.Way.values}
        assert set(LeadReview.objects.values_list("decision", flat=True)) == set(LeadReview.Decision.values)
        assert set(Decision.objects.values_list("outcome", flat=True)) == set(Decision.Outcome.values)
        assert set(Assessment.objects.values_list("state", flat=True)) == set(Assessment.State.values)
        assert set(Disagreement.objects.values_list("state", flat=True)) == set(Disagreement.State.values)
        assert set(Check.objects.values_list("kind", flat=True)) == set(Check.Kind.values)
        assert LateReview.objects.exists()
        assert Clock.objects.filter(stopped_at=None, due_at__lt=NOW).exists()
        assert not Check.objects.filter(began_at__gt=NOW).exists()
        assert not Decision.objects.filter(decided_at__gt=NOW).exists()
        assert_a_child_came_twice_in_three_weeks()


def assert_a_child_came_twice_in_three_weeks() -> None:
    open_now = ContactChild.objects.filter(matched__isnull=True).select_related("contact")
    known = {
        (child.given_name, child.family_name, child.date_of_birth, child.due_date)
        for child in ContactChild.objects.filter(
            matched__isnull=False, contact__received_at__gte=NOW - datetime.timedelta(days=21)
        )
    }
    assert any((c.given_name, c.family_name, c.date_of_birth, c.due_date) in known for c in open_now)


def test_the_same_seed_tells_the_same_stories_in_one_part_or_in_two(people, monkeypatch):
    drafts = [entry for entry in one_of_each() if entry["ending"] in {"begun", "described", "seen", "judged"}]
    monkeypatch.setitem(data.read("plan"), "cases", drafts)

    cases.cases_make(now=NOW)
    whole = told()
    for number in (0, 1):
        cases.cases_make(now=NOW, part=cases.Part(number, 2))

    assert sorted(told()) == sorted([*whole, *whole])


def told() -> list[tuple]:
    with as_factory():
        return [
            (check.began_at, check.author_id, sorted(check.children.values_list("person__given_name", flat=True)))
            for check in Check.objects.order_by("began_at")
        ]


def test_another_agency_sees_nothing_of_what_was_made(people, monkeypatch):
    """The rules of the database hold for the demo too: the health visitor does not see the school's checks."""
    drafts = [entry for entry in one_of_each() if entry["ending"] in {"begun", "described", "seen"}]
    monkeypatch.setitem(data.read("plan"), "cases", drafts)
    cases.cases_make(now=NOW)

    with as_factory():
        authors = set(Check.objects.values_list("author_id", flat=True))
    others = User.objects.exclude(pk__in=authors).exclude(memberships__role=Role.SAFEGUARDING_LEAD)
    for other in others:
        with acting_as(other.pk):
            assert not Check.objects.exists()


def test_an_authority_that_is_not_loaded_is_left_out(db):
    with as_factory():
        people_make(today=timezone.localdate(NOW))

    assert not LocalAuthority.objects.exists()
    assert not User.objects.exists()
