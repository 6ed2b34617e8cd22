"""How somebody hears of their deadlines: the link for their calendar, and whether the digest comes by e-mail."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit.services import record_access, record_change
from clocks.models import CalendarFeed, DigestChoice
from partnerships.models import User
from partnerships.permissions import Action, can
from workflow.errors import NotAllowed

TOKEN_BYTES = 32
MOST = 60
WINDOW = timedelta(hours=1)
"""Product decision: a link is answered 60 times an hour. Calendars ask a few times a day, several at once."""


class AskedTooOften(RuntimeError):
    """The link was read more often than a calendar does."""


def link_hash(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that nothing slower than a plain hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def feed_make(*, by: User, at: datetime) -> str:
    """Make somebody's calendar link and give back its token, which is kept nowhere. A link that they had is revoked."""
    if not can(by, Action.READ_DEADLINES):
        raise NotAllowed(Action.READ_DEADLINES)
    feed_revoke(by=by, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(user=by, link_hash=link_hash(token), made_at=at)
    feed.save(force_insert=True)
    record_change(by=by, event="feed-made", subject_type="calendar-feed", subject_id=feed.pk, at=at)
    return token


@transaction.atomic
def feed_revoke(*, by: User, at: datetime) -> bool:
    """End one's calendar link, if there is one; whether there was."""
    feed = CalendarFeed.objects.select_for_update(no_key=True).filter(user=by, revoked_at__isnull=True).first()
    if feed is None:
        return False
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    record_change(by=by, event="feed-revoked", subject_type="calendar-feed", subject_id=feed.pk, at=at)
    return True


def feed_owner(token: str) -> int | None:
    """Whose link it is, with nobody signed in; None for one that is unknown or revoked, or whose owner may not sign in."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id from rls.calendar_feed_owner(%s)", [link_hash(token)])
        found = cursor.fetchone()
    return found[0] if found else None


@transaction.atomic
def feed_count(*, owner: User, at: datetime) -> None:
    """Count one reading of somebody's link, with its mark; raises AskedTooOften. Call it as the owner."""
    feed = CalendarFeed.objects.select_for_update(no_key=True).get(user=owner, revoked_at__isnull=True)
    if feed.counted_from is None or at - feed.counted_from >= WINDOW:
        feed.counted_from, feed.asked = at, 0
    if feed.asked >= MOST:
        raise AskedTooOften
    feed.asked, feed.read_at = feed.asked + 1, at
    feed.save(update_fields=["counted_from", "asked", "read_at"])
    record_access(user=owner, action="feed-read", subject_type="deadlines", subject_id=None)


@transaction.atomic
def digest_choose(*, by: User, by_email: bool, at: datetime) -> None:
    """Say whether the morning's digest comes by e-mail as well. It stands among one's notices either way."""
    if not can(by, Action.READ_DEADLINES):
        raise NotAllowed(Action.READ_DEADLINES)
    DigestChoice.objects.update_or_create(user=by, defaults={"by_email": by_email, "chosen_at": at})
