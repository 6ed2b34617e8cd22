"""Finding a child among those whom one's front doors know. What is searched for is posted, and stands in no address or log."""

import uuid
from collections import Counter
from dataclasses import dataclass

from partnerships.closed import closed_to
from partnerships.models import User
from partnerships.selectors import front_doors_of
from people.models import Person
from people.rules.matching import Comparison, Known, Verdict, compare
from people.selectors import known_of, name_variants, people_like
from referrals.models import ContactMatch
from referrals.selectors.children import Merges, merges_of

MOST_SHOWN = 20


@dataclass(frozen=True)
class Found:
    """A child who is like what was looked for, why, and by how many contacts they are known."""

    person: Person
    comparison: Comparison
    contacts: int


def children_like(known: Known, user: User, *, besides: frozenset[uuid.UUID] = frozenset()) -> list[Found]:
    """The likeliest first; two records of one child once; nobody who is closed to this person."""
    closed = closed_to(user)
    people = [one for door in front_doors_of(user) for one in people_like(known, front_door_id=door.pk) if one.pk not in closed]
    merges = merges_of(user, [one.pk for one in people])
    found: dict[uuid.UUID, Comparison] = {}
    for person in people:
        head = merges.head(person.pk)
        comparison = compare(known, known_of(person), name_variants())
        if head not in found or _rank(comparison) < _rank(found[head]):
            found[head] = comparison
    likely = {pk: one for pk, one in found.items() if pk not in besides and _is_like(one)}
    heads = {one.pk: one for one in Person.objects.visible_to(user).filter(pk__in=likely)}
    counted = _contacts_of(closed, merges, set(heads))
    listed = [Found(heads[pk], one, counted[pk]) for pk, one in likely.items() if pk in heads]
    return sorted(listed, key=lambda one: (*_rank(one.comparison), str(one.person.pk)))[:MOST_SHOWN]


def _contacts_of(closed: frozenset[uuid.UUID], merges: Merges, heads: set[uuid.UUID]) -> Counter[uuid.UUID]:
    every = {record: head for head in heads for record in merges.all_of(head)}
    rows = ContactMatch.objects.filter(person__in=every, child__contact__is_practice=False)
    linked = rows.exclude(child__contact__in=closed).values_list("person_id", "child__contact_id").distinct()
    return Counter(head for head, _ in {(every[person], contact) for person, contact in linked})


def _is_like(comparison: Comparison) -> bool:
    return comparison.verdict != Verdict.UNLIKELY or len(comparison.reasons_for) > 1


def _rank(comparison: Comparison) -> tuple[int, int]:
    return list(Verdict).index(comparison.verdict), -len(comparison.reasons_for)
