"""Organisations, front doors, and the people who sign in."""

from partnerships.models.user import User

__all__ = ["User"]
