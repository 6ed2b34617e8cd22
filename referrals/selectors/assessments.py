"""Reading assessments: the board of a front door, and one of them."""

import datetime
import uuid
from collections import defaultdict

from clocks.models import Clock
from clocks.selectors import ShownClock, clocks_display, clocks_on
from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Assessment
from workflow.errors import NotAllowed

MOST = 300


def assessments_open(user: User) -> list[Assessment]:
    """The open assessments of this person's front doors, with their children."""
    found = Assessment.objects.visible_to(user).filter(state=Assessment.State.OPEN)
    return list(found.select_related("contact", "worker").prefetch_related("contact__children", "checkpoints")[:MOST])


def assessments_completed(user: User, since: datetime.datetime) -> list[Assessment]:
    """Those completed since an instant, newest first."""
    found = Assessment.objects.visible_to(user).filter(completed_at__gte=since)
    return list(found.select_related("contact", "worker", "completed_by").order_by("-completed_at")[:MOST])


def clocks_of_assessments(
    user: User, assessments: list[Assessment], now: datetime.datetime
) -> dict[uuid.UUID, list[ShownClock]]:  # fmt: skip
    """The open clocks of several assessments, least time left first, in two queries."""
    clocks = (
        Clock.objects.visible_to(user)
        .open()
        .filter(subject_type="assessment", subject_id__in=[assessment.pk for assessment in assessments])
        .select_related("authority")
        .defer("authority__content")
        .order_by("due_at", "pk")
    )
    found: dict[uuid.UUID, list[ShownClock]] = defaultdict(list)
    for shown in clocks_display(clocks, now):
        found[shown.clock.subject_id].append(shown)
    return found


def clocks_of(user: User, assessment: Assessment, now: datetime.datetime) -> list[ShownClock]:
    """Every clock of one assessment, open ones first, by when they are due."""
    clocks = clocks_on(user, "assessment", assessment.pk).select_related("authority").order_by("due_at", "pk")
    return sorted(clocks_display(clocks, now), key=lambda shown: shown.clock.stopped_at is not None)


def assessment_open(*, assessment_id: uuid.UUID, user: User) -> Assessment:
    """Fetch and authorise in one. Raises `NotAllowed` for foreign and absent alike."""
    found = (
        Assessment.objects.visible_to(user)
        .select_related(
            "contact__author", "contact__framework_version__framework", "front_door__authority", "worker", "seen_by",
            "strategy_held_by", "completed_by",
        )
        .defer("contact__framework_version__content", "front_door__authority__content")
        .filter(pk=assessment_id)
        .first()
    )  # fmt: skip
    if found is None or not can(user, Action.ASSESSMENT_WORK, found):
        raise NotAllowed(Action.ASSESSMENT_WORK)
    return found
