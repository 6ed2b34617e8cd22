"""What the referrer still owes after sending: telling each person who did not agree, or saying why that would be unsafe."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_start, clock_stop
from consent.rules.reach import NOT_ASKED, counts_as
from consent.selectors.agreements import not_agreeing, service_of
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Contact, ParentTold
from referrals.transitions import TELLING
from thresholds.models import Check
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed
from workflow.transitions import next_state

FIRST, AGAIN = "tell-parent", "tell-parent-again"
"""The rules of the authority by which somebody is told, and by which it is asked again whether telling them is safe now."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """How somebody was told and what they said, or (`unsafe`) why telling them is not safe."""

    answer: str
    words: str
    how: str = ""
    told_at: datetime.datetime | None = None


def people_to_tell(*, contact: Contact, check: Check, by: User, at: datetime.datetime) -> list[ParentTold]:
    """Leave a task for each person without whose agreement a contact was sent. Call it in the sending's transaction.

    Somebody who agreed to part of it, or to something else, is told as well.
    """
    now = service_of(check)
    relations = dict(check.household.members.values_list("person_id", "relation"))
    return [
        _task(
            contact, FIRST, by, at, person=answer.person, name=answer.person.name, relation=relations.get(answer.person_id, ""),
            said_no=counts_as(answer.as_answer, now=now) != NOT_ASKED,
        )
        for answer in not_agreeing(check, service=now)
    ]  # fmt: skip


@transaction.atomic
def parent_told(*, task: ParentTold, told: Told, by: User, at: datetime.datetime) -> ParentTold:
    """Say that this person was told, when, how and what they said; or why it is not safe, which is asked again on a clock.

    Raises `NotAllowed` for anybody but the referrer, `IllegalTransition` once it is answered, `CheckRefused` naming what is
    missing or cannot be.
    """
    contact = task.contact
    if not can(by, Action.CONTACT_ANSWER, contact):
        raise NotAllowed(Action.CONTACT_ANSWER)
    task = ParentTold.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if told.answer not in ParentTold.Answer.values:
        raise CheckRefused("answer", "Say whether you have told them, or that it is not safe.")
    task.answer = next_state(TELLING, task.answer, told.answer).target
    is_told = task.answer == ParentTold.Answer.TOLD
    _refuse_incomplete(contact, told, is_told, at)
    if is_told:
        task.how, task.told_at = told.how, told.told_at
    task.words, task.answered_by, task.answered_at = told.words.strip(), by, at
    task.save(update_fields=["answer", "how", "told_at", "words", "answered_by", "answered_at"])
    clock_stop(rule=_rule_of(task), subject_type="to-tell", subject_id=task.pk, at=at, by=by, reason=task.answer)
    if not is_told:
        _task(
            contact, AGAIN, by, at, asks_again=task, person=task.person, name=task.name, relation=task.relation,
            said_no=task.said_no,
        )  # fmt: skip
    record_change(
        by=by, event="parent-told", subject_type="contact", subject_id=contact.pk, at=at, detail={"answer": task.answer}
    )
    return task


def _refuse_incomplete(contact: Contact, told: Told, is_told: bool, at: datetime.datetime) -> None:
    if not is_told and not told.words.strip():
        raise CheckRefused("why_unsafe", "Say why it is not safe to tell them.")
    if not is_told:
        return
    if told.told_at is None:
        raise CheckRefused("told_at", "Say when you told them.")
    if told.told_at > at:
        raise CheckRefused("told_at", "This cannot be in the future.")
    if told.told_at < contact.received_at.replace(second=0, microsecond=0):
        raise CheckRefused("told_at", "That is before it was sent. Say when they heard that it was.")
    if told.how not in ParentTold.How.values:
        raise CheckRefused("how", "Say how you told them.")
    if not told.words.strip():
        raise CheckRefused("words", "Say what they said, in their words where you can.")


def _task(contact: Contact, rule: str, by: User, at: datetime.datetime, **fields: object) -> ParentTold:
    task = ParentTold.objects.create(contact=contact, **fields)
    if not contact.is_practice:
        clock_start(
            rule=rule, authority=contact.front_door.authority, subject_type="to-tell", subject_id=task.pk,
            reference=contact.reference, started_at=at, by=by, owner=by, organisation=contact.organisation,
            passes_by=contact.proposal.concern_about if contact.proposal else None,
        )  # fmt: skip
    return task


def _rule_of(task: ParentTold) -> str:
    return AGAIN if task.asks_again_id else FIRST
