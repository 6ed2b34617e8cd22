"""Reading what a front door was asked for advice about, and by whom before."""

import datetime
import uuid

from django.db.models import QuerySet

from partnerships.models import FrontDoor, User
from partnerships.permissions import Action
from referrals.models import AdviceGiven
from referrals.selectors.calls import version_at
from thresholds.rules.authority import Item
from thresholds.selectors.authorities import document_under
from workflow.errors import NotAllowed

AGAIN_WITHIN = datetime.timedelta(days=90)
"""A product decision: asked twice in a term is worth seeing."""
MOST = 50


def advice_at(user: User) -> QuerySet[AdviceGiven]:
    """What was asked of the front doors at which somebody works, newest first."""
    return AdviceGiven.objects.visible_to(user).select_related("front_door", "given_by")


def advice_open(*, advice_id: object, user: User) -> AdviceGiven:
    """One of them. Raises `NotAllowed` for foreign and absent alike."""
    try:
        wanted = uuid.UUID(str(advice_id))
    except ValueError:
        raise NotAllowed(Action.CONTACT_TRIAGE) from None
    found = advice_at(user).filter(pk=wanted).first()
    if found is None:
        raise NotAllowed(Action.CONTACT_TRIAGE)
    return found


def reasons_at(front_door: FrontDoor, at: datetime.datetime) -> tuple[Item, ...]:
    """The front door's own reasons for asking it, from the authority's data."""
    return document_under(front_door.authority, version_at(front_door, at)).reasons_at(front_door.code)


def asked_before(user: User, advice: list[AdviceGiven]) -> dict[uuid.UUID, tuple[int, int]]:
    """For each: how often that agency asked in the 90 days before it, and how often about the same; in one query."""
    if not advice:
        return {}
    since = min(one.asked_at for one in advice) - AGAIN_WITHIN
    rows = list(advice_at(user).filter(asked_at__gte=since).values_list("pk", "front_door", "agency", "reason", "asked_at"))
    found = {}
    for one in advice:
        earlier = [
            reason
            for pk, door, agency, reason, at in rows
            if door == one.front_door_id and agency.casefold() == one.agency.casefold() and pk != one.pk
            and one.asked_at - AGAIN_WITHIN <= at < one.asked_at
        ]  # fmt: skip
        found[one.pk] = (len(earlier), sum(reason == one.reason for reason in earlier if reason))
    return found
