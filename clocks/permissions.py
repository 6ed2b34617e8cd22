"""Who may change a calendar and its rules: an admin of that authority's partnership."""

from partnerships.models import LocalAuthority, User
from partnerships.permissions import Action, register_predicate
from partnerships.selectors import authorities_of


def administers(user: User, authority: object) -> bool:
    """Whether somebody is today an admin of this authority's partnership."""
    return isinstance(authority, LocalAuthority) and authority in authorities_of(user)


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.CALENDAR_EDIT, administers)
    register_predicate(Action.TIMESCALE_EDIT, administers)
