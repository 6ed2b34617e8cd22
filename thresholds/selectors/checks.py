"""Reading checks. Each read begins from what the user may see; the database shows nobody else's."""

import datetime
import uuid

from django.db.models import QuerySet
from django.utils.timezone import localdate

from partnerships.models import User
from partnerships.permissions import Action, can
from people.selectors import age_on
from thresholds.models import Check, CheckChild
from thresholds.models.check import Observation
from thresholds.rules.framework import Framework
from thresholds.rules.suggestion import Answer, Answers, Child, Observed, Suggestion, suggest
from thresholds.selectors.authorities import calls_at
from workflow.errors import NotAllowed


def checks_for(user: User) -> QuerySet[Check]:
    """The checks that this person began, newest first."""
    return Check.objects.filter(author=user).select_related("framework_version__framework", "authority", "organisation")


def check_open(*, check_id: uuid.UUID, user: User, action: Action = Action.CHECK_READ) -> Check:
    """Fetch and authorise in one. Raises `NotAllowed` for one that is not theirs and for one that does not exist alike."""
    check = (
        Check.objects.visible_to(user)
        .select_related("framework_version__framework", "authority", "organisation", "household", "author")
        .filter(pk=check_id)
        .first()
    )
    if check is None or not can(user, action, check):
        raise NotAllowed(action)
    return check


def framework_of(check: Check) -> Framework:
    """The framework version on which the check was begun."""
    return check.framework_version.framework_document()


def day_of(check: Check) -> datetime.date:
    """The day that the check is about: that of a past-dated one, else the day on which it was begun."""
    return check.as_at or localdate(check.began_at)


def answers_for(child: CheckChild, *, at: datetime.datetime) -> Answers:
    """What is recorded about a child, as the suggestion takes it."""
    check = child.case_check
    seen = list(child.observations.all())
    coded = {Observation.Kind.INDICATOR, Observation.Kind.HARM}
    return Answers(
        child=Child(age_years=age_on(child.person, day_of(check)), unborn=child.person.unborn),
        urgency=check.urgency or Check.Urgency.NEITHER,
        immediate_danger=check.urgency == Check.Urgency.NOW,
        observed=tuple(
            Observed(indicator=o.code, conditions_met=o.conditions_met, since=o.since, growing=o.growing)
            for o in seen
            if o.kind in coded
        ),
        answers=tuple(
            Answer(question=o.code, value=o.value, since=o.since, growing=o.growing)
            for o in seen
            if o.kind == Observation.Kind.QUESTION and o.value
        ),
        strengths=tuple(o.code for o in seen if o.kind == Observation.Kind.STRENGTH),
        dimensions_explored=tuple(child.explored),
        local_authority=check.authority.slug,
        at=at,
    )


def suggestion_for(child: CheckChild, *, at: datetime.datetime) -> Suggestion:
    """What the evidence about a child points to now. Show it only after the first view is recorded."""
    check = child.case_check
    answers = answers_for(child, at=at)
    routes = calls_at(check.authority, danger=answers.is_immediate_danger, at=at)
    return suggest(framework_of(check), answers, routes)


def judgement_is_current(child: CheckChild, *, at: datetime.datetime) -> bool:
    """Whether the suggestion beside which the child was judged still points to the same, for the same reasons.

    Immediate danger points to the highest level: said after the child was placed there, it asks nobody to look again.
    """
    if child.suggestion is None:
        return False
    now = suggestion_for(child, at=at).to_document()
    if child.case_check.urgency == Check.Urgency.NOW and now["level"] == child.level:
        return True
    return all(now[key] == child.suggestion[key] for key in ("level", "reasons"))
