"""Emergency access: a manager reads, for a while, what another front door holds, nothing more; and somebody else reviews it."""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clocks.models import Clock
from clocks.selectors import deadlines_for
from notices.models import Notice
from partnerships.models import FrontDoor, Membership, Role, User
from people.models import EmergencyAccess, EmergencyEnd, EmergencyReview
from people.rules.emergencies import HOURS, REVIEW_RULE
from people.services.emergencies import Wanted, emergency_open, emergency_review
from referrals.models import Contact, ContactChild, ContactNote
from rowsecurity.session import acting_as
from tests.factories.need_to_know import ConflictOfInterestFactory, RestrictionFactory, RestrictionMemberFactory
from tests.factories.openings import EmergencyAccessFactory, OpeningFactory
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.lasting import rolled_back
from tests.marks import leaves, marks_of
from tests.roles import as_factory
from tests.security.town import Town
from workflow.errors import IllegalTransition, NotAllowed

TOKENS = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"')
WHY = {"reason": "harm", "words": "The hospital has the child now."}


@pytest.fixture
def far(town: Town) -> User:
    """A manager of another front door."""
    with as_factory():
        return manager_at(FrontDoor.objects.get(pk=other_door(town)), "Frankie Far")


def other_door(town: Town) -> int:
    door = Membership.objects.get(user=town.world.other_worker).front_door_id
    assert door is not None
    return door


def manager_at(door: FrontDoor, name: str) -> User:
    user = UserFactory(name=name)
    MembershipFactory(user=user, role=Role.FRONT_DOOR_MANAGER, front_door=door)
    return user


def sent(town: Town) -> Contact:
    assert town.sent.contact is not None
    return town.sent.contact


def opened(town: Town, by: User, wanted: Wanted | None = None) -> list[EmergencyAccess]:
    with acting_as(by.pk):
        return emergency_open(wanted=wanted or Wanted(reference=sent(town).reference), **WHY, by=by, at=timezone.now())


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def page(town: Town) -> str:
    return reverse("referrals:emergency", args=[sent(town).pk])


