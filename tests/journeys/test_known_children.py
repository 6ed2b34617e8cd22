"""The children whom a front door knows: not a match, two records of one child, missing episodes, finding one."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection

from people.models import MissingEpisode, Opening, Person, PersonMerge
from referrals.models import Contact, ContactMatch, NotAMatch
from referrals.selectors.children import as_one, merges_of, records_of
from referrals.selectors.inbox import earlier_contacts
from referrals.selectors.matching import candidates_for
from referrals.services.merging import Asked, merge_answer, merge_ask, merge_undo
from referrals.services.missing import Episode, episode_correct, episode_record, episode_withdraw
from referrals.services.not_a_match import may_match_again, not_a_match
from referrals.services.triage import child_is_new, child_link
from rowsecurity.session import acting_as
from tests.factories.need_to_know import ConflictOfInterestFactory, RestrictionFactory, RestrictionMemberFactory
from tests.journeys.front_door import SignIn, known_family, page, says_why, sent
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

DAY = datetime.timedelta(days=1)
ROBIN = {"given_name": "Robin", "family_name": "Ashdown", "date_of_birth": datetime.date(2019, 5, 29)}
NIGHT = Episode(missing_from=NOW - 2 * DAY, away_from="home", reported_by="His mother, to the police", found_at=NOW - DAY)


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def known(world: World, **facts: object) -> Person:
    with as_factory():
        return Person.objects.create(kind="child", front_door=world.door, recorded_by=world.worker, **ROBIN | facts)


def two(world: World) -> tuple[Person, Person]:
    return known(world, nhs_number="9990000018"), known(world, given_name="Robyn", upn="Z999000000018")


def asked_for(world: World, kept: Person, merged: Person) -> PersonMerge:
    with acting_as(world.worker.pk):
        asked = Asked(why="One birth, one mother.", chosen={"given_name": "merged"})
        return merge_ask(kept=kept, merged=merged, asked=asked, by=world.worker, at=NOW)


def merged(world: World, kept: Person, other: Person) -> PersonMerge:
    merge = asked_for(world, kept, other)
    with acting_as(world.manager.pk):
        return merge_answer(merge=merge, agrees=True, why="", by=world.manager, at=NOW)


def robin_of(contact: Contact):
    with as_factory():
        return contact.children.select_related("contact").get(given_name="Robin")


def test_somebody_who_is_not_the_child_is_not_proposed_again_until_it_is_undone(blackpool: World) -> None:
    by, contact, person = blackpool.worker, sent(blackpool), known(blackpool)
    child = robin_of(contact)
    with acting_as(by.pk):
        assert [one.person for one in candidates_for(child, by)] == [person]
        with pytest.raises(CheckRefused):
            not_a_match(child=child, person=person, why="  ", by=by, at=NOW)
        for _ in range(2):
            not_a_match(child=child, person=person, why="Another mother.", by=by, at=NOW)
        assert NotAMatch.objects.get().by == by
        assert candidates_for(child, by) == []
        for _ in range(2):
            may_match_again(child=child, person=person, by=by, at=NOW)
        assert [one.person for one in candidates_for(child, by)] == [person]
    with acting_as(blackpool.practitioner.pk), pytest.raises(NotAllowed):
        not_a_match(child=child, person=person, why="No.", by=blackpool.practitioner, at=NOW)


def test_two_records_are_one_when_a_second_person_agrees_and_neither_is_changed(blackpool: World) -> None:
    kept, other = two(blackpool)
    merge = asked_for(blackpool, kept, other)
    with acting_as(blackpool.worker.pk):
        assert merges_of(blackpool.worker, [kept.pk]).found == ()
        with pytest.raises(CheckRefused, match="somebody else"):
            merge_answer(merge=merge, agrees=True, why="", by=blackpool.worker, at=NOW)
    with acting_as(blackpool.manager.pk):
        merge_answer(merge=merge, agrees=True, why="", by=blackpool.manager, at=NOW)
        with pytest.raises(IllegalTransition):
            merge_answer(merge=merge, agrees=False, why="Twins.", by=blackpool.manager, at=NOW)
        merges, records = merges_of(blackpool.manager, [other.pk]), records_of(other, blackpool.manager)
        whole = as_one(records, merges)
        assert records == [kept, other]
        assert (whole.given_name, whole.nhs_number, whole.upn) == ("Robyn", "9990000018", "Z999000000018")
        assert Person.objects.get(pk=kept.pk).given_name == "Robin"
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        assert [one.person for one in candidates_for(robin_of(contact), blackpool.worker)] == [kept]


@pytest.mark.parametrize("wrong", ["itself", "twice", "merged already", "fact not chosen", "no reason", "another door"])
def test_a_merge_that_cannot_be_is_refused_and_leaves_nothing(blackpool: World, wrong: str) -> None:
    kept, other = two(blackpool)
    by, asked = blackpool.worker, Asked(why="One birth.", chosen={"given_name": "kept"})
    if wrong in {"twice", "merged already"}:
        (asked_for if wrong == "twice" else merged)(blackpool, kept, other)
    if wrong == "itself":
        other = kept
    if wrong == "another door":
        with as_factory():
            door = blackpool.other_worker.memberships.get().front_door
            other = Person.objects.create(kind="child", front_door=door, recorded_by=blackpool.other_worker, **ROBIN)
    asked = {"fact not chosen": replace(asked, chosen={}), "no reason": replace(asked, why=" ")}.get(wrong, asked)
    before = PersonMerge.objects.count()
    with acting_as(by.pk), pytest.raises((CheckRefused, NotAllowed)):
        merge_ask(kept=kept, merged=other, asked=asked, by=by, at=NOW)
    assert PersonMerge.objects.count() == before


@pytest.mark.parametrize("facts", [{"given_name": "Theo"}, {"nhs_number": "9990000026"}])
def test_who_may_be_twins_are_one_only_for_a_reason_of_its_own(blackpool: World, facts: dict) -> None:
    kept, other, by = known(blackpool, nhs_number="9990000018"), known(blackpool, **facts), blackpool.worker
    asked = Asked(why="One birth.", chosen={"given_name": "kept", "nhs_number": "kept"})
    with acting_as(by.pk):
        with pytest.raises(CheckRefused) as refused:
            merge_ask(kept=kept, merged=other, asked=asked, by=by, at=NOW)
        assert refused.value.field == "twins_why"
        again = replace(asked, twins_why="The midwife says: one birth, one child, called Theo at home.")
        assert merge_ask(kept=kept, merged=other, asked=again, by=by, at=NOW).twins_why == again.twins_why


def test_taken_apart_each_record_has_what_it_had_and_what_came_since_goes_where_it_is_said_to(blackpool: World) -> None:
    kept, other = two(blackpool)
    first, second = sent(blackpool, NOW - 30 * DAY), sent(blackpool)
    with acting_as(blackpool.worker.pk):
        child_link(child=robin_of(first), person=other, why="", by=blackpool.worker, at=NOW - 30 * DAY)
    merge = merged(blackpool, kept, other)
    by, later = blackpool.worker, NOW + DAY
    with time_machine.travel(later, tick=False), acting_as(by.pk):
        since = child_link(child=robin_of(second), person=kept, why="", by=by, at=later)
        listed = list(Contact.objects.at_doors_of(by))
        assert earlier_contacts(by, listed)[second.pk] == 1, "by the other record"
        episode = episode_record(child=kept, episode=NIGHT, by=by, at=later)
        with pytest.raises(CheckRefused, match="whose"):
            merge_undo(merge=merge, belongs={}, why="Two mothers.", by=by, at=later)
        merge_undo(merge=merge, belongs={since.pk: other.pk, episode.pk: other.pk}, why="Two mothers.", by=by, at=later)
        with pytest.raises(IllegalTransition):
            merge_undo(merge=merge, belongs={}, why="Again.", by=by, at=later)
        assert {match.person_id for match in ContactMatch.objects.all()} == {other.pk}
        assert MissingEpisode.objects.standing().get().person_id == other.pk
        assert merges_of(by, [kept.pk]).found == ()
        assert earlier_contacts(by, listed)[second.pk] == 1
        assert records_of(kept, by) == [kept]


def test_a_record_that_is_closed_to_somebody_is_neither_found_nor_merged_by_them(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    kept, by = known(blackpool), blackpool.worker
    with acting_as(blackpool.manager.pk):
        closed = child_is_new(child=robin_of(contact), by=blackpool.manager, at=NOW).person
    merge = asked_for(blackpool, kept, closed)
    with as_factory():
        of = {"subject_type": "contact", "subject_id": contact.pk, "reference": contact.reference}
        restriction = RestrictionFactory(**of, front_door=blackpool.door, restricted_by=blackpool.manager)
        RestrictionMemberFactory(restriction=restriction, user=blackpool.manager)
    with acting_as(by.pk):
        assert PersonMerge.objects.count() == 0
        with pytest.raises(NotAllowed):
            merge_ask(kept=kept, merged=closed, asked=Asked(why="One."), by=by, at=NOW)
    client = sign_in(by)
    assert client.get(f"/front-door/children/{closed.pk}/").status_code == 404
    assert client.get(f"/front-door/merges/{merge.pk}/").status_code == 404
    shown = client.post("/front-door/children/", {"family_name": "Ashdown", "given_name": "Robin"}).content.decode()
    assert str(kept.pk) in shown
    assert str(closed.pk) not in shown


def test_who_knows_the_family_of_one_record_is_shut_out_of_what_was_merged_with_it(blackpool: World) -> None:
    contact, later, (kept, other) = sent(blackpool, NOW - DAY), sent(blackpool), two(blackpool)
    by = blackpool.worker
    with acting_as(by.pk):
        child_link(child=robin_of(contact), person=kept, why="", by=by, at=NOW)
        child_link(child=robin_of(later), person=other, why="", by=by, at=NOW)
    merged(blackpool, kept, other)
    with as_factory():
        ConflictOfInterestFactory(
            subject_type="contact", subject_id=contact.pk, reference=contact.reference, front_door=blackpool.door, user=by
        )
    with acting_as(by.pk):
        assert not Contact.objects.at_doors_of(by).filter(pk=later.pk).exists()
        assert not Person.objects.visible_to(by).filter(pk__in=[kept.pk, other.pk]).exists()


def test_an_episode_is_put_right_by_another_and_never_written_over(blackpool: World) -> None:
    child, by = known(blackpool), blackpool.worker
    with acting_as(by.pk):
        first = episode_record(child=child, episode=NIGHT, by=by, at=NOW)
        with pytest.raises(CheckRefused, match="overlaps"):
            episode_record(child=child, episode=NIGHT, by=by, at=NOW)
        right = replace(NIGHT, found_at=NOW - 1.5 * DAY, interview="held", said="I was at Jo’s. <b>🙂</b>")
        with pytest.raises(CheckRefused, match="put right"):
            episode_correct(former=first, episode=right, why="", by=by, at=NOW)
        second = episode_correct(former=first, episode=right, why="The police told us the time.", by=by, at=NOW)
        with pytest.raises(StaleVersion):
            episode_correct(former=first, episode=right, why="Again.", by=by, at=NOW)
        assert list(MissingEpisode.objects.standing()) == [second]
        assert MissingEpisode.objects.get(pk=first.pk).found_at == NIGHT.found_at
        episode_withdraw(former=second, why="Another child.", by=by, at=NOW)
        assert not MissingEpisode.objects.standing().exists()
        assert MissingEpisode.objects.count() == 3
    with acting_as(blackpool.practitioner.pk):
        assert MissingEpisode.objects.count() == 0
        with pytest.raises(NotAllowed):
            episode_record(child=child, episode=NIGHT, by=blackpool.practitioner, at=NOW)


def test_what_cannot_leave_its_mark_is_not_recorded(blackpool: World) -> None:
    kept, other = two(blackpool)
    child, by = robin_of(sent(blackpool)), blackpool.worker
    doing = {
        "referrals.services.merging": lambda: asked_for(blackpool, kept, other),
        "referrals.services.missing": lambda: episode_record(child=kept, episode=NIGHT, by=by, at=NOW),
        "referrals.services.not_a_match": lambda: not_a_match(child=child, person=kept, why="No.", by=by, at=NOW),
    }
    for module, do in doing.items():
        with acting_as(by.pk), patch(f"{module}.record_change", side_effect=RuntimeError), pytest.raises(RuntimeError):
            do()
    with acting_as(by.pk):
        assert [model.objects.count() for model in (PersonMerge, MissingEpisode, NotAMatch)] == [0, 0, 0]


def test_the_database_lets_nobody_else_read_or_write_them(blackpool: World) -> None:
    kept, other = two(blackpool)
    merged(blackpool, kept, other)
    with acting_as(blackpool.worker.pk):
        episode_record(child=kept, episode=NIGHT, by=blackpool.worker, at=NOW)
    for who in (blackpool.practitioner, blackpool.lead, blackpool.other_worker, blackpool.admin, blackpool.stranger):
        with acting_as(who.pk), connection.cursor() as cursor:
            cursor.execute("select (select count(*) from people_personmerge) + (select count(*) from people_missingepisode)")
            assert cursor.fetchone() == (0,)
            cursor.execute("update people_personmerge set state = 'undone'")
            assert cursor.rowcount == 0


def test_a_child_is_found_read_and_counted_and_whoever_has_no_part_says_why(blackpool: World, sign_in: SignIn) -> None:
    known_family(blackpool)
    contact, by = sent(blackpool), blackpool.worker
    with acting_as(by.pk):
        person = Person.objects.get(given_name="Robin", front_door=blackpool.door)
        child_link(child=robin_of(contact), person=person, why="same", by=by, at=NOW)
        for days in (200, 150, 100, 60, 40, 5):
            night = replace(NIGHT, missing_from=NOW - days * DAY, found_at=NOW - (days - 1) * DAY)
            episode_record(child=person, episode=night, by=by, at=NOW)
    client = sign_in(by)
    found = client.post("/front-door/children/", {"given_name": "Robyn", "family_name": "Ashdowne"})
    assert f"/front-door/children/{person.pk}/" in found.content.decode()
    assert client.post("/front-door/children/", {}).status_code == 422
    shown = page(client, f"/front-door/children/{person.pk}/")
    for words in ("2 contacts in 12 months", "3 episodes in the last 90 days", "2 older", "Names used"):
        assert words in shown, words
    assert "2 older" not in page(client, f"/front-door/children/{person.pk}/?older=yes")
    assert "3rd missing episode in 90 days" in page(client, f"/front-door/contacts/{contact.pk}/")
    alone, path = known(blackpool, given_name="Quentin", date_of_birth=None), "/front-door/children/{}/"
    manager = sign_in(blackpool.manager)
    assert "Why do you need to open this?" in page(manager, path.format(alone.pk), 403)
    given = {"opening-asked": "get", "opening-reason": "news", "opening-words": "His aunt rang."}
    assert manager.post(path.format(alone.pk), given).status_code == 302
    assert "His aunt rang." in page(manager, path.format(alone.pk))
    with acting_as(blackpool.manager.pk):
        assert Opening.objects.get().subject_id == alone.pk


def test_the_second_to_put_an_episode_right_sees_what_the_first_wrote(blackpool: World, sign_in: SignIn) -> None:
    child, worker, manager = known(blackpool), sign_in(blackpool.worker), sign_in(blackpool.manager)
    given = {
        "from_day_day": "10", "from_day_month": "11", "from_day_year": "2026", "from_time": "21:30", "away_from": "home",
        "reported_by": "<b>Mum</b> 🙂", "is_found": "no",
    }  # fmt: skip
    path = f"/front-door/children/{child.pk}/missing/"
    assert worker.post(path, given | {"from_day_year": "1900"}).status_code == 422
    assert worker.post(path, given).status_code == 302
    assert worker.post(path, given).status_code == 422, "sent twice"
    assert "&lt;b&gt;Mum" in page(worker, f"/front-door/children/{child.pk}/")
    with acting_as(blackpool.worker.pk):
        episode = MissingEpisode.objects.get()
    path = f"/front-door/missing/{episode.pk}/"
    opened = re.search(r'name="opened"\s+value="([0-9a-f]+)"', page(worker, path)).group(1)
    found = {"is_found": "yes", "found_day_day": "11", "found_day_month": "11", "found_day_year": "2026", "found_time": "7am"}
    change = given | found | {"interview": "held", "opened": opened, "why_changed": "The police rang."}
    assert worker.post(path, change | {"found_day_day": "9"}).status_code == 422
    assert worker.post(path, change).status_code == 302
    says_why(manager, path)
    late = manager.post(path, change | {"found_where": "At Jo’s"})
    assert late.status_code == 409
    assert "Wyn Worker" in late.content.decode()


def test_the_pages_take_a_merge_from_asking_to_taking_apart_and_say_who_was_first(blackpool: World, sign_in: SignIn) -> None:
    kept, other = two(blackpool)
    worker, manager = sign_in(blackpool.worker), sign_in(blackpool.manager)
    path = f"/front-door/children/{kept.pk}/same/{other.pk}/"
    assert " checked" not in page(worker, path)
    assert worker.post(path, {"why": "One birth."}).status_code == 422
    address = worker.post(path, {"why": "One birth.", "given_name": "kept"})["Location"]
    assert worker.post(path, {"why": "One birth.", "given_name": "kept"}).status_code == 422, "sent twice"
    assert "somebody else looks at it" in page(worker, address)
    assert manager.post(address, {"answer": "no"}).status_code == 422
    assert manager.post(address, {"answer": "yes"}).status_code == 302
    assert manager.post(address, {"step": "undo"}).status_code == 422
    undo = {"step": "undo", "why": "Two mothers."}
    assert manager.post(address, undo).status_code == 302
    again = worker.post(address, undo)
    assert again.status_code == 409
    assert "Mo Manager moved this first" in again.content.decode()
