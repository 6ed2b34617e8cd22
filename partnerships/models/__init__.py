"""Organisations, front doors, users and what they may do; no child's data."""

from partnerships.models import history
from partnerships.models.authority import (
    AuthorityFramework,
    Closure,
    FrontDoor,
    LocalAuthority,
    OpeningHours,
    TimescaleRule,
)
from partnerships.models.membership import Membership, Role
from partnerships.models.organisation import Organisation
from partnerships.models.user import User

__all__ = [
    "AuthorityFramework",
    "Closure",
    "FrontDoor",
    "LocalAuthority",
    "Membership",
    "OpeningHours",
    "Organisation",
    "Role",
    "TimescaleRule",
    "User",
    "history",
]
