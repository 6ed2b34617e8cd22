"""What upper apps tell the clocks that clocks must not import: where a subject's page is, and what to do at a milestone."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from clocks.models import Clock

DEADLINES_PAGE = "/deadlines/"


class AlreadyRegistered(ValueError):
    """Two things under one name."""


class UnknownHandler(LookupError):
    """A run was written for a handler that nobody registers any more."""


@dataclass(frozen=True)
class Reached:
    """A milestone that was recorded, as its handler is told of it."""

    clock_id: uuid.UUID
    rule: str
    kind: str
    subject_type: str
    subject_id: uuid.UUID
    reference: str
    due_at: datetime
    at: datetime
    recorded_at: datetime


Handler = Callable[[Reached], None]
Page = Callable[[Clock], str]

_handlers: dict[tuple[str, str], dict[str, Handler]] = {}
_pages: dict[str, Page] = {}
_hand_overs: dict[str, Page] = {}


def on_milestone(rule: str, kind: str, handler: Handler) -> None:
    """Have `handler` called after a milestone of this kind of this rule is recorded.

    It runs in a Celery task of its own, as the person who started the clock and in one transaction with the mark that it
    is done; a run that raises is tried again later. Register from `AppConfig.ready`.
    """
    named = _handlers.setdefault((rule, kind), {})
    name = f"{handler.__module__}.{handler.__qualname__}"
    if named.setdefault(name, handler) is not handler:
        raise AlreadyRegistered(name)


def handlers_of(rule: str, kind: str) -> dict[str, Handler]:
    """The handlers for this milestone, by name."""
    return dict(_handlers.get((rule, kind), {}))


def handler_named(rule: str, kind: str, name: str) -> Handler:
    """The handler of this name; UnknownHandler if it is gone."""
    try:
        return _handlers[rule, kind][name]
    except KeyError:
        raise UnknownHandler(f"{name} for {kind} of {rule}") from None


def subject_page(subject_type: str, path: Page) -> None:
    """Say on which page a subject of this type is read, for the links in notices and lists.

    `path` is given the clock (its `subject_id`, its `rule`, whether it is a `front_door`'s) and reads nothing else.
    """
    if _pages.setdefault(subject_type, path) is not path:
        raise AlreadyRegistered(subject_type)


def path_of(clock: Clock) -> str:
    """The page of a clock's subject, or one's deadlines where no app has said."""
    page = _pages.get(clock.subject_type)
    return page(clock) if page else DEADLINES_PAGE


def hand_over_page(subject_type: str, path: Page) -> None:
    """Say on which page a subject of this type is given to somebody else; as `subject_page`."""
    if _hand_overs.setdefault(subject_type, path) is not path:
        raise AlreadyRegistered(subject_type)


def hand_over_of(clock: Clock) -> str:
    """The page on which a clock's subject is handed over; empty where there is none."""
    page = _hand_overs.get(clock.subject_type)
    return page(clock) if page else ""
