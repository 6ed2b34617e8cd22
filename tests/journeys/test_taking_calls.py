"""A front door takes a call, and joins what was written after it: one piece of work."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from clocks.models import Clock
from notices.models import Notice
from partnerships.models import LocalAuthority
from referrals.models import Call, CallDraft, CallJoin, Contact
from referrals.selectors.inbox import Asked, inbox_page
from referrals.selectors.joining import written_since
from referrals.services.calls import CallChild, CallEntry, call_take
from referrals.services.decisions import contact_decide
from referrals.services.joining import call_join, call_unjoin
from referrals.services.triage import contact_take
from rowsecurity.session import acting_as
from tests.journeys.front_door import LATER, S47, SignIn, page, says_why, sent
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused, check_begin, conversation_record
from workflow.errors import IllegalTransition, NotAllowed

pytestmark = pytest.mark.usefixtures("at_half_past_seven")
HOUR = datetime.timedelta(hours=1)
RANG = NOW - HOUR
PUBLIC = CallEntry(
    how="phone", rang_at=RANG, caller="public", worry="She cries every night next door.", danger="neither",
    children=(CallChild(given_name="Leo", family_name="Marsh", age_stated=7),), caller_name="Nell Neighbour",
)  # fmt: skip
SCHOOL = replace(
    PUBLIC, caller="professional", caller_name="Pat", caller_agency="Larkfield Primary", call_back="01632 960000",
)  # fmt: skip
FORM = {
    "how": "phone", "day_day": "18", "day_month": "11", "day_year": "2026", "time": "9:00", "caller": "public",
    "danger": "neither", "worry": "She cries every night next door.", "place": "unknown", "family_knows": "unknown",
    "level": "not-sure", "children": "1", "do": "take",
}  # fmt: skip


def took(world: World, entry: CallEntry = PUBLIC, at: datetime.datetime = NOW, new_id: uuid.UUID | None = None) -> Contact:
    with acting_as(world.worker.pk):
        contact = call_take(entry=entry, front_door=world.door, by=world.worker, at=at, new_id=new_id or uuid.uuid4())
        return Contact.objects.select_related("call").get(pk=contact.pk)


def open_clocks(contact: Contact) -> dict[str, Clock]:
    with as_factory():
        return {clock.rule: clock for clock in Clock.objects.open().filter(subject_id=contact.pk)}


def test_a_call_is_in_the_inbox_with_its_24_hours_from_when_they_rang(blackpool: World, sign_in: SignIn) -> None:
    contact = took(blackpool)
    assert contact.decide_by == RANG + 24 * HOUR
    assert open_clocks(contact)["decision"].started_at == RANG
    shown = page(sign_in(blackpool.worker), "/front-door/")
    assert str(contact.pk) in shown
    assert "By phone: Nell Neighbour" in shown
    assert "She cries every night" in page(sign_in(blackpool.manager), f"/front-door/contacts/{contact.pk}/")


def test_nobody_of_an_agency_sees_a_call_and_nobody_else_is_asked_to_write(blackpool: World) -> None:
    contact = took(blackpool)
    assert set(open_clocks(contact)) == {"decision"}
    for person in (blackpool.practitioner, blackpool.lead, blackpool.stranger, blackpool.other_worker):
        with acting_as(person.pk):
            assert not Contact.objects.visible_to(person).filter(pk=contact.pk).exists()
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from referrals_call")
                assert cursor.fetchone() == (0,)


def test_who_took_a_call_may_take_and_decide_it(blackpool: World) -> None:
    contact = took(blackpool)
    with acting_as(blackpool.worker.pk):
        contact_take(contact=contact, by=blackpool.worker, at=NOW)
        contact_decide(contact=contact, deciding=S47, by=blackpool.worker, at=NOW)
    assert open_clocks(contact) == {}
    with as_factory():
        assert not Notice.objects.filter(kind__in=["contact-decided", "contact-acknowledged"]).exists()


def test_only_staff_of_that_front_door_take_a_call(blackpool: World) -> None:
    for person in (blackpool.practitioner, blackpool.lead, blackpool.other_worker, blackpool.admin):
        with acting_as(person.pk), pytest.raises(NotAllowed):
            call_take(entry=PUBLIC, front_door=blackpool.door, by=person, at=NOW, new_id=uuid.uuid4())


def test_the_database_refuses_a_contact_without_a_proposal_that_nobody_took_down(blackpool: World) -> None:
    contact = took(blackpool)
    with as_factory():
        stored = Contact.objects.filter(pk=contact.pk).values().get()
    with acting_as(blackpool.worker.pk), pytest.raises(IntegrityError, match="is a call that somebody"), transaction.atomic():
        Contact(**stored | {"id": uuid.uuid4(), "reference": "BPL-2222-2222"}).save(force_insert=True)


def test_the_database_refuses_a_call_of_somebody_who_no_longer_works_there(blackpool: World) -> None:
    with as_factory():
        blackpool.worker.memberships.update(until_date=NOW.date() - datetime.timedelta(days=3))
    with acting_as(blackpool.worker.pk), pytest.raises(NotAllowed):
        call_take(entry=PUBLIC, front_door=blackpool.door, by=blackpool.worker, at=NOW, new_id=uuid.uuid4())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rang_at": NOW + HOUR}, "time"),
        ({"rang_at": NOW - datetime.timedelta(days=40)}, "day"),
        ({"worry": "  ", "children": ()}, "worry"),
        ({"caller": "professional"}, "caller_agency"),
        ({"place": "lives"}, "area"),
        ({"place": "found"}, "place_why"),
        ({"level": "no-such-level"}, "level"),
    ],
)
def test_a_call_that_cannot_be_as_given_is_refused_by_its_field(blackpool: World, changed: dict, field: str) -> None:
    with pytest.raises(CheckRefused) as refused:
        took(blackpool, replace(PUBLIC, **changed))
    assert refused.value.field == field


def test_the_same_page_sent_twice_is_one_contact(blackpool: World, sign_in: SignIn) -> None:
    client, token = sign_in(blackpool.worker), uuid.uuid4()
    given = FORM | {"token": str(token)}
    for _ in range(2):
        assert client.post("/front-door/calls/", given)["Location"] == f"/front-door/contacts/{token}/"
    with as_factory():
        assert Contact.objects.filter(origin="call").count() == 1


def test_a_half_typed_call_is_kept_through_an_error_and_is_gone_once_taken(blackpool: World, sign_in: SignIn) -> None:
    client, token = sign_in(blackpool.worker), uuid.uuid4()
    given = FORM | {"token": str(token), "worry": "A <b>bruise</b>", "time": ""}
    kept = client.post("/front-door/calls/", given | {"do": "keep"})
    assert kept["Location"] == f"/front-door/calls/{token}/"
    assert "A &lt;b&gt;bruise&lt;/b&gt;" in page(client, kept["Location"])
    assert "A &lt;b&gt;bruise&lt;/b&gt;" in (wrong := client.post(kept["Location"], given)).content.decode()
    assert wrong.status_code == 422
    assert sign_in(blackpool.manager).get(kept["Location"]).status_code == 404
    with acting_as(blackpool.manager.pk), connection.cursor() as cursor:
        cursor.execute("select count(*) from referrals_calldraft")
        assert cursor.fetchone() == (0,)
    client = sign_in(blackpool.worker)
    client.post(kept["Location"], given | {"time": "9:00"})
    with as_factory():
        assert not CallDraft.objects.exists()
        assert Call.objects.get().worry == "A <b>bruise</b>"


def test_words_of_ten_thousand_letters_are_refused_and_given_back(blackpool: World, sign_in: SignIn) -> None:
    answer = sign_in(blackpool.worker).post("/front-door/calls/", FORM | {"worry": "w" * 10_000})
    assert answer.status_code == 422
    assert "w" * 10_000 in answer.content.decode()


def test_the_topic_brings_its_questions_and_what_is_not_known_is_kept(plymouth: World, sign_in: SignIn) -> None:
    client, token = sign_in(plymouth.worker), uuid.uuid4()
    given = FORM | {"token": str(token), "topic": "Injuries"}
    asked = client.post("/front-door/calls/", given | {"do": "ask"})
    shown = page(client, asked["Location"].partition("#")[0])
    code = shown.partition('name="u_')[2].partition('"')[0]
    assert code.startswith("P16-Q-")
    client.post("/front-door/calls/", given | {f"u_{code}": "on", "unknown": "birth"})
    with as_factory():
        call = Call.objects.get()
    assert call.not_known[0] == "the date of birth"
    assert len(call.not_known) == 2
    assert "Not known to the caller:" in page(client, f"/front-door/contacts/{token}/")


def test_who_stays_anonymous_is_named_on_no_page(blackpool: World, sign_in: SignIn) -> None:
    contact = took(blackpool, replace(PUBLIC, is_anonymous=True))
    for path in ("/front-door/", f"/front-door/contacts/{contact.pk}/", f"/front-door/contacts/{contact.pk}/join/"):
        assert "Nell Neighbour" not in page(sign_in(blackpool.worker), path)


def test_another_areas_child_is_taken_down_and_marked_with_their_numbers(blackpool: World, sign_in: SignIn) -> None:
    with as_factory():
        area = LocalAuthority.objects.get(slug="plymouth")
    contact = took(blackpool, replace(PUBLIC, danger="now", area=area, place="lives"))
    assert contact.call.is_for_transfer
    assert contact.urgency == "today"
    shown = page(sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/")
    assert "This child is Plymouth’s" in shown
    assert "01752 668000" in shown


def test_a_professional_owes_it_in_writing_the_same_day_and_joining_closes_that(blackpool: World, sign_in: SignIn) -> None:
    call = took(blackpool, replace(SCHOOL, caller_email=blackpool.practitioner.email))
    follow_up = open_clocks(call)["written-follow-up"]
    assert follow_up.owner == blackpool.practitioner
    assert follow_up.due_at.astimezone(NOW.tzinfo).date() == RANG.date()
    assert "You rang" in page(sign_in(blackpool.practitioner), f"/calls/{call.pk}/")
    written = sent(blackpool, NOW + HOUR)
    with acting_as(blackpool.worker.pk):
        first = written_since(call, blackpool.worker)[0]
        assert first.contact == written
        assert first.fit is not None
        assert "It was written by whoever rang" in first.fit.reasons
        call_join(call=call, written=written, by=blackpool.worker, at=NOW + 2 * HOUR)
        rows = inbox_page(blackpool.worker, asked=Asked(), after=None, now=LATER).contacts
        assert [contact.pk for contact in rows] == [written.pk]
    assert open_clocks(call) == {}
    assert open_clocks(written)["decision"].started_at == RANG
    shown = page(sign_in(blackpool.worker), f"/front-door/contacts/{written.pk}/")
    assert "First, by phone" in shown
    assert "1 h 30 m left" in shown
    assert "She cries every night" in shown
    assert "She cries every night" not in page(sign_in(blackpool.practitioner), f"/contacts/{written.pk}/")


def test_a_call_that_is_joined_is_not_decided_on_by_itself_and_can_be_taken_apart(blackpool: World, sign_in: SignIn) -> None:
    call, written = took(blackpool, SCHOOL), sent(blackpool, NOW)
    with acting_as(blackpool.worker.pk):
        call_join(call=call, written=written, by=blackpool.worker, at=NOW)
        with pytest.raises(IllegalTransition):
            contact_decide(contact=call, deciding=S47, by=blackpool.worker, at=NOW)
        call_unjoin(call=call, why="Another family.", by=blackpool.worker, at=NOW + HOUR)
    assert set(open_clocks(call)) == {"decision", "written-follow-up"}
    assert open_clocks(written)["decision"].started_at == NOW
    client = sign_in(blackpool.worker)
    joined = client.post(f"/front-door/contacts/{call.pk}/join/", {"written": str(written.pk)})
    assert joined["Location"] == f"/front-door/contacts/{call.pk}/"
    assert "one piece of work" in page(client, joined["Location"])


def test_one_written_contact_is_joined_to_one_call_and_not_once_it_is_decided(blackpool: World) -> None:
    first, second, written = took(blackpool, SCHOOL), took(blackpool, SCHOOL), sent(blackpool, NOW)
    decided = sent(blackpool, NOW)
    with acting_as(blackpool.worker.pk):
        call_join(call=first, written=written, by=blackpool.worker, at=NOW)
        with pytest.raises(CheckRefused, match="joined to another call"):
            call_join(call=second, written=written, by=blackpool.worker, at=NOW)
        contact_decide(contact=decided, deciding=S47, by=blackpool.worker, at=NOW)
        with pytest.raises(CheckRefused, match="decided already"):
            call_join(call=second, written=decided, by=blackpool.worker, at=NOW)
        contact_decide(contact=written, deciding=S47, by=blackpool.worker, at=NOW)
        with pytest.raises(IllegalTransition):
            call_unjoin(call=first, why="Another family.", by=blackpool.worker, at=NOW)
        assert CallJoin.objects.standing().count() == 1


@pytest.mark.parametrize("taken_first", [True, False])
def test_whoever_runs_the_same_day_clock_on_their_own_check_is_not_reminded_twice(blackpool: World, taken_first: bool) -> None:
    by, entry = blackpool.practitioner, replace(SCHOOL, caller_email=blackpool.practitioner.email)
    call = took(blackpool, entry) if taken_first else None
    if call is not None:
        assert open_clocks(call)["written-follow-up"].owner == by
    with acting_as(by.pk):
        check = check_begin(by=by, urgency="today", at=NOW)
        conversation_record(check=check, kind="urgent-call", with_whom="Duty", held_at=RANG, said="He is cold.", by=by, at=NOW)
    call = call or took(blackpool, entry)
    clock = open_clocks(call)["written-follow-up"]
    assert clock.owner is None
    assert clock.started_at == RANG
    with as_factory():
        mine = Clock.objects.open().filter(owner=by, rule="written-follow-up")
        assert [one.subject_type for one in mine] == ["check"]


def test_a_manager_without_a_part_is_asked_why_once_the_call_is_decided(blackpool: World, sign_in: SignIn) -> None:
    contact = took(blackpool)
    with acting_as(blackpool.worker.pk):
        contact_decide(contact=contact, deciding=S47, by=blackpool.worker, at=NOW - 3 * HOUR)
    says_why(sign_in(blackpool.manager), f"/front-door/contacts/{contact.pk}/")


def test_the_page_of_a_neighbours_call_speaks_of_the_caller_and_of_no_referrer(blackpool: World, sign_in: SignIn) -> None:
    contact = took(blackpool)
    shown = page(sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/")
    assert "Advice to the caller" in shown
    assert "The family may read this." in shown
    assert "referrer" not in shown[shown.index('id="decide"') :].partition("</section>")[0].lower()


@pytest.mark.parametrize(("entry", "asker"), [(PUBLIC, "caller"), (SCHOOL, "referrer")])
def test_a_decision_without_advice_is_refused_in_the_words_for_who_rang(blackpool: World, entry: CallEntry, asker: str) -> None:
    contact = took(blackpool, entry)
    without = replace(S47, outcome="nfa", level="universal")
    with acting_as(blackpool.worker.pk), pytest.raises(CheckRefused, match=f"Say what you advise the {asker} to do"):
        contact_decide(contact=contact, deciding=without, by=blackpool.worker, at=NOW)
