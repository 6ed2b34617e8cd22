"""Where work comes from: one request or one task. Told to the database with who is asking, so that history can say it."""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import structlog
from django.http import HttpRequest
from django.urls import Resolver404, resolve


@dataclass(frozen=True)
class Origin:
    """The id of a request or task, and names of ours about it: its method and page, or the task. Nothing about a person."""

    id: uuid.UUID
    names: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> tuple[str, str]:
        """As pghistory's triggers read them: `pghistory.context_id` and `pghistory.context_metadata`."""
        return str(self.id), json.dumps(dict(self.names), sort_keys=True)


NOWHERE = ("", "")
_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Every `acting_as` within the block tells the database this origin."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)


def origin_settings() -> tuple[str, str]:
    """What to tell the database about the origin of the work at hand; two empty texts where there is none."""
    origin = _current.get()
    return NOWHERE if origin is None else origin.settings()


def origin_id() -> uuid.UUID | None:
    """The id of the request or task at hand."""
    origin = _current.get()
    return None if origin is None else origin.id


def origin_of(request: HttpRequest) -> Origin:
    """A request's method and the name of its page; the id is the one in its log line."""
    known = structlog.contextvars.get_contextvars().get("request_id")
    names = {"method": request.method or "", "page": _page_name(request)}
    return Origin(uuid.UUID(known) if known else uuid.uuid4(), names)


def _page_name(request: HttpRequest) -> str:
    """The name of the page and nothing that was asked for: an address may hold the id of a record."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
