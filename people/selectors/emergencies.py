"""Reading emergency accesses: one of them, those that run, and how many wait for a review."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from partnerships.models import FrontDoor, User
from partnerships.permissions import Action, can
from people.models import EmergencyAccess
from workflow.errors import NotAllowed


@dataclass(frozen=True)
class Outstanding:
    """What a partnership admin is told: a front door, a number, and since when."""

    front_door: FrontDoor
    count: int
    since: datetime.datetime


def emergency_running(*, user: User, subject_type: str, subject_id: uuid.UUID, at: datetime.datetime) -> EmergencyAccess | None:
    """This person's own access to one record, while it runs."""
    running = EmergencyAccess.objects.running(user, at).filter(subject_type=subject_type, subject_id=subject_id)
    return running.order_by("-until").first()


def emergency_one(*, access_id: uuid.UUID, user: User, action: Action) -> EmergencyAccess:
    """Fetch and authorise in one. Raises `NotAllowed` for foreign and absent alike."""
    beside = ("user", "home_door", "front_door__authority", "organisation", "review__by", "ended")
    found = EmergencyAccess.objects.select_related(*beside).filter(pk=access_id).first()
    if found is None or not can(user, action, found):
        raise NotAllowed(action)
    return found


def reviews_outstanding() -> list[Outstanding]:
    """For each front door of whoever asks as its partnership's admin; the database counts and shows no row."""
    with connection.cursor() as cursor:
        cursor.execute("select front_door_id, outstanding, since from rls.emergency_reviews_outstanding()")
        found = cursor.fetchall()
    doors = FrontDoor.objects.in_bulk([door for door, _, _ in found])
    return sorted((Outstanding(doors[door], count, since) for door, count, since in found), key=lambda one: one.since)
