"""The day by which an assessment is to be complete, agreed by a manager who does not do it."""

import datetime
from unittest.mock import patch

import pytest
from django.db import DatabaseError, transaction

from partnerships.models import User
from referrals.models import AgreedDate, Assessment
from referrals.services.agreed import completion_agree
from referrals.services.assessments import assessment_allocate, assessment_complete, child_seen
from rowsecurity.session import acting_as
from tests.journeys.test_triage_and_assessment import decided
from tests.journeys.world import NOW, World
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed

DAY = datetime.date(2026, 12, 9)
LATER = datetime.date(2026, 12, 16)


def begun(world: World) -> Assessment:
    contact = decided(world)
    with acting_as(world.worker.pk):
        return Assessment.objects.get(contact=contact)


def agree(assessment: Assessment, by: User, on: datetime.date = DAY, why: str = "She is due in January.") -> AgreedDate:
    return completion_agree(assessment=assessment, complete_on=on, why=why, by=by, at=NOW)


def test_a_later_day_supersedes_and_the_former_stays(blackpool: World) -> None:
    assessment = begun(blackpool)
    with acting_as(blackpool.manager.pk):
        first = agree(assessment, blackpool.manager)
        second = agree(assessment, blackpool.manager, LATER, "The hospital asks for a week more.")
        assert second.supersedes == first
        assert list(assessment.agreed_dates.values_list("complete_on", flat=True)) == [DAY, LATER]
        with pytest.raises(DatabaseError), transaction.atomic():
            AgreedDate.objects.filter(pk=first.pk).update(complete_on=LATER)


def test_the_same_sent_twice_is_agreed_once(blackpool: World) -> None:
    assessment = begun(blackpool)
    with acting_as(blackpool.manager.pk):
        assert agree(assessment, blackpool.manager) == agree(assessment, blackpool.manager)
        assert assessment.agreed_dates.count() == 1


@pytest.mark.parametrize(
    ("field", "on", "why"),
    [
        ("complete_on", NOW.date() - datetime.timedelta(days=1), "x"),
        ("complete_on", NOW.date() + datetime.timedelta(days=120), "x"),
        ("why", DAY, " "),
    ],
)
def test_a_day_past_or_beyond_the_limit_or_without_reason_is_refused_at_its_field(
    blackpool: World, field: str, on: datetime.date, why: str
) -> None:
    assessment = begun(blackpool)
    with acting_as(blackpool.manager.pk), pytest.raises(CheckRefused) as refused:
        agree(assessment, blackpool.manager, on, why)
    assert refused.value.field == field


def test_only_a_manager_who_does_not_do_the_assessment_agrees(blackpool: World) -> None:
    assessment = begun(blackpool)
    for person in (blackpool.worker, blackpool.practitioner, blackpool.lead, blackpool.other_worker, blackpool.admin):
        with acting_as(person.pk), pytest.raises(NotAllowed):
            agree(assessment, person)
    with acting_as(blackpool.worker.pk):
        assessment_allocate(assessment=assessment, worker=blackpool.manager, by=blackpool.worker, at=NOW)
    with acting_as(blackpool.manager.pk), pytest.raises(NotAllowed):
        agree(assessment, blackpool.manager)


def test_the_database_takes_it_from_no_one_else(blackpool: World) -> None:
    assessment = begun(blackpool)
    for person in (blackpool.worker, blackpool.practitioner):
        with acting_as(person.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AgreedDate.objects.create(assessment=assessment, complete_on=DAY, why="x", agreed_by=person, agreed_at=NOW)


def test_a_completed_assessment_has_no_day_to_agree(blackpool: World) -> None:
    assessment = begun(blackpool)
    with acting_as(blackpool.worker.pk):
        child_seen(assessment=assessment, seen_at=NOW, where="At school", alone=True, by=blackpool.worker, at=NOW)
        assessment_complete(assessment=assessment, outcome="A plan.", by=blackpool.worker, at=NOW)
    with acting_as(blackpool.manager.pk), pytest.raises(IllegalTransition):
        agree(assessment, blackpool.manager)


def test_what_cannot_be_recorded_is_not_agreed(blackpool: World) -> None:
    assessment = begun(blackpool)
    with acting_as(blackpool.manager.pk):
        failing = patch("referrals.services.agreed.record_change", side_effect=DatabaseError("full"))
        with failing, pytest.raises(DatabaseError, match="full"):
            agree(assessment, blackpool.manager)
        assert not assessment.agreed_dates.exists()
