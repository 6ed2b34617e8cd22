"""The inbox: narrowed, searched, kept as views, and who has what open. Nothing about a child is in an address."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import Notice
from referrals.models import Contact, ContactChild, ContactMatch, ContactReading, SavedView
from referrals.rules.narrowing import Age, Filters
from referrals.rules.presence import READS_FOR
from referrals.selectors.inbox import Asked, Band, View, band_counts, inbox_counts, inbox_page
from referrals.selectors.readings import readers_of, readings_on
from referrals.services.inbox import reading_begin, view_rename, view_save
from referrals.services.triage import child_link, contact_take
from rowsecurity.session import acting_as
from tests.factories.need_to_know import RestrictionFactory, RestrictionMemberFactory
from tests.journeys.front_door import SignIn, known_family, page, sent
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("at_half_past_seven")
HOUR = datetime.timedelta(hours=1)
INBOX = "/front-door/"


def listed(world: World, asked: Asked) -> set[uuid.UUID]:
    with acting_as(world.worker.pk):
        return {contact.pk for contact in inbox_page(world.worker, asked=asked, after=None, now=NOW).contacts}


def test_each_filter_leaves_only_what_fits_it(blackpool: World) -> None:
    calm, urgent = sent(blackpool), sent(blackpool, urgent=True)
    with acting_as(blackpool.worker.pk):
        contact_take(contact=calm, by=blackpool.worker, at=NOW)
    both, none = {calm.pk, urgent.pk}, set()
    for filters, wanted in (
        (Filters(level=calm.level), both), (Filters(level="universal"), none),
        (Filters(agreement="agreement"), {calm.pk}), (Filters(agreement="urgent-waiting"), {urgent.pk}),
        (Filters(agency=str(calm.organisation_id)), both), (Filters(agency="999999"), none),
        (Filters(owner="me"), {calm.pk}), (Filters(owner="nobody"), {urgent.pk}),
        (Filters(owner=str(blackpool.worker.pk)), {calm.pk}), (Filters(age="16-up"), none),
        (Filters(age="unborn"), both), (Filters(repeat="yes"), none), (Filters(repeat="no"), both),
    ):  # fmt: skip
        assert listed(blackpool, Asked(filters=filters)) == wanted, filters
    with acting_as(blackpool.worker.pk):
        counts = inbox_counts(blackpool.worker, NOW)
    assert {view: counts[view] for view in (View.OPEN, View.MINE, View.NOBODY, View.REVIEW, View.YOUNG)} == {
        View.OPEN: 2, View.MINE: 1, View.NOBODY: 1, View.REVIEW: 1, View.YOUNG: 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("child", "more"),
    [
        ({"date_of_birth": NOW.date() - datetime.timedelta(days=200)}, {Age.UNDER_5}),
        ({"date_of_birth": datetime.date(2009, 1, 1)}, {Age.SIXTEEN_UP}),
        ({"age_stated": 12}, {Age.ELEVEN_TO_15}),
        ({}, set()),
    ],
)
def test_a_family_is_found_by_the_age_of_any_child_as_far_as_it_is_known(
    blackpool: World, child: dict, more: set[Age]
) -> None:  # fmt: skip
    contact = sent(blackpool)

    def found() -> set[Age]:
        return {age for age in Age if listed(blackpool, Asked(filters=Filters(age=age.value)))}

    before = found()
    assert {Age.UNBORN, Age.UNBORN_AND_UNDER_1} <= before
    assert not more & before
    with as_factory():
        ContactChild.objects.create(contact=contact, position=9, level=contact.level, **child)
    assert found() - before == more


def test_a_repeat_is_a_child_recognised_from_a_contact_of_the_year_before(blackpool: World) -> None:
    before = known_family(blackpool)
    again = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        assert listed(blackpool, Asked(filters=Filters(repeat="yes"))) == set()
        person = ContactMatch.objects.filter(child__contact=before).first().person
        child_link(child=again.children.first(), person=person, why="Same name", by=blackpool.worker, at=NOW)
    assert listed(blackpool, Asked(filters=Filters(repeat="yes"))) == {again.pk}


def test_bands_are_counted_over_all_pages(blackpool: World) -> None:
    for at in (NOW, NOW - 4 * HOUR, NOW + 20 * HOUR, NOW + 21 * HOUR):
        sent(blackpool, at)
    sent(blackpool, urgent=True)
    at = NOW + 21 * HOUR + HOUR / 2
    with acting_as(blackpool.worker.pk):
        counts = band_counts(blackpool.worker, Asked(), at)
    assert counts == {Band.URGENT: 1, Band.OVER: 1, Band.SOON: 1, Band.LATER: 2}


@pytest.mark.parametrize("words", ["ashdown", "ASHD", "number"])
def test_a_search_lists_what_is_open_and_stands_in_no_address(blackpool: World, sign_in: SignIn, words: str) -> None:
    contact = sent(blackpool)
    with as_factory():
        child = contact.children.first()
    asked = {"ashdown": child.family_name, "ASHD": child.family_name[:4].upper()}.get(words) or child.given_name
    client = sign_in(blackpool.worker)
    answer = client.post(INBOX, {"search": asked})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f"/front-door/contacts/{contact.pk}/" in shown
    assert f"={asked}" not in shown
    assert "every 60s" not in shown
    assert client.post(INBOX, {"search": "x" * 61}).status_code == 422
    assert client.post(INBOX, {"search": "\x00\x00"}).status_code == 422
    assert client.post(INBOX, {"search": "999 000 0000"}).status_code == 422


def test_filters_that_are_no_filters_show_all_and_odd_addresses_answer(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    for query in ("level=<b>&agency=x&owner=%00", "view=urgent", "age=1&repeat=maybe", f"view={uuid.uuid4()}"):
        assert str(contact.pk) in page(client, f"{INBOX}?{query}")
    shown = page(client, f"{INBOX}?level=universal&owner={2**50}")
    assert "Nothing fits these filters." in shown
    assert "Clear the filters" in shown


def test_a_view_is_kept_under_its_name_shown_renamed_and_deleted(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    assert "Save view" in page(client, f"{INBOX}?level={contact.level}")
    add = f"/front-door/views/?level={contact.level}&view=nobody"
    for name, status in (("", 422), ("x" * 300, 422), ("  ", 422), ("<b>😀 Mine</b>", 302), ("<B>😀 mine</B>", 422)):
        assert client.post(add, {"name": name}).status_code == status, name
    with as_factory():
        kept = SavedView.objects.get(user=blackpool.worker)
    assert kept.filters == {"level": contact.level, "owner": "nobody"}
    shown = page(client, f"{INBOX}?level={contact.level}&owner=nobody")
    assert "&lt;b&gt;😀 Mine&lt;/b&gt;" in shown
    assert f"/front-door/views/{kept.pk}/" in shown
    edit = f"/front-door/views/{kept.pk}/"
    assert sign_in(blackpool.manager).get(edit).status_code == 404
    assert "😀" not in page(sign_in(blackpool.manager), INBOX)
    client = sign_in(blackpool.worker)
    assert client.post(edit, {"name": "Statutory"}).status_code == 302
    assert "Statutory" in page(client, INBOX)
    assert client.post(edit, {"delete": "yes"}).status_code == 302
    assert client.get(edit).status_code == 404


def test_nobody_keeps_changes_or_sees_a_view_of_another(blackpool: World) -> None:
    with acting_as(blackpool.worker.pk):
        kept = view_save(name="Mine", filters=Filters(owner="me"), by=blackpool.worker, at=NOW)
    with acting_as(blackpool.manager.pk):
        assert not SavedView.objects.exists()
        with pytest.raises(NotAllowed):
            view_rename(view=kept, name="Theirs", by=blackpool.manager, at=NOW)
    with acting_as(blackpool.practitioner.pk), pytest.raises(NotAllowed):
        view_save(name="Any", filters=Filters(), by=blackpool.practitioner, at=NOW)
    with acting_as(blackpool.worker.pk):
        for n in range(11):
            view_save(name=f"View {n}", filters=Filters(), by=blackpool.worker, at=NOW)
        with pytest.raises(CheckRefused, match="12 views"):
            view_save(name="One more", filters=Filters(), by=blackpool.worker, at=NOW)


def test_who_has_it_open_is_seen_by_colleagues_until_it_passes_by_itself(blackpool: World, sign_in: SignIn) -> None:
    contact, other = sent(blackpool), sent(blackpool)
    sign_in(blackpool.worker).get(f"/front-door/contacts/{contact.pk}/")
    manager = blackpool.manager
    with acting_as(manager.pk):
        [reading] = readers_of(manager, contact, NOW + READS_FOR / 2)
        assert reading.user_id == blackpool.worker.pk
        found = readings_on(manager, [contact, other], reading.until)
    assert found[contact.pk].now == []
    assert found[contact.pk].by_anybody
    assert not found[contact.pk].by_me
    assert not found[other.pk].by_anybody
    for reader in (blackpool.practitioner, blackpool.lead):
        with acting_as(reader.pk):
            assert not ContactReading.objects.exists()
    shown = page(sign_in(manager), INBOX)
    assert "Wyn reading" in shown
    assert shown.count("You have not opened it") == 1
    with acting_as(blackpool.worker.pk):
        reading_begin(contact=other, is_restricted=False, by=blackpool.worker, at=reading.since)
    with acting_as(manager.pk):
        assert readers_of(manager, contact, reading.since) == []


def test_nobody_is_shown_who_reads_what_only_those_named_may_open(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    with as_factory():
        restriction = RestrictionFactory(
            subject_type="contact", subject_id=contact.pk, reference=contact.reference, front_door=blackpool.door,
            restricted_by=blackpool.manager,
        )  # fmt: skip
        for user in (blackpool.worker, blackpool.manager):
            RestrictionMemberFactory(restriction=restriction, user=user)
    sign_in(blackpool.worker).get(f"/front-door/contacts/{contact.pk}/")
    with acting_as(blackpool.manager.pk):
        assert readers_of(blackpool.manager, contact, NOW) == []


def test_the_minute_brings_who_reads_and_leaves_rows_where_they_are(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    sign_in(blackpool.worker).get(f"/front-door/contacts/{contact.pk}/")
    manager, headers = sign_in(blackpool.manager), {"HX-Request": "true"}
    words = manager.get(f"{INBOX}?since={(NOW + 22 * HOUR).timestamp()}", headers=headers).content.decode()
    assert f'id="has-{contact.pk}" hx-swap-oob="true"' in words
    assert "Wyn reading" in words
    assert "inbox-row__who" not in words
    words = manager.get(f"{INBOX}?since={(NOW + 2 * HOUR).timestamp()}", headers=headers).content.decode()
    assert "1 moved up: show in order" in words
    times = manager.get(f"/front-door/contacts/{contact.pk}/", headers=headers).content.decode()
    assert "Wyn Worker" in times
    assert contact.heading not in times


def test_taking_over_asks_first_and_tells_who_had_it(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    take = f"/front-door/contacts/{contact.pk}/take/"
    sign_in(blackpool.worker).post(take)
    manager = sign_in(blackpool.manager)
    assert "Take it over from Wyn Worker?" in page(manager, take)
    manager.post(take)
    with as_factory():
        assert Contact.objects.get(pk=contact.pk).owner == blackpool.manager
        told = Notice.objects.filter(kind__in=("contact-taken-over", "contact-given"))
        assert [(notice.recipient, notice.kind) for notice in told] == [(blackpool.worker, "contact-taken-over")]
    manager.post(f"/front-door/contacts/{contact.pk}/hand-over/", {"owner": blackpool.worker.pk})
    with as_factory():
        given = Notice.objects.get(kind="contact-given")
    assert (given.recipient, given.reference) == (blackpool.worker, contact.reference)


def test_the_pane_beside_opens_the_record_and_says_so(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    client = sign_in(blackpool.worker)
    path = f"/front-door/contacts/{contact.pk}/summary/"
    assert client.get(path)["Location"] == f"/front-door/contacts/{contact.pk}/"
    shown = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert contact.reference in shown
    assert "<html" not in shown


def test_filters_and_search_take_as_many_queries_for_many_rows_as_for_two(blackpool: World, sign_in: SignIn) -> None:
    client = sign_in(blackpool.worker)
    made = [sent(blackpool, NOW + n * HOUR) for n in range(2)]

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, f"{INBOX}?level={made[0].level}&repeat=no&age=&owner=nobody")
            client.post(INBOX, {"search": made[0].heading})
        return len(asked)

    queries()
    for_two = queries()
    for n in range(4):
        sent(blackpool, NOW - n * HOUR)
    assert queries() == for_two
