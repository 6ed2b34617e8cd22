"""Beginning a check and saying how urgent it is, where the child lives and what the family is like as a whole."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.services import clock_start, clocks_pass_by
from partnerships.models import User
from partnerships.permissions import Action, can
from partnerships.selectors import organisation_of
from people.models import Household
from thresholds.models import Check, FrameworkVersion
from thresholds.models.check import Conversation
from thresholds.selectors.frameworks import framework_in_force
from workflow.errors import IllegalTransition, NotAllowed
from workflow.references import reference_new

CALL_MOST_BEFORE = datetime.timedelta(days=366)
"""A product decision: an urgent call is written up the same day, and one of years ago is a slip of the date."""

ACCOUNT_FIELDS = ("account", "harm", "involvement", "tried", "family_views")


class CheckRefused(ValueError):
    """Something in a check cannot be as it was given. `field` names where, in the form's own terms."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


@transaction.atomic
def check_begin(
    *,
    by: User,
    urgency: str,
    at: datetime.datetime,
    kind: str = Check.Kind.LIVE,
    version: FrameworkVersion | None = None,
    as_at: datetime.date | None = None,
    new_id: uuid.UUID | None = None,
) -> Check:
    """Begin a check in the author's own area: the framework in force there that day, unless it is practice or past-dated.

    `new_id` is what the page was drawn with: the same page sent twice begins one check.
    Raises `CheckRefused` for a live check under a framework that is not in force, or an agency's area without one.
    """
    organisation = organisation_of(by)
    if not can(by, Action.CHECK_BEGIN) or organisation is None:
        raise NotAllowed(Action.CHECK_BEGIN)
    day = as_at or localdate(at)
    in_force = framework_in_force(organisation.authority.slug, day)
    chosen = version or in_force
    if chosen is None:
        raise CheckRefused("framework", f"No framework is in force in {organisation.authority.name} on {day:%-d %B %Y}.")
    _refuse_kind(kind, is_in_force=chosen == in_force, as_at=as_at, at=at)
    wanted = new_id or uuid.uuid4()
    begun = Check.objects.filter(pk=wanted, author=by).first()
    if begun is not None:
        return begun
    try:
        with transaction.atomic():
            household = Household.objects.create(organisation=organisation, recorded_by=by)
            check = Check.objects.create(
                id=wanted, reference=reference_new("RH"), organisation=organisation, author=by,
                household=household, authority=organisation.authority, framework_version=chosen, kind=kind, as_at=as_at,
                urgency=urgency, urgency_said_at=at, began_at=at, updated_at=at,
            )  # fmt: skip
    except IntegrityError:
        if new_id is None:
            raise
        # the other half of a double submit was first, in a transaction of its own
        begun = Check.objects.filter(pk=wanted, author=by).first()
        if begun is None:
            raise NotAllowed(Action.CHECK_BEGIN) from None  # the token of somebody else's check
        return begun
    record_change(
        by=by, event="check-begun", subject_type="check", subject_id=check.pk, at=at, detail={"urgency": urgency, "kind": kind}
    )
    return check


def _refuse_kind(kind: str, *, is_in_force: bool, as_at: datetime.date | None, at: datetime.datetime) -> None:
    if kind == Check.Kind.LIVE and not is_in_force:
        raise CheckRefused("framework", "That framework is not in force. Begin a practice check, or one about an earlier date.")
    if kind == Check.Kind.PAST and (as_at is None or as_at >= localdate(at)):
        raise CheckRefused("as_at", "Give the date that the check is about. It must be before today.")


def check_for_writing(*, check: Check, by: User) -> Check:
    """Lock a check for its author. Must run in a transaction.

    Raises `NotAllowed` for anybody else, `IllegalTransition` once it is closed.
    """
    locked = Check.objects.select_for_update().filter(pk=check.pk, author=by).first()
    if locked is None or not can(by, Action.CHECK_WRITE, locked):
        raise NotAllowed(Action.CHECK_WRITE)
    if locked.state == Check.State.CLOSED:
        raise IllegalTransition(locked.state, "write", ())
    return locked


Changed = Callable[[Check, datetime.datetime], None]
_on_change: list[Changed] = []


def on_change(hook: Changed) -> None:
    """Have an app above look at a check after anything in it has changed, in the same transaction. From `AppConfig.ready`."""
    if hook not in _on_change:
        _on_change.append(hook)


OfCheck = Callable[[Check], Iterable[uuid.UUID]]
_with_clocks: list[OfCheck] = []