def run(sql: str, *values: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(match: str = "row-level security|permission denied") -> Iterator[None]:
    with pytest.raises(ProgrammingError, match=match), transaction.atomic():
        yield


def test_a_manager_reads_the_contact_its_notes_and_its_document_and_is_seen_to(town: Town, far: User) -> None:
    client = client_of(far)
    assert client.get(page(town)).status_code == 404
    posted = {"by": "reference", "reference": sent(town).reference.lower(), **WHY}
    with leaves(far.pk, ("emergency-asked", "emergency", None), ("emergency-opened", "contact", sent(town).pk)):
        assert client.post(reverse("people:emergency"), posted)["Location"] == page(town)
    with leaves(far.pk, ("emergency-contact-read", "contact", sent(town).pk)):
        shown = client.get(page(town)).content.decode()
    for words in ("zqxcanarygivenname", "zqxcanaryaccount", "zqxcanarydoornote", "zqxcanaryreasons", "Emergency access:"):
        assert words in shown
    assert f"/documents/{sent(town).document_id}/" not in shown


def test_a_child_is_found_by_exactly_the_full_family_name_and_date_of_birth(town: Town, far: User) -> None:
    with as_factory():
        child = sent(town).children.get()
    assert child.date_of_birth is not None
    day = datetime.timedelta(days=1)
    name = child.family_name
    for wrong in (
        Wanted(family_name=name[:-1], born=child.date_of_birth), Wanted(family_name=name, born=child.date_of_birth + day),
        Wanted(family_name=f"{name[:-1]}%", born=child.date_of_birth), Wanted(reference=f"{sent(town).reference[:-1]}_"),
    ):  # fmt: skip
        assert opened(town, far, wrong) == []
    found = opened(town, far, Wanted(family_name=name.upper(), born=child.date_of_birth))
    assert [access.subject_id for access in found] == [sent(town).pk]


def test_nothing_found_and_nothing_allowed_are_answered_alike_and_both_are_marked(town: Town, far: User) -> None:
    with as_factory():
        ConflictOfInterestFactory(
            subject_type="contact",
            subject_id=sent(town).pk,
            reference=sent(town).reference,
            front_door=town.world.door,
            user=far,
        )
    answers = []
    for reference in (sent(town).reference, "ZZZ-0000-0000"):
        with leaves(far.pk, ("emergency-asked", "emergency", None)):
            response = client_of(far).post(reverse("people:emergency"), {"by": "reference", "reference": reference, **WHY})
        assert response.status_code == 200
        answers.append(TOKENS.sub("", response.content.decode()).replace(reference, "…"))
    assert "Nothing was opened" in answers[0]
    assert answers[0] == answers[1]
    with as_factory():
        assert not EmergencyAccess.objects.filter(user=far).exists()


def test_a_conflict_that_is_declared_later_closes_it_at_once(town: Town, far: User) -> None:
    opened(town, far)
    assert client_of(far).get(page(town)).status_code == 200
    with as_factory():
        ConflictOfInterestFactory(
            subject_type="contact",
            subject_id=sent(town).pk,
            reference=sent(town).reference,
            front_door=town.world.door,
            user=far,
        )
    assert client_of(far).get(page(town)).status_code == 404


def test_a_restricted_contact_of_ones_own_door_is_opened_to_reading_alone(town: Town) -> None:
    world, contact = town.world, sent(town)
    with as_factory():
        restriction = RestrictionFactory(
            subject_type="contact", subject_id=contact.pk, reference=contact.reference, front_door=world.door,
            restricted_by=world.worker,
        )  # fmt: skip
        RestrictionMemberFactory(restriction=restriction, user=world.worker)
    client, theirs = client_of(world.manager), reverse("referrals:contact", args=[contact.pk])
    assert client.get(theirs).status_code == 404
    assert len(opened(town, world.manager)) == 1
    assert client.get(page(town)).status_code == 200
    assert client.get(theirs).status_code == 404
    assert client.post(reverse("referrals:note", args=[contact.pk]), {"kind": "note", "words": "x y"}).status_code == 404
    with acting_as(world.manager.pk):
        assert run("select count(*) from referrals_contact where id = %s", contact.pk) == [(1,)]
        writes_nothing(contact, world.manager)


def test_what_one_may_open_anyway_is_not_opened_in_an_emergency(town: Town) -> None:
    assert opened(town, town.world.manager) == []


def writes_nothing(contact: Contact, by: User) -> None:
    """As the web role, under that person."""
    with connection.cursor() as cursor:
        cursor.execute("update referrals_contact set owner_id = %s where id = %s", [by.pk, contact.pk])
        assert cursor.rowcount == 0
    with refused():
        ContactNote.objects.create(contact=contact, kind="note", words="x", by=by, at=timezone.now())
    with refused():
        run(
            "insert into referrals_decision (id, contact_id, outcome, level, reasons, level_differs_why, advice, "
            "what_would_change, next_steps, abuse_category, key_factors, decided_by_id, decided_at) values "
            "(gen_random_uuid(), %s, 'nfa', 'x', 'x', '', '', '', '', '', '{}', %s, now())",
            contact.pk, by.pk,
        )  # fmt: skip


def test_it_opens_to_reading_and_to_nothing_else(town: Town, far: User) -> None:
    opened(town, far)
    contact, client = sent(town), client_of(far)
    for name in ("contact", "take", "hand_over", "note", "sent", "add", "access", "disagree"):
        for method in ("get", "post"):
            assert getattr(client, method)(reverse(f"referrals:{name}", args=[contact.pk])).status_code == 404, name
    assert client.get(reverse("documents:document", args=[contact.document_id])).status_code == 404
    with acting_as(far.pk):
        writes_nothing(contact, far)
        for table in ("contact", "contactchild", "contactnote", "decision", "assessment"):
            assert run(f"select count(*) > 0 from referrals_{table}") == [(True,)], table
        for table in ("referrals_contactmatch", "referrals_strategydiscussion", "thresholds_check", "people_household"):
            assert run(f"select count(*) from {table}") == [(0,)], table
        with connection.cursor() as cursor:
            cursor.execute("update documents_document set pdf = null")
            assert cursor.rowcount == 0


def test_it_opens_that_contact_and_no_other(town: Town, far: User) -> None:
    opened(town, far)
    with acting_as(far.pk):
        assert set(Contact.objects.values_list("pk", flat=True)) == {sent(town).pk}
        assert {contact for (contact,) in ContactChild.objects.values_list("contact")} == {sent(town).pk}


def test_it_is_over_to_the_instant_and_at_the_next_request(town: Town, far: User) -> None:
    """By the database's own clock, which stands still within a transaction."""
    for seconds, visible in ((1, 1), (0, 0), (-1, 0)):
        with rolled_back():
            with as_factory():
                [(now,)] = run("select now()")
                EmergencyAccessFactory(
                    user=far, home_door_id=other_door(town), subject_id=sent(town).pk, reference="X",
                    front_door=town.world.door, organisation=town.world.school, at=now - datetime.timedelta(hours=HOURS),
                    until=now + datetime.timedelta(seconds=seconds),
                )  # fmt: skip
            with acting_as(far.pk):
                assert run("select count(*) from referrals_contact") == [(visible,)], seconds


def test_it_lasts_four_hours_and_ends_when_its_holder_ends_it(town: Town, far: User) -> None:
    [access] = opened(town, far)
    assert access.until - access.at == datetime.timedelta(hours=HOURS) == datetime.timedelta(hours=4)
    client, end = client_of(far), reverse("people:emergency_end", args=[access.pk])
    assert "End it now" in client.get(page(town)).content.decode()
    for _ in range(2):
        assert client.post(end).status_code == 302
    assert client.get(page(town)).status_code == 404
    with as_factory():
        assert EmergencyEnd.objects.filter(access=access).count() == 1
    assert client_of(town.world.manager).post(end).status_code == 404


def test_it_ends_with_the_role(town: Town, far: User) -> None:
    opened(town, far)
    with as_factory():
        Membership.objects.filter(user=far).update(until_date=timezone.localdate() - datetime.timedelta(days=1))
        MembershipFactory(user=far, role=Role.FRONT_DOOR, front_door_id=other_door(town))
    assert client_of(far).get(page(town)).status_code == 404
    with acting_as(far.pk):
        assert run("select count(*) from referrals_contact") == [(0,)]


def test_asked_twice_or_from_two_tabs_it_is_one_access_one_clock_and_one_notice(town: Town, far: User) -> None:
    first, second = opened(town, far), opened(town, far)
    assert [one.pk for one in first] == [one.pk for one in second]
    with as_factory():
        assert EmergencyAccess.objects.filter(user=far).count() == 1
        assert Clock.objects.filter(subject_id=first[0].pk).count() == 1
        assert Notice.objects.filter(recipient=town.world.manager, key=f"emergency-opened:{first[0].pk}").count() == 1


@pytest.mark.parametrize("who", ["worker", "other_worker", "practitioner", "lead", "stranger", "admin"])
def test_nobody_but_a_manager_opens_in_an_emergency(town: Town, who: str) -> None:
    user = town.people[who]
    assert client_of(user).get(reverse("people:emergency")).status_code == 404
    with pytest.raises(NotAllowed):
        opened(town, user)
    with acting_as(user.pk):
        assert run("select * from rls.emergency_open(%s, '', null, 'harm', 'w')", sent(town).reference) == []


def test_the_function_of_the_database_takes_nobody_elses_name_no_longer_time_and_no_empty_reason(town: Town, far: User) -> None:
    copied = (
        "insert into people_emergencyaccess select gen_random_uuid(), e.subject_type, e.subject_id, e.reference, e.reason, "
        "e.words, e.at, e.until + interval '9 days', e.front_door_id, e.home_door_id, e.organisation_id, e.user_id "
        "from people_emergencyaccess e"
    )
    with acting_as(far.pk):
        with refused("permission denied"):
            run(copied)
        for statement in (
            "update people_emergencyaccess set until = now() + interval '9 days'",
            "delete from people_emergencyaccess",
        ):
            with refused("permission denied"):
                run(statement)
        for reason, words in (("", "w"), ("because", "w"), ("harm", "  ")):
            assert run("select * from rls.emergency_open(%s, '', null, %s, %s)", sent(town).reference, reason, words) == []
        with refused("permission denied"):
            run("select * from rls.emergency_subjects(%s, '', null)", sent(town).reference)
    with acting_as(None):
        assert run("select * from rls.emergency_open(%s, '', null, 'harm', 'w')", sent(town).reference) == []
    [access] = opened(town, far)
    for statement in ("update people_emergencyaccess set words = 'x'", "delete from people_emergencyaccess"):
        with as_factory(), pytest.raises(DatabaseError, match="Cannot"):
            run(statement)
    assert access.user_id == far.pk


def test_managers_of_both_doors_are_told_at_once_and_it_is_on_the_reviewers_deadlines(town: Town, far: User) -> None:
    with as_factory():
        beside = manager_at(FrontDoor.objects.get(pk=other_door(town)), "Bo Beside")
    [access] = opened(town, far)
    with as_factory():
        told = set(Notice.objects.filter(key=f"emergency-opened:{access.pk}").values_list("recipient_id", flat=True))
        path, reference = Notice.objects.filter(key=f"emergency-opened:{access.pk}").values_list("path", "reference")[0]
    assert town.world.manager.pk in told
    assert beside.pk in told
    assert far.pk not in told
    assert (path, reference) == (reverse("people:emergency_review", args=[access.pk]), sent(town).reference)
    with acting_as(town.world.manager.pk):
        [clock] = [one.clock for one in deadlines_for(town.world.manager, timezone.now()).team if one.clock.rule == REVIEW_RULE
                   and one.clock.subject_id == access.pk]  # fmt: skip
    assert clock.subject_id == access.pk


def test_somebody_else_reviews_it_once_and_its_clock_stops(town: Town, far: User) -> None:
    [access] = opened(town, far)
    review = reverse("people:emergency_review", args=[access.pk])
    given = {"finding": "justified", "reasons": "Nobody answered there."}
    assert "Somebody else does this" in client_of(far).get(review).content.decode()
    client = client_of(town.world.manager)
    shown = client.get(review).content.decode()
    assert WHY["words"] in shown
    assert "zqxcanarygivenname" not in shown
    assert client.post(review, given | {"reasons": " "}).status_code == 422
    assert client.post(review, given).status_code == 302
    again = client.post(review, given | {"reasons": "Second thoughts, at length."})
    assert again.status_code == 409
    assert "Second thoughts, at length." in again.content.decode()
    with as_factory():
        assert EmergencyReview.objects.get(access=access).by == town.world.manager
        assert Clock.objects.get(subject_id=access.pk).stopped_by == town.world.manager


def test_nobody_reviews_their_own_and_only_a_manager_who_answers_for_it_reviews(town: Town, far: User) -> None:
    [access] = opened(town, far)
    insert = (
        "insert into people_emergencyreview (id, access_id, finding, reasons, by_id, at) "
        "values (gen_random_uuid(), %s, 'justified', 'r', %s, now())"
    )
    with as_factory():
        beside = manager_at(FrontDoor.objects.get(pk=other_door(town)), "Bo Beside")
    for user in (far, beside, town.world.worker, town.world.lead, town.world.admin):
        with acting_as(user.pk):
            with pytest.raises((NotAllowed, IllegalTransition)):
                emergency_review(access=access, finding="justified", reasons="r", by=user, at=timezone.now())
            with refused():
                run(insert, access.pk, user.pk)
    with acting_as(town.world.manager.pk):
        with refused():
            run(insert, access.pk, far.pk)
        run(insert, access.pk, town.world.manager.pk)


def test_where_the_holding_door_has_no_manager_one_of_the_openers_own_reviews(town: Town, far: User) -> None:
    with as_factory():
        beside = manager_at(FrontDoor.objects.get(pk=other_door(town)), "Bo Beside")
        Membership.objects.filter(user=town.world.manager).update(until_date=timezone.localdate() - datetime.timedelta(days=1))
    [access] = opened(town, far)
    with acting_as(beside.pk):
        assert emergency_review(access=access, finding="follow-up", reasons="Ask.", by=beside, at=timezone.now()).by == beside


def test_a_partnership_admin_is_told_how_many_wait_and_nothing_of_them(town: Town, far: User) -> None:
    client = client_of(town.world.admin)
    assert "Nothing waits" in client.get(reverse("people:outstanding")).content.decode()
    [access] = opened(town, far)
    shown = client.get(reverse("people:outstanding")).content.decode()
    assert "1 not reviewed" in shown
    assert town.world.door.name in shown
    assert access.reference not in shown
    assert far.name not in shown
    with acting_as(town.world.admin.pk):
        assert run("select count(*) from people_emergencyaccess") == [(0,)]


def test_what_waits_for_a_review_is_counted_in_the_inbox_and_stands_in_the_report(town: Town, far: User) -> None:
    client, report = client_of(town.world.manager), reverse("people:openings")
    assert "to review)" not in client.get(reverse("referrals:inbox")).content.decode()
    [access] = opened(town, far)
    shown = client.get(report).content.decode()
    assert "Openings (1 to review)" in client.get(reverse("referrals:inbox")).content.decode()
    assert "Not yet" in shown
    assert all(part in shown for part in (far.name, access.reference, access.words))
    assert client_of(far).get(report).status_code == 200


def test_an_old_one_that_waits_stays_in_the_report_whatever_the_period(town: Town, far: User) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=200)
    with as_factory():
        access = EmergencyAccessFactory(
            user=far, home_door_id=other_door(town), subject_id=sent(town).pk, reference="OLD-1", front_door=town.world.door,
            organisation=town.world.school, at=long_ago,
        )  # fmt: skip
    shown = client_of(town.world.manager).get(reverse("people:openings") + "?days=7").content.decode()
    assert access.reference in shown


