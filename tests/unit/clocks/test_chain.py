"""A late clock goes up the chain in its rule: whose it is, the team manager, the service manager."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from clocks.models import Milestone
from clocks.recipients import Recipients
from clocks.rules.calendar import england
from clocks.rules.deadlines import told_when_overdue
from clocks.rules.timescale import rule_from_data
from clocks.services import changes_apply, clock_reopen, clock_stop, rule_change
from clocks.sweep import sweep
from notices.models import Notice
from partnerships.models import Membership, Organisation, Role, TimescaleRule, User
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
DUE = TUESDAY + timedelta(hours=24)
CHAIN = [
    {"kind": "overdue", "after": 1, "unit": "elapsed-hours", "tell": ["owner"]},
    {"kind": "overdue", "after": 4, "unit": "elapsed-hours", "tell": ["owner", "manager"]},
    {"kind": "overdue", "after": 24, "unit": "elapsed-hours", "tell": ["service-manager"]},
]


@pytest.fixture
def chained(place):
    with as_factory():
        TimescaleRule.objects.filter(authority=place.authority, rule="decision").update(milestones=CHAIN)
    return place


@pytest.fixture
def above(place) -> User:
    """The service manager of the front door."""
    with as_factory():
        user = User.objects.create(email=f"above@{place.authority.slug}.example", name="Test Above")
        Membership.objects.create(user=user, role=Role.SERVICE_MANAGER, front_door=place.front_door, from_date=date(2018, 1, 1))
    return user


def told_at(at: datetime) -> set[str]:
    """Sweep at a time, and say by first name who has been told since the last time."""
    with time_machine.travel(at, tick=False):
        with as_system():
            sweep()
        with as_factory():
            names = {notice.recipient.name.split()[1] for notice in Notice.objects.select_related("recipient")}
            Notice.objects.all().delete()
        return names


def test_each_step_tells_those_further_up(chained, above):
    with time_machine.travel(TUESDAY, tick=False):
        chained.start(TUESDAY)
    assert told_at(DUE + timedelta(minutes=59, seconds=59)) == set()
    assert told_at(DUE + timedelta(hours=1)) == {"Worker"}
    assert told_at(DUE + timedelta(hours=3, minutes=59, seconds=59)) == set()
    assert told_at(DUE + timedelta(hours=4)) == {"Worker", "Manager"}
    morning = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    assert told_at(morning) == {"Worker", "Manager"}, "those who were told that it is late hear of each day"
    assert told_at(DUE + timedelta(hours=24)) == {"Above"}
    assert told_at(morning + timedelta(days=1)) == {"Worker", "Manager", "Above"}


def test_where_no_service_manager_is_appointed_the_team_manager_is_told(chained):
    clock = chained.start(TUESDAY)
    with as_factory():
        people = Recipients([clock], TUESDAY.date())
        assert people.told(clock, ["service-manager"]) == [chained.manager.pk]


def test_a_service_manager_whom_it_concerns_is_passed_by_for_the_team_manager(chained, above):
    clock = chained.start(TUESDAY, passes_by=above)
    with as_factory():
        assert Recipients([clock], TUESDAY.date()).told(clock, ["service-manager"]) == [chained.manager.pk]


def test_in_an_agency_the_chain_ends_with_the_approver_outside(chained):
    clock = chained.start(TUESDAY, front_door=None, owner=chained.practitioner)
    with as_factory():
        assert Recipients([clock], TUESDAY.date()).told(clock, ["service-manager"]) == [chained.lead.pk]
        outside = User.objects.create(email=f"outside@{chained.authority.slug}.example", name="Test Outside")
        Membership.objects.create(
            user=outside, role=Role.SAFEGUARDING_LEAD, organisation=chained.other_school, from_date=date(2018, 1, 1)
        )
        Organisation.objects.filter(pk=chained.school.pk).update(approver=chained.other_school)
        assert Recipients([clock], TUESDAY.date()).told(clock, ["manager"]) == [chained.lead.pk]
        assert Recipients([clock], TUESDAY.date()).told(clock, ["service-manager"]) == [outside.pk]


def test_a_day_overdue_tells_all_the_steps_that_were_reached():
    rule = rule_from_data({"rule": "decision", "name": "Decision", "amount": 24, "unit": "elapsed-hours", "milestones": CHAIN})
    calendar = england({})
    told = [told_when_overdue(rule, TUESDAY, DUE, DUE + timedelta(hours=hours), calendar) for hours in (0, 4, 24)]
    assert told == [("owner",), ("owner", "manager"), ("owner", "manager", "service-manager")]


def test_a_clock_that_runs_on_when_overdue_is_told_of_again_the_next_morning(chained):
    with time_machine.travel(TUESDAY, tick=False):
        clock = chained.start(TUESDAY)
    told_at(DUE + timedelta(hours=1))
    on = {"rule": "decision", "subject_type": "contact", "subject_id": clock.subject_id, "by": chained.worker}
    with time_machine.travel(DUE + timedelta(hours=2), tick=False), acting_as(chained.worker.pk):
        clock_stop(**on, at=DUE + timedelta(hours=2))
        clock_reopen(**on, at=DUE + timedelta(hours=2), reason="decided on the wrong child")
    assert told_at(datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) == {"Worker", "Manager"}


def test_a_rule_changed_for_open_clocks_tells_its_new_people_at_the_next_step(chained, above):
    with time_machine.travel(TUESDAY, tick=False):
        clock = chained.start(TUESDAY)
        steps = [CHAIN[0] | {"tell": ["owner", "service-manager"]}, *CHAIN[1:]]
        with acting_as(chained.admin.pk):
            rule_change(
                authority=chained.authority, code="decision", from_date=TUESDAY.date(), why="Asked for", open_too=True,
                values={"milestones": steps}, by=chained.admin, at=TUESDAY,
            )  # fmt: skip
        with as_system():
            assert changes_apply() == 1
    with as_factory():
        assert Milestone.objects.filter(clock=clock, tell=["owner", "service-manager"]).count() == 1
    assert told_at(DUE + timedelta(hours=1)) == {"Worker", "Above"}


def test_each_step_of_a_rule_is_asked_for_by_itself_and_kept(chained, client):
    with time_machine.travel(TUESDAY, tick=False):
        with as_factory():
            client.force_login(chained.admin, backend="django.contrib.auth.backends.ModelBackend")
        edit = reverse("clocks:timescale", kwargs={"authority": chained.authority.slug, "rule": "decision"})
        page = client.get(edit).content.decode()
        for words in ("When 1 hour overdue, tell", "When 4 hours overdue, tell", "When 24 hours overdue, tell"):
            assert words in page
        answer = client.post(edit, {
            "amount": "24", "unit": "elapsed-hours", "tell_overdue": ["owner"], "tell_overdue_2": ["team"],
            "tell_overdue_3": ["manager", "service-manager"], "open_too": "no", "source": "The board", "why": "Agreed",
            "from_date_day": "11", "from_date_month": "3", "from_date_year": "2026",
        })  # fmt: skip
    assert answer.status_code == 302
    with as_factory():
        kept = TimescaleRule.objects.get(authority=chained.authority, rule="decision", from_date=date(2026, 3, 11))
    assert [(step["after"], step["tell"]) for step in kept.milestones] == [
        (1, ["owner"]), (4, ["team"]), (24, ["manager", "service-manager"]),
    ]  # fmt: skip
