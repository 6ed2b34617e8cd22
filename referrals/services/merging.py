"""Two records of one child: asked for by one person, agreed or refused by a second, taken apart by either. Neither changes."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from audit.services import record_change
from notices.services import notice_send
from partnerships.closed import those_let_in
from partnerships.models import FrontDoor, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from people.models import Person, PersonMerge
from people.rules.merging import KEPT, MERGED, differences, twins_doubt
from people.selectors import known_of, name_variants
from referrals.models import ContactMatch
from referrals.need_to_know import STAFF
from referrals.references import reference_of_child
from referrals.selectors.children import child_open, merge_open, since_merged
from referrals.services.missing import episode_move
from referrals.transitions import MERGE
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.transitions import next_state

_HOLDING = (PersonMerge.State.ASKED, PersonMerge.State.MERGED)


@dataclass(frozen=True)
class Asked:
    """Why two records are one child, and which of the facts in which they differ are shown."""

    why: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    twins_why: str = ""


@transaction.atomic
def merge_ask(*, kept: Person, merged: Person, asked: Asked, by: User, at: datetime.datetime) -> PersonMerge:
    """Ask that two records be one. Nothing changes until a second person agrees.

    Raises `CheckRefused` for a record with itself, one that is merged already, a fact not chosen, and without reasons.
    """
    if kept.pk == merged.pk:
        raise CheckRefused("why", "This is one record. Choose another one.")
    kept, merged, door = _both_locked(kept, merged, by)
    _refuse_if_merged(kept, merged)
    if not asked.why.strip():
        raise CheckRefused("why", "Say how you know that they are one child.")
    doubt = twins_doubt(known_of(kept), known_of(merged), name_variants())
    if doubt and not asked.twins_why.strip():
        raise CheckRefused("twins_why", f"{doubt} Say why it is one child all the same.")
    chosen = {}
    for fact in differences(kept, merged):
        chosen[fact.code] = fact.only or asked.chosen.get(fact.code, "")
        if chosen[fact.code] not in (KEPT, MERGED):
            raise CheckRefused(fact.code, f"Choose which one is right: {fact.label.lower()}.")
    merge = PersonMerge.objects.create(
        front_door=door, kept=kept, merged=merged, chosen=chosen, why=asked.why.strip()[:500],
        twins_why=asked.twins_why.strip()[:500] if doubt else "", asked_by=by, asked_at=at,
    )  # fmt: skip
    record_change(by=by, event="merge-asked", subject_type="person", subject_id=kept.pk, at=at)
    _tell_the_others(merge, by, at)
    return merge


@transaction.atomic
def merge_answer(*, merge: PersonMerge, agrees: bool, why: str, by: User, at: datetime.datetime) -> PersonMerge:
    """Agree that they are one child, or say why not. Never by whoever asked."""
    merge = _merge_locked(merge, by)
    target = next_state(MERGE, merge.state, "agree" if agrees else "refuse").target
    if merge.asked_by_id == by.pk:
        raise CheckRefused("answer", "You asked for this, so somebody else looks at it.")
    if not agrees and not why.strip():
        raise CheckRefused("why", "Say what tells them apart.")
    merge.state, merge.answered_by, merge.answered_at, merge.answer_why = target, by, at, why.strip()[:500]
    merge.save(update_fields=["state", "answered_by", "answered_at", "answer_why"])
    event = "records-merged" if agrees else "merge-refused"
    record_change(by=by, event=event, subject_type="person", subject_id=merge.kept_id, at=at)
    notice_send(
        recipients=[merge.asked_by], kind="merge-answered", reference=reference_of_child(merge.kept),
        url=f"/front-door/children/{merge.kept_id}/", key=f"merge-answered:{merge.pk}", at=at,
    )  # fmt: skip
    return merge


@transaction.atomic
def merge_undo(
    *, merge: PersonMerge, belongs: Mapping[uuid.UUID, uuid.UUID], why: str, by: User, at: datetime.datetime
) -> PersonMerge:
    """Take two records apart. Each stands exactly as it was; what came since goes where `belongs` says, by id.

    Raises `CheckRefused` without reasons, and where it is not said of everything since then whose it is.
    """
    merge = _merge_locked(merge, by)
    target = next_state(MERGE, merge.state, "undo").target
    if not why.strip():
        raise CheckRefused("why", "Say why they are two children after all.")
    matches, episodes = since_merged(merge, by)
    both = {merge.kept_id: merge.kept, merge.merged_id: merge.merged}
    for one in [*matches, *episodes]:
        if belongs.get(one.pk) not in both:
            raise CheckRefused(f"belongs_{one.pk}", "Choose whose this is.")
    for match in matches:
        _belongs(match, both[belongs[match.pk]], by, at)
    for episode in episodes:
        episode_move(episode=episode, person=both[belongs[episode.pk]], by=by, at=at)
    merge.state, merge.undone_by, merge.undone_at, merge.undone_why = target, by, at, why.strip()[:500]
    merge.save(update_fields=["state", "undone_by", "undone_at", "undone_why"])
    record_change(by=by, event="records-taken-apart", subject_type="person", subject_id=merge.kept_id, at=at)
    return merge


def _belongs(match: ContactMatch, person: Person, by: User, at: datetime.datetime) -> None:
    """A match is never rewritten: the one that was goes into its history, another stands in its place."""
    if match.person_id == person.pk:
        return
    child, kind = match.child, match.kind
    match.delete()
    ContactMatch.objects.create(
        child=child, kind=kind, person=person, why="Where it belongs since two records were taken apart", by=by, at=at
    )


def _both_locked(kept: Person, merged: Person, by: User) -> tuple[Person, Person, FrontDoor]:
    """Both records, held still in one order, as somebody who may open both."""
    ids = [kept.pk, merged.pk]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    found = [child_open(person_id=pk, user=by, action=Action.CHILD_MERGE) for pk in ids]
    door = found[0].front_door
    if door is None or found[1].front_door_id != door.pk:
        raise NotAllowed(Action.CHILD_MERGE)
    return found[0], found[1], door


def _refuse_if_merged(kept: Person, merged: Person) -> None:
    """Only what stands for a child is merged, and nothing waits: so no ring of records can come about."""
    both = [kept.pk, merged.pk]
    if PersonMerge.objects.filter(merged__in=both, state__in=_HOLDING).exists():
        raise CheckRefused("why", "One of the two is part of another record already, or waits to be. Open that one.")
    if PersonMerge.objects.filter(Q(kept=merged), state=PersonMerge.State.ASKED).exists():
        raise CheckRefused("why", "Somebody has asked about one of the two already. That is answered first.")


def _merge_locked(merge: PersonMerge, by: User) -> PersonMerge:
    PersonMerge.objects.select_for_update(of=("self",)).filter(pk=merge.pk).first()
    return merge_open(merge_id=merge.pk, user=by)


def _tell_the_others(merge: PersonMerge, by: User, at: datetime.datetime) -> None:
    """Whoever works there and may open both: one of them is the second pair of eyes."""
    others = people_with(roles=STAFF, front_door=merge.front_door).exclude(pk=by.pk)
    notice_send(
        recipients=those_let_in(merge.merged_id, those_let_in(merge.kept_id, others)), kind="merge-asked",
        reference=reference_of_child(merge.kept), url=f"/front-door/merges/{merge.pk}/", key=f"merge-asked:{merge.pk}", at=at,
    )  # fmt: skip
