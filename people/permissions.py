"""Who may open in an emergency, end it, and review it. The database holds the same."""

import uuid

from django.utils import timezone

from partnerships.models import Role, User
from partnerships.permissions import Action, current_memberships, register_predicate
from partnerships.selectors import people_with
from people.models import EmergencyAccess


def managed_doors(user: User) -> set[int]:
    """The front doors that somebody manages today."""
    return {m.front_door_id for m in current_memberships(user) if m.front_door_id and m.role == Role.FRONT_DOOR_MANAGER}


def is_running_access(user: User, access: object) -> bool:
    """One's own emergency access, to end it."""
    return isinstance(access, EmergencyAccess) and access.user_id == user.pk


def can_review_access(user: User, access: object) -> bool:
    """A manager of the front door that holds the record; where it has no other, one of the opener's own. Never the opener."""
    if not isinstance(access, EmergencyAccess) or access.user_id == user.pk:
        return False
    managed = managed_doors(user)
    if access.front_door_id in managed:
        return True
    others = people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=access.front_door).exclude(pk=access.user_id)
    return access.home_door_id in managed and not others.exists()


def can_see_access(user: User, access: object) -> bool:
    """Who opened it, and whoever answers for it."""
    if not isinstance(access, EmergencyAccess):
        return False
    return EmergencyAccess.objects.visible_to(user).filter(pk=access.pk).exists()


def has_opened(user: User, subject_type: str, subject_id: uuid.UUID) -> bool:
    """Whether this person has emergency access to this record now."""
    running = EmergencyAccess.objects.running(user, timezone.now())
    return bool(managed_doors(user)) and running.filter(subject_type=subject_type, subject_id=subject_id).exists()


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.EMERGENCY_OPEN, is_running_access)
    register_predicate(Action.EMERGENCY_REVIEW, can_review_access)
    register_predicate(Action.OPENINGS_READ, can_see_access)
