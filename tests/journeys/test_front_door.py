"""The front door's pages, walked by the people who use them: inbox, contact, decision, who the children are."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent
from people.models import Person
from referrals.models import ContactMatch, Decision
from referrals.selectors.inbox import Asked, View, inbox_page, key_read
from referrals.services.triage import note_add
from rowsecurity.session import acting_as
from tests.journeys.front_door import ANSWERS, LATER, SignIn, decided, known_family, page, says_why, sent
from tests.journeys.world import NOW, World
from tests.roles import as_factory

pytestmark = pytest.mark.usefixtures("at_half_past_seven")


def test_inbox_orders_by_urgency_then_time_left_and_says_why(blackpool: World, sign_in: SignIn) -> None:
    hours = datetime.timedelta(hours=1)
    later, soon, over = sent(blackpool, NOW + 20 * hours), sent(blackpool), sent(blackpool, NOW - 4 * hours)
    urgent = sent(blackpool, NOW + 19 * hours, urgent=True)
    practice = sent(blackpool, kind="practice")
    shown = page(sign_in(blackpool.worker), "/front-door/")
    places = [shown.index(str(contact.pk)) for contact in (urgent, over, soon, later)]
    assert places == sorted(places)
    for words in ("Urgent today", "Past the 24 hours", "Decide in the next 4 hours", "Later", "1 h 30 m over", "2 h 30 m left"):
        assert words in shown
    assert "Nobody" in shown
    assert str(practice.pk) not in shown
    assert str(practice.pk) in page(sign_in(blackpool.worker), "/front-door/?view=practice")


@pytest.mark.parametrize(("view", "index"), [(View.OPEN, "inbox_by_time_left"), (View.DECIDED, "decided_lately")])
def test_row_level_security_leaves_the_inbox_on_its_index(blackpool: World, view: View, index: str) -> None:
    """Neither reading the whole table nor sorting it is let be, so the index is used if and only if it can be."""
    sent(blackpool)
    with acting_as(blackpool.worker.pk), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off")
        with CaptureQueriesContext(connection) as asked:
            inbox_page(blackpool.worker, asked=Asked(view), after=None, now=NOW)
        rows = [one["sql"] for one in asked.captured_queries if 'FROM "referrals_contact"' in one["sql"]]
        for sql in rows:
            cursor.execute(f"explain {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert f"using {index} on referrals_contact" in plan, plan
            assert "->  Sort" not in plan, plan
    assert rows


def test_inbox_takes_as_many_queries_for_eight_as_for_two(blackpool: World, sign_in: SignIn) -> None:
    client = sign_in(blackpool.worker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "/front-door/")
        return len(asked)

    for hour in range(2):
        sent(blackpool, NOW + datetime.timedelta(hours=hour))
    page(client, "/front-door/")
    for_two = queries()
    for hour in range(6):
        sent(blackpool, NOW - datetime.timedelta(hours=hour))
    assert queries() == for_two


def test_paging_by_key_shows_every_contact_once_in_order(blackpool: World) -> None:
    made = [sent(blackpool, NOW + datetime.timedelta(hours=n), urgent=n == 3) for n in range(5)]
    wanted = [made[3].pk, *(made[n].pk for n in (0, 1, 2, 4))]
    with acting_as(blackpool.worker.pk):
        seen, key = [], None
        while True:
            found = inbox_page(blackpool.worker, asked=Asked(), after=key, now=LATER, size=2)
            seen += [contact.pk for contact in found.contacts]
            if found.next_key is None:
                break
            key = key_read(str(found.next_key))
    assert seen == wanted


def test_a_refresh_brings_the_times_alone_and_says_what_arrived(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    new = sent(blackpool, LATER)
    since = (LATER - datetime.timedelta(minutes=5)).timestamp()
    answer = sign_in(blackpool.worker).get(f"/front-door/?view=open&since={since}", headers={"HX-Request": "true"})
    words = answer.content.decode()
    assert f'id="left-{contact.pk}" hx-swap-oob="true"' in words
    assert f"left-{new.pk}" not in words
    assert "Show 1 new" in words
    assert contact.heading not in words


def test_a_contact_is_opened_by_its_exact_reference(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    found = client.post("/front-door/", {"search": f" {contact.reference.lower()} "})
    assert found["Location"] == f"/front-door/contacts/{contact.pk}/"
    for words in ("Nobodyofthisname", contact.reference[:-1], ""):
        assert client.post("/front-door/", {"search": words}).status_code == 422


def test_a_contact_is_read_as_sent_with_markup_as_text_and_each_reading_is_recorded(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.practitioner.pk):
        note_add(contact=contact, kind="addition", words="<script>alert(1)</script>", by=blackpool.practitioner, at=NOW)
    shown = page(sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/")
    assert "Robin told me that he is hit at home." in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert 'value="BP-RO-S47"' in shown
    assert " checked" not in shown
    with as_factory():
        assert (
            AccessEvent.objects.filter(actor_id=blackpool.worker.pk, subject_id=contact.pk, action="contact-read").count() == 1
        )


def test_taking_and_handing_over_show_who_has_it(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    client.post(f"/front-door/contacts/{contact.pk}/take/")
    assert "2 h 30 m left" in page(client, "/front-door/?view=mine")
    client.post(f"/front-door/contacts/{contact.pk}/hand-over/", {"owner": blackpool.manager.pk})
    assert contact.heading not in page(client, "/front-door/?view=mine")
    assert "Mo Manager" in page(client, "/front-door/")
    assert "They have it in hand" in page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")


def test_a_decision_is_read_by_the_referrer_with_its_reasons_advice_and_what_would_change_it(
    blackpool: World, sign_in: SignIn
) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    given = ANSWERS | {"response": "BP-RO-EH", "level": "early-help"}
    refused = client.post(f"/front-door/contacts/{contact.pk}/", given)
    assert refused.status_code == 422
    assert "Say what makes yours differ" in refused.content.decode()
    assert "Two accounts that do not fit." in refused.content.decode()
    given |= {"level_differs_why": "Seen by the nurse.", "advice": "Begin early help.", "what_would_change": "A new injury."}
    assert client.post(f"/front-door/contacts/{contact.pk}/", given).status_code == 302
    shown = page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")
    for words in (
        "Early help", "Two accounts that do not fit.", "Seen by the nurse.", "Begin early help.", "A new injury.",
        "That took 21 hours 30 minutes", "Read the decision, and say that you have",
    ):  # fmt: skip
        assert words in shown


def test_the_second_to_decide_sees_who_was_first_and_keeps_their_words(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    manager = sign_in(blackpool.manager)
    says_why(manager, f"/front-door/contacts/{contact.pk}/")
    answer = manager.post(f"/front-door/contacts/{contact.pk}/", ANSWERS)
    words = answer.content.decode()
    assert answer.status_code == 409
    for said in ("Wyn Worker decided", "Robin says that he is hit.", "Two accounts that do not fit."):
        assert said in words
    with acting_as(blackpool.worker.pk):
        assert Decision.objects.count() == 1


def test_a_first_decision_that_names_a_former_one_is_still_the_first(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client, given = sign_in(blackpool.worker), ANSWERS | {"former": str(contact.pk)}
    assert client.post(f"/front-door/contacts/{contact.pk}/", given).status_code == 302
    with acting_as(blackpool.worker.pk):
        assert Decision.objects.get().supersedes is None


def test_deciding_again_supersedes_only_the_decision_that_was_read(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        first = str(Decision.objects.get().pk)
    client, again = sign_in(blackpool.manager), ANSWERS | {"former": first}
    says_why(client, f"/front-door/contacts/{contact.pk}/")
    assert client.post(f"/front-door/contacts/{contact.pk}/", again).status_code == 302
    assert client.post(f"/front-door/contacts/{contact.pk}/", again).status_code == 409
    with acting_as(blackpool.worker.pk):
        assert Decision.objects.count() == 2
    assert "which this one supersedes" in page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")


def test_a_child_is_recognised_linked_and_undone_and_the_earlier_contact_shows(blackpool: World, sign_in: SignIn) -> None:
    known_family(blackpool)
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    with acting_as(blackpool.worker.pk):
        robin = contact.children.get(given_name="Robin")
        person = Person.objects.get(given_name="Robin", front_door=blackpool.door)
    path = f"/front-door/contacts/{contact.pk}/children/{robin.pk}/match/"
    shown = page(client, path)
    assert "Likely the same child" in shown
    assert " checked" not in shown
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"who": person.pk}).status_code == 302
    assert client.post(path, {"who": "new"}).status_code == 409
    with acting_as(blackpool.worker.pk):
        linked = ContactMatch.objects.get(child=robin)
        assert linked.person == person
        assert "same date of birth" in linked.why
    inside = page(client, f"/front-door/contacts/{contact.pk}/")
    assert "3 weeks ago" in inside
    assert "2nd contact" in inside
    assert "2nd contact" in page(client, "/front-door/")
    assert client.post(f"{path}undo/").status_code == 302
    with acting_as(blackpool.worker.pk):
        assert not ContactMatch.objects.filter(child=robin).exists()
        assert Person.objects.filter(pk=person.pk).exists()


def test_nobody_is_linked_to_a_child_of_another_front_door(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    with as_factory():
        foreign = Person.objects.create(
            kind="child", given_name="Robin", family_name="Ashdown", date_of_birth=datetime.date(2019, 5, 29),
            front_door=blackpool.other_worker.memberships.get().front_door, recorded_by=blackpool.other_worker,
        )  # fmt: skip
    with acting_as(blackpool.worker.pk):
        robin = contact.children.get(given_name="Robin")
    path = f"/front-door/contacts/{contact.pk}/children/{robin.pk}/match/"
    client = sign_in(blackpool.worker)
    assert "Nobody like this" in page(client, path)
    assert client.post(path, {"who": foreign.pk}).status_code == 422