@pytest.mark.parametrize(
    "missing", [{"by": ""}, {"reference": ""}, {"reason": ""}, {"words": ""}, {"by": "child", "reference": ""}]
)
def test_without_whom_why_and_words_nothing_is_opened_or_asked(town: Town, far: User, missing: dict[str, str]) -> None:
    posted = {"by": "reference", "reference": sent(town).reference, **WHY} | missing
    before = marks_of(far.pk)
    assert client_of(far).post(reverse("people:emergency"), posted).status_code == 422
    assert marks_of(far.pk) == before


def test_practice_and_ones_own_are_never_opened(town: Town) -> None:
    with as_factory():
        MembershipFactory(user=town.world.practitioner, role=Role.FRONT_DOOR_MANAGER, front_door_id=other_door(town))
    assert opened(town, town.world.practitioner) == []


def test_a_lead_whom_the_worry_is_about_does_not_reach_it_as_a_manager_elsewhere(town: Town) -> None:
    assert town.passed_by.contact is not None
    with as_factory():
        MembershipFactory(user=town.world.second_lead, role=Role.FRONT_DOOR_MANAGER, front_door_id=other_door(town))
    assert opened(town, town.world.second_lead, Wanted(reference=town.passed_by.contact.reference)) == []


def test_a_lead_whom_the_worry_is_about_is_not_told_who_opened_it(town: Town, far: User) -> None:
    assert town.passed_by.contact is not None
    wanted = Wanted(reference=town.passed_by.contact.reference)
    assert len(opened(town, far, wanted)) == 1
    with as_factory():
        OpeningFactory(
            user=town.world.worker, subject_id=town.passed_by.check.pk, subject_type="check", reference=wanted.reference,
            organisation=town.world.school,
        )  # fmt: skip
    seen = "select count(*) from people_{} where subject_id = any(%s)"
    subjects = [town.passed_by.contact.pk, town.passed_by.check.pk]
    for lead, number in ((town.world.lead, 1), (town.world.second_lead, 0)):
        with acting_as(lead.pk):
            for table in ("opening", "emergencyaccess"):
                assert run(seen.format(table), subjects) == [(number,)], (lead.name, table)
