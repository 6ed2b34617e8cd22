"""Deciding on a contact: once, by one person, with reasons; a later decision supersedes it and never changes it."""

import datetime
from dataclasses import dataclass, fields

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_start, clock_stop
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action
from referrals.models import Assessment, Contact, Decision
from referrals.rules.outcomes import what_follows
from referrals.services.triage import contact_lock
from referrals.transitions import CONTACT
from thresholds.services.checks import CheckRefused
from workflow.errors import StaleVersion
from workflow.transitions import next_state


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """What the front door decides, in the form's own terms."""

    outcome: str
    level: str
    reasons: str
    level_differs_why: str = ""
    advice: str = ""
    what_would_change: str = ""
    next_steps: str = ""
    abuse_category: str = ""
    key_factors: tuple[str, ...] = ()


@transaction.atomic
def contact_decide(*, contact: Contact, deciding: Deciding, by: User, at: datetime.datetime) -> Decision:
    """Decide on a contact. Stops its 24 hours; an accepted one becomes a referral and starts the assessment's clocks.

    Raises `IllegalTransition` when somebody has decided already, `CheckRefused` naming what is missing.
    """
    contact = contact_lock(contact, by, Action.CONTACT_DECIDE)
    target = next_state(CONTACT, contact.state, "decide").target
    _refuse_incomplete(contact, deciding)
    decision = _record(contact, deciding, None, by, at)
    contact.state, contact.owner = target, contact.owner or by
    contact.save(update_fields=["state", "owner"])
    clock_stop(rule="decision", subject_type="contact", subject_id=contact.pk, at=at, by=by, reason=deciding.outcome)
    clock_stop(rule="acknowledgement", subject_type="contact", subject_id=contact.pk, at=at, by=by, reason="decided")
    _follow(contact, decision, by, at)
    return decision


@transaction.atomic
def contact_decide_again(
    *, contact: Contact, former: Decision, deciding: Deciding, by: User, at: datetime.datetime
) -> Decision:
    """Supersede a decision with another. The former stays on record.

    Raises `StaleVersion` where `former` is superseded already.
    """
    contact = contact_lock(contact, by, Action.CONTACT_DECIDE)
    next_state(CONTACT, contact.state, "decide-again")
    if Decision.objects.filter(supersedes=former).exists() or former.contact_id != contact.pk:
        raise StaleVersion(expected="the decision that you opened", found="a later one")
    _refuse_incomplete(contact, deciding)
    decision = _record(contact, deciding, former, by, at)
    _follow(contact, decision, by, at)
    return decision


def _record(contact: Contact, deciding: Deciding, former: Decision | None, by: User, at: datetime.datetime) -> Decision:
    values = {field.name: getattr(deciding, field.name) for field in fields(Deciding)}
    values = {name: value.strip() if isinstance(value, str) else list(value) for name, value in values.items()}
    decision = Decision.objects.create(contact=contact, supersedes=former, decided_by=by, decided_at=at, **values)
    record_change(
        by=by, event="contact-decided", subject_type="contact", subject_id=contact.pk, at=at,
        detail={"outcome": deciding.outcome, "supersedes": str(former.pk) if former else None},
    )  # fmt: skip
    notice_send(
        recipients=contact.senders, kind="contact-decided", reference=contact.reference, url=f"/contacts/{contact.pk}/",
        key=f"contact-decided:{decision.pk}", at=at,
    )  # fmt: skip
    return decision


def _follow(contact: Contact, decision: Decision, by: User, at: datetime.datetime) -> None:
    """Start what an outcome starts. An assessment that runs already goes on with its clocks; a higher concern adds its own."""
    follows = what_follows(decision.outcome)
    if not follows.is_referral or contact.is_practice:
        return
    assessment, _ = Assessment.objects.get_or_create(
        contact=contact,
        defaults={
            "front_door": contact.front_door, "reference": contact.reference, "worker": contact.owner,
            "harm_likely": follows.harm_likely, "started_at": at,
        },
    )  # fmt: skip
    if assessment.state == Assessment.State.COMPLETED:
        return
    if follows.harm_likely and not assessment.harm_likely:
        assessment.harm_likely = True
        assessment.save(update_fields=["harm_likely"])
    for rule in follows.clocks:
        clock_start(
            rule=rule, authority=contact.front_door.authority, subject_type="assessment", subject_id=assessment.pk,
            reference=contact.reference, started_at=at, by=by, owner=assessment.worker, front_door=contact.front_door,
        )  # fmt: skip


def _refuse_incomplete(contact: Contact, deciding: Deciding) -> None:
    framework = contact.framework_version.framework_document()
    if deciding.outcome not in Decision.Outcome.values:
        raise CheckRefused("outcome", "Choose what you decide.")
    if not framework.has_level(deciding.level):
        raise CheckRefused("level", "Choose the level that you decide on.")
    if not deciding.reasons.strip():
        raise CheckRefused("reasons", "Give your reasons. The referrer reads them, and the family may.")
    if contact.level and deciding.level != contact.level and not deciding.level_differs_why.strip():
        raise CheckRefused("level_differs_why", "The referrer placed it at another level. Say what makes yours differ.")
    follows = what_follows(deciding.outcome)
    if not follows.is_referral and not deciding.advice.strip():
        raise CheckRefused("advice", "Say what you advise the referrer to do for the child now.")
    if not follows.is_referral and not deciding.what_would_change.strip():
        raise CheckRefused("what_would_change", "Say what would change this decision, so that they know when to come back.")
    known = {item.code for item in framework.abuse_categories}
    if deciding.abuse_category and deciding.abuse_category not in known:
        raise CheckRefused("abuse_category", "Choose one of the categories.")
