"""What may be closed to somebody, as the apps that own it tell it. From `AppConfig.ready`::

subjects.declare("contact", Kind(open=open_contact, people=who_would_open, let_go=contact_let_go))
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from partnerships.models import FrontDoor, Organisation, User
from workflow.errors import NotAllowed


@dataclass(frozen=True)
class Subject:
    """A contact or a check as somebody sees it, and the place of theirs that answers for it: a front door or an agency."""

    subject_type: str
    subject_id: uuid.UUID
    reference: str
    author_id: int
    home: str
    place: Organisation | FrontDoor

    @property
    def front_door(self) -> FrontDoor | None:
        return self.place if isinstance(self.place, FrontDoor) else None

    @property
    def organisation(self) -> Organisation | None:
        return self.place if isinstance(self.place, Organisation) else None


@dataclass(frozen=True)
class Kind:
    """What an app does for its subjects.

    `open(id, user)` fetches one for somebody who may read it, or raises `NotAllowed`; `people(subject)` are those who would
    open it by their roles, its author left out; `let_go(subject, people, whole_family, by, at)` takes it from whoever of them
    has it, and with `whole_family` what else is about the same child.
    """

    open: Callable[[uuid.UUID, User], Subject]
    people: Callable[[Subject], Iterable[User]]
    let_go: Callable[[Subject, Iterable[User], bool, User, datetime.datetime], None]


Reach = Callable[[uuid.UUID, User], Subject]

_kinds: dict[str, Kind] = {}
_reached: dict[str, list[Reach]] = {}


def declare(subject_type: str, kind: Kind) -> None:
    """Say how subjects of a type are opened. The same twice is harmless, another is an error."""
    if _kinds.setdefault(subject_type, kind) != kind:
        raise ValueError(f"{subject_type} is declared already")


def also_reached(subject_type: str, reach: Reach) -> None:
    """Say how else somebody meets a subject than by opening it: enough to say that they know the family, and for nothing more.

    `reach` raises `NotAllowed` like `Kind.open`.
    """
    known = _reached.setdefault(subject_type, [])
    if reach not in known:
        known.append(reach)


def reached(subject_type: str, subject_id: uuid.UUID, user: User) -> Subject:
    """A subject for somebody who opens it or meets it otherwise. Raises `NotAllowed` for foreign and absent alike."""
    for reach in (kind_of(subject_type).open, *_reached.get(subject_type, ())):
        try:
            return reach(subject_id, user)
        except NotAllowed:
            continue
    raise NotAllowed(subject_type)


def kind_of(subject_type: str) -> Kind:
    return _kinds[subject_type]
