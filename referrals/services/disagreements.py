"""Professional disagreement: the partnership's own stages, from a conversation to the board; either side may start it."""

import datetime

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_start, clock_stop
from notices.services import notice_send
from partnerships.models import Role, User
from partnerships.permissions import Action, can
from partnerships.selectors import people_with
from referrals.models import Contact, Disagreement, DisagreementStep
from referrals.transitions import DISAGREEMENT
from thresholds.rules.authority import Stage
from thresholds.selectors.authorities import document_of
from thresholds.services.checks import CheckRefused
from workflow.errors import IllegalTransition, NotAllowed
from workflow.transitions import next_state

Kind = DisagreementStep.Kind


@transaction.atomic
def disagreement_raise(*, contact: Contact, about: str, wanted: str, by: User, at: datetime.datetime) -> Disagreement:
    """See a decision differently, and say what one wants instead. Begins at the partnership's first stage.

    Raises `CheckRefused` without words; `IllegalTransition` where one is open about this contact already.
    """
    contact = Contact.objects.select_related("front_door__authority", "organisation", "author", "owner").get(pk=contact.pk)
    if not can(by, Action.DISAGREEMENT_RAISE, contact):
        raise NotAllowed(Action.DISAGREEMENT_RAISE)
    if contact.organisation is None:
        raise CheckRefused("about", "No agency sent this: it is a call. Join what they wrote, and raise it there.")
    if not about.strip():
        raise CheckRefused("about", "Say what you see differently.")
    if not wanted.strip():
        raise CheckRefused("wanted", "Say what you would like to happen for the child.")
    if Disagreement.objects.filter(subject_id=contact.pk, state=Disagreement.State.OPEN).exists():
        raise IllegalTransition("open", "raise", ("answer", "escalate", "resolve"))
    disagreement = Disagreement.objects.create(
        subject_type="contact", subject_id=contact.pk, reference=contact.reference, organisation=contact.organisation,
        front_door=contact.front_door, raised_by=by, raised_at=at, about=about.strip(), wanted=wanted.strip(),
        stage=stages_of(contact)[0].code,
    )  # fmt: skip
    _start_stage(disagreement, contact, by, at)
    record_change(by=by, event="disagreement-raised", subject_type="contact", subject_id=contact.pk, at=at)
    _tell(disagreement, contact, "disagreement-raised", by, at)
    return disagreement


@transaction.atomic
def disagreement_step(
    *, disagreement: Disagreement, kind: str, words: str, by: User, at: datetime.datetime
) -> DisagreementStep:
    """Answer, take it to the next stage, or resolve it with what was learned.

    Raises `IllegalTransition` once it is resolved, or past the last stage; `CheckRefused` without words.
    """
    event = {Kind.ANSWERED: "answer", Kind.ESCALATED: "escalate", Kind.RESOLVED: "resolve"}.get(Kind(kind), kind)
    locked = (
        Disagreement.objects.select_for_update(of=("self",)).select_related("front_door__authority").get(pk=disagreement.pk)
    )
    moved = next_state(DISAGREEMENT, locked.state, event)
    if not isinstance(moved.permission, Action) or not can(by, moved.permission, locked):
        raise NotAllowed(moved.permission)
    if not words.strip():
        raise CheckRefused("words", "Write what was said, or how it was settled and what was learned.")
    contact = Contact.objects.select_related("front_door__authority", "author", "owner").get(pk=locked.subject_id)
    step = DisagreementStep.objects.create(
        disagreement=locked, stage=locked.stage, kind=kind, words=words.strip(), by=by, at=at
    )
    if kind != Kind.ANSWERED:
        clock_stop(
            rule=f"disagreement-{locked.stage}", subject_type="disagreement", subject_id=locked.pk, at=at, by=by, reason=kind
        )
    if kind == Kind.ESCALATED:
        locked.stage = _next_stage(locked, contact)
    locked.state = moved.target
    locked.save(update_fields=["stage", "state"])
    if kind == Kind.ESCALATED:
        _start_stage(locked, contact, by, at)
    record_change(by=by, event=f"disagreement-{kind}", subject_type="contact", subject_id=contact.pk, at=at)
    _tell(locked, contact, "disagreement-moved", by, at)
    return step


def stages_of(contact: Contact) -> tuple[Stage, ...]:
    """The partnership's stages, in order."""
    disagreement = document_of(contact.front_door.authority).disagreement
    if disagreement is None or not disagreement.stages:
        raise CheckRefused("about", "This partnership has not entered its stages for a professional disagreement.")
    return disagreement.stages


def _next_stage(disagreement: Disagreement, contact: Contact) -> str:
    codes = [stage.code for stage in stages_of(contact)]
    place = codes.index(disagreement.stage) + 1
    if place == len(codes):
        raise IllegalTransition(disagreement.stage, "escalate", ("answer", "resolve"))
    return codes[place]


def _start_stage(disagreement: Disagreement, contact: Contact, by: User, at: datetime.datetime) -> None:
    stage = next(stage for stage in stages_of(contact) if stage.code == disagreement.stage)
    if stage.amount is None:
        return
    clock_start(
        rule=f"disagreement-{stage.code}", authority=contact.front_door.authority, subject_type="disagreement",
        subject_id=disagreement.pk, reference=disagreement.reference, started_at=at, by=by, owner=contact.owner,
        front_door=contact.front_door,
    )  # fmt: skip


def _tell(disagreement: Disagreement, contact: Contact, kind: str, by: User, at: datetime.datetime) -> None:
    """Tell both sides but for the one who acts: the author, and whoever has the contact (or the managers)."""
    door = [contact.owner] if contact.owner else people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=contact.front_door)
    people = {person.pk: person for person in (*contact.senders, disagreement.raised_by, *door) if person.pk != by.pk}
    notice_send(
        recipients=people.values(), kind=kind, reference=disagreement.reference, url=f"/disagreements/{disagreement.pk}/",
        key=f"{kind}:{disagreement.pk}:{at.isoformat()}", at=at,
    )  # fmt: skip
