"""Strategy discussions with their quorum, who was seen, checkpoints in order, past 35 days, and the conference."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from referrals.models import Assessment, StrategyAction, StrategyDiscussion
from referrals.services.assessments import assessment_complete, assessment_extend, checkpoint_hold, child_seen
from referrals.services.strategies import (
    Called,
    Strategy,
    action_add,
    action_close,
    conference_hold,
    conference_need,
    strategy_call,
    strategy_hold,
    strategy_try,
)
from rowsecurity.session import acting_as
from tests.journeys.front_door import decided
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed

HOUR = datetime.timedelta(hours=1)
AT = NOW + HOUR
HELD = Strategy(
    held_at=AT, social_work_manager="Mo Manager", police="DS One", health="Nurse Two", shared="School: he is frightened.",
    words="He is seen today.",
)  # fmt: skip


@pytest.fixture
def case(blackpool: World) -> Iterator[tuple[World, Assessment]]:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        yield blackpool, Assessment.objects.get(contact=contact)


def open_clocks(assessment: Assessment, rule: str) -> bool:
    return Clock.objects.open().on("assessment", assessment.pk).filter(rule=rule).exists()


def test_a_discussion_is_called_for_a_time_to_come_and_a_changed_time_keeps_the_former(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    with pytest.raises(CheckRefused) as past:
        strategy_call(assessment=assessment, called=Called(meets_at=AT), by=world.worker, at=AT)
    assert past.value.field == "meets_at"
    for hours in (2, 3):
        called = Called(meets_at=AT + hours * HOUR, police="DS One")
        strategy_call(assessment=assessment, called=called, by=world.worker, at=AT)
    times = assessment.strategies.filter(kind="called").values_list("meets_at", flat=True)
    assert list(times) == [AT + 2 * HOUR, AT + 3 * HOUR]
    assert open_clocks(assessment, "strategy-discussion")


def test_without_its_quorum_it_is_kept_as_tried_and_the_clock_goes_on(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    for seat, value in (("health", " "), ("police", ""), ("health", "mo  manager")):
        with pytest.raises(CheckRefused) as refused:
            strategy_hold(assessment=assessment, strategy=replace(HELD, **{seat: value}), by=world.worker, at=AT)
        assert refused.value.field == seat
    with pytest.raises(CheckRefused, match="future"):
        strategy_hold(assessment=assessment, strategy=replace(HELD, held_at=AT + HOUR), by=world.worker, at=AT)
    tried = strategy_try(assessment=assessment, strategy=replace(HELD, health=""), by=world.worker, at=AT)
    assert (tried.enquiry, tried.shared) == ("", "School: he is frightened.")
    assert open_clocks(assessment, "strategy-discussion")
    strategy_hold(assessment=assessment, strategy=HELD, by=world.worker, at=AT)
    assert not open_clocks(assessment, "strategy-discussion")
    with pytest.raises(CheckRefused, match="quorate"):
        strategy_try(assessment=assessment, strategy=HELD, by=world.worker, at=AT)


@pytest.mark.parametrize("seats", [("Mo", "DS", ""), ("Mo", "Mo", "Nurse"), ("Mo", " ", "Nurse")])
def test_the_database_holds_the_quorum_as_well(case: tuple[World, Assessment], seats: tuple[str, str, str]) -> None:
    world, assessment = case
    manager, police, health = seats
    with pytest.raises(DatabaseError, match="strategy_held_with_its_quorum"), transaction.atomic():
        StrategyDiscussion.objects.create(
            assessment=assessment, kind="held", held_at=AT, held_by=world.worker, recorded_at=AT, enquiry="no", words="x",
            social_work_manager=manager, police=police, health=health,
        )  # fmt: skip


def test_an_action_has_somebody_and_a_day_and_is_closed_once(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    yesterday = AT.date() - datetime.timedelta(days=1)
    with pytest.raises(CheckRefused) as past:
        action_add(assessment=assessment, what="Medical", who="Nurse", due=yesterday, by=world.worker, at=AT)
    assert past.value.field == "due"
    action = action_add(assessment=assessment, what="Medical", who="Nurse Two", due=AT.date(), by=world.worker, at=AT)
    action_close(action=action, came="Done, report sent.", by=world.worker, at=AT)
    with pytest.raises(IllegalTransition):
        action_close(action=action, came="Again", by=world.worker, at=AT)


def test_the_conference_clock_runs_from_the_discussion_and_outlives_the_assessment(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    with pytest.raises(CheckRefused, match="section 47"):
        conference_need(assessment=assessment, why="He is not safe.", by=world.worker, at=AT)
    strategy_hold(assessment=assessment, strategy=HELD, by=world.worker, at=AT)
    conference_need(assessment=assessment, why="He is not safe.", by=world.worker, at=AT + HOUR)
    assert Clock.objects.get(rule="conference", subject_id=assessment.pk).started_at == AT
    child_seen(assessment=assessment, seen_at=AT, where="School", alone=True, by=world.worker, at=AT)
    assessment_complete(assessment=assessment, outcome="Conference.", by=world.worker, at=AT + HOUR)
    assert open_clocks(assessment, "conference")
    conference_hold(assessment=assessment, held_at=AT + HOUR, result="A plan.", by=world.worker, at=AT + HOUR)
    assert not open_clocks(assessment, "conference")
    with pytest.raises(IllegalTransition):
        conference_hold(assessment=assessment, held_at=AT + HOUR, result="A plan.", by=world.worker, at=AT + HOUR)


def test_the_clock_stops_once_every_child_was_seen_alone_or_with_a_reason(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    first, *others = assessment.contact.children.order_by("position")
    assert others
    with pytest.raises(CheckRefused) as refused:
        child_seen(assessment=assessment, seen_at=AT, where="Home", alone=False, by=world.worker, at=AT)
    assert refused.value.field == "alone_why"
    with pytest.raises(CheckRefused, match="Choose which"):
        child_seen(assessment=assessment, seen_at=AT, where="Home", alone=True, children=[], by=world.worker, at=AT)
    for _ in range(2):
        child_seen(assessment=assessment, seen_at=AT, where="Home", alone=True, children=[first], by=world.worker, at=AT)
    assert first.sightings.count() == 1
    assert open_clocks(assessment, "child-seen-urgent")
    with pytest.raises(CheckRefused, match="every child"):
        assessment_complete(assessment=assessment, outcome="A plan.", by=world.worker, at=AT)
    child_seen(
        assessment=assessment, seen_at=AT, where="Home", alone=False, alone_why="Held by her mother.", children=others,
        by=world.worker, at=AT,
    )  # fmt: skip
    assert not open_clocks(assessment, "child-seen-urgent")


def test_a_checkpoint_waits_for_the_one_before_and_for_a_worker(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    with pytest.raises(CheckRefused, match="at 10 working days first"):
        checkpoint_hold(assessment=assessment, rule="checkpoint-20", done="x", decided="y", by=world.worker, at=AT)
    with as_factory():
        Assessment.objects.filter(pk=assessment.pk).update(worker=None)
    with pytest.raises(CheckRefused, match="Nobody has this assessment"):
        checkpoint_hold(assessment=assessment, rule="checkpoint-10", done="x", decided="y", by=world.worker, at=AT)
    with pytest.raises(CheckRefused, match="Nobody has this assessment"):
        assessment_complete(assessment=assessment, outcome="x", by=world.worker, at=AT)


def test_past_35_working_days_it_ends_only_with_a_managers_reason(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    late = NOW + datetime.timedelta(days=60)
    child_seen(assessment=assessment, seen_at=AT, where="School", alone=True, by=world.worker, at=AT)
    with pytest.raises(CheckRefused, match="exceptional reason"):
        assessment_complete(assessment=assessment, outcome="A plan.", by=world.worker, at=late)
    with pytest.raises(NotAllowed):
        assessment_extend(assessment=assessment, why="Waiting.", by=world.worker, at=late)
    with acting_as(world.manager.pk):
        with pytest.raises(CheckRefused):
            assessment_extend(assessment=assessment, why=" ", by=world.manager, at=late)
        assessment_extend(assessment=assessment, why="A hospital report.", by=world.manager, at=late)
    assessment_complete(assessment=assessment, outcome="A plan.", by=world.worker, at=late)


def test_a_manager_does_not_extend_what_they_do_themselves(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    with as_factory():
        Assessment.objects.filter(pk=assessment.pk).update(worker=world.manager)
    with acting_as(world.manager.pk), pytest.raises(NotAllowed):
        assessment_extend(assessment=assessment, why="Waiting.", by=world.manager, at=AT)


def test_the_referrer_and_another_front_door_read_nothing_of_it(case: tuple[World, Assessment]) -> None:
    world, assessment = case
    strategy_hold(assessment=assessment, strategy=HELD, by=world.worker, at=AT)
    action_add(assessment=assessment, what="Medical", who="Nurse", due=AT.date(), by=world.worker, at=AT)
    for person in (world.practitioner, world.lead, world.other_worker, world.admin):
        with acting_as(person.pk):
            assert not StrategyDiscussion.objects.exists()
            assert not StrategyAction.objects.exists()
            with pytest.raises(NotAllowed):
                strategy_call(assessment=assessment, called=Called(meets_at=AT + HOUR), by=person, at=AT)
