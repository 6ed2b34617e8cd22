"""Deciding on a contact: once, by one person, with reasons; a later decision supersedes it and never changes it."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction

from audit.services import record_change
from clocks.services import clock_start, clock_stop
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action
from referrals.models import Assessment, Contact, ContactChild, Decision, DecisionForChild
from referrals.rules.outcomes import highest, what_follows
from referrals.services.triage import contact_lock
from referrals.transitions import CONTACT
from thresholds.rules.framework import Framework
from thresholds.services.checks import CheckRefused
from workflow.errors import StaleVersion
from workflow.transitions import next_state


@dataclass(frozen=True, kw_only=True)
class ForChild:
    """What is decided for one child: `reasons` are this child's alone, and may be empty."""

    child: uuid.UUID
    outcome: str
    level: str
    level_differs_why: str = ""
    abuse_category: str = ""
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """What the front door decides, in the form's own terms.

    `each` is one line for every child in order, where they are decided separately; `outcome` and `level` are then theirs.
    """

    reasons: str
    outcome: str = ""
    level: str = ""
    level_differs_why: str = ""
    advice: str = ""
    what_would_change: str = ""
    next_steps: str = ""
    abuse_category: str = ""
    key_factors: tuple[str, ...] = ()
    each: tuple[ForChild, ...] = ()


@transaction.atomic
def contact_decide(*, contact: Contact, deciding: Deciding, by: User, at: datetime.datetime) -> Decision:
    """Decide on a contact. Stops its 24 hours; an accepted one becomes a referral and starts the assessment's clocks.

    Raises `IllegalTransition` when somebody has decided already, `CheckRefused` naming what is missing.
    """
    contact = contact_lock(contact, by, Action.CONTACT_DECIDE)
    target = next_state(CONTACT, contact.state, "decide").target
    decision = _record(contact, deciding, None, by, at)
    contact.state, contact.owner = target, contact.owner or by
    contact.save(update_fields=["state", "owner"])
    clock_stop(rule="decision", subject_type="contact", subject_id=contact.pk, at=at, by=by, reason=decision.outcome)
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
    decision = _record(contact, deciding, former, by, at)
    _follow(contact, decision, by, at)
    return decision


def _record(contact: Contact, deciding: Deciding, former: Decision | None, by: User, at: datetime.datetime) -> Decision:
    children = list(contact.children.order_by("position"))
    deciding = _whole(contact, deciding, children)
    _refuse_incomplete(contact, deciding, children)
    decision = Decision.objects.create(
        contact=contact, supersedes=former, decided_by=by, decided_at=at, **_stripped(deciding, besides="each")
    )
    for line in _lines(deciding, children):
        said = _stripped(line, besides="child")
        DecisionForChild.objects.create(decision=decision, child_id=line.child, **said)
    record_change(
        by=by, event="contact-decided", subject_type="contact", subject_id=contact.pk, at=at,
        detail={"outcome": deciding.outcome, "supersedes": str(former.pk) if former else None},
    )  # fmt: skip
    notice_send(
        recipients=contact.senders, kind="contact-decided", reference=contact.reference, url=f"/contacts/{contact.pk}/",
        key=f"contact-decided:{decision.pk}", at=at,
    )  # fmt: skip
    return decision


def _stripped(said: Deciding | ForChild, *, besides: str) -> dict[str, Any]:
    values = {name: value for name, value in asdict(said).items() if name != besides}
    return {name: value.strip() if isinstance(value, str) else list(value) for name, value in values.items()}


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


def _whole(contact: Contact, deciding: Deciding, children: list[ContactChild]) -> Deciding:
    """The decision with its highest outcome and level. Raises `CheckRefused` unless each child of the contact has one line."""
    if not deciding.each:
        return deciding
    framework = contact.framework_version.framework_document()
    for one, child in zip(deciding.each, children, strict=False):
        _refuse_choices(framework, one, _part(child))
    if [one.child for one in deciding.each] != [child.pk for child in children]:
        raise CheckRefused("each", "Decide for each of the children.")
    return replace(
        deciding,
        outcome=highest(one.outcome for one in deciding.each),
        level=max((one.level for one in deciding.each), key=lambda code: framework.level(code).order),
    )


def _part(child: ContactChild) -> Callable[[str], str]:
    return lambda name: f"child{child.position}_{name}"


def _lines(deciding: Deciding, children: list[ContactChild]) -> list[ForChild]:
    if deciding.each:
        return list(deciding.each)
    return [
        ForChild(
            child=child.pk, outcome=deciding.outcome, level=deciding.level, level_differs_why=deciding.level_differs_why,
            abuse_category=deciding.abuse_category,
        )
        for child in children
    ]  # fmt: skip


def _refuse_choices(framework: Framework, said: Deciding | ForChild, field: Callable[[str], str] = str) -> None:
    if said.outcome not in Decision.Outcome.values:
        raise CheckRefused(field("outcome"), "Choose what you decide.")
    if not framework.has_level(said.level):
        raise CheckRefused(field("level"), "Choose the level that you decide on.")
    if said.abuse_category and said.abuse_category not in {item.code for item in framework.abuse_categories}:
        raise CheckRefused(field("abuse_category"), "Choose one of the categories.")


def _refuse_incomplete(contact: Contact, deciding: Deciding, children: list[ContactChild]) -> None:
    _refuse_choices(contact.framework_version.framework_document(), deciding)
    if not deciding.reasons.strip():
        reader = "The family may read them." if contact.is_call else "The referrer reads them, and the family may."
        raise CheckRefused("reasons", f"Give your reasons. {reader}")
    _refuse_unexplained(contact, deciding, children)
    outcomes = {one.outcome for one in deciding.each} or {deciding.outcome}
    if all(what_follows(outcome).is_referral for outcome in outcomes):
        return
    if not deciding.advice.strip():
        raise CheckRefused("advice", f"Say what you advise the {contact.asker} to do for the child now.")
    if not deciding.what_would_change.strip():
        raise CheckRefused("what_would_change", "Say what would change this decision, so that they know when to come back.")


def _refuse_unexplained(contact: Contact, deciding: Deciding, children: list[ContactChild]) -> None:
    """A level that is not the referrer's has a reason: for each child where it is decided for each, else for any of them."""
    words = f"The {contact.asker} placed {{}} at another level. Say what makes yours differ."
    placed = {child.pk: child for child in children}
    for one in deciding.each:
        child = placed[one.child]
        if child.level and one.level != child.level and not one.level_differs_why.strip():
            raise CheckRefused(_part(child)("level_differs_why"), words.format(child.name))
    if deciding.each or deciding.level_differs_why.strip():
        return
    if contact.level and deciding.level != contact.level:
        raise CheckRefused("level_differs_why", words.format("it"))
    for child in children:
        if child.level and child.level != deciding.level:
            raise CheckRefused("level_differs_why", words.format(child.name))
