"""The services of a check: what they refuse, what they keep, and in what order."""

import datetime
import uuid

import pytest

from audit.models import ChangeEvent
from rowsecurity.session import acting_as
from tests.factories.people import AddressFactory, HouseholdMemberFactory
from tests.factories.thresholds import ConversationFactory
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from tests.unit.thresholds.check_world import Desk, desk_of, tick
from thresholds.models import Check, FrameworkVersion
from thresholds.models.check import Observation
from thresholds.presenters.steps import tasks_of
from thresholds.selectors.checks import answers_for, framework_of, judgement_is_current, suggestion_for
from thresholds.services.checks import CheckRefused, check_begin, conversation_record, urgency_say
from thresholds.services.families import AdultEntry, ChildEntry, PlaceEntry, adult_save, child_save, place_save
from thresholds.services.judgements import (
    Evidence,
    child_of,
    first_view_record,
    judgement_record,
    observation_save,
    route_choose,
)
from thresholds.services.worries import Change, PageOfWorries, mark_of, worries_save
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

WORRY = "BP-CIN-RI-03"
CHILD = ChildEntry(given_name="Testchild", date_of_birth=datetime.date(2019, 5, 29))


def test_a_check_begins_under_the_framework_in_force_and_leaves_its_event(world: World):
    with acting_as(world.practitioner.pk):
        check = check_begin(by=world.practitioner, urgency="neither", at=NOW)
        assert framework_of(check).slug == "blackpool"
    with as_factory():
        assert ChangeEvent.objects.get(subject_id=check.pk).event == "check-begun"


def test_a_child_of_a_past_dated_check_has_their_age_of_that_day(world: World):
    with acting_as(world.practitioner.pk):
        day = datetime.date(2024, 6, 1)
        check = check_begin(by=world.practitioner, urgency="neither", at=NOW, kind="past", as_at=day)
        seventeen_then = ChildEntry(given_name="Testteen", date_of_birth=datetime.date(2007, 1, 1))
        child = child_save(check=check, entry=seventeen_then, by=world.practitioner, at=NOW)
        assert answers_for(child, at=NOW).child.age_years == 17
        with pytest.raises(CheckRefused, match="not born yet"):
            child_save(check=check, entry=ChildEntry(date_of_birth=datetime.date(2025, 1, 1)), by=world.practitioner, at=NOW)


def test_a_child_born_while_the_check_goes_on_has_an_age(world: World):
    with acting_as(world.practitioner.pk):
        check = check_begin(by=world.practitioner, urgency="neither", at=NOW)
        born = NOW.date() + datetime.timedelta(days=3)
        later = NOW + datetime.timedelta(days=4)
        child = child_save(check=check, entry=ChildEntry(date_of_birth=born), by=world.practitioner, at=later)
        assert suggestion_for(child, at=later).level is None


def test_a_live_check_under_another_framework_is_refused(world: World):
    with acting_as(world.practitioner.pk):
        other = FrameworkVersion.objects.get(framework__slug="plymouth-2016")
        with pytest.raises(CheckRefused, match="not in force"):
            check_begin(by=world.practitioner, urgency="neither", at=NOW, version=other)
        practice = check_begin(by=world.practitioner, urgency="neither", at=NOW, kind="practice", version=other)
        assert framework_of(practice).slug == "plymouth-2016"


@pytest.mark.parametrize("as_at", [None, NOW.date()])
def test_a_past_check_needs_a_date_before_today(world: World, as_at: datetime.date | None):
    with acting_as(world.practitioner.pk), pytest.raises(CheckRefused, match="before today"):
        check_begin(by=world.practitioner, urgency="neither", at=NOW, kind="past", as_at=as_at)


def test_front_door_staff_begin_no_check(world: World):
    with acting_as(world.worker.pk), pytest.raises(NotAllowed):
        check_begin(by=world.worker, urgency="neither", at=NOW)


def test_a_colleague_of_the_same_agency_writes_nothing_in_it(desk: Desk):
    with acting_as(desk.world.colleague.pk), pytest.raises(NotAllowed):
        child_save(check=desk.check, entry=CHILD, by=desk.world.colleague, at=NOW)


def test_a_child_added_after_the_judgement_asks_for_one_of_its_own(world: World):
    desk = desk_of(world, state="judged")
    with acting_as(world.practitioner.pk):
        child_save(check=desk.check, entry=CHILD, by=world.practitioner, at=NOW)
        with pytest.raises(CheckRefused, match="needs your judgement"):
            route_choose(
                check=desk.check, route="BP-RT-CIN-01", basis="s17", need="", allocated_worker="no", actions={},
                by=world.practitioner, at=NOW,
            )  # fmt: skip
    assert desk.now().state == Check.State.BEGUN


def test_the_same_new_adult_twice_is_one_adult(desk: Desk):
    by = desk.world.practitioner
    entry = AdultEntry(new_id=uuid.uuid4(), relation="mother")
    with acting_as(by.pk):
        adult_save(check=desk.check, entry=entry, by=by, at=NOW)
        adult_save(check=desk.check, entry=entry, by=by, at=NOW)
        assert [member.relation for member in desk.check.household.members.filter(person__kind="adult")] == ["mother"]


def test_an_adult_without_a_name_or_a_relation_is_refused(desk: Desk):
    with acting_as(desk.world.practitioner.pk), pytest.raises(CheckRefused) as refused:
        adult_save(check=desk.check, entry=AdultEntry(), by=desk.world.practitioner, at=NOW)
    assert refused.value.field == "given_name"


