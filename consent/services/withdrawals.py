"""Withdrawing an agreement: at any time, also after it was shared. It stands beside the yes, and stops what rested on it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from audit.services import record_change
from consent.models import Agreement
from consent.services.asking_again import consent_review_keep
from consent.services.proposals import proposal_take_back
from consent.transitions import AGREEMENT
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import Person
from thresholds.models import Check
from thresholds.services.checks import CheckRefused, check_touch
from workflow.errors import IllegalTransition, NotAllowed
from workflow.transitions import next_state


@dataclass(frozen=True, kw_only=True)
class Withdrawing:
    """When and how somebody said so, in their words."""

    withdrawn_at: datetime.datetime | None
    how: str
    their_words: str


Hook = Callable[[Agreement, User, datetime.datetime], None]
_hooks: list[Hook] = []


def on_withdrawal(hook: Hook) -> None:
    """Have an app above tell those who hold what was shared, in the same transaction. From `AppConfig.ready`."""
    if hook not in _hooks:
        _hooks.append(hook)


@transaction.atomic
def agreement_withdraw(
    *, check: Check, person: Person, withdrawing: Withdrawing, by: User, at: datetime.datetime
) -> Agreement:  # fmt: skip
    """Record that somebody withdraws the agreement that they gave. The yes is kept and no longer stands.

    What waits to be shared from this check is void, whatever its way; it is prepared and asked for again without their
    agreement. What has been shared stays shared: those who hold it are told. A lead of the author's agency records it as well,
    where the author has left or is away: nobody's withdrawal waits for one person. Raises `NotAllowed` for anybody else,
    `IllegalTransition` where this person's answer is no yes, `CheckRefused` naming what is missing or cannot be.
    """
    locked = _lock(check, by)
    stands = _standing(locked, person)
    target = next_state(AGREEMENT, stands.answer, "withdraw").target
    _refuse_incomplete(stands, withdrawing, at)
    stands.superseded_at = at
    stands.save(update_fields=["superseded_at"])
    withdrawn = Agreement.objects.create(
        case_check=locked, person=person, answer=target, how=withdrawing.how, asked_at=withdrawing.withdrawn_at,
        their_words=withdrawing.their_words.strip(), recipient=stands.recipient, service=stands.service, basis=stands.basis,
        rule_code=stands.rule_code, framework_version=stands.framework_version, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    record_change(by=by, event="agreement-withdrawn", subject_type="check", subject_id=locked.pk, at=at)
    if locked.state != Check.State.CLOSED:
        proposal_take_back(locked, by, at)
        consent_review_keep(locked, by, at)
    if locked.author_id != by.pk:
        _tell_author(withdrawn, at)
    elif locked.state != Check.State.CLOSED:
        check_touch(locked, at)
    for hook in _hooks:
        hook(withdrawn, by, at)
    return withdrawn


def _lock(check: Check, by: User) -> Check:
    """The check, locked where its author records it. A lead, who may not write in it, locks the answer and what waits alone."""
    found = (
        Check.objects.select_for_update().filter(pk=check.pk, author=by).first() or Check.objects.filter(pk=check.pk).first()
    )
    if found is None or not can(by, Action.AGREEMENT_WITHDRAW, found):
        raise NotAllowed(Action.AGREEMENT_WITHDRAW)
    return found


def _tell_author(withdrawn: Agreement, at: datetime.datetime) -> None:
    """Whose check it is hears of what a lead recorded; somebody who has left reads nothing any more."""
    check = withdrawn.case_check
    if can(check.author, Action.CHECK_WRITE, check):
        notice_send(
            recipients=[check.author], kind="withdrawal-recorded", reference=check.reference,
            url=f"/checks/{check.pk}/consent-record/", key=f"withdrawal-recorded:{withdrawn.pk}", at=at,
        )  # fmt: skip


def _standing(check: Check, person: Person) -> Agreement:
    found = Agreement.objects.select_for_update(of=("self",)).filter(
        case_check=check, person=person, superseded_at__isnull=True
    )
    stands = found.first()
    if stands is None:
        raise IllegalTransition("no-answer", "withdraw", ())
    return stands


def _refuse_incomplete(stands: Agreement, withdrawing: Withdrawing, at: datetime.datetime) -> None:
    when = withdrawing.withdrawn_at
    if when is None:
        raise CheckRefused("withdrawn_at", "Say when they withdrew it.")
    if when > at:
        raise CheckRefused("withdrawn_at", "This cannot be in the future.")
    if stands.asked_at is not None and when < stands.asked_at:
        raise CheckRefused("withdrawn_at", "That is before they agreed. Look at the day and the time again.")
    if withdrawing.how not in Agreement.How.values:
        raise CheckRefused("how", "Say how they told you.")
    if not withdrawing.their_words.strip():
        raise CheckRefused("their_words", "Say what they said, in their words where you can.")
