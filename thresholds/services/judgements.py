"""What is seen, where the practitioner would place it, what the evidence points to, and their judgement: in that order."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from audit.services import record_change
from clocks.services import clock_stop
from partnerships.models import User
from thresholds.models import Check, CheckChild
from thresholds.models.check import Observation
from thresholds.rules.tools import NoSuchResult, place
from thresholds.selectors.authorities import reasons_for
from thresholds.selectors.checks import framework_of, suggestion_for
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch

NOT_SURE = "not-sure"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was seen or said, when, how often, by whom; all of it may be added later."""

    conditions_met: bool | None = None
    value: str = ""
    seen: str = ""
    when: str = ""
    how_often: str = ""
    who: str = ""
    nature: str = ""
    since: datetime.date | None = None
    growing: bool | None = None
    tool: str = ""
    tool_result: str = ""


@transaction.atomic
def observation_save(*, child: CheckChild, code: str, evidence: Evidence, by: User, at: datetime.datetime) -> Observation:
    """Tick a code of the check's own framework version for a child, or change its evidence.

    Raises `CheckRefused` for a code that the version does not have, a `since` in the future, or a tool that it does not name.
    """
    check = check_for_writing(check=child.case_check, by=by)
    kind = kind_of_code(check, code)
    try:
        place(framework_of(check), code, tool=evidence.tool, result=evidence.tool_result)
    except NoSuchResult as unknown:
        raise CheckRefused("tool", "The framework names no such tool here. Choose again.") from unknown
    if evidence.since is not None and evidence.since > localdate(at):
        raise CheckRefused("since", "That date is in the future.")
    values = {name: getattr(evidence, name) for name in Evidence.__dataclass_fields__}
    values |= {name: values[name].strip() for name in ("seen", "when", "how_often")}
    observation, _ = Observation.objects.update_or_create(
        child=child, code=code, defaults=values, create_defaults={**values, "kind": kind, "recorded_at": at}
    )
    check_touch(check, at)
    return observation


@transaction.atomic
def observation_remove(*, child: CheckChild, code: str, by: User, at: datetime.datetime) -> None:
    """Take a tick off again."""
    check = check_for_writing(check=child.case_check, by=by)
    Observation.objects.filter(child=child, code=code).delete()
    check_touch(check, at)


@transaction.atomic
def explored_save(*, child: CheckChild, dimensions: list[str], by: User, at: datetime.datetime) -> None:
    """Say which areas were looked at without a worry. Raises `CheckRefused` for one that the framework does not have."""
    check = check_for_writing(check=child.case_check, by=by)
    known = {dimension.code for dimension in framework_of(check).dimensions}
    unknown = [code for code in dimensions if code not in known]
    if unknown:
        raise CheckRefused("explored", "That area is not in this framework.")
    child.explored = sorted(set(dimensions))
    child.save(update_fields=["explored"])
    check_touch(check, at)


@transaction.atomic
def child_views_save(*, child: CheckChild, words: str, by: User, at: datetime.datetime) -> None:
    """Keep what the child says, wants and feels, in their words."""
    check = check_for_writing(check=child.case_check, by=by)
    child.child_views = words.strip()
    child.save(update_fields=["child_views"])
    check_touch(check, at)


@transaction.atomic
def first_view_record(*, child: CheckChild, level: str, by: User, at: datetime.datetime) -> None:
    """Keep where the practitioner would place it before they see the suggestion (or `not-sure`). The first one stands."""
    check = check_for_writing(check=child.case_check, by=by)
    if level != NOT_SURE and not framework_of(check).has_level(level):
        raise CheckRefused("first_view", "Choose a level, or say that you are not sure.")
    locked = CheckChild.objects.select_for_update().get(pk=child.pk)
    if locked.first_view:
        return
    locked.first_view, locked.first_view_at = level, at
    locked.save(update_fields=["first_view", "first_view_at"])
    check_touch(check, at)


