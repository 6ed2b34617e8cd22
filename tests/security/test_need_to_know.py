"""By raw SQL as the web role and through every selector: what is closed to somebody is not there for them."""

import datetime
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from audit.models import ChangeEvent
from audit.selectors import access_is_shown
from clocks.models import Clock
from clocks.selectors import deadlines_for
from consent.rules.ways import Way
from consent.services.proposals import proposal_prepare
from documents.selectors import documents_for
from notices.models import Notice
from notices.selectors import notices_for, unread_count
from notices.services import notice_send
from partnerships.closed import closed_to
from partnerships.models import Membership, Role, User
from partnerships.permissions import Action, can
from people.models import ConflictOfInterest, Person, Restriction, RestrictionMember
from people.need_to_know.subjects import Subject
from people.selectors.need_to_know import conflict_open, conflicts_at, restriction_of, restrictions_at
from people.services.need_to_know import (
    NeedToKnowRefused,
    conflict_declare,
    conflict_end,
    restriction_lift,
    restriction_set,
)
from referrals.models import Assessment, Contact, ContactMatch
from referrals.need_to_know import subject_of
from referrals.selectors.assessments import assessments_open
from referrals.selectors.contacts import contacts_at
from referrals.selectors.inbox import Asked, View, inbox_counts, inbox_page
from referrals.services.sending import contact_send
from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.roles import as_factory, as_owner, as_system
from tests.security.town import Case, Town
from thresholds.models import Check
from thresholds.need_to_know import subject_of as subject_of_check
from workflow.errors import NotAllowed

CONTACT = {
    "referrals_contact": "t.id = %(contact)s",
    "referrals_contactchild": "t.contact_id = %(contact)s",
    "referrals_contactmatch": "t.child_id in (select k.id from referrals_contactchild k where k.contact_id = %(contact)s)",
    "referrals_contactnote": "t.contact_id = %(contact)s",
    "referrals_decision": "t.contact_id = %(contact)s",
    "referrals_decisionforchild": "t.decision_id in (select d.id from referrals_decision d where d.contact_id = %(contact)s)",
    "referrals_parenttold": "t.contact_id = %(contact)s",
    "referrals_assessment": "t.contact_id = %(contact)s",
    "referrals_agreeddate": "t.assessment_id = %(assessment)s",
    "referrals_checkpoint": "t.assessment_id = %(assessment)s",
    "referrals_strategydiscussion": "t.assessment_id = %(assessment)s",
    "referrals_strategyaction": "t.assessment_id = %(assessment)s",
    "referrals_childseen": "t.assessment_id = %(assessment)s",
    "referrals_disagreement": "t.subject_id = %(contact)s",
    "referrals_disagreementstep": "t.disagreement_id = %(disagreement)s",
    "consent_sharingproposal": "t.id = %(proposal)s",
    "consent_leadreview": "t.proposal_id = %(proposal)s",
    "documents_document": "t.subject_id = %(proposal)s",
    "clocks_clock": "t.subject_id in (%(contact)s, %(assessment)s, %(disagreement)s, %(proposal)s)",
    "clocks_milestone": "t.clock_id in (select c.id from clocks_clock c where c.subject_id in (%(contact)s, %(assessment)s))",
    "clocks_clockevent": "t.clock_id in (select c.id from clocks_clock c where c.subject_id in (%(contact)s, %(assessment)s))",
    "notices_notice": "t.path like '%%' || %(contact)s || '%%'",
    "people_person": "t.id = %(person)s",
    "people_restriction": "t.subject_id = %(contact)s",
    "people_restrictionmember": "true",
    "people_conflictofinterest": "t.subject_id = %(contact)s",
}
"""Every table that holds anything of a contact, and which of its rows are of this one."""

CHECK = {
    "thresholds_check": "t.id = %(check)s",
    "thresholds_checkchild": "t.case_check_id = %(check)s",
    "thresholds_conversation": "t.case_check_id = %(check)s",
    "thresholds_observation": "t.child_id in (select k.id from thresholds_checkchild k where k.case_check_id = %(check)s)",
    "people_household": "t.id = %(household)s",
    "people_householdmember": "t.household_id = %(household)s",
    "people_address": "t.household_id = %(household)s",
    "people_person": "t.id = %(mother)s",
    "consent_agreement": "t.case_check_id = %(check)s",
    "consent_competence": "t.case_check_id = %(check)s",
    "consent_harmquestion": "t.case_check_id = %(check)s",
    "consent_sharingproposal": "t.id = %(proposal)s",
    "consent_leadreview": "t.proposal_id = %(proposal)s",
    "documents_document": "t.subject_id = %(proposal)s",
    "referrals_contact": "t.id = %(contact)s",
    "referrals_contactchild": "t.contact_id = %(contact)s",
    "referrals_decision": "t.contact_id = %(contact)s",
    "referrals_decisionforchild": "t.decision_id in (select d.id from referrals_decision d where d.contact_id = %(contact)s)",
    "referrals_disagreement": "t.subject_id = %(contact)s",
}
"""Every table that holds anything of a check that was sent."""


