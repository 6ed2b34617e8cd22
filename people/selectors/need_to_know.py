"""Reading what is closed to whom, and who said so."""

import uuid
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Prefetch, QuerySet

from partnerships.closed import Closing, Pairs
from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import ConflictOfInterest, Restriction, RestrictionMember
from people.need_to_know.permissions import places_answered_for
from people.need_to_know.subjects import Subject, kind_of
from workflow.errors import NotAllowed

MOST = 300


def closed_ids(user: User) -> frozenset[uuid.UUID]:
    """Every id that stands in no list of this person, who must be the one asking: nobody is told of somebody else's.

    What is closed to them, what is about them, and what they opened in an emergency, which is read on its own page.
    """
    with connection.cursor() as cursor:
        cursor.execute("select case when rls.uid() = %s then rls.left_out_for_me() else '{}'::uuid[] end", [user.pk])
        return frozenset(cursor.fetchone()[0])


def shut_out_pairs(subjects: Collection[uuid.UUID], people: Collection[int]) -> Pairs:
    """Of these people, who is shut out of which of these subjects."""
    with connection.cursor() as cursor:
        cursor.execute("select subject_id, user_id from rls.shut_out(%s, %s)", [list(subjects), list(people)])
        return {(subject, person) for subject, person in cursor.fetchall()}


def knowing_family(subject: Subject, people: Iterable[User]) -> set[int]:
    """Of these people, who is in conflict about this subject, whoever said so and about which contact of the child."""
    with connection.cursor() as cursor:
        cursor.execute("select rls.knowing_family(%s, %s)", [subject.subject_id, [person.pk for person in people]])
        return set(cursor.fetchone()[0])


def may_be_named(subject: Subject) -> list[User]:
    """Who would open it by their role and does not know the family, by name."""
    would = list(kind_of(subject.subject_type).people(subject))
    knowing = knowing_family(subject, would)
    return sorted((person for person in would if person.pk not in knowing), key=lambda person: person.name)


CLOSING = Closing(ids_for=closed_ids, pairs=shut_out_pairs)


def restriction_of(subject: Subject) -> Restriction | None:
    """The restriction that is in force, with who is named now, where this person may read it."""
    return _with_members().filter(subject_id=subject.subject_id, lifted_at__isnull=True).first()


def restricted_among(subjects: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these are restricted, as far as this person may know."""
    found = Restriction.objects.filter(subject_id__in=list(subjects), lifted_at__isnull=True)
    return set(found.values_list("subject_id", flat=True))


def named_who_open(restrictions: Collection[Restriction]) -> dict[uuid.UUID, list[User]]:
    """Who is named in each, by name, but for those who know the family; in one question for all."""
    named = {one.pk: sorted((m.user for m in one.members.all()), key=lambda person: person.name) for one in restrictions}
    people = {person.pk for listed in named.values() for person in listed}
    out = shut_out_pairs({one.subject_id for one in restrictions}, people)
    return {one.pk: [person for person in named[one.pk] if (one.subject_id, person.pk) not in out] for one in restrictions}


def restrictions_at(user: User) -> list[Restriction]:
    """The restrictions in force at the places for which this person answers, newest first; those closed to them left out."""
    places = places_answered_for(user)
    found = _with_members().filter(lifted_at__isnull=True)[:MOST]
    return [one for one in found if (one.front_door or one.organisation) in places]


def conflicts_at(user: User) -> list[ConflictOfInterest]:
    """Who has stepped back at the places for which this person answers, newest first; never their own."""
    places = places_answered_for(user)
    found = _conflicts().filter(ended_at__isnull=True).exclude(user=user)[:MOST]
    return [one for one in found if (one.front_door or one.organisation) in places]


def conflict_open(*, conflict_id: uuid.UUID, user: User) -> ConflictOfInterest:
    """One of those that is not ended. Raises `NotAllowed` for foreign, ended and absent alike."""
    found = _conflicts().filter(pk=conflict_id, ended_at__isnull=True).exclude(user=user).first()
    if found is None or not can(user, Action.CONFLICT_END, found):
        raise NotAllowed(Action.CONFLICT_END)
    return found


def _conflicts() -> QuerySet[ConflictOfInterest]:
    return ConflictOfInterest.objects.select_related("user", "declared_by", "front_door", "organisation")


def _with_members() -> QuerySet[Restriction]:
    members = RestrictionMember.objects.filter(removed_at__isnull=True).select_related("user")
    return Restriction.objects.select_related("restricted_by", "front_door", "organisation").prefetch_related(
        Prefetch("members", members)
    )
