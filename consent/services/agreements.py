"""Recording what each person was asked and what they said."""

import datetime
from dataclasses import dataclass, fields, replace

from django.db import transaction

from audit.services import record_change
from consent.models import Agreement
from consent.rules.moments import wrong_moment
from consent.rules.reach import YES
from consent.selectors.agreements import service_of
from consent.selectors.proposals import people_to_ask, rule_for
from consent.services.asking_again import consent_review_keep
from partnerships.models import User
from people.models import Person
from people.rules.twice import are_one_person, named_of
from thresholds.models import Check
from thresholds.rules.framework import ConsentRule
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How somebody was asked, by whom (empty: whoever records it), what was explained, what they said and how far it goes."""

    answer: str
    how: str = ""
    asked_at: datetime.datetime | None = None
    asked_by_name: str = ""
    asked_by_job: str = ""
    explained_why: bool = False
    explained_what: bool = False
    explained_with_whom: bool = False
    explained_purpose: bool = False
    reach: str = Agreement.Reach.WHOLE
    agencies: str = ""
    left_out: str = ""
    their_words: str = ""
    why_declined: str = ""
    explored: str = ""
    ground: str = ""
    ground_note: str = ""


@transaction.atomic
def agreement_record(*, check: Check, person: Person, asking: Asking, by: User, at: datetime.datetime) -> Agreement:
    """Record an answer to what is chosen now; the person's former one is kept and no longer stands.

    Starts or moves the time by which they are asked again. Raises `CheckRefused` at the field: a date in the future or before
    the children were born, asked without when and how, implicit where the rule needs explicit agreement, a yes that leaves
    out nobody says what, a ground that the rule does not have, somebody listed twice or who is not to be asked.
    """
    check = check_for_writing(check=check, by=by)
    rule = rule_for(check)
    if rule is None:
        raise CheckRefused("answer", "Say first on what basis you would share. The rule on agreement follows from it.")
    asking = _fitted(asking)
    _refuse_wrong_person(check, person)
    _refuse_wrong_answer(check, person, asking, rule, at)
    stands = Agreement.objects.filter(case_check=check, person=person, superseded_at__isnull=True)
    list(stands.select_for_update(of=("self",)).values_list("pk"))  # a lead may be recording a withdrawal, without the check
    stands.update(superseded_at=at)
    values = {field.name: getattr(asking, field.name) for field in fields(Asking)}
    now = service_of(check)
    agreement = Agreement.objects.create(
        case_check=check, person=person, recipient_id=now.recipient, service=now.route, basis=check.basis, rule_code=rule.code,
        framework_version=check.framework_version, recorded_by=by, recorded_at=at, **values,
    )  # fmt: skip
    consent_review_keep(check, by, at)
    check_touch(check, at)
    record_change(
        by=by, event="agreement-recorded", subject_type="check", subject_id=check.pk, at=at, detail={"answer": asking.answer}
    )
    return agreement


def _fitted(asking: Asking) -> Asking:
    """Without what does not belong to the answer: nobody who was not asked was asked somehow, and only a yes has a reach."""
    asking = replace(asking, left_out=asking.left_out.strip(), agencies=asking.agencies.strip())
    if asking.answer not in YES:
        asking = replace(asking, reach=Agreement.Reach.WHOLE)
    if asking.reach != Agreement.Reach.PART:
        asking = replace(asking, agencies="", left_out="")
    if asking.answer == Agreement.Answer.NOT_ASKED:
        asking = replace(asking, how="", asked_at=None, asked_by_name="", asked_by_job="")
    return replace(asking, asked_by_name=asking.asked_by_name.strip(), asked_by_job=asking.asked_by_job.strip())


def _refuse_wrong_person(check: Check, person: Person) -> None:
    asked = people_to_ask(check)
    if person not in asked:
        raise CheckRefused("person", "This person does not need to be asked in this check.")
    if any(other != person and are_one_person(named_of(other), named_of(person)) for other in asked):
        raise CheckRefused("person", f"{person.name} is in this family twice. Take one of them out first, then record it here.")


def _refuse_wrong_answer(check: Check, person: Person, asking: Asking, rule: ConsentRule, at: datetime.datetime) -> None:
    if asking.answer not in Agreement.Answer.values or asking.answer == Agreement.Answer.WITHDRAWN:
        raise CheckRefused("answer", "Say whether they were asked and what they said.")
    if asking.answer != Agreement.Answer.NOT_ASKED:
        _refuse_wrong_asking(check, person, asking, at)
    if asking.answer == Agreement.Answer.IMPLICIT and not rule.implicit:
        raise CheckRefused("answer", f"The rule here needs explicit agreement ({rule.source}).")
    if asking.reach not in Agreement.Reach.values:
        raise CheckRefused("reach", "Say how far their agreement reaches.")
    if asking.reach == Agreement.Reach.PART and not asking.left_out:
        raise CheckRefused("left_out", "Say what, or whom, they leave out.")
    if asking.ground:
        _refuse_wrong_ground(asking, rule)


def _refuse_wrong_asking(check: Check, person: Person, asking: Asking, at: datetime.datetime) -> None:
    if wrong := wrong_moment(asking.asked_at, now=at, births=_births(check, person), what="asked"):
        raise CheckRefused("asked_at", wrong)
    if asking.how not in Agreement.How.values:
        raise CheckRefused("how", "Say how they were asked.")
    if asking.asked_by_job and not asking.asked_by_name:
        raise CheckRefused("asked_by_name", "Say who asked them.")
    if asking.asked_by_name and not asking.asked_by_job:
        raise CheckRefused("asked_by_job", "Say what the job is of whoever asked them.")


def _births(check: Check, person: Person) -> list[tuple[str, datetime.date]]:
    """Who must be born by the day of asking: whoever is asked, and one child at least, unless one is not born yet."""
    own = [(person.short_name, person.date_of_birth)] if person.date_of_birth else []
    children = [child.person for child in check.children.select_related("person")]
    if not children or any(child.date_of_birth is None for child in children):
        return own
    first = min(children, key=lambda child: child.date_of_birth or datetime.date.max)
    return [*own, (first.short_name, first.date_of_birth)] if first.date_of_birth else own


def _refuse_wrong_ground(asking: Asking, rule: ConsentRule) -> None:
    """A ground for sharing all the same fits what the answer counts as: a yes that leaves something out is a no to that."""
    counts = Agreement.Answer.REFUSED if asking.reach == Agreement.Reach.PART else asking.answer
    fitting = {ground.code for ground in rule.grounds if counts in ground.applies_to}
    if asking.ground not in fitting:
        raise CheckRefused("ground", "That ground does not fit this answer. Choose one that the rule gives for it.")
    if not asking.ground_note.strip():
        raise CheckRefused("ground_note", "Say what makes this so: what you have seen, heard or been told.")
