"""Recording what each person was asked and what they said."""

import datetime
from dataclasses import dataclass, fields

from django.db import transaction

from audit.services import record_change
from consent.models import Agreement
from consent.selectors.proposals import people_to_ask, rule_for
from partnerships.models import User
from people.models import Person
from thresholds.models import Check
from thresholds.rules.framework import ConsentRule
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch

MOST_BEFORE = datetime.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How somebody was asked, what was explained, and what they said in their words."""

    answer: str
    how: str = ""
    asked_at: datetime.datetime | None = None
    explained_why: bool = False
    explained_what: bool = False
    explained_with_whom: bool = False
    explained_purpose: bool = False
    their_words: str = ""
    why_declined: str = ""
    explored: str = ""
    ground: str = ""
    ground_note: str = ""


@transaction.atomic
def agreement_record(*, check: Check, person: Person, asking: Asking, by: User, at: datetime.datetime) -> Agreement:
    """Record an answer; the person's former one is kept and no longer stands.

    Raises `CheckRefused` at the field: a date in the future, asked without when and how, implicit where the rule needs
    explicit agreement, a ground that the rule does not have, somebody who is not to be asked in this check.
    """
    check = check_for_writing(check=check, by=by)
    _refuse_wrong(check, person, asking, at)
    former = Agreement.objects.select_for_update().filter(case_check=check, person=person, superseded_at__isnull=True)
    former.update(superseded_at=at)
    asked = asking.answer != Agreement.Answer.NOT_ASKED
    values = {field.name: getattr(asking, field.name) for field in fields(Asking)}
    if not asked:
        values |= {"how": "", "asked_at": None}
    agreement = Agreement.objects.create(case_check=check, person=person, recorded_by=by, recorded_at=at, **values)
    check_touch(check, at)
    record_change(
        by=by, event="agreement-recorded", subject_type="check", subject_id=check.pk, at=at, detail={"answer": asking.answer}
    )
    return agreement


def _refuse_wrong(check: Check, person: Person, asking: Asking, at: datetime.datetime) -> None:
    rule = rule_for(check)
    if rule is None:
        raise CheckRefused("answer", "Say first on what basis you would share. The rule on agreement follows from it.")
    if person not in people_to_ask(check):
        raise CheckRefused("person", "This person does not need to be asked in this check.")
    if asking.answer not in Agreement.Answer.values:
        raise CheckRefused("answer", "Say whether they were asked and what they said.")
    if asking.answer != Agreement.Answer.NOT_ASKED:
        _refuse_wrong_asking(asking, at)
    if asking.answer == Agreement.Answer.IMPLICIT and not rule.implicit:
        raise CheckRefused("answer", f"The rule here needs explicit agreement ({rule.source}).")
    if asking.ground:
        _refuse_wrong_ground(asking, rule)


def _refuse_wrong_asking(asking: Asking, at: datetime.datetime) -> None:
    if asking.asked_at is None:
        raise CheckRefused("asked_at", "Say when they were asked.")
    if asking.asked_at > at:
        raise CheckRefused("asked_at", "That time is in the future. Record what has been said, not what will be.")
    if asking.asked_at < at - MOST_BEFORE:
        raise CheckRefused("asked_at", "That is over a year ago. Agreement is for this episode: ask again.")
    if asking.how not in Agreement.How.values:
        raise CheckRefused("how", "Say how they were asked.")


def _refuse_wrong_ground(asking: Asking, rule: ConsentRule) -> None:
    fitting = {ground.code for ground in rule.grounds if asking.answer in ground.applies_to}
    if asking.ground not in fitting:
        raise CheckRefused("ground", "That ground does not fit this answer. Choose one that the rule gives for it.")
    if not asking.ground_note.strip():
        raise CheckRefused("ground_note", "Say what makes this so: what you have seen, heard or been told.")
