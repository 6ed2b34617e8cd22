"""What upper apps say about their records, which people knows by type and id: what a part in the case is, and whose it is.

From `AppConfig.ready`, for each model that a page may be about::

    records.declare(Contact, record_of_contact)      # gives a `Record`, or None where it is of no record
    records.without_record(Notice)                   # is read by its one person alone
    records.read_in_emergency("contact", page)

A page about a model with anything about a person in it that nobody has declared raises: it is refused by mistake, never opened.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from partnerships.models import User
from rowsecurity.registry import registry


class UndeclaredRecord(LookupError):
    """A page is about a row of a personal table, and nobody has said of what record it is."""


@dataclass(frozen=True)
class Record:
    """One record: its type, id and reference, the agency that made it, the front door that holds it, and who has a part."""

    subject_type: str
    subject_id: uuid.UUID
    reference: str
    has_part: Callable[[User], bool]
    organisation_id: int
    front_door_id: int | None = None


RecordOf = Callable[[Any], Record | None]
Page = Callable[[uuid.UUID], str]

_declared: dict[type[models.Model], RecordOf] = {}
_pages: dict[str, Page] = {}


def declare(model: type[models.Model], record_of: RecordOf) -> None:
    """Say of what record a row of this model is. The same twice is harmless, another is an error."""
    if _declared.setdefault(model, record_of) is not record_of:
        raise ValueError(f"{model.__name__} is declared already")


def without_record(model: type[models.Model]) -> None:
    """Say that a row of this personal model is of no record that others may open."""
    declare(model, _none)


def _none(_thing: Any) -> None:
    return None


def record_of(subject: Any) -> Record | None:
    """The record that a page's subject belongs to; None for no single thing and for what holds nothing about a person."""
    if not isinstance(subject, models.Model):
        return None
    known = _declared.get(type(subject))
    if known is not None:
        return known(subject)
    table = registry.tables.get(subject._meta.db_table)
    if table is None or table.personal:
        raise UndeclaredRecord(f"nobody has said of what record a {type(subject).__name__} is")
    return None


def read_in_emergency(subject_type: str, page: Page) -> None:
    """Say on which page a record of this type is read by emergency access."""
    if _pages.setdefault(subject_type, page) is not page:
        raise ValueError(f"{subject_type} has its page already")


def emergency_page(subject_type: str, subject_id: uuid.UUID) -> str:
    return _pages[subject_type](subject_id)
