"""Saying who may open a contact or check, stepping back from a family one knows, and letting somebody back in."""

import datetime
from collections.abc import Collection, Iterable

from django.db import connection, transaction

from audit.services import record_change
from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import ConflictOfInterest, Restriction, RestrictionMember
from people.need_to_know.permissions import answers_for
from people.need_to_know.subjects import Subject, kind_of
from people.rules.need_to_know import Standing, stepping_back_refused, who_may_open
from people.selectors.need_to_know import knowing_family, may_be_named, restriction_of
from workflow.errors import IllegalTransition, NotAllowed

LONGEST = 500


class NeedToKnowRefused(ValueError):
    """Something cannot be as it was given; `field` is what, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@transaction.atomic
def restriction_set(
    *, subject: Subject, reason: str, named: Iterable[User], by: User, at: datetime.datetime,
    shown: Collection[int] | None = None,
) -> Restriction:  # fmt: skip
    """Let only those named open a contact or check, from now on, or change who they are. Whoever says so is among them.

    `reason` is asked for the first time. `shown` are those whom the page showed as named: only what differs from them is
    changed, so that nobody whom somebody else has named since is taken out unread; left out, `named` are all. Whoever has it
    and is not named has it no longer. Raises `NeedToKnowRefused` without
    a reason, for somebody who does not work there or knows the family, and where somebody else restricted it first.
    """
    _wait_for_others(subject)
    _refuse_unless(can(by, Action.NEED_TO_KNOW_SET, subject), Action.NEED_TO_KNOW_SET)
    kind = kind_of(subject.subject_type)
    would = {person.pk: person for person in may_be_named(subject)}
    restriction = restriction_of(subject)
    chosen = {person.pk for person in named}
    if restriction is not None and shown is not None and not shown and reason.strip():
        first = restriction.restricted_by.name
        raise NeedToKnowRefused("named", f"{first} has restricted it since, for their own reason. Look at who is named now.")
    if restriction is not None and shown is not None:
        chosen = ({member.user_id for member in restriction.members.all()} | (chosen - set(shown))) - (set(shown) - chosen)
    chosen |= {by.pk} if by.pk in would else set()
    _refuse_named(subject, chosen, set(would), by)
    if restriction is None:
        if not reason.strip():
            raise NeedToKnowRefused("reason", "Say why only some may open this.")
        restriction = restriction_new(subject=subject, reason=reason, by=by, at=at)
    _name(restriction, chosen | ({subject.author_id} if subject.organisation else set()), by, at)
    kind.let_go(subject, [person for person in would.values() if person.pk not in chosen], False, by, at)
    return restriction


def _wait_for_others(subject: Subject) -> None:
    """Until nobody else is restricting it or changing who is named: they may have shut this person out. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"restriction {subject.subject_id}"])


def restriction_new(
    *, subject: Subject, reason: str, by: User, at: datetime.datetime, asked_on_sending: bool = False
) -> Restriction:
    """The row, with nobody named yet: until somebody is, those who answer for the place open it. Runs in a transaction.

    For services that have asked whether `by` may; a referrer asks for it on sending.
    """
    restriction = Restriction(
        subject_type=subject.subject_type, subject_id=subject.subject_id, reference=subject.reference,
        organisation=subject.organisation, front_door=subject.front_door, reason=reason.strip()[:LONGEST],
        restricted_by=by, restricted_at=at, asked_on_sending=asked_on_sending,
    )  # fmt: skip
    restriction.save(force_insert=True)
    _event("restricted", restriction, by, at, asked_on_sending=asked_on_sending)
    return restriction


@transaction.atomic
def restriction_lift(*, subject: Subject, why: str, by: User, at: datetime.datetime) -> Restriction:
    """Let everybody open it again whose role shows it to them. Raises `IllegalTransition` where it is not restricted."""
    _refuse_unless(can(by, Action.NEED_TO_KNOW_SET, subject), Action.NEED_TO_KNOW_SET)
    restriction = restriction_of(subject)
    if restriction is None:
        raise IllegalTransition("open to all", "lift", ("restrict",))
    if not why.strip():
        raise NeedToKnowRefused("why", "Say why everybody may open it again.")
    restriction.lifted_by, restriction.lifted_at, restriction.lifted_why = by, at, why.strip()[:LONGEST]
    restriction.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
    _event("restriction-lifted", restriction, by, at)
    return restriction