def ids_of(case: Case) -> dict[str, uuid.UUID | None]:
    with as_factory():
        assert case.contact
        assert case.assessment
        assert case.disagreement
        match = ContactMatch.objects.filter(child__contact=case.contact).first()
        return {
            "contact": case.contact.pk, "assessment": case.assessment.pk, "disagreement": case.disagreement.pk,
            "proposal": case.proposal.pk, "person": match.person_id if match else None, "check": case.check.pk,
            "household": case.check.household_id, "mother": case.mother.person_id,
        }  # fmt: skip


def seen(user: User, table: str, which: str, ids: dict) -> int:
    """How many of these rows raw SQL shows to this person."""
    with acting_as(user.pk), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} t where {which}", ids)
        return cursor.fetchone()[0]


def contact_of(town: Town) -> Subject:
    assert town.sent.contact is not None
    with as_factory():
        return subject_of(Contact.objects.select_related("front_door").get(pk=town.sent.contact.pk))


def check_of(town: Town) -> Subject:
    with as_factory():
        return subject_of_check(Check.objects.select_related("organisation__approver").get(pk=town.sent.check.pk))


def step_back(town: Town, user: User, subject: Subject, by: User | None = None) -> ConflictOfInterest:
    by = by or user
    with acting_as(by.pk):
        return conflict_declare(subject=subject, user=user, kind="neighbour", reason="Next door.", by=by, at=town.at)


def restrict(town: Town, subject: Subject, by: User, *named: User) -> Restriction:
    with acting_as(by.pk):
        return restriction_set(subject=subject, reason="A child of the team.", named=named, by=by, at=town.at)


@pytest.fixture
def colleague_at_door(town: Town) -> User:
    with as_factory():
        user = UserFactory(name="Win Works")
        MembershipFactory(user=user, role=Role.FRONT_DOOR, front_door=town.world.door)
    return user


@pytest.fixture
def told(town: Town) -> None:
    """Both of the front door were told of the contact once."""
    with acting_as(town.world.practitioner.pk):
        notice_send(
            recipients=[town.world.worker, town.world.manager], kind="contact-added-to", reference="BP-1",
            url=f"/front-door/contacts/{town.sent.contact.pk}/", key="test-told", at=town.at,
        )  # fmt: skip


def closed_in(town: Town, user: User, tables: dict[str, str]) -> dict[str, int]:
    ids = ids_of(town.sent)
    return {table: count for table, which in tables.items() if (count := seen(user, table, which, ids))}


@pytest.mark.usefixtures("told")
def test_raw_sql_shows_somebody_who_stepped_back_no_row_of_any_table(town: Town) -> None:
    world = town.world
    before = set(closed_in(town, world.worker, CONTACT))
    assert before >= set(CONTACT) - {"people_restriction", "people_restrictionmember", "people_conflictofinterest"}
    manager = closed_in(town, world.manager, CONTACT)
    step_back(town, world.worker, contact_of(town))
    assert closed_in(town, world.worker, CONTACT) == {}
    assert closed_in(town, world.manager, CONTACT).keys() == manager.keys()


@pytest.mark.usefixtures("told")
def test_raw_sql_shows_somebody_who_is_not_named_no_row_of_any_table(town: Town, colleague_at_door: User) -> None:
    world = town.world
    restrict(town, contact_of(town), world.manager, colleague_at_door)
    assert closed_in(town, world.worker, CONTACT) == {}
    for named in (world.manager, colleague_at_door):
        assert {"referrals_contact", "documents_document", "clocks_clock", "people_person"} <= set(
            closed_in(town, named, CONTACT)
        )
    for sender in (world.practitioner, world.lead):
        assert {"referrals_contact", "documents_document"} <= set(closed_in(town, sender, CONTACT))


