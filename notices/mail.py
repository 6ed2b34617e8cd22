"""Draining the outbox: each e-mail goes out at least once, and carries the same Message-ID each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from notices.models import OutboxEmail

log = structlog.get_logger(__name__)
REFUSALS = (SMTPException, OSError, LookupError, TypeError, ValueError)
"""A server that refuses or is not there, and a row of which no e-mail can be made: neither holds up the rest."""
LONGEST_WAIT = timedelta(hours=1)
MOST_IN_ONE_RUN = 2000
LONGEST_REFUSED = timedelta(seconds=15)
"""A server that is slow to refuse, or says nothing at all, keeps a worker no longer: the sweep needs it."""


@dataclass
class Drained:
    sent: int = 0
    refused: int = 0


def drain(*, most: int = MOST_IN_ONE_RUN) -> Drained:
    """Send what is waiting, oldest first, one transaction for each e-mail, and say how it went.

    A row is locked while its e-mail is handed over and marked in the same transaction: a process that is killed between
    the two sends that one again, with the same Message-ID. One that is refused waits longer each time, an hour at most,
    and does not hold up the rest.
    """
    done, started = Drained(), timezone.now()
    connection = get_connection()
    try:
        while done.sent + done.refused < most and _send_next(connection, started, done):
            if done.refused and timezone.now() - started > LONGEST_REFUSED:
                break
    finally:
        connection.close()
    return done


@transaction.atomic
def _send_next(connection, started: datetime, done: Drained) -> bool:
    row = (
        OutboxEmail.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("notice__recipient")
        .filter(sent_at__isnull=True, next_try_at__lte=started)
        .order_by("next_try_at")
        .first()
    )
    if row is None:
        return False
    row.attempts += 1
    if not row.notice.recipient.is_active:
        row.sent_at, row.last_error = timezone.now(), "has left"
        row.save(update_fields=["attempts", "last_error", "sent_at"])
        return True
    try:
        connection.send_messages([_message(row, connection)])
    except REFUSALS as refusal:
        row.next_try_at = timezone.now() + min(LONGEST_WAIT, timedelta(minutes=2 ** min(row.attempts, 6)))
        row.last_error = type(refusal).__name__
        done.refused += 1
        log.warning("email_refused", notice=str(row.pk), attempts=row.attempts, error=row.last_error)
    else:
        row.sent_at, row.last_error = timezone.now(), ""
        done.sent += 1
    row.save(update_fields=["attempts", "next_try_at", "last_error", "sent_at"])
    return True


def message_id(row: OutboxEmail) -> str:
    """The e-mail's idempotency key: the same however often it is sent."""
    return f"<{row.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def _message(row: OutboxEmail, connection) -> EmailMessage:
    notice = row.notice
    body = render_to_string("emails/notice.txt", {"notice": notice, "link": f"{settings.BASE_URL}{notice.path}"})
    return EmailMessage(
        subject=f"Right Help: {notice.reference}",
        body=body,
        to=[notice.recipient.email],
        headers={"Message-ID": message_id(row), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
