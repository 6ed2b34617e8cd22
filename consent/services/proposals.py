"""Preparing what is to be shared, asking the lead about it, and its leaving by one of the four ways."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.services import clock_start, clock_stop
from consent.models import Agreement, SharingProposal
from consent.rules.approver import Approver
from consent.rules.ways import MARKED, Way
from consent.selectors.content import content_of
from consent.selectors.desk import deputies_for_any, hand_overs_of, reviewers_of, with_deputies
from consent.selectors.proposals import approver_for, level_of, open_proposal, people_to_ask, rule_for, ways_of
from consent.services.asking_again import consent_review_keep
from consent.transitions import PROPOSAL
from documents.rules.reading import ContentRefused
from documents.rules.seal import content_hash
from notices.services import notice_send
from partnerships.models import User
from partnerships.permissions import Action, can
from thresholds.models import Check
from thresholds.rules.framework import ConsentRule
from thresholds.selectors.authorities import front_door_of
from thresholds.selectors.checks import judgement_is_current
from thresholds.services.checks import CheckRefused, check_for_writing
from workflow.errors import IllegalTransition, NotAllowed
from workflow.transitions import next_state

State = SharingProposal.State


@transaction.atomic
def proposal_prepare(*, check: Check, by: User, at: datetime.datetime) -> SharingProposal:
    """Bring the check's open proposal up to what would be shared now.

    The same content keeps the proposal, and with it any approval. Any change makes a new one: an approval of the old is void,
    and the lead who was asked is told. Raises `CheckRefused` naming what is still missing.
    """
    check = check_for_writing(check=check, by=by)
    recipient, rule = front_door_of(check), rule_for(check)
    _refuse_unready(check, at)
    if recipient is None:
        raise CheckRefused("route", "Choose what to do about it first: a route with a front door that receives it.")
    if rule is None:
        raise CheckRefused("basis", "Say on what basis you would share. The rule on agreement follows from it.")
    asked = people_to_ask(check)
    stands = Agreement.objects.filter(case_check=check, superseded_at__isnull=True)
    if stands.exclude(person__in=asked).update(superseded_at=at):
        consent_review_keep(check, by, at)
    try:
        content = content_of(check, recipient=recipient, rule=rule)
    except ContentRefused as refused:
        raise CheckRefused("account", f"Something is too long to send ({refused.path}): {refused.reason}.") from refused
    sealed = content_hash(content)
    former = open_proposal(check)
    voided = None if former is not None else _last_voided(check)
    if former is not None:
        former = SharingProposal.objects.select_for_update().get(pk=former.pk)
        where_to = (former.recipient_id, former.service) == (recipient.pk, check.route_code)
        same = former.content_hash == sealed and where_to
        if same and not _reviewed_by(former, check.concern_about_id):
            return _pass_by(former, check.concern_about_id)
        proposal_supersede(former, by, at)
    proposal = SharingProposal(
        case_check=check, reference=check.reference, organisation=check.organisation, author=by, recipient=recipient,
        service=check.route_code, basis=check.basis, level=level_of(check),
        rule=_rule_kept(rule, approver_for(check)), people_to_ask=len(asked),
        harm_suspected=rule.agreement == "preferred", is_urgent=check.urgency in (Check.Urgency.NOW, Check.Urgency.TODAY),
        content=content, content_hash=sealed, prepared_at=at, supersedes=former or voided, concern_about=check.concern_about,
    )  # fmt: skip
    proposal.save(force_insert=True)
    record_change(by=by, event="proposal-prepared", subject_type="proposal", subject_id=proposal.pk, at=at)
    return proposal


@transaction.atomic
def proposal_ask(*, proposal: SharingProposal, why: str, by: User, at: datetime.datetime) -> SharingProposal:
    """Put exactly this before the agency's safeguarding leads, and start their time.

    Raises `CheckRefused` where nobody is left to ask, no reason is given, or something has changed since it was prepared;
    `IllegalTransition` where it is with them already.
    """
    check = check_for_writing(check=Check(pk=proposal.case_check_id), by=by)
    proposal = proposal_lock(proposal, by, Action.PROPOSAL_ASK)
    if not why.strip():
        raise CheckRefused("why", "Say what you ask your lead, and why now.")
    target = next_state(PROPOSAL, proposal.state, "ask").target
    _refuse_stale(proposal, check, "why")
    leads = reviewers_of(proposal, besides={by.pk})
    if not leads:
        raise CheckRefused("why", "Nobody is left to ask. Where you suspect harm, send it as urgent and say why.")
    clock_stop(rule="lead-review", subject_type="proposal", subject_id=proposal.pk, at=at, by=by, reason="asked again")
    clock = clock_start(
        rule="lead-review", authority=proposal.case_check.authority, subject_type="proposal", subject_id=proposal.pk,
        reference=proposal.reference, started_at=at, by=by, owner=by, organisation=proposal.organisation,
        passes_by=proposal.concern_about, hours=proposal.organisation.answers_within,
    )  # fmt: skip
    proposal.state, proposal.asked_by, proposal.asked_at, proposal.asked_why = target, by, at, why.strip()
    proposal.review_due_at = clock.due_at
    proposal.save(update_fields=["state", "asked_by", "asked_at", "asked_why", "review_due_at"])
    record_change(by=by, event="lead-asked", subject_type="proposal", subject_id=proposal.pk, at=at)
    told = with_deputies(proposal, leads, localdate(at))
    notice_send(
        recipients=told, kind="review-asked", reference=proposal.reference, url=f"/lead/{proposal.pk}/",
        key=f"review-asked:{proposal.pk}:{at.isoformat()}", at=at, due_at=clock.due_at,
    )  # fmt: skip
    return proposal


@transaction.atomic
def proposal_leave(*, proposal: SharingProposal, way: Way, reasons: str, by: User, at: datetime.datetime) -> SharingProposal:
    """Let a proposal leave by a way that is open. The caller sends what it holds, in the same transaction.

    The urgent way and professional judgement start the same-day review, and tell the agency's leads. Raises `CheckRefused`
    with what stands in the way, or where something has changed since it was prepared: an approval is of what it says, and
    an answer that was given since is not in it. `IllegalTransition` where it has left already.
    """
    check = check_for_writing(check=Check(pk=proposal.case_check_id), by=by)
    proposal = proposal_lock(proposal, by, Action.CONTACT_SEND)
    target = next_state(PROPOSAL, proposal.state, "leave").target
    _refuse_stale(proposal, check, "way")
    closed = ways_of(proposal, at=at)[Way(way)]
    if closed:
        raise CheckRefused("way", closed)
    if way in MARKED and not reasons.strip():
        raise CheckRefused("reasons", "Say why you share this now, in words that stand on the record.")
    proposal.state, proposal.way, proposal.way_reasons = target, way, reasons.strip()
    proposal.left_at, proposal.left_by = at, by
    proposal.save(update_fields=["state", "way", "way_reasons", "left_at", "left_by"])
    clock_stop(rule="lead-review", subject_type="proposal", subject_id=proposal.pk, at=at, by=by, reason=f"sent: {way}")
    record_change(
        by=by, event="proposal-left", subject_type="proposal", subject_id=proposal.pk, at=at, detail={"way": str(way)}
    )
    if way in MARKED:
        _start_late_review(proposal, by, at)
    return proposal


@transaction.atomic
def proposal_take_back(check: Check, by: User, at: datetime.datetime) -> None:
    """Take back a proposal that waits when its check is closed another way, so that no lead's time runs for nothing."""
    waiting = open_proposal(check)
    locked = SharingProposal.objects.select_for_update(of=("self",)).filter(pk=waiting.pk).first() if waiting else None
    if locked is not None and locked.left_at is None and locked.state != State.SUPERSEDED:
        proposal_supersede(locked, by, at)


