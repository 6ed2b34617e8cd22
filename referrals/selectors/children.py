"""The children whom a front door knows: one of them, all records of one, and what is known by them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import MissingEpisode, Person, PersonMerge
from people.rules.merging import FACTS, MERGED, head_of, together
from referrals.models import Contact, ContactMatch, Decision
from referrals.selectors.contacts import contacts_at
from workflow.errors import NotAllowed


def child_open(*, person_id: uuid.UUID, user: User, action: Action = Action.CHILD_READ) -> Person:
    """Fetch and authorise in one. Raises `NotAllowed` for foreign, closed and absent alike."""
    found = Person.objects.visible_to(user).filter(pk=person_id, kind=Person.Kind.CHILD, front_door__isnull=False)
    child = found.select_related("front_door__authority").first()
    if child is None or not can(user, action, child):
        raise NotAllowed(action)
    return child


def merge_open(*, merge_id: uuid.UUID, user: User, action: Action = Action.CHILD_MERGE) -> PersonMerge:
    """One merge, as somebody who may open both records. Raises `NotAllowed` for foreign, closed and absent alike."""
    found = PersonMerge.objects.visible_to(user).filter(pk=merge_id)
    merge = found.select_related("kept", "merged", "front_door", "asked_by", "answered_by", "undone_by").first()
    if merge is None or not can(user, action, merge):
        raise NotAllowed(action)
    return merge


@dataclass(frozen=True)
class Merges:
    """The merges in force that touch some records, and what follows from them."""

    found: tuple[PersonMerge, ...]

    @property
    def pairs(self) -> list[tuple[uuid.UUID, uuid.UUID]]:
        return [(merge.kept_id, merge.merged_id) for merge in self.found]

    def all_of(self, person_id: uuid.UUID) -> frozenset[uuid.UUID]:
        """Every record of the child whose record this is."""
        return together(self.pairs).get(person_id, frozenset({person_id}))

    def head(self, person_id: uuid.UUID) -> uuid.UUID:
        """The record that stands for the child."""
        return head_of(person_id, self.pairs)


def merges_of(user: User, persons: Iterable[uuid.UUID]) -> Merges:
    """Every merge in force that touches these records, or what they are one with: a query for each step, nearly always one."""
    known: dict[uuid.UUID, PersonMerge] = {}
    wanted = set(persons)
    while wanted:
        touching = Q(kept__in=wanted) | Q(merged__in=wanted)
        new = {
            merge.pk: merge
            for merge in PersonMerge.objects.visible_to(user).in_force().filter(touching)
            if merge.pk not in known
        }
        wanted = {one for merge in new.values() for one in (merge.kept_id, merge.merged_id)} - wanted
        known |= new
    return Merges(tuple(sorted(known.values(), key=lambda merge: (merge.answered_at, str(merge.pk)))))


def records_of(child: Person, user: User) -> list[Person]:
    """Every record of a child, the one that stands for it first."""
    merges = merges_of(user, [child.pk])
    head, ids = merges.head(child.pk), merges.all_of(child.pk)
    found = Person.objects.visible_to(user).filter(pk__in=ids).select_related("recorded_by")
    return sorted(found, key=lambda one: (one.pk != head, one.recorded_at, str(one.pk)))


def as_one(records: list[Person], merges: Merges) -> Person:
    """The child with the facts that were chosen in each merge, unsaved; what a record alone has stands too."""
    by_id = {one.pk: one for one in records}
    shown = {pk: {code: getattr(one, code) for code in FACTS} for pk, one in by_id.items()}
    for merge in merges.found:
        if merge.kept_id not in by_id or merge.merged_id not in by_id:
            continue
        theirs = shown[merge.merged_id]
        for code in FACTS:
            if merge.chosen.get(code) == MERGED or not shown[merge.kept_id][code]:
                shown[merge.kept_id][code] = theirs[code] or shown[merge.kept_id][code]
    head = records[0]
    whole = Person(**shown[head.pk], kind=head.kind, age_stated=head.age_stated, front_door_id=head.front_door_id)
    whole.pk, whole.unborn = head.pk, head.unborn and whole.date_of_birth is None
    return whole


def contacts_of(user: User, ids: Iterable[uuid.UUID]) -> list[Contact]:
    """Every live contact about a child by any of their records, newest first, with decisions and children."""
    decisions = Decision.objects.select_related("decided_by").prefetch_related("for_children__child")
    return list(
        contacts_at(user)
        .filter(children__matched__person__in=list(ids), is_practice=False)
        .distinct()
        .prefetch_related(Prefetch("decisions", decisions), "children__matched__person")
        .order_by("-received_at", "-pk")
    )


def episodes_of(user: User, ids: Iterable[uuid.UUID]) -> list[MissingEpisode]:
    """The episodes that stand, of a child by any of their records, newest first."""
    found = MissingEpisode.objects.visible_to(user).standing().filter(person__in=list(ids))
    return list(found.select_related("recorded_by", "supersedes__recorded_by").order_by("-missing_from", "-pk"))


def episode_open(*, episode_id: uuid.UUID, user: User) -> MissingEpisode:
    """One episode of a child of this front door. Raises `NotAllowed` for foreign, closed and absent alike."""
    episode = MissingEpisode.objects.visible_to(user).select_related("person", "recorded_by").filter(pk=episode_id).first()
    if episode is None or not can(user, Action.EPISODE_RECORD, episode.person):
        raise NotAllowed(Action.EPISODE_RECORD)
    return episode


def since_merged(merge: PersonMerge, user: User) -> tuple[list[ContactMatch], list[MissingEpisode]]:
    """What was added to either record after they were put together: on taking them apart somebody says whose it is."""
    both, after = [merge.kept_id, merge.merged_id], merge.answered_at
    if after is None:
        return [], []
    matches = ContactMatch.objects.filter(person__in=both, at__gt=after, child__contact__in=contacts_at(user))
    episodes = MissingEpisode.objects.visible_to(user).standing().filter(person__in=both, recorded_at__gt=after)
    return list(matches.select_related("child__contact").order_by("at", "pk")), list(episodes)


def merges_waiting(user: User) -> list[PersonMerge]:
    """Those that wait for a second person, who is not this one's own asker, oldest first."""
    waiting = PersonMerge.objects.visible_to(user).filter(state=PersonMerge.State.ASKED)
    return list(waiting.select_related("kept", "merged", "asked_by").order_by("asked_at"))
