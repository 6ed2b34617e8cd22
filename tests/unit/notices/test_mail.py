"""Draining the outbox: at least once, under one Message-ID, nothing about a child, one refusal does not stop the rest."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.conf import settings
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from notices.mail import drain
from notices.models import OutboxEmail
from notices.services import notice_send
from partnerships.models import User
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


class Refusing(EmailBackend):
    """A mail server that refuses some addresses, or everybody."""

    refused: tuple[str, ...] = ()
    gone = False

    def send_messages(self, messages):
        if Refusing.gone:
            raise SMTPServerDisconnected("gone")
        for message in messages:
            if message.to[0] in Refusing.refused:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no")})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    settings.BASE_URL = "https://help.example"
    monkeypatch.setattr(Refusing, "refused", ())
    monkeypatch.setattr(Refusing, "gone", False)
    monkeypatch.setattr("notices.mail.get_connection", Refusing)
    return Refusing


@pytest.fixture
def waiting(people):
    with time_machine.travel(NOW, tick=False), acting_as(people[0].pk):
        notice_send(recipients=people, kind="sample", reference="TST-26-000001", url="/contacts/1/", key="k", at=NOW)
    return people


def drained_at(moment: datetime):
    with time_machine.travel(moment, tick=False), as_system():
        return drain()


def test_an_email_says_the_reference_and_the_link_and_no_more(waiting):
    assert drained_at(NOW).sent == 2

    message = django_mail.outbox[0]
    assert message.subject == "Right Help: TST-26-000001"
    assert message.body.startswith("Something happened to TST-26-000001.")
    assert "https://help.example/contacts/1/" in message.body
    assert {m.to[0] for m in django_mail.outbox} == {"person-1@agency.example", "person-2@agency.example"}


def test_what_was_sent_is_not_sent_again(waiting):
    drained_at(NOW)

    assert drained_at(NOW + timedelta(days=1)).sent == 0
    assert len(django_mail.outbox) == 2


def test_an_email_sent_again_after_a_kill_has_the_same_message_id(waiting):
    drained_at(NOW)
    first = {m.to[0]: m.extra_headers["Message-ID"] for m in django_mail.outbox}
    with as_factory():
        OutboxEmail.objects.update(sent_at=None)
    django_mail.outbox.clear()

    drained_at(NOW)

    assert {m.to[0]: m.extra_headers["Message-ID"] for m in django_mail.outbox} == first
    assert len(set(first.values())) == 2
    assert all(value.endswith("@help.example>") for value in first.values())


def test_one_address_that_is_refused_does_not_hold_up_the_other(waiting, server):
    server.refused = ("person-1@agency.example",)

    done = drained_at(NOW)

    assert (done.sent, done.refused) == (1, 1)
    with as_factory():
        row = OutboxEmail.objects.get(sent_at__isnull=True)
    assert (row.attempts, row.last_error) == (1, "SMTPRecipientsRefused")
    assert row.next_try_at == NOW + timedelta(minutes=2)


def test_when_the_server_is_back_everything_goes_out_once(waiting, server):
    server.gone = True
    assert drained_at(NOW).refused == 2
    assert drained_at(NOW + timedelta(minutes=1)).refused == 0
    server.gone = False

    assert drained_at(NOW + timedelta(minutes=2)).sent == 2
    assert len(django_mail.outbox) == 2


def test_an_address_that_makes_no_email_does_not_hold_up_the_other(waiting):
    with as_factory():
        User.objects.filter(pk=waiting[0].pk).update(email="person-1@agency.example\nBcc: x@y.example")

    done = drained_at(NOW)

    assert (done.sent, done.refused) == (1, 1)


def test_somebody_who_has_left_gets_no_email_and_the_others_do(waiting):
    with as_factory():
        User.objects.filter(pk=waiting[0].pk).update(is_active=False)

    assert drained_at(NOW).sent == 1

    assert [m.to[0] for m in django_mail.outbox] == ["person-2@agency.example"]
    with as_factory():
        assert not OutboxEmail.objects.filter(sent_at__isnull=True).exists()


def test_a_server_that_says_nothing_keeps_a_worker_for_seconds_and_not_for_each_email(waiting, monkeypatch):
    class Silent(EmailBackend):
        def send_messages(self, messages):
            clock.shift(timedelta(seconds=settings.EMAIL_TIMEOUT * 2))
            raise SMTPServerDisconnected("Connection unexpectedly closed: timed out")

    monkeypatch.setattr("notices.mail.get_connection", Silent)
    assert 0 < settings.EMAIL_TIMEOUT <= 10
    with time_machine.travel(NOW, tick=False) as clock, as_system():
        assert drain().refused == 1
