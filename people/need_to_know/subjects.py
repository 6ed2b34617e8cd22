"""What may be closed to somebody, as the apps that own it tell it. From `AppConfig.ready`::

subjects.declare("contact", Kind(open=open_contact, people=who_would_open, let_go=contact_let_go))
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from partnerships.models import FrontDoor, Organisation, User


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


_kinds: dict[str, Kind] = {}


def declare(subject_type: str, kind: Kind) -> None:
    """Say how subjects of a type are opened. The same twice is harmless, another is an error."""
    if _kinds.setdefault(subject_type, kind) != kind:
        raise ValueError(f"{subject_type} is declared already")


def kind_of(subject_type: str) -> Kind:
    return _kinds[subject_type]
