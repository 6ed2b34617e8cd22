"""Who may read and write which check. The database holds the same; this says it to the page."""

from partnerships.closed import is_shut_out
from partnerships.models import Role, User
from partnerships.permissions import Action, current_memberships, register_predicate
from thresholds.models import Check


def can_read_check(user: User, check: object) -> bool:
    """The author, while of that agency, and its safeguarding leads, but for one whom the worry is about."""
    if not isinstance(check, Check):
        return False
    if can_write_check(user, check):
        return True
    leads = any(
        m.role == Role.SAFEGUARDING_LEAD and m.organisation_id == check.organisation_id for m in current_memberships(user)
    )
    return leads and check.concern_about_id != user.pk and not is_shut_out(user, check.pk)


def can_write_check(user: User, check: object) -> bool:
    """The author alone, while they work for that agency."""
    return (
        isinstance(check, Check)
        and check.author_id == user.pk
        and any(m.organisation_id == check.organisation_id for m in current_memberships(user))
    )


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.CHECK_READ, can_read_check)
    register_predicate(Action.CHECK_WRITE, can_write_check)