@transaction.atomic
def conflict_declare(
    *, subject: Subject, user: User, kind: str, reason: str, by: User, at: datetime.datetime
) -> ConflictOfInterest:
    """Say that somebody knows the family: from now on they neither open, list, find nor are told of it.

    Of oneself anybody may say so, with no more than the kind; of somebody else whoever answers for the place, with a reason.
    Whoever has it has it no longer. Raises `NeedToKnowRefused` where nobody else could open it then.
    """
    _refuse_unless(can(by, Action.CONFLICT_DECLARE, subject), Action.CONFLICT_DECLARE)
    _refuse_unless(user.pk == by.pk or answers_for(by, subject.place), Action.CONFLICT_DECLARE)
    if kind not in ConflictOfInterest.Kind.values:
        raise NeedToKnowRefused("kind", "Choose how they are known.")
    if user.pk != by.pk and not reason.strip():
        raise NeedToKnowRefused("reason", "Say why you think that they know the family.")
    _refuse_leaving_nobody(subject, user)
    kind_of(subject.subject_type).let_go(subject, [user], True, by, at)
    conflict = ConflictOfInterest(
        subject_type=subject.subject_type, subject_id=subject.subject_id, reference=subject.reference,
        organisation=subject.organisation, front_door=subject.front_door, user=user, kind=kind,
        reason=reason.strip()[:LONGEST], declared_by=by, declared_at=at,
    )  # fmt: skip
    _event("conflict-declared", conflict, by, at, who=user.pk, kind=kind)
    conflict.save(force_insert=True)
    return conflict


@transaction.atomic
def conflict_end(*, conflict: ConflictOfInterest, why: str, by: User, at: datetime.datetime) -> ConflictOfInterest:
    """Let somebody back in. Nobody does it for themselves. Raises `IllegalTransition` where it has ended already."""
    found = ConflictOfInterest.objects.select_for_update(of=("self",)).filter(pk=conflict.pk).first()
    if found is None or not can(by, Action.CONFLICT_END, found):
        raise NotAllowed(Action.CONFLICT_END)
    if found.ended_at is not None:
        raise IllegalTransition("ended", "end", ())
    if not why.strip():
        raise NeedToKnowRefused("why", "Say what has changed, or why it was a mistake.")
    found.ended_by, found.ended_at, found.ended_why = by, at, why.strip()[:LONGEST]
    found.save(update_fields=["ended_by", "ended_at", "ended_why"])
    _event("conflict-ended", found, by, at, who=found.user_id)
    return found


def _refuse_leaving_nobody(subject: Subject, user: User) -> None:
    """Whoever would open it by their role, with what stands in their way."""
    would = list(kind_of(subject.subject_type).people(subject))
    restriction = restriction_of(subject)
    named = {member.user_id for member in restriction.members.all()} if restriction else set()
    knowing = knowing_family(subject, would) | {user.pk}
    standings = [
        Standing(
            person=one.pk,
            is_named=one.pk in named,
            answers_for_it=answers_for(one, subject.place),
            knows_family=one.pk in knowing,
        )
        for one in would
    ]
    left = who_may_open(standings, is_restricted=restriction is not None)
    is_author = user.pk == subject.author_id
    if subject.organisation is not None and not is_author:
        left |= {subject.author_id}
    refusal = stepping_back_refused(is_author=is_author, left=left, place=str(subject.place))
    if refusal:
        raise NeedToKnowRefused("kind", refusal)


def _refuse_named(subject: Subject, chosen: Collection[int], would: Collection[int], by: User) -> None:
    if set(chosen) - set(would) - {subject.author_id}:
        raise NeedToKnowRefused("named", "Choose among those who work there.")
    if not set(chosen) & set(would) - ({subject.author_id} if subject.organisation else set()):
        raise NeedToKnowRefused("named", "Name at least one safeguarding lead besides whoever wrote it.")


def _name(restriction: Restriction, chosen: set[int], by: User, at: datetime.datetime) -> None:
    """Name those chosen, whoever acts first, and take out those who are not."""
    now = {
        member.user_id: member for member in RestrictionMember.objects.filter(restriction=restriction, removed_at__isnull=True)
    }
    for pk in sorted(chosen - set(now), key=lambda pk: (pk != by.pk, pk)):
        RestrictionMember(restriction=restriction, user_id=pk, added_by=by, added_at=at).save(force_insert=True)
        _event("named", restriction, by, at, who=pk)
    for pk in sorted(set(now) - chosen):
        member = now[pk]
        member.removed_by, member.removed_at = by, at
        member.save(update_fields=["removed_by", "removed_at"])
        _event("named-no-longer", restriction, by, at, who=pk)


def _refuse_unless(allowed: bool, action: Action) -> None:
    if not allowed:
        raise NotAllowed(action)


def _event(
    event: str, of: Restriction | ConflictOfInterest, by: User, at: datetime.datetime, **detail: str | int | bool
) -> None:  # fmt: skip
    record_change(by=by, event=event, subject_type=of.subject_type, subject_id=of.subject_id, at=at, detail=detail)
