"""Notices and their e-mails, as rows; tests of behaviour send them by their service."""

import datetime

import factory

from notices.models import Notice, OutboxEmail
from notices.services import notice_id

SENT = datetime.datetime(2026, 3, 3, 10, 0, tzinfo=datetime.UTC)


class NoticeFactory(factory.django.DjangoModelFactory):
    """Needs `recipient`."""

    class Meta:
        model = Notice

    key = factory.Sequence(lambda n: f"notice-{n}")
    id = factory.LazyAttribute(lambda made: notice_id(made.recipient.pk, made.key))
    kind = "clock-due"
    about = "Decision on the contact"
    reference = factory.Sequence(lambda n: f"TST-26-{n:06d}")
    path = "/deadlines/"
    due_at = SENT
    meant_at = SENT
    created_at = SENT


class OutboxEmailFactory(factory.django.DjangoModelFactory):
    """Needs `notice`."""

    class Meta:
        model = OutboxEmail

    created_at = SENT
    next_try_at = SENT
