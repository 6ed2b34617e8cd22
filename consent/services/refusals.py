"""What comes after a refusal where the basis needs agreement: the question of harm, and help by one agency alone."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from audit.services import record_change
from consent.models import HarmQuestion
from consent.selectors.proposals import is_refused, rule_for
from partnerships.models import User
from thresholds.models import Check
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch
from thresholds.services.judgements import check_close


@dataclass(frozen=True, kw_only=True)
class HarmAnswer:
    """Whether the child may suffer significant harm without it and why; if not, what the agency does and what was told."""

    may_suffer: bool
    why: str
    help_given: str = ""
    family_told: str = ""


@transaction.atomic
def harm_question_answer(*, check: Check, answer: HarmAnswer, by: User, at: datetime.datetime) -> HarmQuestion:
    """Keep the answer. Yes leaves the check open for another judgement; no closes it as help by the agency alone.

    Nothing that was typed is lost either way: answers, account and judgement stay. Raises `CheckRefused` at the field, and
    where nobody has refused or the basis does not need agreement.
    """
    check = check_for_writing(check=check, by=by)
    rule = rule_for(check)
    if rule is None or not is_refused(check):
        raise CheckRefused("may_suffer", "Nothing here waits for this question: the answers about sharing have changed.")
    _refuse_empty(answer)
    kept = HarmQuestion(
        case_check=check, may_suffer=answer.may_suffer, why=answer.why.strip(),
        help_given="" if answer.may_suffer else answer.help_given.strip(),
        family_told="" if answer.may_suffer else answer.family_told.strip(),
        rule_code=rule.code, framework_version=check.framework_version, answered_by=by, answered_at=at,
    )  # fmt: skip
    kept.save(force_insert=True)
    check_touch(check, at)
    record_change(
        by=by, event="harm-question-answered", subject_type="check", subject_id=check.pk, at=at,
        detail={"may_suffer": answer.may_suffer},
    )  # fmt: skip
    if not answer.may_suffer:
        check_close(check=check, by=by, at=at, why="single-agency-help")
    return kept


def _refuse_empty(answer: HarmAnswer) -> None:
    if not answer.why.strip():
        raise CheckRefused("why", "Say why you think so.")
    if answer.may_suffer:
        return
    if not answer.help_given.strip():
        raise CheckRefused("help_given", "Say what your own agency does, and what you agreed with the family.")
    if not answer.family_told.strip():
        raise CheckRefused("family_told", "Say what you told the family, and what they said.")
