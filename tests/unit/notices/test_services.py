"""Telling people: once, nothing but a reference, and each their own."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from notices.catalogue import UnknownNotice
from notices.models import Notice, OutboxEmail
from notices.selectors import notices_for, unread_count
from notices.services import notice_mark_read, notice_send, notices_mark_all_read
from rowsecurity.session import acting_as
from tests.roles import as_factory

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def send(recipients, *, key="one", kind="sample", reference="TST-26-000001", url="/contacts/1/", by=None):
    with acting_as((by or recipients[0]).pk):
        notice_send(recipients=recipients, kind=kind, reference=reference, url=url, key=key, at=NOW)


def test_each_recipient_reads_their_own_and_nobody_elses(people):
    first, second = people
    send([second], by=first)

    with acting_as(first.pk):
        assert not Notice.objects.exists()
    with acting_as(second.pk):
        assert [n.text for n in notices_for(second)] == ["Something happened to TST-26-000001."]
        assert unread_count(second) == 1


def test_the_same_key_is_told_once_on_the_page_and_by_email(people):
    send(people)
    send(people)
    send([people[0], people[0]])

    with as_factory():
        assert (Notice.objects.count(), OutboxEmail.objects.count()) == (2, 2)


def test_another_key_is_another_notice(people):
    send(people[:1], key="one")
    send(people[:1], key="two")

    with as_factory():
        assert Notice.objects.count() == 2


def test_a_kind_that_nobody_declared_is_refused(people):
    with pytest.raises(UnknownNotice):
        send(people, kind="gossip")


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "Wren Ashdown, 4"},
        {"reference": ""},
        {"url": "https://elsewhere.example/"},
        {"url": "/contacts/?name=Wren"},
    ],
)
def test_what_is_not_a_reference_or_a_page_of_ours_is_refused_by_the_database(people, wrong):
    with pytest.raises(IntegrityError):
        send(people, **wrong)


def test_a_notice_rolled_back_was_never_sent(people):
    with acting_as(people[0].pk), transaction.atomic():
        notice_send(recipients=people, kind="sample", reference="T-1", url="/", key="k", at=NOW)
        transaction.set_rollback(True)

    with as_factory():
        assert not Notice.objects.exists()
        assert not OutboxEmail.objects.exists()


def test_reading_is_kept_from_the_first_time_and_only_ones_own_can_be_read(people):
    first, second = people
    send(people)
    later = NOW.replace(hour=12)
    with acting_as(first.pk):
        notice = notices_for(first).get()
        notice_mark_read(notice=notice, by=first, at=NOW)
        notice_mark_read(notice=notice, by=first, at=later)
        notice.refresh_from_db()
        assert notice.read_at == NOW
        assert unread_count(first) == 0
        assert notices_mark_all_read(by=second, at=later) == 0
    with acting_as(second.pk):
        assert unread_count(second) == 1
        assert notices_mark_all_read(by=second, at=later) == 1


def test_what_a_notice_says_cannot_be_changed_nor_a_notice_taken_back(people):
    send(people)
    with acting_as(people[0].pk):
        for attempt in (lambda: Notice.objects.update(reference="T-2"), lambda: Notice.objects.all().delete()):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                attempt()


def test_nobody_but_the_system_reads_the_outbox(people):
    send(people)
    with acting_as(people[0].pk), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        OutboxEmail.objects.count()
