"""What somebody keeps for themselves of the inbox, and that they have a contact open."""

import datetime

from django.db import IntegrityError, transaction

from audit.services import record_change
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Contact, ContactReading, SavedView
from referrals.rules.narrowing import Filters
from referrals.rules.presence import READS_FOR, since_when
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

MOST = 12
LONGEST = 40


@transaction.atomic
def view_save(*, name: str, filters: Filters, by: User, at: datetime.datetime) -> SavedView:
    """Keep a way to look at the inbox. Raises `CheckRefused` for a name that is taken, and for one view too many."""
    if not can(by, Action.CONTACT_TRIAGE):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    if SavedView.objects.filter(user=by).count() >= MOST:
        raise CheckRefused("name", f"You have {MOST} views of your own. Delete one first.")
    view = SavedView(user=by, name=_named(name), filters=filters.given, made_at=at)
    _write(view)
    record_change(by=by, event="view-saved", subject_type="inbox-view", subject_id=view.pk, at=at)
    return view


@transaction.atomic
def view_rename(*, view: SavedView, name: str, by: User, at: datetime.datetime) -> SavedView:
    """Call a view of one's own something else."""
    view = _own(view, by)
    view.name = _named(name)
    _write(view)
    record_change(by=by, event="view-renamed", subject_type="inbox-view", subject_id=view.pk, at=at)
    return view


@transaction.atomic
def view_delete(*, view: SavedView, by: User, at: datetime.datetime) -> None:
    """Delete a view of one's own. The contacts that it showed stay where they are."""
    view = _own(view, by)
    pk = view.pk
    view.delete()
    record_change(by=by, event="view-deleted", subject_type="inbox-view", subject_id=pk, at=at)


def _own(view: SavedView, by: User) -> SavedView:
    held = SavedView.objects.select_for_update().filter(pk=view.pk, user=by).first()
    if held is None or not can(by, Action.CONTACT_TRIAGE):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    return held


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise CheckRefused("name", "Give the view a name.")
    if len(name) > LONGEST:
        raise CheckRefused("name", f"The name can have {LONGEST} characters at most.")
    return name


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise CheckRefused("name", "You have a view of this name already.") from taken


@transaction.atomic
def reading_begin(*, contact: Contact, is_restricted: bool, by: User, at: datetime.datetime) -> None:
    """Somebody at the front door has a contact open: colleagues who may open it see so until it passes by itself.

    Who has opened what only those named may open is shown to nobody, so such a reading ends as it begins. One contact is
    read at a time: another that was open is not read any more.
    """
    if not can(by, Action.CONTACT_TRIAGE, contact):
        raise NotAllowed(Action.CONTACT_TRIAGE)
    readings_end(by=by, at=at, but=contact)
    until = at if is_restricted else at + READS_FOR
    found = ContactReading.objects.filter(contact=contact, user=by).first()
    if found is None:
        fresh = ContactReading(contact=contact, user=by, since=at, until=until)
        ContactReading.objects.bulk_create([fresh], ignore_conflicts=True)
        return
    since = since_when(since=found.since, until=found.until, now=at)
    ContactReading.objects.filter(pk=found.pk).update(since=since, until=until)


def readings_end(*, by: User, at: datetime.datetime, but: Contact | None = None) -> None:
    """Somebody is back at the list, or reads another."""
    running = ContactReading.objects.filter(user=by, until__gt=at)
    (running.exclude(contact=but) if but else running).update(until=at)