def has_clocks(ids: OfCheck) -> None:
    """Have an app above name what of a check has clocks of its own, which pass by whom it does. From `AppConfig.ready`."""
    if ids not in _with_clocks:
        _with_clocks.append(ids)


def check_touch(check: Check, at: datetime.datetime, *fields: str) -> None:
    """Save the fields named with a new version of the check, and let those above look at what has changed."""
    check.version += 1
    check.updated_at = at
    check.save(update_fields=[*fields, "version", "updated_at"])
    for hook in _on_change:
        hook(check, at)


@contextmanager
def under_token(token: uuid.UUID | None) -> Iterator[None]:
    """Add a row under the id that its page was drawn with. Raises `NotAllowed` where that is of something in another check."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if token is None:
            raise
        raise NotAllowed(Action.CHECK_WRITE) from None


@transaction.atomic
def urgency_say(*, check: Check, urgency: str, by: User, at: datetime.datetime) -> Check:
    """Say again how urgent it is; each answer is on record."""
    check = check_for_writing(check=check, by=by)
    check.urgency, check.urgency_said_at = urgency, at
    check_touch(check, at, "urgency", "urgency_said_at")
    record_change(by=by, event="urgency-said", subject_type="check", subject_id=check.pk, at=at, detail={"urgency": urgency})
    return check


@transaction.atomic
def account_save(*, check: Check, by: User, at: datetime.datetime, words: dict[str, str]) -> Check:
    """Keep the author's account of the family: the fields of `ACCOUNT_FIELDS` that are given."""
    unknown = set(words) - set(ACCOUNT_FIELDS)
    if unknown:
        raise CheckRefused(sorted(unknown)[0], "There is no such field.")
    check = check_for_writing(check=check, by=by)
    for name, text in words.items():
        setattr(check, name, text.strip())
    check_touch(check, at, *words)
    return check


@transaction.atomic
def concern_about_lead(*, check: Check, lead: User | None, by: User, at: datetime.datetime) -> Check:
    """Say that the worry is about this lead, who from then on is passed by, or (None) about none."""
    check = check_for_writing(check=check, by=by)
    check.concern_about = lead
    clocks_pass_by(subjects=[check.pk, *(pk for ids in _with_clocks for pk in ids(check))], person=lead, by=by, at=at)
    check_touch(check, at, "concern_about")
    record_change(
        by=by, event="lead-passed-by", subject_type="check", subject_id=check.pk, at=at, detail={"set": lead is not None}
    )
    return check


@transaction.atomic
def conversation_record(
    *,
    check: Check,
    kind: str,
    with_whom: str,
    held_at: datetime.datetime,
    by: User,
    at: datetime.datetime,
    said: str = "",
    advised: str = "",
    written_asked: bool | None = None,
    new_id: uuid.UUID | None = None,
) -> Conversation:
    """Record a conversation that matters, whatever came of it; the same `new_id` twice is one conversation.

    An urgent call starts the same-day written follow-up. Raises `CheckRefused` for a time in the future or nobody named.
    """
    check = check_for_writing(check=check, by=by)
    known = check.conversations.filter(pk=new_id).first() if new_id else None
    if known is not None:
        return known
    if held_at > at:
        raise CheckRefused("held_at", "The conversation cannot be in the future.")
    starts_clock = kind == Conversation.Kind.URGENT_CALL and check.kind == Check.Kind.LIVE
    if starts_clock and held_at < at - CALL_MOST_BEFORE:
        raise CheckRefused("held_at", "That is over a year ago. Look at the day again: it is written up the same day.")
    if not with_whom.strip():
        raise CheckRefused("with_whom", "Say who you spoke to, or what team.")
    with under_token(new_id):
        conversation = Conversation.objects.create(
            id=new_id or uuid.uuid4(), case_check=check, kind=kind, with_whom=with_whom.strip(), at=held_at,
            said=said.strip(), advised=advised.strip(), written_asked=written_asked, recorded_by=by, recorded_at=at,
        )  # fmt: skip
    check_touch(check, at)
    record_change(by=by, event="conversation-recorded", subject_type="check", subject_id=check.pk, at=at, detail={"kind": kind})
    if starts_clock:
        clock_start(
            rule="written-follow-up", authority=check.authority, subject_type="check", subject_id=check.pk,
            reference=check.reference, started_at=held_at, by=by, owner=by, organisation=check.organisation,
            passes_by=check.concern_about,
        )  # fmt: skip
    return conversation