def test_raw_sql_shows_a_lead_to_whom_a_check_is_closed_nothing_of_it_nor_of_what_it_became(town: Town) -> None:
    world = town.world
    assert set(closed_in(town, world.second_lead, CHECK)) == set(CHECK)
    restrict(town, check_of(town), world.practitioner, world.lead)
    assert closed_in(town, world.second_lead, CHECK) == {}
    assert set(closed_in(town, world.lead, CHECK)) == set(CHECK)
    assert set(closed_in(town, world.practitioner, CHECK)) == set(CHECK)
    assert {"referrals_contact", "documents_document"} <= set(closed_in(town, world.worker, CHECK))


def test_a_lead_who_knows_the_family_is_shut_out_of_the_check_and_of_what_it_became(town: Town) -> None:
    step_back(town, town.world.lead, check_of(town))
    assert closed_in(town, town.world.lead, CHECK) == {}
    assert set(closed_in(town, town.world.second_lead, CHECK)) == set(CHECK)


def test_no_list_count_match_deadline_notice_or_document_shows_it_to_somebody_who_stepped_back(town: Town) -> None:
    world, contact = town.world, town.sent.contact
    with acting_as(world.worker.pk):
        counted = inbox_counts(world.worker, town.at)
        listed = set(contacts_at(world.worker).values_list("pk", flat=True))
    step_back(town, world.worker, contact_of(town))
    with acting_as(world.worker.pk):
        assert set(contacts_at(world.worker).values_list("pk", flat=True)) == listed - {contact.pk}
        assert inbox_counts(world.worker, town.at)[View.OPEN] <= counted[View.OPEN]
        page = inbox_page(world.worker, asked=Asked(View.DECIDED), after=None, now=town.at)
        assert contact.pk not in {one.pk for one in page.contacts}
        assert contact.pk not in {one.contact_id for one in assessments_open(world.worker)}
        deadlines = deadlines_for(world.worker, town.at)
        shown = {one.clock.subject_id for one in (*deadlines.mine, *deadlines.team)}
        assert shown.isdisjoint({contact.pk, town.sent.assessment.pk, town.sent.disagreement.pk})
        assert not documents_for(world.worker).filter(subject_id=town.sent.proposal.pk).exists()
        assert not [one for one in notices_for(world.worker) if str(contact.pk) in one.path]
        assert not access_is_shown(subject_type="contact", subject_id=contact.pk)


@pytest.mark.usefixtures("told")
def test_what_somebody_was_told_before_they_stepped_back_is_gone_from_their_notices(town: Town) -> None:
    worker = town.world.worker
    with acting_as(worker.pk):
        before, unread = notices_for(worker).count(), unread_count(worker)
    step_back(town, worker, contact_of(town))
    with acting_as(worker.pk):
        assert notices_for(worker).count() < before
        assert unread_count(worker) < unread


def test_nobody_who_stepped_back_is_told_of_anything_new_about_it(town: Town) -> None:
    world, contact = town.world, town.sent.contact
    step_back(town, world.worker, contact_of(town))
    with acting_as(world.practitioner.pk):
        notice_send(
            recipients=[world.worker, world.manager], kind="contact-added-to", reference="BP-1",
            url=f"/front-door/contacts/{contact.pk}/", key="later", at=town.at,
        )  # fmt: skip
    with as_factory():
        assert set(Notice.objects.filter(key="later").values_list("recipient", flat=True)) == {world.manager.pk}


def test_every_other_contact_about_the_same_child_is_closed_with_it_and_the_child_is_not_known(town: Town) -> None:
    world = town.world
    other = town.passed_by.contact
    with as_factory():
        person = Person.objects.get(contact_matches__child__contact=town.sent.contact)
        child = other.children.first()
        ContactMatch.objects.create(child=child, kind="linked", person=person, why="", by=world.manager, at=town.at)
    step_back(town, world.worker, contact_of(town))
    with acting_as(world.worker.pk):
        assert not Contact.objects.filter(pk=other.pk).exists()
        assert not Person.objects.filter(pk=person.pk).exists()
        assert not contacts_at(world.worker).filter(pk=other.pk).exists()
    with acting_as(world.manager.pk):
        assert Contact.objects.filter(pk=other.pk).exists()


def test_a_child_of_a_restricted_contact_is_still_known_by_a_contact_that_all_may_open(town: Town) -> None:
    world, other = town.world, town.passed_by.contact
    with as_factory():
        person = Person.objects.get(contact_matches__child__contact=town.sent.contact)
        match = {"kind": "linked", "person": person, "why": "", "by": world.manager, "at": town.at}
        ContactMatch.objects.create(child=other.children.first(), **match)
    restrict(town, contact_of(town), world.manager)
    with acting_as(world.worker.pk):
        assert not Contact.objects.filter(pk=town.sent.contact.pk).exists()
        assert Contact.objects.filter(pk=other.pk).exists()
        assert Person.objects.filter(pk=person.pk).exists()