@transaction.atomic
def proposal_void_if_changed(check: Check, at: datetime.datetime) -> None:
    """Void what waits for a lead or was approved, in the transaction of whatever has changed it, and say so to both sides.

    Whoever changes a check is its author. What is not yet asked for is only brought up to date when it is prepared again.
    """
    waiting = open_proposal(check)
    if waiting is None or waiting.state not in (State.ASKED, State.APPROVED, State.ADVISED):
        return
    now = Check.objects.get(pk=check.pk)
    decided_by_them = _reviewed_by(waiting, now.concern_about_id)
    if waiting.state == State.ASKED:
        waiting = _pass_by(waiting, now.concern_about_id)  # nor can it be handed to one whom the worry turns out to be about
    if _is_overtaken(waiting, now) or (waiting.state == State.ASKED and decided_by_them):
        proposal_supersede(waiting, check.author, at)


def proposal_lock(proposal: SharingProposal, by: User, action: Action) -> SharingProposal:
    """Lock a proposal for somebody who may do this. Must run in a transaction. Raises `NotAllowed`.

    Without its check, which a lead of another agency who approves from outside does not see.
    """
    locked = (
        SharingProposal.objects.select_for_update(of=("self",))
        .select_related("organisation", "recipient", "author")
        .filter(pk=proposal.pk)
        .first()
    )
    if locked is None or not can(by, action, locked):
        raise NotAllowed(action)
    return locked


def _start_late_review(proposal: SharingProposal, by: User, at: datetime.datetime) -> None:
    clock = clock_start(
        rule="retrospective-review", authority=proposal.case_check.authority, subject_type="proposal",
        subject_id=proposal.pk, reference=proposal.reference, started_at=at, by=by, organisation=proposal.organisation,
        passes_by=proposal.concern_about,
    )  # fmt: skip
    leads = reviewers_of(proposal, besides={by.pk})
    notice_send(
        recipients=leads, kind="late-review-asked", reference=proposal.reference, url=f"/lead/{proposal.pk}/",
        key=f"late-review-asked:{proposal.pk}", at=at, due_at=clock.due_at,
    )  # fmt: skip