def test_moving_to_an_area_with_another_framework_is_refused_once_something_is_ticked(desk: Desk, world: World):
    by = world.practitioner
    with as_factory():
        plymouth = world.other_worker.memberships.get().front_door.authority
    with acting_as(by.pk):
        place_save(check=desk.check, entry=PlaceEntry(authority=plymouth), by=by, at=NOW)
        moved = Check.objects.get(pk=desk.check.pk)
        assert framework_of(moved).slug == "plymouth-2022"
        place_save(check=moved, entry=PlaceEntry(authority=world.authority), by=by, at=NOW)
    tick(desk.children()[0], WORRY)
    with acting_as(by.pk), pytest.raises(CheckRefused, match="another framework"):
        place_save(check=desk.check, entry=PlaceEntry(authority=plymouth), by=by, at=NOW)


def test_a_code_of_another_framework_is_never_ticked(desk: Desk):
    by = desk.world.practitioner
    with acting_as(by.pk), pytest.raises(CheckRefused, match="not in this check's framework"):
        observation_save(child=desk.children()[0], code="P16-4-HEA-02", evidence=Evidence(), by=by, at=NOW)


def test_the_judgement_comes_after_the_first_view_and_keeps_the_suggestion_beside_it(desk: Desk):
    by, (child, _) = desk.world.practitioner, desk.children()
    tick(child, WORRY)
    judgement = {"level": "child-in-need", "why": "Seen.", "differs_why": "", "by": by, "at": NOW}
    with acting_as(by.pk):
        with pytest.raises(CheckRefused) as refused:
            judgement_record(child=child, **judgement)
        assert refused.value.field == "first_view"
        first_view_record(child=child, level="not-sure", by=by, at=NOW)
        kept = judgement_record(child=child, **judgement)
        assert kept.suggestion["level"] == "child-in-need"
        assert judgement_is_current(child_of(desk.check, child.pk), at=NOW)
        observation_save(child=child, code="BP-CP-RI-01", evidence=Evidence(), by=by, at=NOW)
        assert not judgement_is_current(child_of(desk.check, child.pk), at=NOW)


@pytest.mark.parametrize(("level", "stands"), [("child-protection", True), ("child-in-need", False)])
def test_danger_said_afterwards_asks_to_look_again_but_where_the_child_is_at_the_highest_level(
    desk: Desk, level: str, stands: bool
) -> None:
    by, (child, _) = desk.world.practitioner, desk.children()
    tick(child, WORRY)
    with acting_as(by.pk):
        first_view_record(child=child, level="not-sure", by=by, at=NOW)
        judgement_record(child=child, level=level, why="Seen.", differs_why="He is afraid.", by=by, at=NOW)
        urgency_say(check=desk.check, urgency="now", by=by, at=NOW)
        assert judgement_is_current(child_of(desk.check, child.pk), at=NOW) is stands


def test_a_page_of_worries_is_saved_whole_or_not_at_all(desk: Desk):
    by, (child, _) = desk.world.practitioner, desk.children()
    tick(child, WORRY, seen="As it stands")
    page = PageOfWorries(
        changes=[
            Change(code="BP-CIN-RI-04", evidence=Evidence(seen="New")),
            Change(code=WORRY, evidence=Evidence(seen="Mine"), shown=mark_of(Evidence(seen="Older")), instead_of=WORRY),
        ]
    )
    with acting_as(by.pk), pytest.raises(StaleVersion) as stale:
        worries_save(child=child, page=page, by=by, at=NOW)
    assert stale.value.differences == [("What was seen or said", "As it stands", "Mine")]
    assert {code: seen.seen for code, seen in desk.seen(child).items()} == {WORRY: "As it stands"}


def test_a_sibling_who_has_it_keeps_their_own_evidence(desk: Desk):
    by, (child, sibling) = desk.world.practitioner, desk.children()
    tick(sibling, WORRY, seen="About the sibling")
    change = Change(code=WORRY, evidence=Evidence(seen="About the first"), also=(sibling.pk,))
    with acting_as(by.pk):
        worries_save(child=child, page=PageOfWorries(changes=[change], siblings={sibling.pk: sibling}), by=by, at=NOW)
    assert desk.seen(sibling)[WORRY].seen == "About the sibling"


def test_a_closed_check_takes_no_conversation(world: World):
    desk = desk_of(world, state="closed")
    with acting_as(world.practitioner.pk), pytest.raises(IllegalTransition):
        conversation_record(
            check=desk.check, kind="front-door", with_whom="Duty worker", held_at=NOW, by=world.practitioner, at=NOW
        )


def test_a_conversation_with_nobody_is_refused(desk: Desk):
    with acting_as(desk.world.practitioner.pk), pytest.raises(CheckRefused) as refused:
        conversation_record(check=desk.check, kind="front-door", with_whom=" ", held_at=NOW, by=desk.world.practitioner, at=NOW)
    assert refused.value.field == "with_whom"


def test_the_task_list_says_what_is_done_and_what_waits(world: World):
    desk = desk_of(world, urgency="today")
    with as_factory():
        AddressFactory(household=desk.check.household)
        member = HouseholdMemberFactory(household=desk.check.household)
        ConversationFactory(case_check=desk.check, kind="urgent-call")
    tick(desk.children()[0], WORRY, kind=Observation.Kind.INDICATOR)
    with acting_as(world.practitioner.pk):
        sections = tasks_of(desk.check, desk.children(), [member], framework_of(desk.check), NOW)
    assert [task.status for section in sections for task in section.tasks] == [
        "Done", "Done", "Done", "Not started", "Not started", "Cannot start yet", "Done",
        "If you like", "Only for a contact", "Only for a contact",
    ]  # fmt: skip