def test_whoever_has_it_has_it_no_longer_and_its_clocks_go_on_for_the_team(town: Town) -> None:
    world, contact = town.world, town.sent.contact
    with as_factory():
        running = Clock.objects.open().filter(subject_id=town.sent.assessment.pk, owner=world.worker)
        due = dict(running.values_list("pk", "due_at"))
        assert due
        assert Contact.objects.get(pk=contact.pk).owner == world.worker
    step_back(town, world.worker, contact_of(town))
    with as_factory():
        assert Contact.objects.get(pk=contact.pk).owner is None
        assert Assessment.objects.get(contact=contact).worker is None
        after = Clock.objects.open().filter(pk__in=due)
        assert {clock.pk: (clock.due_at, clock.owner_id) for clock in after} == {pk: (at, None) for pk, at in due.items()}
        told = Notice.objects.filter(kind="contact-let-go")
        assert {notice.recipient_id for notice in told} == {world.manager.pk}
        assert all(contact.heading not in notice.text for notice in told)


def test_the_sweep_tells_nobody_who_is_shut_out(town: Town) -> None:
    """It runs as the system role, which reads no contact."""
    world, contact = town.world, town.sent.contact
    step_back(town, world.worker, contact_of(town))
    with as_system():
        notice_send(
            recipients=[world.worker, world.manager], kind="contact-added-to", reference="BP-1",
            url=f"/front-door/contacts/{contact.pk}/", key="swept", at=town.at,
        )  # fmt: skip
        assert set(Notice.objects.filter(key="swept").values_list("recipient", flat=True)) == {world.manager.pk}


def test_nobody_ends_their_own_and_a_manager_does_with_a_reason(town: Town) -> None:
    world = town.world
    conflict = step_back(town, world.worker, contact_of(town))
    for user in (world.worker, world.lead, world.other_worker):
        with acting_as(user.pk), pytest.raises(NotAllowed):
            conflict_end(conflict=conflict, why="A mistake.", by=user, at=town.at)
    with acting_as(world.manager.pk):
        with pytest.raises(NeedToKnowRefused):
            conflict_end(conflict=conflict, why=" ", by=world.manager, at=town.at)
        conflict_end(conflict=conflict, why="Another family.", by=world.manager, at=town.at)
    with acting_as(world.worker.pk):
        assert Contact.objects.filter(pk=town.sent.contact.pk).exists()


def test_letting_somebody_back_in_is_narrowed_by_the_selector_as_by_the_policies(town: Town) -> None:
    world = town.world
    conflict = step_back(town, world.worker, contact_of(town))
    with as_factory():
        assert conflict_open(conflict_id=conflict.pk, user=world.manager) == conflict
        for user in (world.worker, world.lead, town.people["service_manager"], town.people["far"], town.elsewhere_lead):
            with pytest.raises(NotAllowed):
                conflict_open(conflict_id=conflict.pk, user=user)