def _pass_by(proposal: SharingProposal, concern_about_id: int | None) -> SharingProposal:
    """What is to be shared is the same, but whom the worry is about may have been said since."""
    if proposal.concern_about_id != concern_about_id:
        proposal.concern_about_id = concern_about_id
        proposal.save(update_fields=["concern_about"])
    return proposal


def _last_voided(check: Check) -> SharingProposal | None:
    """What was voided as it changed, if nothing was prepared since: what is prepared now stands in its place."""
    return SharingProposal.objects.filter(
        case_check=check, state=State.SUPERSEDED, superseded_by__isnull=True
    ).order_by("-prepared_at").first()  # fmt: skip


def _reviewed_by(proposal: SharingProposal, lead_id: int | None) -> bool:
    """Whether the lead whom the worry turns out to be about has decided on this: then it does not stand."""
    return lead_id is not None and proposal.reviews.filter(decided_by_id=lead_id).exists()


def _is_overtaken(proposal: SharingProposal, check: Check) -> bool:
    """Whether it is not what would be shared now: another recipient, service, rule or content."""
    recipient, rule = front_door_of(check), rule_for(check)
    if recipient is None or rule is None or (recipient.pk, check.route_code) != (proposal.recipient_id, proposal.service):
        return True
    try:
        return content_hash(content_of(check, recipient=recipient, rule=rule)) != proposal.content_hash
    except ContentRefused:
        return True


def _refuse_stale(proposal: SharingProposal, check: Check, field: str) -> None:
    """Refuse what is not what would be shared now: any change voids it, an approval with it (DESIGN.md, "Consent")."""
    if check.concern_about_id != proposal.concern_about_id or _is_overtaken(proposal, check):
        raise CheckRefused(field, "Something has changed since this was prepared. Read it again before it goes.")


def proposal_supersede(former: SharingProposal, by: User, at: datetime.datetime, *, tells_author: bool = True) -> None:
    """Void what was asked or approved, and say so to those who have it and may answer it still.

    Never to one whom the worry is about, also where that is said only now. Must run in a transaction that holds its check.
    """
    was = former.state
    former.state = next_state(PROPOSAL, former.state, "supersede").target
    former.save(update_fields=["state"])
    clock_stop(rule="lead-review", subject_type="proposal", subject_id=former.pk, at=at, by=by, reason="changed")
    record_change(by=by, event="proposal-superseded", subject_type="proposal", subject_id=former.pk, at=at, detail={"was": was})
    if was not in (State.ASKED, State.APPROVED, State.ADVISED):
        return
    leads = reviewers_of(former, besides=set())
    handed = hand_overs_of([former.pk]).get(former.pk)
    deputy = [handed.to] if handed and handed.to in deputies_for_any(former) else []
    key = f"approval-void:{former.pk}"
    for people, url in (
        ([*leads, *deputy], f"/lead/{former.pk}/"),
        ([former.author] if tells_author else [], f"/checks/{former.case_check_id}/agreement/"),
    ):
        notice_send(recipients=people, kind="approval-void", reference=former.reference, url=url, key=key, at=at)


def _refuse_unready(check: Check, at: datetime.datetime) -> None:
    children = list(check.children.select_related("person", "case_check__framework_version", "case_check__authority"))
    if not children:
        raise CheckRefused("children", "Add the child you are worried about.")
    for child in children:
        if not child.level:
            raise CheckRefused("judgement", f"Record your judgement for {child.person.short_name}.")
        if not judgement_is_current(child, at=at):
            raise CheckRefused(
                "judgement", f"The evidence about {child.person.short_name} has changed since you judged it. Look again."
            )
    if not check.account.strip():
        raise CheckRefused("account", "Say in your own words what you are worried about.")
    if open_proposal(check) is None and SharingProposal.objects.filter(case_check=check, state=State.LEFT).exists():
        raise IllegalTransition(State.LEFT, "prepare", ())


def _rule_kept(rule: ConsentRule, approver: Approver) -> dict[str, Any]:
    return {
        "code": rule.code, "text": rule.text, "source": rule.source, "agreement": rule.agreement, "implicit": rule.implicit,
        "one_parent_suffices": rule.one_parent_suffices, "approval": rule.approval,
        "approver": str(approver),
        "advice_before_contact": rule.advice_before_contact,
        "grounds": [
            {"code": ground.code, "text": ground.text, "source": ground.source, "applies_to": list(ground.applies_to)}
            for ground in rule.grounds
        ],
        "refusal": {"tell_family": rule.refusal.tell_family, "question": rule.refusal.question} if rule.refusal else None,
    }  # fmt: skip