@transaction.atomic
def judgement_record(
    *, child: CheckChild, level: str, why: str, differs_why: str, by: User, at: datetime.datetime
) -> CheckChild:
    """Keep the practitioner's own judgement beside the suggestion as it stands now.

    Raises `CheckRefused` without a first view, a level or a reason, and where the level differs from the suggestion and
    nothing is said about that. A judgement made again replaces the one in the check; each is on record as an event.
    """
    check = check_for_writing(check=child.case_check, by=by)
    framework = framework_of(check)
    locked = CheckChild.objects.select_for_update().select_related("person", "case_check").get(pk=child.pk)
    if not locked.first_view:
        raise CheckRefused("first_view", "Say first where you would place it, before you look at the suggestion.")
    if not framework.has_level(level):
        raise CheckRefused("level", "Choose the level you would stand by.")
    if not why.strip():
        raise CheckRefused("why", "Say why this is the right level for this child.")
    suggestion = suggestion_for(locked, at=at)
    differs = suggestion.level is not None and suggestion.level != level
    if differs and not differs_why.strip():
        raise CheckRefused("differs_why", "Your level differs from the suggestion. Say what you know that the list does not.")
    locked.level, locked.level_why = level, why.strip()
    locked.level_differs_why = differs_why.strip() if differs else ""
    locked.suggestion, locked.judged_at, locked.judged_by = suggestion.to_document(), at, by
    locked.save(update_fields=["level", "level_why", "level_differs_why", "suggestion", "judged_at", "judged_by"])
    if not check.children.filter(level="").exists():
        check.state = Check.State.JUDGED
    check_touch(check, at, "state")
    record_change(
        by=by, event="judgement-recorded", subject_type="check", subject_id=check.pk, at=at,
        detail={"child": str(child.pk), "level": level, "suggested": suggestion.level},
    )  # fmt: skip
    return locked


@transaction.atomic
def route_choose(
    *,
    check: Check,
    route: str,
    basis: str,
    need: str,
    allocated_worker: str,
    actions: dict[str, str],
    by: User,
    at: datetime.datetime,
    reasons: Sequence[str] = (),
) -> Check:
    """Say what to do about it: a route of the authority, the basis in law, and which actions were considered.

    `reasons` are codes of the reasons for which its front door is contacted, as the authority lists them.
    Raises `CheckRefused` before every child has a judgement, and for a reason that the route's front door does not have.
    """
    check = check_for_writing(check=check, by=by)
    if set(reasons) - {reason.code for reason in reasons_for(check, route)}:
        raise CheckRefused("route", "That reason is not one of this front door’s. Choose again.")
    if check.state == Check.State.BEGUN:
        raise CheckRefused("route", "Every child in the check needs your judgement first.")
    check.route_code, check.basis, check.need = route, basis, need
    check.allocated_worker, check.actions = allocated_worker, actions
    check.contact_reasons = list(reasons)
    check_touch(check, at, "route_code", "basis", "need", "allocated_worker", "actions", "contact_reasons")
    return check


Closing = Callable[[Check, User, datetime.datetime], None]
_closings: list[Closing] = []


def on_close(closing: Closing) -> None:
    """Let an upper app take back what it holds open about a check, in the transaction that closes it."""
    if closing not in _closings:
        _closings.append(closing)


@transaction.atomic
def check_close(*, check: Check, by: User, at: datetime.datetime, why: str) -> Check:
    """Close a check whose way was not a contact (advice, early help, the allocated worker), or whose contact was sent.

    Nothing of it is left running: the written follow-up of an urgent call stops with the reason, and upper apps take back
    what they hold open (`on_close`).
    """
    check = check_for_writing(check=check, by=by)
    check.state = Check.State.CLOSED
    clock_stop(rule="written-follow-up", subject_type="check", subject_id=check.pk, at=at, by=by, reason=why)
    for closing in _closings:
        closing(check, by, at)
    check_touch(check, at, "state")
    record_change(by=by, event="check-closed", subject_type="check", subject_id=check.pk, at=at, detail={"why": why})
    return check


def kind_of_code(check: Check, code: str) -> str:
    """What a code is in the check's framework version. Raises `CheckRefused` for one that it does not have."""
    framework = framework_of(check)
    if framework.has_indicator(code):
        return Observation.Kind.INDICATOR
    lists = {
        Observation.Kind.HARM: framework.significant_harm,
        Observation.Kind.STRENGTH: framework.strengths,
        Observation.Kind.QUESTION: framework.questions,
    }
    for kind, items in lists.items():
        if any(item.code == code for item in items):
            return kind
    raise CheckRefused("code", "That is not in this check's framework. Look for it again in the list.")


def child_of(check: Check, child_id: uuid.UUID) -> CheckChild:
    """The child of that check. Raises `CheckChild.DoesNotExist`."""
    return check.children.select_related("person", "case_check__framework_version").get(pk=child_id)