def test_a_manager_does_not_end_their_own_nor_see_it_even_by_raw_sql(town: Town) -> None:
    world = town.world
    conflict = step_back(town, world.manager, contact_of(town))
    with acting_as(world.manager.pk), connection.cursor() as cursor:
        assert conflicts_at(world.manager) == []
        cursor.execute("update people_conflictofinterest set ended_by_id = rls.uid(), ended_at = now(), ended_why = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("select count(*) from people_conflictofinterest where id = %s", [conflict.pk])
        assert cursor.fetchone()[0] == 0


def test_the_last_who_could_open_it_cannot_step_back_and_is_told_why(town: Town) -> None:
    world = town.world
    with as_factory():
        others = Membership.objects.filter(front_door=world.door).exclude(user__in=[world.manager.pk, world.worker.pk])
        others.update(until_date=datetime.date(2020, 1, 1))
    step_back(town, world.worker, contact_of(town))
    with pytest.raises(NeedToKnowRefused, match="Nobody else at"):
        step_back(town, world.manager, contact_of(town))
    with acting_as(world.manager.pk):
        assert Contact.objects.filter(pk=town.sent.contact.pk).exists()


def test_who_wrote_it_cannot_be_shut_out_of_it(town: Town) -> None:
    world = town.world
    for by in (world.practitioner, world.lead):
        with pytest.raises(NeedToKnowRefused, match="wrote this"):
            step_back(town, world.practitioner, check_of(town), by=by)


def test_only_who_answers_for_the_place_says_it_of_somebody_else(town: Town) -> None:
    world = town.world
    with pytest.raises(NotAllowed):
        step_back(town, world.manager, contact_of(town), by=world.worker)
    step_back(town, world.worker, contact_of(town), by=world.manager)
    assert closed_in(town, world.worker, CONTACT) == {}


def test_raw_sql_takes_no_conflict_about_somebody_else_from_one_who_does_not_answer_for_the_place(town: Town) -> None:
    world = town.world
    subject = contact_of(town)
    row = ConflictOfInterest(
        subject_type="contact", subject_id=subject.subject_id, reference="X", front_door=world.door, user=world.manager,
        kind="friend", reason="No.", declared_by=world.worker, declared_at=town.at,
    )  # fmt: skip
    with acting_as(world.worker.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


def test_where_nobody_named_is_left_the_managers_open_it(town: Town, colleague_at_door: User) -> None:
    world = town.world
    with as_factory():
        second = UserFactory(name="Max Manages")
        MembershipFactory(user=second, role=Role.FRONT_DOOR_MANAGER, front_door=world.door)
    restrict(town, contact_of(town), world.manager, colleague_at_door)
    assert "referrals_contact" not in closed_in(town, second, CONTACT)
    with as_factory():
        Membership.objects.filter(user=world.manager).update(until_date=datetime.date(2020, 1, 1))
    step_back(town, colleague_at_door, contact_of(town))
    assert "referrals_contact" in closed_in(town, second, CONTACT)
    assert "referrals_contact" not in closed_in(town, world.worker, CONTACT)


def test_who_is_named_changes_and_whoever_has_it_unnamed_has_it_no_longer(town: Town, colleague_at_door: User) -> None:
    world, subject = town.world, contact_of(town)
    restrict(town, subject, world.manager, world.worker, colleague_at_door)
    assert "referrals_contact" in closed_in(town, world.worker, CONTACT)
    restrict(town, subject, world.manager, colleague_at_door)
    assert closed_in(town, world.worker, CONTACT) == {}
    with as_factory():
        assert Contact.objects.get(pk=town.sent.contact.pk).owner is None
        named = RestrictionMember.objects.filter(restriction__lifted_at__isnull=True, removed_at__isnull=True)
        assert set(named.values_list("user", flat=True)) == {world.manager.pk, colleague_at_door.pk}


def test_lifting_opens_it_again_and_leaves_who_knows_the_family_out(town: Town, colleague_at_door: User) -> None:
    world, subject = town.world, contact_of(town)
    step_back(town, colleague_at_door, subject)
    restrict(town, subject, world.manager)
    with acting_as(world.manager.pk):
        assert restriction_of(subject) in restrictions_at(world.manager)
        restriction_lift(subject=subject, why="The colleague has left.", by=world.manager, at=town.at)
        assert restriction_of(subject) is None
    assert "referrals_contact" in closed_in(town, world.worker, CONTACT)
    assert closed_in(town, colleague_at_door, CONTACT) == {}


@pytest.mark.parametrize("who", ["worker", "practitioner", "lead", "other_worker"])
def test_only_a_manager_of_the_front_door_says_who_may_open_a_contact(town: Town, who: str) -> None:
    user = town.people[who]
    with pytest.raises(NotAllowed):
        restrict(town, contact_of(town), user)


def test_a_check_is_never_closed_to_every_lead(town: Town) -> None:
    with pytest.raises(NeedToKnowRefused, match="at least one safeguarding lead"):
        restrict(town, check_of(town), town.world.practitioner)


def test_every_act_leaves_its_mark(town: Town) -> None:
    world, subject = town.world, contact_of(town)
    restrict(town, subject, world.manager, world.worker)
    with acting_as(world.manager.pk):
        restriction_lift(subject=subject, why="No need.", by=world.manager, at=town.at)
    conflict = step_back(town, world.worker, subject)
    with acting_as(world.manager.pk):
        conflict_end(conflict=conflict, why="Another family.", by=world.manager, at=town.at)
    with as_factory():
        marks = ChangeEvent.objects.filter(subject_id=subject.subject_id).values_list("event", flat=True)
        assert {"restricted", "named", "restriction-lifted", "conflict-declared", "contact-let-go", "conflict-ended"} <= set(
            marks
        )


def test_each_wall_holds_without_the_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's own refusal, where the database is asked past its policies; the database's is asked above by raw SQL."""
    world, contact = town.world, town.sent.contact
    step_back(town, world.worker, contact_of(town))
    with acting_as(world.worker.pk):
        closed = closed_to(world.worker)
        with as_factory():
            monkeypatch.setattr("referrals.models.contact.closed_to", lambda _: closed)
            whole = Contact.objects.get(pk=contact.pk)
            assert not contacts_at(world.worker).filter(pk=contact.pk).exists()
            assert not can(world.worker, Action.CONTACT_READ, whole)
            assert not can(world.worker, Action.CONTACT_TRIAGE, whole)
            assert not can(world.worker, Action.ASSESSMENT_WORK, Assessment.objects.get(contact=whole))
            assert not can(world.worker, Action.DISAGREEMENT_RAISE, town.sent.disagreement)
            assert not can(world.worker, Action.DOCUMENT_READ, whole.document)


def test_what_is_closed_is_asked_once_in_a_statement(town: Town) -> None:
    """One array: not once for each row."""
    with acting_as(town.world.worker.pk), connection.cursor() as cursor:
        cursor.execute("explain (analyze, format text) select id from referrals_contact")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("closed_to_me") <= 1
    assert "loops=1" in plan


def test_a_referrer_asks_that_only_named_staff_open_it_and_the_managers_alone_see_it_until_they_name_some(
    town: Town,
) -> None:
    world = town.world
    with acting_as(world.practitioner.pk):
        proposal = proposal_prepare(check=town.waiting.check, by=world.practitioner, at=town.at)
        contact = contact_send(
            proposal=proposal, way=Way.URGENT, reasons="He is home at four.", recipient_id=proposal.recipient_id,
            only_named="His aunt works for the team.", by=world.practitioner, at=town.at,
        )  # fmt: skip
        assert Contact.objects.filter(pk=contact.pk).exists()
        assert Restriction.objects.get(subject_id=contact.pk).asked_on_sending
    with acting_as(world.worker.pk):
        assert not Contact.objects.filter(pk=contact.pk).exists()
        assert not Restriction.objects.filter(subject_id=contact.pk).exists()
    with as_factory():
        told = Notice.objects.filter(path=f"/front-door/contacts/{contact.pk}/")
        assert set(told.values_list("recipient", flat=True)) == {world.manager.pk}
        assert set(told.values_list("kind", flat=True)) == {"contact-received", "only-named-asked"}
        assert Clock.objects.open().filter(subject_id=contact.pk).count() == 2
    with acting_as(world.manager.pk):
        subject = subject_of(Contact.objects.select_related("front_door").get(pk=contact.pk))
        restriction_set(subject=subject, reason="", named=[world.worker], by=world.manager, at=town.at)
    with acting_as(world.worker.pk):
        assert Contact.objects.filter(pk=contact.pk).exists()


def test_a_referrer_cannot_lift_what_they_asked_for_nor_restrict_what_somebody_else_sent(town: Town) -> None:
    world, subject = town.world, contact_of(town)
    row = Restriction(
        subject_type="contact", subject_id=subject.subject_id, reference="X", front_door=world.door, reason="No.",
        restricted_by=world.colleague, restricted_at=town.at, asked_on_sending=True,
    )  # fmt: skip
    with acting_as(world.colleague.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)
    row.restricted_by = world.practitioner
    with acting_as(world.practitioner.pk), connection.cursor() as cursor:
        row.save(force_insert=True)
        cursor.execute("update people_restriction set lifted_by_id = rls.uid(), lifted_at = now(), lifted_why = 'x'")
        assert cursor.rowcount == 0


NARROWED = (
    "referrals_contact",
    "referrals_assessment",
    "referrals_disagreement",
    "consent_sharingproposal",
    "documents_document",
    "clocks_clock",
    "notices_notice",
    "people_person",
)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("table", NARROWED)
def test_it_is_the_restriction_of_a_table_that_closes_it(town: Town, table: str) -> None:
    """Without it, raw SQL shows the rows again: nothing else hides them by chance."""
    step_back(town, town.world.worker, contact_of(town))
    assert table not in closed_in(town, town.world.worker, CONTACT)
    which = [n for n, using in enumerate(registry.restrictions[table]) if "closed_to_me" in using]
    assert len(which) == 1
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f'drop policy "righthelp_web_restricted_{which[0]}" on {table}')
    assert table in closed_in(town, town.world.worker, CONTACT)
